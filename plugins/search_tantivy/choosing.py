"""What a selection keeps, as conditions that each can be left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from tantivy import FieldType, Occur, Query

from app.domain.geo import Point, distance_m
from app.domain.selection import Near, Selection
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.snapshot import Snapshot, one_of, term

_EVERY_ORIGIN = "*"
_EPOCH_DAY, _DAY_S = 719_163, 86_400  # 1970-01-01
# A little less than a degree of latitude, so that rounding leaves nothing out.
_DEGREE_M = 111_000.0
_FURTHEST_DEGREES = 90.0

Distances = Mapping[int, float]


def conditions(held: Snapshot, selection: Selection) -> dict[str, Query]:
    """A query for each condition, by facet (or by its own name)."""
    found = {
        facet: _having(facet, values)
        for facet, values in selection.where.items()
        if not _is_any(facet, values)
    }
    for facet, values in selection.barred.items():
        found[f"-{facet}"] = _without(_having(facet, values))
    if selection.near:
        numbers = list(distances(held, selection.near))
        found["near"] = one_of(at.NUMBER, numbers)
    if selection.open_only:
        found["open_only"] = _having("licence", held.mark.open_licences)
    if selection.updated_since:
        first = (selection.updated_since.toordinal() - _EPOCH_DAY) * _DAY_S
        found["updated_since"] = Query.range_query(
            at.SCHEMA, at.AT, FieldType.Integer, lower_bound=first
        )
    return found


def together(queries: Iterable[Query]) -> Query:
    """All pages that every condition keeps; they say nothing of how good a page is."""
    musts = [(Occur.Must, Query.const_score_query(query, 0.0)) for query in queries]
    return Query.boolean_query(musts) if musts else every_page()


def every_page() -> Query:
    return _without()


def distances(held: Snapshot, near: Near) -> Distances:
    """How far away each page is, of those that lie there, by their numbers."""
    return held.kept(("near", near), lambda: _distances(held, near))


def _distances(held: Snapshot, near: Near) -> dict[int, float]:
    addresses = held.all_of(_box(near))
    lats, lons = (held.numbers(name, addresses) for name in (at.LAT, at.LON))
    numbers = held.numbers(at.NUMBER, addresses)
    away = {
        number: distance_m(Point(lat, lon), near.point)
        for number, lat, lon in zip(numbers, lats, lons, strict=True)
    }
    return {number: metres for number, metres in away.items() if metres <= near.within_m}


def _box(near: Near) -> Query:
    steps = near.within_m / _DEGREE_M
    return _between(at.LAT, near.point.lat - steps, near.point.lat + steps)


def _between(field: str, low: float, high: float) -> Query:
    return Query.range_query(at.SCHEMA, field, FieldType.Float, lower_bound=low, upper_bound=high)


def _having(facet: str, values: Iterable[str]) -> Query:
    """One of the values; of the origins, `self` (or none) is ours and `*` is all."""
    held = list(values)
    if facet == "origin":
        if _EVERY_ORIGIN in held:
            return every_page()
        held = [value or at.OURS for value in held]
    wanted = [term(at.facet_field(facet), value) for value in dict.fromkeys(held) if value]
    if not wanted:
        return Query.empty_query()
    return wanted[0] if len(wanted) == 1 else _one_of(wanted)


def _one_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _without(*queries: Query) -> Query:
    """Every page (and not the mark) but these."""
    found: list[tuple[Any, Query]] = [(Occur.Must, Query.all_query())]
    found += [(Occur.MustNot, query) for query in (*queries, term(at.KEY, at.MARK_KEY))]
    return Query.boolean_query(found)


def _is_any(facet: str, values: tuple[str, ...]) -> bool:
    return facet == "origin" and (not values or _EVERY_ORIGIN in values)
