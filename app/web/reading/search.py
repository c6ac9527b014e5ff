"""Results of a search."""

from collections.abc import Sequence

from app.actions.care import note_missed
from app.actions.find_pages import search_pages
from app.domain.links import LinkTarget
from app.domain.rows import PageRow
from app.domain.search import SearchHit, SearchPage, SearchQuery
from app.domain.visibility import listed
from app.ports import PageIndex
from app.theme.parts import Item, Pager
from app.theme.theme import matches
from app.web.reading.choices import chosen_links, facets_of
from app.web.reading.context import Reading
from app.web.reading.friends import origin_of_hit
from app.web.reading.items import item_of
from app.web.reading.near import near_words
from app.web.reading.queries import address, facet_pairs
from app.web.views import Search

URL = "/recherche"
LAST_PAGE = 500


def search_view(reading: Reading, query: SearchQuery) -> Search:
    """Results of the query; nothing is looked for where neither words nor facets are given."""
    if not query.text and not query.selection.where:
        return Search(query="", total=0)
    found, behind = search_pages(reading.wiki, query)
    note_missed(reading.wiki, query, found.total)
    pairs = facet_pairs(query.selection)
    words = [("q", query.text)] if query.text else []
    last = min(max(1, -(-found.total // query.size)), LAST_PAGE)
    return Search(
        query=query.text, total=found.total, items=_items(reading, found),
        facets=facets_of(reading, "", query.selection, found.facets),
        chosen=chosen_links(reading, query.selection, URL, words), clear_url=address(URL, words),
        pager=Pager.of(query.page, last, lambda n: address(URL, [*words, *pairs], page=str(n))),
        behind=behind, near=near_words(found.near),
        write_url=address("/-/ecrire", titre=query.text),
    )  # fmt: skip


def _items(reading: Reading, found: SearchPage) -> tuple[Item, ...]:
    """The hits, with what the index says of them today."""
    rows = rows_of(reading.wiki.index, found.hits)
    return tuple(
        item_of(reading, row, snippet=matches(hit.snippet) if hit.snippet else None)
        for hit, row in zip(found.hits, rows, strict=True)
        if row is not None and listed(row.status)
    )


def rows_of(index: PageIndex, hits: Sequence[SearchHit]) -> list[PageRow | None]:
    """The page of each hit as it stands: one question for each network."""
    found: dict[str, dict[LinkTarget, PageRow]] = {}
    for origin in {origin_of_hit(hit) for hit in hits}:
        targets = {_target(hit) for hit in hits if origin_of_hit(hit) == origin}
        found[origin] = index.titles(targets, origin=origin)
    rows = [found[origin_of_hit(hit)].get(_target(hit)) for hit in hits]
    # A friend's page that is gone since must not lead to one of ours of the same name.
    return [
        row if row is not None and row.origin == origin_of_hit(hit) else None
        for hit, row in zip(hits, rows, strict=True)
    ]


def _target(hit: SearchHit) -> LinkTarget:
    return LinkTarget(kind=hit.path.kind, slug=hit.path.slug)
