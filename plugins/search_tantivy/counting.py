"""How many of the pages found have each value of each facet: exactly, over all of them."""

from collections.abc import Iterable, Mapping

from tantivy import Query

from app.domain.selection import FACETS
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.matching import Asked, within
from plugins.search_tantivy.snapshot import Snapshot

_VALUES = 100_000
Counts = dict[str, dict[str, int]]


def facets(held: Snapshot, one: Asked, conditions: Mapping[str, Query], hits: Query) -> Counts:
    """A facet that is filtered on is counted without its own filter."""
    return held.kept(("facets", one.key), lambda: _facets(held, one, conditions, hits))


def _facets(held: Snapshot, one: Asked, conditions: Mapping[str, Query], hits: Query) -> Counts:
    found = _counted(held, hits, [facet for facet in FACETS if facet not in conditions])
    for facet in conditions:
        if facet in FACETS:
            others = [query for name, query in conditions.items() if name != facet]
            found |= _counted(held, within(one, others), [facet])
    if not held.has_friends:
        found.pop("origin", None)
    return {facet: found[facet] for facet in FACETS if found.get(facet)}


def _counted(held: Snapshot, query: Query, names: Iterable[str]) -> Counts:
    asked = {facet: {"terms": {"field": at.facet_field(facet), "size": _VALUES}} for facet in names}
    told = held.searcher.aggregate(query, asked)
    return {
        facet: {row["key"]: row["doc_count"] for row in said["buckets"] if row["key"]}
        for facet, said in told.items()
    }
