"""Uniting two pages about one thing: choose the other, see both, choose what crosses."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.duplicates import reason_to_unite
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
from app.web.forms.crossing import CHOICE
from app.web.forms.desk import Desk
from app.web.forms.joining import asked_of, named, points_of
from app.web.forms.posted import Posted, ThePosted, here, page_at, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.reading.front import Front
from app.web.reading.near import near_pages
from app.web.reading.queries import address
from app.web.reading.twins import facts_of, reasons_of
from app.web.screens import compared, conflict
from app.web.screens.edit import invitation
from app.web.screens.history import head_of
from app.web.views.memory import Unite, UniteSide
from app.web.views.versions import ChangedBlock
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
    require_person(request, reader, posted, back=f"{url}/reunir")
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
            return reading.reason(reason)
    return reading.told(error)


def _confirm(request: Request, union: Union, avec: str, told: str = "") -> Response:
    reading = reading_of(request)
    kept, other = union.kept, union.other
    url = reading.url(kept.path)
    why = reason_to_unite(reading.wiki, kept.path, other.path)
    desk = Desk(request, reading.wiki, reading.reader, kept.path)
    view = Unite(
        head=head_of(reading, kept), action=f"{url}/reunir", typed=avec[:200],
        sides=tuple(_side(reading, row) for row in (kept, other)),
        reasons=reasons_of(reading, why) if why else (),
        swap_url=address(f"{reading.url(other.path)}/reunir", avec=str(kept.path)),
        asked=asked_of(desk, union), points=points_of(reading, union),
        blocks=_blocks(reading, union), hidden=_hidden(union, avec),
        errors=(("", reading.say(told)),) if told else (),
    )  # fmt: skip
    return _screen(request, reading, view, 409 if told else 200)


def _side(reading: Reading, row: PageRow) -> UniteSide:
    said = Front(row.front)
    sources = [title for one in said.items("source") if (title := one.text("title"))]
    verified, facts = said.day("verified_on"), list(facts_of(reading, row))
    if sources:
        facts.append(titled(reading.say, reading.say("d’après"), ", ".join(sources)))
    if verified:
        day = reading.writing.long_date(verified)
        facts.append(reading.say("vérifiée le {day}").format(day=day))
    return UniteSide(Link(row.title, reading.url(row.path)), tuple(facts))


def _blocks(reading: Reading, union: Union) -> tuple[ChangedBlock, ...]:
    """Passages that one of the two alone has, and that nobody is asked about: both are kept."""
    disputes = [one for one in union.result({})[1] if one.field.startswith("body.")]
    asked = "\n".join(text for one in disputes for text in (one.mine, one.theirs) if text)
    _, blocks = compared.changes(reading, union.kept.path, union.theirs, union.mine)
    alone = (one for one in blocks if one.op in ("added", "removed"))
    return tuple(one for one in alone if "".join(w.text for w in one.words).strip() not in asked)


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
    asked = {one.name for one in asked_of(desk, union)}
    settled = [(name, choice) for name, choice in named(chosen) if name not in asked]
    hidden = (*_hidden(union, avec), *settled)
    chosen = {field: choice for field, choice in chosen.items() if f"{CHOICE}{field}" in asked}
    crossing = conflict.Crossing(words, f"{url}/reunir", url, hidden, chosen)
    return conflict.show_crossing(desk, crossed, crossing)
