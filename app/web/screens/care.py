"""What the wiki needs someone for: an overview, then one list after the other."""

from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from app.actions.care import Asked, care_counts
from app.actions.duplicates import join_again, tell_apart
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.care import CareList, CareOrder
from app.domain.people import Reader, Role
from app.domain.tables.writing import table_csv
from app.theme.parts import Link
from app.web.context import TheReader, TheWiki, limit_writes
from app.web.forms.posted import Posted, ThePosted, here, require_person
from app.web.frame import screen
from app.web.reading.asking import reading_of
from app.web.reading.care import (
    LAST,
    ROOM,
    SIZE,
    TOLD,
    choices_of,
    items_of,
    narrows,
    pager_of,
    pairs,
)
from app.web.reading.context import Reading
from app.web.reading.queries import address
from app.web.reading.twins import pairs_of
from app.web.screens.edit import invitation
from app.web.views.care import CareAct, CareGroup, CareListed, CareRoom

router = APIRouter()
LAST_PAGE = 200
_GROUPS = {
    "Ce qui vieillit": (CareList.stale, CareList.figures, CareList.translations),
    "Ce qui ne mène nulle part": (
        CareList.links, CareList.web, CareList.wanted, CareList.orphans,
    ),
    "Ce qui manque": (
        CareList.summary, CareList.themes, CareList.pictures, CareList.licence,
    ),
    "Ce qui se répète, ce qu’on cherche": (CareList.twins, CareList.missed),
}  # fmt: skip


@router.get(ROOM)
def room(request: Request, reader: TheReader) -> Response:
    """How many lines each list has. Raises NotAllowed below reviewer."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.reviewer)
    reading = reading_of(request)
    view = CareRoom(groups=groups_of(reading), steward=reader.has(Role.steward))
    return screen(request, "soin.html", view, title=reading.say("Prendre soin des pages"),
                  robots="noindex", canonical="")  # fmt: skip


def groups_of(reading: Reading) -> tuple[CareGroup, ...]:
    counts = care_counts(reading.wiki)
    return tuple(
        CareGroup(reading.say(label), tuple(_link(reading, one, counts[one]) for one in lists))
        for label, lists in _GROUPS.items()
    )


def _link(reading: Reading, which: CareList, count: int) -> Link:
    said = reading.writing.number(count) if count else reading.say("rien")
    if which is CareList.web and not reading.wiki.care.check_links:
        said = reading.say("pas regardés")
    return Link(reading.say(TOLD[which].title), f"{ROOM}/{which}", said)


@router.get(f"{ROOM}/{{name}}.csv")
def as_file(
    request: Request, name: str, wiki: TheWiki, reader: TheReader,
    kind: str = "", region: str = "", tri: str = "",
) -> Response:  # fmt: skip
    """A whole list for a spreadsheet."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.reviewer)
    reading = reading_of(request)
    asked = replace(_asked(wiki, name, kind, region, tri, 1), offset=0, size=LAST)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(_csv(reading, asked), media_type="text/csv", headers=headers)


@router.get(f"{ROOM}/{{name}}")
def one_list(
    request: Request, name: str, wiki: TheWiki, reader: TheReader,
    kind: str = "", region: str = "", tri: str = "", page: int = 1, apart: str = "",
) -> Response:  # fmt: skip
    """One list, a screenful at a time. Raises NotAllowed below reviewer."""
    if reader.person is None:
        return invitation(request, here(request))
    require(reader, Role.reviewer)
    reading = reading_of(request)
    asked = _asked(wiki, name, kind, region, tri, page)
    told, url = TOLD[asked.list], f"{ROOM}/{asked.list}"
    said = pairs(asked)
    twins = asked.list is CareList.twins
    items, total = ((), 0) if twins else items_of(reading, asked, address(url, said))
    couples, total = pairs_of(reading, asked) if twins else ((), total)
    view = CareListed(
        title=reading.say(told.title), lead=reading.say(told.lead), total=total, action=url,
        items=items, pairs=couples, said=reading.say(told.said) if told.said else "",
        counted=reading.say(told.counted) if told.counted else "",
        nothing=reading.say(_nothing(wiki, asked)),
        choices=choices_of(reading, asked) if narrows(asked.list) else (),
        narrowed=bool(said), csv_url=address(f"{url}.csv", said) if total else "",
        pager=pager_of(asked, total, lambda n: address(url, said, page=str(n))),
        apart=_again(reading, apart),
    )  # fmt: skip
    return screen(request, "soin_liste.html", view, title=view.title, robots="noindex",
                  canonical="")  # fmt: skip


def _nothing(wiki: Wiki, asked: Asked) -> str:
    if asked.list is CareList.web and not wiki.care.check_links:
        return (
            "Les adresses du web ne sont pas regardées ici : le réglage "
            "MAILLAGE_CARE_CHECK_LINKS les fait essayer, peu à peu."
        )
    return TOLD[asked.list].nothing


def _asked(wiki: Wiki, name: str, kind: str, region: str, order: str, page: int) -> Asked:
    """Raises HTTPException 404 where there is no such list; choices that are none are dropped."""
    if name not in list(CareList):
        raise HTTPException(404)
    page = min(max(1, page), LAST_PAGE)
    return Asked(
        CareList(name), kind=kind if kind in wiki.kinds else "", region=region[:80],
        order=CareOrder(order) if order in list(CareOrder) else CareOrder.first,
        offset=(page - 1) * SIZE, size=SIZE,
    )  # fmt: skip


def _again(reading: Reading, apart: str) -> CareAct | None:
    """The way back for who told two pages apart by mistake."""
    one, _, other = apart.partition("~")
    if not (one and other):
        return None
    hidden = (("one", one[:400]), ("other", other[:400]), ("do", "again"))
    return CareAct(reading.say("Annuler"), f"{ROOM}/{CareList.twins}", hidden, posts=True)


def _csv(reading: Reading, asked: Asked) -> str:
    say, absolute = reading.say, reading.absolute
    if asked.list is CareList.twins:
        couples, _ = pairs_of(reading, asked)
        head = [say("Une page"), say("Adresse"), say("L’autre"), say("Adresse"), say("Sur 100"),
                say("Pourquoi")]  # fmt: skip
        rows = [
            [*(cell for side in one.sides for cell in (side.link.label, absolute(side.link.url))),
             one.likely, ", ".join(one.reasons)]
            for one in couples
        ]  # fmt: skip
        return table_csv(head, rows)
    items, _ = items_of(reading, asked, "")
    told = TOLD[asked.list]
    head = [say("Titre"), say("Genre"), say("Adresse"), say(told.said or "À savoir"),
            say(told.counted or "Pages qui y mènent")]  # fmt: skip
    return table_csv(
        head, [[one.label, one.kind, absolute(one.url), one.said, one.count or 0] for one in items]
    )


@router.post(f"{ROOM}/doublons")
def apart(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """These two are not the same thing; with `do=again` they may be after all."""
    if (early := _early(request, wiki, reader, posted)) is not None:
        return early
    one, other = posted.one("one"), posted.one("other")
    url = f"{ROOM}/{CareList.twins}"
    if posted.one("do") == "again":
        join_again(wiki, one, other, by=reader)
        return RedirectResponse(url, status_code=303)
    tell_apart(wiki, one, other, by=reader)
    return RedirectResponse(address(url, apart=f"{one}~{other}"), status_code=303)


@router.post(f"{ROOM}/recherches")
def forget(request: Request, wiki: TheWiki, reader: TheReader, posted: ThePosted) -> Response:
    """A search is taken off the list (`texte`): it says nothing, or too much."""
    if (early := _early(request, wiki, reader, posted)) is not None:
        return early
    wiki.records.forget_missed(posted.one("texte")[:200])
    return RedirectResponse(f"{ROOM}/{CareList.missed}", status_code=303)


def _early(request: Request, wiki: Wiki, reader: Reader, posted: Posted) -> Response | None:
    """The answer to who is not signed in any more. Raises NotAllowed below reviewer."""
    require_person(request, reader, posted, back=ROOM)
    require(reader, Role.reviewer)
    limit_writes(wiki, reader)
    return None
