"""Search and figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from app.actions.find_pages import figures, search_pages
from app.actions.wiki import Wiki
from app.domain.search import SearchHit, SearchQuery
from app.web.addresses import page_url
from app.web.context import TheWiki, TokenReader, selection_of
from app.web.labels import facet_label
from app.web.reading.friends import Mirrors, mirrors_of, origin_of_hit, url_there
from app.web.timing import elapsed_ms

router = APIRouter(tags=["search"])


@router.get("/search")
def search(
    request: Request,
    wiki: TheWiki,
    _reader: TokenReader,
    q: str = "",
    page: Annotated[int, Query(ge=1, le=500)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> dict[str, Any]:
    """Ranked hits with snippets, and facets counted over all of them. An empty `q` selects by
    facets alone; `behind` is how many versions the index has still to read. Friends' pages are
    among them: `origin=self` asks for ours alone, `origin=<host>` for that friend's."""
    took = elapsed_ms()
    selection = selection_of(request, "q", "page", "size")
    found, behind = search_pages(wiki, SearchQuery(q, selection, page, size))
    mirrors = mirrors_of(wiki)
    return {
        "total": found.total,
        "took_ms": took(),
        "behind": behind,
        "hits": [_hit(wiki, hit, mirrors) for hit in found.hits],
        "facets": {name: dict(counts) for name, counts in found.facets.items()},
        "near": list(found.near),
    }


def _hit(wiki: Wiki, hit: SearchHit, mirrors: Mirrors) -> dict[str, Any]:
    origin = origin_of_hit(hit)
    there = url_there(mirrors, origin, hit.path, wiki.kinds) if origin else None
    return {
        "kind": hit.path.kind, "slug": hit.path.slug, "title": hit.title,
        "url": page_url(hit.path, wiki.kinds, origin=origin),
        "snippet": hit.snippet.replace("\x02", "").replace("\x03", ""),
        "origin": origin or "self", "source_url": there, "licence": hit.licence,
        "score": round(hit.score, 4),
    }  # fmt: skip


@router.get("/stats/{kind}")
def stats(
    request: Request, kind: str, wiki: TheWiki, _reader: TokenReader, by: str | None = None
) -> dict[str, Any]:
    """Counts by one facet, and amounts of turnover in euros over the pages that publish one."""
    selection = selection_of(request, "by").having("kind", kind)
    found = figures(wiki, selection, by)
    amounts = found.turnover_eur
    return {
        "count": found.count,
        "groups": [
            {
                "key": group.key,
                "label": facet_label(wiki, by or "", group.key),
                "count": group.count,
            }
            for group in found.groups
        ],
        "turnover_eur": {
            "count": amounts.count,
            "mean": None if amounts.mean is None else round(amounts.mean, 2),
            "median": amounts.median,
            "sum": amounts.sum,
        },
    }
