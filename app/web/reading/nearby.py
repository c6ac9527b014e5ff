"""The places around a point, found without measuring the way to every other."""

from collections.abc import Iterable, Sequence
from math import cos, inf, radians
from typing import Generic, Protocol, TypeVar

from app.domain.geo import Point, nearest
from app.theme.maps import Spot

CELL_DEGREES = 0.5
KM_PER_DEGREE = 111.19
FINEST_DEGREES = 0.05
# How many cells each way are looked at, one after the other; at last, everywhere.
REACHES = (1, 4, 16)


class Placed(Protocol):
    @property
    def point(self) -> Point | None: ...


_P = TypeVar("_P", bound=Placed)


def thinned(spots: Sequence[Spot], limit: int) -> list[Spot]:
    """At most `limit` spots, one for each square of a grid as fine as that allows.

    Dots that would cover one another say no more than one of them, and weigh on slow lines.
    """
    side = FINEST_DEGREES
    kept = list(spots)
    while len(kept) > limit and side < 90:
        squares = {(s.point.lat // side, s.point.lon // side): s for s in reversed(spots)}
        kept, side = list(squares.values()), side * 1.4
    return kept[:limit]


class Grid(Generic[_P]):
    """Marks by square of half a degree."""

    def __init__(self, marks: Iterable[_P]) -> None:
        self._marks = tuple(mark for mark in marks if mark.point)
        self._cells: dict[tuple[int, int], list[_P]] = {}
        for mark in self._marks:
            if mark.point:
                self._cells.setdefault(_cell(mark.point), []).append(mark)

    def nearest(self, here: Point, count: int) -> list[tuple[_P, float]]:
        """The `count` nearest with their distance in kilometres, nearest first."""
        for reach in (*REACHES, None):
            around = self._marks if reach is None else self._around(here, reach)
            points = {at: mark.point for at, mark in enumerate(around) if mark.point}
            found = nearest(here, points, count=count)
            if len(found) == count and found[-1][1] <= _sure_km(here, reach):
                break
        return [(around[at], km) for at, km in found]

    def _around(self, here: Point, reach: int) -> list[_P]:
        lat, lon = _cell(here)
        steps = range(-reach, reach + 1)
        cells = ((lat + i, lon + j) for i in steps for j in steps)
        return [mark for cell in cells for mark in self._cells.get(cell, ())]


def _cell(point: Point) -> tuple[int, int]:
    return int(point.lat // CELL_DEGREES), int(point.lon // CELL_DEGREES)


def _sure_km(here: Point, reach: int | None) -> float:
    """Within that distance, nothing can stand outside of the cells looked at."""
    if reach is None:
        return inf
    return reach * CELL_DEGREES * KM_PER_DEGREE * cos(radians(min(abs(here.lat) + 1, 89)))
