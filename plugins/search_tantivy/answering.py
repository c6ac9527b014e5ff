"""From a query to a page of hits with snippets and counts."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from tantivy import Query

from app.domain.finding.question import Question, Synonyms
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
from plugins.search_tantivy.choosing import conditions, distances
from plugins.search_tantivy.counting import facets
from plugins.search_tantivy.folding import Folded, count_results, folded
from plugins.search_tantivy.matching import Asked, asked, within
from plugins.search_tantivy.ranking import Ranked, ranked
from plugins.search_tantivy.snapshot import Snapshot
from plugins.search_tantivy.spelling import mended

# So many pages are asked how a word is written: some hold it among their facts only.
_WRITERS = 8


# Facets are counted while the best are put in order: the library lets go of Python meanwhile.
_COUNTERS = ThreadPoolExecutor(2, "facets")


@dataclass(frozen=True, slots=True)
class _Met:
    asked: Asked
    conditions: dict[str, Query]
    hits: Query
    said: dict[str, str]


def answer(held: Snapshot, query: SearchQuery, synonyms: Synonyms) -> SearchPage:
    """The answer of the index as it stands in `held`."""
    met = _meet(held, query, synonyms)
    first, last = _page(query)
    counting = _COUNTERS.submit(facets, held, met.asked, met.conditions, met.hits)
    total = held.kept(("total", met.asked.key), lambda: held.count_of(met.hits))
    rows = folded(held, met.hits, lambda limit: _ranked(held, met, query, limit), first, last)
    marker = _marker(met.asked.question)
    return SearchPage(
        total=total,
        hits=tuple(_with_others(held, row, query, marker) for row in rows),
        facets=counting.result(),
        revision=held.mark.revision,
        near=tuple(met.said.values()),
        meant=corrected(query.text, met.said) if met.said else "",
        results=count_results(held, met.hits, total),
    )


def every(held: Snapshot, query: SearchQuery, synonyms: Synonyms, limit: int) -> list[Located]:
    met = _meet(held, query, synonyms)
    found = (held.facts(one.address) for one in _ranked(held, met, query, limit))
    return [Located(PagePath.parse(said.path), said.origin) for said in found]


def _meet(held: Snapshot, query: SearchQuery, synonyms: Synonyms) -> _Met:
    question, said = mended(held, query, synonyms)
    kept = conditions(held, query.selection)
    one = asked(held, question, query.selection, list(kept.values()))
    return _Met(one, kept, within(one, list(kept.values())), said)


def _ranked(held: Snapshot, met: _Met, query: SearchQuery, limit: int) -> Sequence[Ranked]:
    if limit < 1:
        return ()
    kept = tuple(met.conditions.values())
    return ranked(held, met.asked, query, met.hits, conditions=kept, limit=limit)


def _page(query: SearchQuery) -> tuple[int, int]:
    """The places between which the page that is asked for lies."""
    size = min(max(query.size, 0), SIZE_LIMIT)
    first = (min(max(query.page, 1), PAGE_LIMIT) - 1) * size
    return first, first + size


def _with_others(held: Snapshot, row: Folded, query: SearchQuery, marker: Marker) -> SearchHit:
    hit = _hit(held, row.first, query, marker)
    return replace(hit, others=tuple(_hit(held, one, query, marker) for one in row.others))


def _hit(held: Snapshot, one: Ranked, query: SearchQuery, marker: Marker) -> SearchHit:
    said, near = held.facts(one.address), query.selection.near
    return SearchHit(
        path=PagePath.parse(said.path),
        title=said.title,
        snippet=marker.snippet(held.text(one.address)),
        origin=said.origin,
        licence=said.licence,
        score=round(one.score, 4),
        distance_m=distances(held, near).get(one.number) if near else None,
    )


def _marker(question: Question) -> Marker:
    terms: dict[str, int] = {}
    stems: dict[str, int] = {}
    for number, want in enumerate(question.wants):
        for way in want.ways:
            for _step, name in way.phrase:
                terms.setdefault(name, number)
            for root, _lang in way.stems:
                stems.setdefault(root, number)
    return Marker(tuple(terms.items()), tuple(stems.items()))
