"""From a query to a page of hits with snippets and counts."""

from collections import Counter
from collections.abc import Sequence
from heapq import nsmallest

from app.domain.finding.question import Synonyms, ask
from app.domain.finding.snippets import Marker, surface
from app.domain.page_path import PagePath
from app.domain.search import PAGE_LIMIT, SIZE_LIMIT, SearchHit, SearchPage, SearchQuery
from app.domain.selection import FACETS, Order
from app.engines.search_whoosh.columns import docs_of
from app.engines.search_whoosh.matching import Matched, match, score
from app.engines.search_whoosh.snapshot import Part, Snapshot
from app.engines.search_whoosh.spelling import corrected

# (what it is ordered by, place of the part, document, score)
Ranked = tuple[tuple[object, ...], int, int, float]


def answer(held: Snapshot, query: SearchQuery, synonyms: Synonyms) -> SearchPage:
    """The answer of the index as it stands in `held`."""
    question = ask(query.text, synonyms)
    question, near = corrected(held, question)
    filters = [
        part.segment.columns.filters(query.selection, held.mark.open_licences)
        for part in held.parts
    ]
    within = [_all_of(part, one.values()) for part, one in zip(held.parts, filters, strict=True)]
    matched = match(held, question, within)
    hits = [mask & kept for mask, kept in zip(matched.masks, within, strict=True)]
    ranked = _ranked(held, matched, hits, query)
    marker = _marker(matched)
    shown = [_hit(held.parts[place], doc, value, marker) for _key, place, doc, value in ranked]
    return SearchPage(
        total=sum(mask.bit_count() for mask in hits),
        hits=tuple(shown),
        facets=_facets(held, matched.masks, filters, hits),
        revision=held.mark.revision,
        near=tuple(_written(held, term) for term in near),
    )


def _all_of(part: Part, masks: object) -> int:
    mask = part.live
    for one in masks:  # type: ignore[attr-defined]
        mask &= one
    return mask


def _ranked(
    held: Snapshot, matched: Matched, hits: Sequence[int], query: SearchQuery
) -> list[Ranked]:
    """The hits of the page that is asked for, best first."""
    size = min(max(query.size, 0), SIZE_LIMIT)
    first = (min(max(query.page, 1), PAGE_LIMIT) - 1) * size
    if matched.question.wants:
        found = _by_score(held, matched, hits)
    else:
        found = _by_order(held, hits, query.selection.order)
    return nsmallest(first + size, found)[first:]


def _by_score(held: Snapshot, matched: Matched, hits: Sequence[int]) -> list[Ranked]:
    found: list[Ranked] = []
    for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True)):
        if mask:
            columns = part.segment.columns
            found += [
                ((-value, columns.origin(doc), columns.folded[doc]), place, doc, value)
                for value, doc in score(part, place, matched, mask)
            ]
    return found


def _by_order(held: Snapshot, hits: Sequence[int], order: Order) -> list[Ranked]:
    found: list[Ranked] = []
    for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True)):
        columns = part.segment.columns
        for doc in docs_of(mask, part.segment.size):
            title = columns.folded[doc]
            key: tuple[object, ...] = (title,)
            if order is Order.recent:
                key = (-columns.at[doc], title)
            elif order is Order.opened:
                # Years first to last; those that say none come after.
                key = ((*columns.values("opened", doc), "~")[0], title)
            where = (columns.origin(doc), columns.paths[doc])
            found.append(((*key, *where), place, doc, 0.0))
    return found


def _facets(
    held: Snapshot,
    masks: Sequence[int],
    filters: Sequence[dict[str, int]],
    hits: Sequence[int],
) -> dict[str, dict[str, int]]:
    """Counts over all hits; a facet that is filtered on is counted without its own filter."""
    found: dict[str, Counter[str]] = {}
    filled = [f for f in FACETS if any(part.segment.columns.is_filled(f) for part in held.parts)]
    for part, mask, chosen, hit in zip(held.parts, masks, filters, hits, strict=True):
        columns = part.segment.columns
        for facet in filled:
            counted = hit
            if facet in chosen:
                others = [kept for name, kept in chosen.items() if name != facet]
                counted = mask & _all_of(part, others)
            if counted:
                found.setdefault(facet, Counter()).update(columns.counts(facet, counted))
    return {facet: dict(counts.most_common()) for facet, counts in found.items() if counts}


def _hit(part: Part, doc: int, value: float, marker: Marker) -> SearchHit:
    columns = part.segment.columns
    licence = columns.values("licence", doc)
    return SearchHit(
        path=PagePath.parse(columns.paths[doc]),
        title=columns.titles[doc],
        snippet=marker.snippet(part.segment.text(doc)),
        origin=columns.origin(doc),
        licence=licence[0] if licence else "",
        score=round(value, 4),
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


def _written(held: Snapshot, term: str) -> str:
    """The term as the page that holds it writes it, with its accents."""
    for part in held.parts:
        postings = part.segment.postings(term)
        if postings.docs:
            doc = postings.docs[0]
            text = f"{part.segment.columns.titles[doc]}\n{part.segment.text(doc)}"
            return surface(text, term)
    return term
