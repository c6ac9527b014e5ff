"""The council of a page: who is in it, whom it invites, what it may do."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.councils import (
    council_of,
    end_council,
    invite_to_council,
    is_member,
    leave_council,
    make_council,
    rename_council,
)
from app.actions.read_page import read_page
from app.actions.wiki import Wiki
from app.domain.council import Council
from app.domain.errors import Refused
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.posted import Posted, ThePosted, page_at, require_ours
from app.web.frame import lang_of, screen, tell_next
from app.web.reading.asking import reading_of
from app.web.screens.asking import Errors, refused
from app.web.screens.door import invitation_url
from app.web.screens.own import profile_url
from app.web.views.council import CouncilMember, CouncilRoom

router = APIRouter()


@router.get("/{prefix}/{slug}/conseil")
def council(request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader) -> Response:
    """For all: its name, how many are in it, and those who show a public page."""
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if council_of(wiki, row) is None and not reader.has(Role.steward):
        raise HTTPException(404)
    return _screen(request, wiki, reader, row)


def _screen(
    request: Request, wiki: Wiki, reader: Reader, row: PageRow, *, errors: Errors = (),
    link: str = "", posted: Posted | None = None,
) -> Response:  # fmt: skip
    reading, found = reading_of(request), council_of(wiki, row)
    posted = posted or Posted({})
    inside = found is not None and is_member(wiki, found, reader)
    url = reading.url(row.path)
    view = CouncilRoom(
        title=row.title, kind=row.path.kind, page_url=url, action=f"{url}/conseil",
        name=posted.one("name") or (found.name if found else ""), exists=found is not None,
        members=_members(wiki, found, everyone=inside) if found else (),
        count=len(wiki.councils.members(found.id)) if found else 0,
        inside=inside, steward=reader.has(Role.steward), to=posted.one("to"), link=link,
        me=reader.person.id if reader.person else "",
        waiting=len(wiki.accounts.invitations(council=found.id)) if found and inside else 0,
        errors=errors,
    )  # fmt: skip
    name = reading.say("Conseil de place")
    answer = screen(request, "council.html", view, title=name, robots="noindex", canonical="",
                    status=422 if errors else 200)  # fmt: skip
    if link:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _members(wiki: Wiki, found: Council, *, everyone: bool) -> tuple[CouncilMember, ...]:
    """All of them for those inside; for others, those who show a public page."""
    known = (wiki.people.get(one) for one in wiki.councils.members(found.id))
    people = [(one, wiki.accounts.profile(one.id).shown) for one in known if one]
    return tuple(
        CouncilMember(one.id, Link(one.name, profile_url(one.id) if shown else ""))
        for one, shown in people
        if everyone or shown
    )


@router.post("/{prefix}/{slug}/conseil")
def act(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """`make`, `rename`, `invite`, `leave` (a `person`) or `end`."""
    require_ours(request, posted)
    limit_writes(wiki, reader)
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    url = f"{reading_of(request).url(row.path)}/conseil"
    try:
        secret = _do(request, wiki, reader, row, posted)
    except Refused as error:
        field = "to" if posted.one("do") == "invite" else "name"
        errors = ((field, refused(request, error)[0][1]),)
        return _screen(request, wiki, reader, row, errors=errors, posted=posted)
    if secret:
        link = invitation_url(wiki.site.base_url, secret)
        return _screen(request, wiki, reader, row, link=link)
    still = council_of(wiki, row) is not None
    back = url if still else url.removesuffix("/conseil")
    return tell_next(RedirectResponse(back, status_code=303), "council")


def _do(request: Request, wiki: Wiki, reader: Reader, row: PageRow, posted: Posted) -> str:
    """The secret of an invitation, or ``."""
    do, found = posted.one("do"), council_of(wiki, row)
    if found is None:
        if do == "make":
            make_council(wiki, row, posted.one("name"), by=reader)
            return ""
        raise HTTPException(404)
    if do == "invite":
        return invite_to_council(wiki, found, posted.one("to"), by=reader, lang=lang_of(request))
    if do == "rename":
        rename_council(wiki, found, posted.one("name"), by=reader)
    elif do == "leave":
        leave_council(wiki, found, posted.one("person"), by=reader)
    elif do == "end":
        end_council(wiki, found, by=reader)
    else:
        make_council(wiki, row, posted.one("name"), by=reader)
    return ""
