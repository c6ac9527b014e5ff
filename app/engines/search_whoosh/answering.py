"""From a query to a page of hits with snippets and counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from app.domain.finding.question import Synonyms
from app.domain.finding.snippets import Marker
from app.domain.finding.spelling import corrected
from app.domain.page_path import PagePath
from app.domain.search import (
    PAGE_LIMIT,
    SIZE_LIMIT,
    Located,
    SearchHit,
    SearchPage,
    SearchQuery,
)
from app.domain.selection import FACETS
from app.engines.search_whoosh.matching import Matched, match
from app.engines.search_whoosh.ranking import Ranked, found
from app.engines.search_whoosh.snapshot import Part, Snapshot
from app.engines.search_whoosh.spelling import mended


@dataclass(frozen=True, slots=True)
class _Met:
    """What a query met in the index: what it kept by each filter, and what is left of it all."""

    matched: Matched
    filters: tuple[dict[str, int], ...]
    hits: tuple[int, ...]
    said: dict[str, str]


def answer(held: Snapshot, query: SearchQuery, synonyms: Synonyms) -> SearchPage:
    """The answer of the index as it stands in `held`."""
    met = _meet(held, query, synonyms)
    first, last = _page(query)
    ranked = nsmallest(last, found(held, met.matched, met.hits, query))[first:]
    marker = _marker(met.matched)
    return SearchPage(
        total=sum(mask.bit_count() for mask in met.hits),
        hits=tuple(_hit(held.parts[one.place], one, query, marker) for one in ranked),
        facets=_facets(held, met),
        revision=held.mark.revision,
        near=tuple(met.said.values()),
        meant=corrected(query.text, met.said) if met.said else "",
    )


def every(held: Snapshot, query: SearchQuery, synonyms: Synonyms, limit: int) -> list[Located]:
    met = _meet(held, query, synonyms)
    ranked = nsmallest(limit, found(held, met.matched, met.hits, query))
    return [_located(held.parts[one.place], one.doc) for one in ranked]


def _meet(held: Snapshot, query: SearchQuery, synonyms: Synonyms) -> _Met:
    question, said = mended(held, query, synonyms)
    filters = tuple(
        part.segment.columns.filters(query.selection, held.mark.open_licences)
        for part in held.parts
    )
    within = [_all_of(part, one.values()) for part, one in zip(held.parts, filters, strict=True)]
    matched = match(held, question, within)
    hits = tuple(mask & kept for mask, kept in zip(matched.masks, within, strict=True))
    return _Met(matched, filters, hits, said)


def _located(part: Part, doc: int) -> Located:
    columns = part.segment.columns
    return Located(PagePath.parse(columns.paths[doc]), columns.origin(doc))


def _all_of(part: Part, masks: Iterable[int]) -> int:
    mask = part.live
    for one in masks:
        mask &= one
    return mask


def _page(query: SearchQuery) -> tuple[int, int]:
    """The places between which the page that is asked for lies."""
    size = min(max(query.size, 0), SIZE_LIMIT)
    first = (min(max(query.page, 1), PAGE_LIMIT) - 1) * size
    return first, first + size


def _facets(held: Snapshot, met: _Met) -> dict[str, dict[str, int]]:
    """Counts over all hits; a facet that is filtered on is counted without its own filter."""
    counted: dict[str, Counter[str]] = {}
    filled = [f for f in FACETS if any(part.segment.columns.is_filled(f) for part in held.parts)]
    for part, mask, chosen, hit in zip(
        held.parts, met.matched.masks, met.filters, met.hits, strict=True
    ):
        columns = part.segment.columns
        for facet in filled:
            over = hit
            if facet in chosen:
                others = [kept for name, kept in chosen.items() if name != facet]
                over = mask & _all_of(part, others)
            if over:
                counted.setdefault(facet, Counter()).update(columns.counts(facet, over))
    return {facet: dict(counts.most_common()) for facet, counts in counted.items() if counts}


def _hit(part: Part, one: Ranked, query: SearchQuery, marker: Marker) -> SearchHit:
    columns, doc, near = part.segment.columns, one.doc, query.selection.near
    licence = columns.values("licence", doc)
    return SearchHit(
        path=PagePath.parse(columns.paths[doc]),
        title=columns.titles[doc],
        snippet=marker.snippet(part.segment.text(doc)),
        origin=columns.origin(doc),
        licence=licence[0] if licence else "",
        score=round(one.score, 4),
        distance_m=columns.distance(doc, near.point) if near else None,
    )


def _marker(matched: Matched) -> Marker:
    terms, stems = {}, {}
    for number, want in enumerate(matched.question.wants):
        for way in want.ways:
            for _step, term in way.phrase:
                terms.setdefault(term, number)
            for root, _lang in way.stems:
                stems.setdefault(root, number)
    return Marker(tuple(terms.items()), tuple(stems.items()))
