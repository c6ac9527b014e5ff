"""Uniting two pages about one thing: choose the other, see both, choose what crosses."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.merge_duplicates import Seen, Union, other_named, prepare_union, unite
from app.actions.read_page import read_page
from app.actions.rights import require
from app.domain.errors import EditConflict, InvalidPage, InvalidPath, Moved, Refused, WikiError
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.desk import Desk
from app.web.forms.posted import Posted, ThePosted, here, is_ours, page_at, require_ours
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.context import Reading, reading_of
from app.web.reading.near import near_pages
from app.web.screens import compared, conflict
from app.web.screens.edit import invitation
from app.web.screens.history import head_of
from app.web.views.memory import Unite
from app.web.views.writing import SideWords

router = APIRouter()
CHANGED = (
    "L’une des deux pages a changé pendant que vous regardiez. Rien n’est fait : relisez, puis "
    "confirmez."
)


@router.get("/{prefix}/{slug}/reunir")
def ask(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, avec: str = ""
) -> Response:
    """Which page to unite with (`avec`: a title or an address), then what each says.

    Raises NotAllowed below reviewer.
    """
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.reviewer)
    row = read_page(wiki, page_at(wiki, prefix, slug), reader=reader)
    if not avec.strip():
        return _choose(request, row)
    try:
        return _confirm(request, _union(request, row, avec, reader), avec)
    except WikiError as error:
        return _choose(request, row, avec, error)


@router.post("/{prefix}/{slug}/reunir")
def take(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader, posted: ThePosted
) -> Response:
    """Unites the two, or shows where a person must choose."""
    path = page_at(wiki, prefix, slug)
    url = page_url(path, wiki.kinds)
    if reader.person is None and is_ours(request, posted):
        return invitation(request, f"{url}/reunir")
    require_ours(request, posted)
    require(reader, Role.reviewer)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    avec = posted.one("avec")
    try:
        union = _union(request, row, avec, reader)
        seen = Seen(RevisionId(posted.one("base")), RevisionId(posted.one("seen")))
        unite(wiki, union, conflict.chosen_in(posted), seen=seen, by=reader)
    except EditConflict as crossed:
        if not crossed.disputes:
            return _confirm(request, _union(request, row, avec, reader), avec, CHANGED)
        return _cross(request, union, crossed, avec, posted)
    except WikiError as error:
        return _choose(request, row, avec, error)
    return tell_next(RedirectResponse(url, status_code=303), "united")


def _union(request: Request, row: PageRow, avec: str, reader: Reader) -> Union:
    wiki = reading_of(request).wiki
    other = other_named(wiki, row, avec)
    try:
        return prepare_union(wiki, row.path, other, by=reader)
    except Moved as moved:
        target = moved.params["target"]
        if not isinstance(target, PagePath):
            raise
        return prepare_union(wiki, row.path, target, by=reader)


def _choose(
    request: Request, row: PageRow, typed: str = "", error: WikiError | None = None
) -> Response:
    reading = reading_of(request)
    told = _told(reading, error) if error else ""
    near = near_pages(reading, typed.strip() or row.title)
    url = reading.url(row.path)
    view = Unite(
        head=head_of(reading, row), action=f"{url}/reunir", typed=typed[:200],
        errors=(("avec", told),) if told else (),
        near=tuple(link for link in near if link.kind == row.path.kind and link.url != url),
    )  # fmt: skip
    return _screen(request, reading, view, status_of(type(error)) if error else 200)


def _told(reading: Reading, error: WikiError) -> str:
    if isinstance(error, Refused) and not isinstance(error, InvalidPath | InvalidPage):
        reason = error.params.get("reason")
        if isinstance(reason, str):
            said = reading.theme.phrase(reason, lang=reading.lang)
            return said[:1].upper() + said[1:]
    return reading.theme.sentence(error.sentence, error.params, lang=reading.lang)


def _confirm(request: Request, union: Union, avec: str, told: str = "") -> Response:
    reading = reading_of(request)
    kept, other = union.kept, union.other
    fields, blocks = compared.changes(
        reading, kept.path, union.theirs, union.mine, without=("id", "licence")
    )
    view = Unite(
        head=head_of(reading, kept), action=f"{reading.url(kept.path)}/reunir", typed=avec[:200],
        other=Link(other.title, reading.url(other.path)), fields=fields, blocks=blocks,
        asks=len(union.result({})[1]), hidden=_hidden(union, avec),
        errors=(("", reading.say(told)),) if told else (),
    )  # fmt: skip
    return _screen(request, reading, view, 409 if told else 200)


def _hidden(union: Union, avec: str) -> tuple[tuple[str, str], ...]:
    kept, other = str(union.kept.revision), str(union.other.revision)
    return (("base", kept), ("seen", other), ("avec", avec))


def _screen(request: Request, reading: Reading, view: Unite, status: int) -> Response:
    title = titled(reading.say, reading.say("Réunir avec une autre page"), view.head.title)
    return screen(request, "unite.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _cross(
    request: Request, union: Union, crossed: EditConflict, avec: str, posted: Posted
) -> Response:
    reading = reading_of(request)
    say, kept, other = reading.say, union.kept, union.other
    words = SideWords(
        title=say("Deux pages sur la même chose"),
        lead=say("Les listes s’ajoutent, et ce qu’une seule dit est gardé."),
        mine=say("Celle de « {title} »").format(title=other.title),
        theirs=say("Celle de « {title} »").format(title=kept.title),
        without_mine=say("Le retirer, comme « {title} »").format(title=other.title),
        without_theirs=say("Le retirer, comme « {title} »").format(title=kept.title),
        both=say("celle de cette page, puis celle de l’autre"),
        send=say("Réunir les deux pages"),
        back=say("Abandonner"),
    )
    url = reading.url(kept.path)
    desk = Desk(request, reading.wiki, reading.reader, kept.path)
    chosen = conflict.chosen_in(posted)
    crossing = conflict.Crossing(words, f"{url}/reunir", url, _hidden(union, avec), chosen)
    return conflict.show_crossing(desk, crossed, crossing)
