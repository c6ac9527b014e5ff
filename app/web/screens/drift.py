"""Our page and the friend's page that it began from: how far apart, and what to do about it."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.drift import Drift, Origin, drift_of, take_newer
from app.actions.propose import propose_back
from app.actions.read_page import read_page
from app.actions.rights import require
from app.actions.writing import right_of
from app.domain.derived import OWN_KEYS
from app.domain.errors import AskFirst, EditConflict, InvalidRevision, NotFound, Refused, WikiError
from app.domain.page_path import BlobId, RevisionId
from app.domain.people import Reader, Role
from app.domain.proposal import Way
from app.domain.rows import PageRow
from app.domain.writing import Right
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.errors import status_of
from app.web.forms.borrowed import path_named
from app.web.forms.desk import Desk
from app.web.forms.posted import Posted, ThePosted, require_person
from app.web.frame import screen, tell_next
from app.web.labels import titled
from app.web.reading.asking import reading_of
from app.web.reading.context import Reading
from app.web.screens import compared, conflict
from app.web.screens.proposal_lines import OPEN, link_of, proposal_url
from app.web.views.proposals import DriftScreen
from app.web.views.writing import SideWords

router = APIRouter()
URL = "/-/derive"
Errors = tuple[tuple[str, str], ...]


@router.get(URL)
def show(request: Request, wiki: TheWiki, reader: TheReader, page: str = "") -> Response:
    """How far the two have come apart. Raises NotFound for a page that began here."""
    row = read_page(wiki, path_named(page), reader=reader)
    return _screen(request, reader, row)


@router.post(URL)
def act(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """Take their changes in, choose where the two cross, or offer them ours."""
    path = path_named(posted.one("page"))
    require_person(request, reader, posted, back=f"{URL}?page={path}")
    require(reader, Role.contributor)
    limit_writes(wiki, reader)
    row = read_page(wiki, path, reader=reader)
    if posted.one("do") == "offer":
        return _offer(request, reader, row, posted)
    return _take(request, reader, row, posted)


def _take(request: Request, reader: Reader, row: PageRow, posted: Posted) -> Response:
    reading = reading_of(request)
    chosen = conflict.chosen_in(posted)
    try:
        base, seen = _looked_at(row, posted)
        take_newer(reading.wiki, row.path, base=base, settle=chosen, by=reader, seen=seen)
    except EditConflict as crossed:
        return _cross(request, reader, row, crossed, chosen)
    except (AskFirst, Refused) as error:
        told = (("", _told(reading, error)),)
        return _screen(request, reader, row, told, status=status_of(type(error)))
    return tell_next(RedirectResponse(reading.url(row.path), status_code=303), "taken")


def _looked_at(row: PageRow, posted: Posted) -> tuple[RevisionId, BlobId | None]:
    """The versions that the person had before them, ours and theirs. Raises InvalidRevision."""
    base, seen = posted.one("base"), posted.one("seen")
    return RevisionId(base) if base else row.revision, BlobId(seen) if seen else None


def _cross(
    request: Request, reader: Reader, row: PageRow, crossed: EditConflict, chosen: dict[str, str]
) -> Response:
    """Where both changed the same thing. Choices hold for the two versions they were made for."""
    reading = reading_of(request)
    wiki, say = reading.wiki, reading.say
    drift = drift_of(wiki, row)
    if drift is None or drift.original is None:
        raise NotFound()
    hidden = (
        ("page", str(row.path)), ("base", str(row.revision)), ("seen", str(drift.original.blob)),
    )  # fmt: skip
    network = drift.name
    words = SideWords(
        title=say("Leurs changements et les nôtres se croisent"),
        lead=say("Rien n’est encore changé, chez nous ni chez eux."),
        mine=say("Notre page"), theirs=say("La page de {network}").format(network=network),
        without_mine=say("Nous le retirons"), without_theirs=say("Ils le retirent"),
        both=say("le leur, puis le nôtre"), send=say("Prendre ainsi leurs changements"),
        back=say("Ne rien changer"),
    )  # fmt: skip
    desk = Desk(request, wiki, reader, row.path)
    back = f"{URL}?page={row.path}"
    crossing = conflict.Crossing(words, URL, back, hidden, chosen)
    return conflict.show_crossing(desk, crossed, crossing)


def _offer(request: Request, reader: Reader, row: PageRow, posted: Posted) -> Response:
    reading, note = reading_of(request), posted.one("note").strip()
    if not note:
        told = (("note", reading.say("Dites en une ligne ce que votre version apporte.")),)
        return _screen(request, reader, row, told, status=422)
    try:
        made = propose_back(reading.wiki, row.path, note=note, by=reader)
    except Refused as error:
        told = (("", _told(reading, error)),)
        return _screen(request, reader, row, told, note=note, status=status_of(type(error)))
    return tell_next(RedirectResponse(proposal_url(made), status_code=303), "proposed")


def _told(reading: Reading, error: WikiError) -> str:
    if "reason" in error.params and not isinstance(error, AskFirst | InvalidRevision):
        return reading.reason(error.params["reason"])
    return reading.told(error)


def _screen(
    request: Request, reader: Reader, row: PageRow, errors: Errors = (), *,
    note: str = "", status: int = 200,
) -> Response:  # fmt: skip
    reading = reading_of(request)
    drift = drift_of(reading.wiki, row)
    if drift is None:
        raise NotFound()
    writes = reader.has(Role.contributor)
    saves = writes and right_of(reading.wiki, reader, row) is Right.save
    fields, blocks = _changes(reading, row, drift)
    original = drift.original
    view = DriftScreen(
        title=row.title, kind=row.path.kind, page_url=reading.url(row.path), network=drift.name,
        original_url=reading.url(original.path, str(drift.derived.instance)) if original else "",
        said=_said(reading, drift), action=URL, hidden=(("page", str(row.path)),),
        base=str(row.revision), seen=str(original.blob) if original else "",
        fields=fields, blocks=blocks, shows_changes=bool(drift.newer),
        may_take=saves and drift.may_take, may_offer=writes and drift.may_offer, writes=writes,
        waiting=_waiting(reading, drift), errors=errors, note=note,
    )  # fmt: skip
    title = titled(reading.say, reading.say("Deux pages cousines"), row.title)
    return screen(request, "drift.html", view, title=title, status=status, robots="noindex",
                  canonical="")  # fmt: skip


def _changes(reading: Reading, row: PageRow, drift: Drift) -> compared.Changed:
    """What they changed since ours began; nothing where that version is not known here."""
    if not drift.newer or drift.original is None:
        return compared.NONE
    store = reading.wiki.mirrors.store(str(drift.derived.instance))
    began = store.read_blob(drift.derived.revision).decode(errors="replace")
    return compared.changes(reading, row.path, began, drift.original.text, without=OWN_KEYS)


def _said(reading: Reading, drift: Drift) -> tuple[str, ...]:
    say, number = reading.say, reading.writing.number
    if drift.origin is Origin.unknown_friend:
        return (say("{network} n’est plus un réseau ami : son original ne se lit plus ici.").format(
            network=drift.name),)  # fmt: skip
    if drift.origin is Origin.gone:
        words = say("{network} ne partage plus l’original. Notre page reste, avec ses auteurs.")
        return (words.format(network=drift.name),)
    if drift.newer is None:
        return (say("La version dont part notre page n’est plus connue ici. Comparez les deux "
                    "pages et reprenez à la main ce qui vous sert."),)  # fmt: skip
    if drift.same and not drift.newer:
        return (say("Les deux pages disent la même chose."),)
    theirs = "L’original a {n} version plus récente."
    if drift.newer != 1:
        theirs = "L’original a {n} versions plus récentes."
    if not drift.newer:
        theirs = "L’original n’a pas changé depuis."
    ours = "La nôtre a changé une fois depuis."
    if drift.ours != 1:
        ours = "La nôtre a changé {n} fois depuis."
    if not drift.ours:
        ours = "La nôtre n’a pas changé depuis."
    return (say(theirs).format(n=number(drift.newer)), say(ours).format(n=number(drift.ours)))


def _waiting(reading: Reading, drift: Drift) -> tuple[Link, ...]:
    """What we already offered and that waits there."""
    if reading.reader.person is None:
        return ()
    found = reading.wiki.proposals.all(
        way=Way.outgoing, states=OPEN, peer=drift.derived.instance, page_id=drift.derived.id
    )
    may_see = reading.reader.has(Role.reviewer)
    mine = [one for one in found if may_see or one.person == reading.reader.person.id]
    return tuple(link_of(reading, one) for one in mine)
