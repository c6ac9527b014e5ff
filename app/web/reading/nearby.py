"""The places around a point, found without measuring the way to every other."""

from collections.abc import Iterable, Sequence
from heapq import nsmallest
from math import cos, inf, radians
from typing import Generic, Protocol, TypeVar

from app.domain.geo import Point, distance_m, on_sphere
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
    """Marks by square of half a degree, each with where it is on a sphere: to tell which are
    nearest, straight lines do, and take a fraction of the time."""

    def __init__(self, marks: Iterable[_P]) -> None:
        self._all = [(on_sphere(mark.point), mark) for mark in marks if mark.point]
        self._cells: dict[tuple[int, int], list[_OnSphere[_P]]] = {}
        for one in self._all:
            if point := one[1].point:
                self._cells.setdefault(_cell(point), []).append(one)

    def nearest(self, here: Point, count: int) -> list[tuple[_P, float]]:
        """The `count` nearest with their distance in kilometres, nearest first."""
        for reach in (*REACHES, None):
            around = self._all if reach is None else self._around(here, reach)
            found = _nearest(here, around, count)
            if len(found) == count and found[-1][1] <= _sure_km(here, reach):
                break
        return found

    def _around(self, here: Point, reach: int) -> "list[_OnSphere[_P]]":
        lat, lon = _cell(here)
        steps = range(-reach, reach + 1)
        cells = ((lat + i, lon + j) for i in steps for j in steps)
        return [one for cell in cells for one in self._cells.get(cell, ())]


_OnSphere = tuple[tuple[float, float, float], _P]


def _nearest(here: Point, around: "Sequence[_OnSphere[_P]]", count: int) -> list[tuple[_P, float]]:
    x, y, z = on_sphere(here)
    lines = [
        ((sx - x) * (sx - x) + (sy - y) * (sy - y) + (sz - z) * (sz - z), at)
        for at, ((sx, sy, sz), _) in enumerate(around)
    ]
    found = (around[at][1] for _, at in nsmallest(count, lines))
    return [(one, distance_m(here, one.point) / 1000) for one in found if one.point]


def _cell(point: Point) -> tuple[int, int]:
    return int(point.lat // CELL_DEGREES), int(point.lon // CELL_DEGREES)


def _sure_km(here: Point, reach: int | None) -> float:
    """Within that distance, nothing can stand outside of the cells looked at."""
    if reach is None:
        return inf
    return reach * CELL_DEGREES * KM_PER_DEGREE * cos(radians(min(abs(here.lat) + 1, 89)))
