"""From a query to a page of hits with snippets and counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.finding.family import shown_first
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
from app.engines.search_whoosh.ranking import Ranked, found, ordered
from app.engines.search_whoosh.snapshot import Part, Snapshot
from app.engines.search_whoosh.spelling import mended

# Of a page that a whole federation adapted, so many are shown under it.
_OTHERS = 50


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
    best = found(held, met.matched, met.hits, query, limit=last)
    show = _Shown(held, query, _marker(met.matched), best.families)
    return SearchPage(
        total=sum(mask.bit_count() for mask in met.hits),
        hits=tuple(show.family(one) for one in best.heads[first:last]),
        facets=_facets(held, met),
        revision=held.mark.revision,
        near=tuple(met.said.values()),
        results=best.results,
        meant=corrected(query.text, met.said) if met.said else "",
    )


def every(held: Snapshot, query: SearchQuery, synonyms: Synonyms, limit: int) -> list[Located]:
    met = _meet(held, query, synonyms)
    best = ordered(held, met.matched, met.hits, query, limit=limit)
    return [_located(held.parts[one.place], one.doc) for one in best]


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
    hits, counted = held.bits(met.hits), {}
    for facet in FACETS:
        if any(part.segment.columns.is_filled(facet) for part in held.parts):
            bits = held.bits(_but(held, met, facet)) if _is_chosen(met, facet) else hits
            counted[facet] = held.tally(facet).counts(bits)
    return {facet: counts for facet, counts in counted.items() if counts}


def _is_chosen(met: _Met, facet: str) -> bool:
    return any(facet in chosen for chosen in met.filters)


def _but(held: Snapshot, met: _Met, facet: str) -> Iterator[int]:
    """What was found, for each part, without the filter on that facet."""
    for part, mask, chosen in zip(held.parts, met.matched.masks, met.filters, strict=True):
        yield mask & _all_of(part, (kept for name, kept in chosen.items() if name != facet))


@dataclass(frozen=True, slots=True)
class _Shown:
    """Makes hits of what was ranked."""

    held: Snapshot
    query: SearchQuery
    marker: Marker
    families: Mapping[str, Sequence[Ranked]]

    def family(self, best: Ranked) -> SearchHit:
        """The page that stands for its family, with the others that were found under it."""
        kin = self.held.kin(best)
        if kin is None:
            return self.one(best)
        first, *others = shown_first(sorted(self.families[kin.root]), self.held.kin)
        shown = tuple(self.one(other) for other in others[:_OTHERS])
        return replace(self.one(first), others=shown)

    def one(self, ranked: Ranked) -> SearchHit:
        part, doc, near = self.held.parts[ranked.place], ranked.doc, self.query.selection.near
        columns = part.segment.columns
        licence = columns.values("licence", doc)
        return SearchHit(
            path=PagePath.parse(columns.paths[doc]),
            title=columns.titles[doc],
            snippet=self.marker.snippet(part.segment.text(doc)),
            origin=columns.origin(doc),
            licence=licence[0] if licence else "",
            score=round(ranked.score, 4),
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
