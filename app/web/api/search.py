"""Search and figures."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from app.actions.find_pages import figures, origin_of_hit, search_pages
from app.actions.wiki import Wiki
from app.domain.search import SearchHit, SearchQuery
from app.domain.selection import FACETS, Amounts, Group, Order
from app.web.addresses import API, page_url
from app.web.asking import asked, was_cut
from app.web.context import TheWiki, TokenReader, selection_of
from app.web.labels import FACET_LABELS, facet_label
from app.web.reading.friends import Mirrors, mirrors_of, url_there
from app.web.timing import elapsed_ms

router = APIRouter(prefix=API, tags=["search"])
_TEXT = 'Words, and criteria as in the search box: `région:occitanie -repas "tiers lieu"`.'
_MORE = {
    **{name: f"{FACET_LABELS[name]}. Named again, it takes either value." for name in FACETS},
    "near": "Latitude and longitude in degrees, `43.6,1.44`.",
    "within": "Kilometres from `near`, 50 where it is not said.",
    "since": "Changed on this day or later, `2026-01-31`.",
}
_PARAMETERS = [
    {"name": name, "in": "query", "description": said,
     "schema": {"type": "array", "items": {"type": "string"}} if name in FACETS
     else {"type": "string"}}
    for name, said in _MORE.items()
]  # fmt: skip


@router.get("/search", openapi_extra={"parameters": _PARAMETERS})
def search(
    request: Request,
    wiki: TheWiki,
    _reader: TokenReader,
    q: Annotated[str, Query(description=_TEXT)] = "",
    page: Annotated[int, Query(ge=1, le=500)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
    order: Order = Order.best,
    typing: bool = False,
) -> dict[str, Any]:
    """Ranked hits with snippets, and facets counted over all of them. An empty `q` selects by
    facets alone, and a name with `-` before it (`-region=bretagne`) bars a value. `total` pages are
    shown as `results`: pages of one family are folded under the best of them, as its `others`.
    `near` are corrected words, `meant` the question with them that was answered where a word
    stands nowhere (between quotes it is never corrected); `behind` is how many versions the
    index has still to read; `cut`: the question was too long, and only its beginning
    (500 characters of words) was looked for. `typing`: the last word may be the beginning of one.
    Friends' pages are among them: `origin=self` asks for ours alone, `origin=<host>` for that
    friend's."""
    took = elapsed_ms()
    selection = asked(request.query_params.multi_items(), "page", "size", "order", "typing")
    facts = selection.but(words="")
    query = SearchQuery(selection.words, facts, page, size, order, typing)
    found, behind = search_pages(wiki, query)
    mirrors = mirrors_of(wiki)
    return {
        "total": found.total,
        "results": found.results or found.total,
        "took_ms": took(),
        "behind": behind,
        "cut": was_cut(q, selection),
        "hits": [_hit(wiki, hit, mirrors) for hit in found.hits],
        "facets": {name: dict(counts) for name, counts in found.facets.items()},
        "near": list(found.near),
        "meant": found.meant,
    }


def _hit(wiki: Wiki, hit: SearchHit, mirrors: Mirrors) -> dict[str, Any]:
    away = hit.distance_m
    return {
        **_page(wiki, hit, mirrors),
        "snippet": hit.snippet.replace("\x02", "").replace("\x03", ""),
        "score": round(hit.score, 4),
        "distance_m": None if away is None else round(away),
        "others": [_page(wiki, other, mirrors) for other in hit.others],
    }


def _page(wiki: Wiki, hit: SearchHit, mirrors: Mirrors) -> dict[str, Any]:
    origin = origin_of_hit(hit)
    there = url_there(mirrors, origin, hit.path, wiki.kinds) if origin else None
    return {
        "kind": hit.path.kind, "slug": hit.path.slug, "title": hit.title,
        "url": page_url(hit.path, wiki.kinds, origin=origin),
        "origin": origin or "self", "source_url": there, "licence": hit.licence,
    }  # fmt: skip


@router.get("/stats/{kind}")
def stats(
    request: Request, kind: str, wiki: TheWiki, _reader: TokenReader, by: str | None = None
) -> dict[str, Any]:
    """Counts by one facet, and amounts of turnover in euros over the pages that publish one, of
    all and of each group. `by=opened` counts years in `over_time` too: in their order, each with
    how many there were at its end."""
    selection = selection_of(request, "by").having("kind", kind)
    found = figures(wiki, selection, by)
    said = {
        "count": found.count,
        "groups": [
            {
                "key": group.key,
                "label": facet_label(wiki, by or "", group.key),
                "count": group.count,
                "turnover_eur": _amounts(group.turnover_eur),
            }
            for group in found.groups
        ],
        "turnover_eur": _amounts(found.turnover_eur),
    }
    return said | ({"over_time": _over_time(found.groups)} if by == "opened" else {})


def _amounts(amounts: Amounts) -> dict[str, Any]:
    return {
        "count": amounts.count,
        "mean": None if amounts.mean is None else round(amounts.mean, 2),
        "median": amounts.median,
        "sum": amounts.sum,
    }


def _over_time(groups: Sequence[Group]) -> list[dict[str, Any]]:
    years = sorted((group for group in groups if group.key), key=lambda group: group.key)
    sums = accumulate(group.count for group in years)
    return [
        {"year": group.key, "count": group.count, "cumulative": so_far}
        for group, so_far in zip(years, sums, strict=True)
    ]
