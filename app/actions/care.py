"""What the wiki needs someone for: the lists, how many lines each has, and what fills them."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.actions.duplicates import suspects
from app.actions.wiki import Wiki
from app.domain.care import (
    OF_PAGES,
    CareLine,
    CareList,
    CareOrder,
    CareQuery,
    Missed,
    WebLink,
    missed_text,
    months_before,
)
from app.domain.links import LinkTarget
from app.domain.search import SearchQuery

SIZE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines of a list: of one kind, one region, of the pages of these ids (`among`; None: of
    all), in an order, from `offset` on."""

    list: CareList
    kind: str = ""
    region: str = ""
    order: CareOrder = CareOrder.first
    offset: int = 0
    size: int = SIZE
    among: tuple[str, ...] | None = None


def care_pages(wiki: Wiki, asked: Asked) -> tuple[list[CareLine], int]:
    """Lines of a list of pages (`OF_PAGES`, or `web`), and how many there are."""
    query = _query(wiki, asked)
    return wiki.index.care(query, offset=asked.offset, size=asked.size)


def care_wanted(wiki: Wiki, asked: Asked) -> tuple[list[tuple[LinkTarget, int]], int]:
    return wiki.index.care_wanted(offset=asked.offset, size=asked.size)


def care_missed(wiki: Wiki, asked: Asked) -> tuple[list[Missed], int]:
    wiki.records.flush(since=_missed_since(wiki))
    return wiki.records.missed(offset=asked.offset, size=asked.size)


def failing(wiki: Wiki) -> dict[str, WebLink]:
    """Addresses of the web that are broken, each with how long for."""
    if not wiki.care.check_links:
        return {}
    return {one.url: one for one in wiki.records.failing_links(days=wiki.care.fails)}


def care_counts(wiki: Wiki) -> dict[CareList, int]:
    """How many lines each list has."""
    found = {one: care_pages(wiki, Asked(one, size=1))[1] for one in (*OF_PAGES, CareList.web)}
    found[CareList.wanted] = care_wanted(wiki, Asked(CareList.wanted, size=1))[1]
    found[CareList.twins] = len(suspects(wiki))
    found[CareList.missed] = wiki.records.missed(offset=0, size=1)[1]
    return {one: found[one] for one in CareList}


def _query(wiki: Wiki, asked: Asked) -> CareQuery:
    today = wiki.clock.now().date()
    return CareQuery(
        asked.list, before=months_before(today, wiki.care.stale_months).isoformat(),
        year=str(today.year - wiki.care.figures_years), kind=asked.kind, region=asked.region,
        order=asked.order, among=asked.among,
        broken=tuple(sorted(failing(wiki))) if asked.list is CareList.web else (),
    )  # fmt: skip


def note_missed(wiki: Wiki, query: SearchQuery, total: int) -> None:
    """Count a search that found nothing, without who asked; never waits for the disk.

    Only words alone count: a choice of facets that leaves nothing says nothing about a page that
    is missing.
    """
    if total or query.page != 1 or query.selection.where:
        return
    if text := missed_text(query.text):
        wiki.records.miss(text, on=wiki.clock.now().date())


def keep_missed(wiki: Wiki) -> None:
    """Write what was counted, forget what is old."""
    wiki.records.flush(since=_missed_since(wiki))


def _missed_since(wiki: Wiki) -> date:
    today = wiki.clock.now().date()
    return max(months_before(today, wiki.care.missed_months), date.min + timedelta(days=1))
