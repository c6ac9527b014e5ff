"""A friend's page, and what one can do with it: propose to its owners, or take it up here."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.adopt import Theirs, adopt_page, adopted, free_slug
from app.actions.rights import require
from app.actions.writing import require_new
from app.domain.errors import AskFirst, InvalidPath, LicenceRefused, Refused, WikiError
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.proposal import Way
from app.theme.parts import Link
from app.web.addresses import directory_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms import wording
from app.web.forms.borrowed import Named, theirs_named
from app.web.forms.posted import Posted, ThePosted, here, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens.edit import invitation
from app.web.screens.proposal_lines import OPEN, proposal_url
from app.web.views.proposals import Adopt

router = APIRouter()
URL = "/-/reprendre"


@router.get(URL)
def ask(
    request: Request, wiki: TheWiki, reader: TheReader, de: str = "", page: str = ""
) -> Response:
    """The choice, in plain words."""
    if reader.person is None:
        return invitation(request, here(request))
    theirs, named = theirs_named(wiki, de, page)
    return _screen(request, reader, theirs, named)


@router.post(URL)
def take_up(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """A page of our own, begun from theirs; then its form, to adapt it."""
    require_person(
        request, reader, posted, back=Named(posted.one("de"), posted.one("page")).url(URL)
    )
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    theirs, named = theirs_named(wiki, posted.one("de"), posted.one("page"))
    slug = posted.one("slug").strip()
    try:
        path = PagePath(theirs.row.path.kind, slug or theirs.row.path.slug)
        adopt_page(wiki, theirs.origin, theirs.row.path, slug=path.slug, by=reader)
    except (AskFirst, Refused) as error:
        return _screen(request, reader, theirs, named, posted, error)
    url = f"{reading_of(request).url(path)}/edit"
    return tell_next(RedirectResponse(url, status_code=303), "adopted")


def _screen(
    request: Request, reader: Reader, theirs: Theirs, named: Named,
    posted: Posted | None = None, error: WikiError | None = None,
) -> Response:  # fmt: skip
    reading, row = reading_of(request), theirs.row
    wiki = reading.wiki
    origin = reading.origin(theirs.origin, row.path)
    known = row.path.kind in wiki.kinds
    refused = _refused(reading, row.path) if known else ""
    view = Adopt(
        title=row.title, kind=row.path.kind, network=theirs.mirror.name,
        network_url=origin.url if origin else "", page_url=reading.url(row.path, theirs.origin),
        propose_url=named.url("/-/proposer"), action=URL, hidden=named.hidden,
        prefix=directory_url(row.path.kind, wiki.kinds) + "/" if known else "/",
        slug=posted.one("slug") if posted else free_slug(wiki, row.path, theirs.origin),
        licence=reading.licence(row.licence), authors=_authors(reading, theirs),
        ours=tuple(
            Link(one.title, reading.url(one.path), kind=one.path.kind)
            for one in adopted(wiki, theirs.origin, row.id, reader=reader)
        ),
        waiting=_waiting(reading, theirs), refused=refused,
        may_adopt=known and reading.licence(row.licence).open and not refused,
        errors=(("slug", _told(reading, error)),) if error else (),
    )  # fmt: skip
    title = titled(reading.say, theirs.mirror.name, row.title)
    return screen(request, "adopt.html", view, title=title, robots="noindex", canonical="",
                  status=status_of(type(error)) if error else 200)  # fmt: skip


def _refused(reading: Reading, path: PagePath) -> str:
    """Why this reader does not begin a page in this way."""
    try:
        require_new(reading.wiki, reading.reader, path)
    except AskFirst as error:
        return _told(reading, error)
    return ""


def _authors(reading: Reading, theirs: Theirs) -> tuple[str, ...]:
    written = reading.wiki.index.authors(theirs.row.id, origin=theirs.origin)
    said = theirs.row.front.get("authors")
    named = [name for name in said if isinstance(name, str)] if isinstance(said, list) else []
    return tuple(dict.fromkeys([*named, *(name for name, _ in written)]))


def _waiting(reading: Reading, theirs: Theirs) -> tuple[Link, ...]:
    """What this person has already proposed for that page."""
    person = reading.reader.person
    if person is None:
        return ()
    found = reading.wiki.proposals.all(
        way=Way.outgoing, states=OPEN, peer=theirs.mirror.origin, person=person.id,
        page_id=theirs.row.id,
    )  # fmt: skip
    return tuple(Link(one.message or one.title, proposal_url(one)) for one in found)


def _told(reading: Reading, error: WikiError) -> str:
    if isinstance(error, InvalidPath):
        return reading.say(wording.SLUG_WRONG).format(value=error.params["path"])
    if not isinstance(error, AskFirst | LicenceRefused) and "reason" in error.params:
        return reading.reason(error.params["reason"])
    return reading.told(error)
