"""A search as an Atom feed: the pages that answer it, latest first."""

from fastapi.responses import Response

from app.actions.find_pages import origin_of_hit, rows_of, search_pages
from app.actions.wiki import Wiki
from app.domain.rows import PageRow
from app.domain.search import SearchHit, SearchQuery
from app.domain.selection import Order, Selection
from app.web.reading import atom
from app.web.reading.friends import mirrors_of
from app.web.reading.queries import address, selection_pairs

SIZE = 50


def search_feed(wiki: Wiki, selection: Selection, *, title: str, url: str) -> Response:
    """The feed at the path `url`. A page's summary is what of it answers. Raises InvalidQuery."""
    facts = selection.but(words="", order=Order.recent)
    page, _ = search_pages(wiki, SearchQuery(selection.words, facts, 1, SIZE, Order.recent))
    hits = [one for hit in page.hits for one in (hit, *hit.others)]
    found = zip(hits, rows_of(wiki, hits), strict=True)
    rows = sorted(
        ((hit, row) for hit, row in found if row is not None), key=lambda one: one[1].updated_at,
        reverse=True,
    )  # fmt: skip
    shown_at = address("/recherche", selection_pairs(selection))
    text = atom.feed(
        wiki.site, title=f"{title} · {wiki.site.name}", url=url, shown_at=shown_at,
        entries=[_entry(wiki, hit, row) for hit, row in rows],
    )  # fmt: skip
    return Response(text, media_type=atom.MEDIA_TYPE, headers={"Cache-Control": "max-age=300"})


def _entry(wiki: Wiki, hit: SearchHit, row: PageRow) -> atom.Entry:
    origin = origin_of_hit(hit)
    mirrors = mirrors_of(wiki) if origin else {}
    network = mirrors[origin].name if origin in mirrors else origin
    snippet = hit.snippet.replace("\x02", "").replace("\x03", "")
    return atom.page_entry(wiki.site, row, wiki.kinds, network, summary=snippet)
