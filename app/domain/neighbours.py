"""Which places may count another among their nearest, without measuring from each of them."""

from collections.abc import Hashable, Mapping
from math import atan2, cos, pi, radians, sin
from typing import TypeVar

from app.domain.geo import Point, distance_m

# How many neighbours a place shows.
NEIGHBOURS = 6
# Of points within 60 degrees of one another around a centre, a farther one is nearer to each
# nearer one than to the centre; narrower sectors leave nothing to rounding.
_SECTORS = 8

Key = TypeVar("Key", bound=Hashable)


def may_see(centre: Point, others: Mapping[Key, Point], *, count: int = NEIGHBOURS) -> set[Key]:
    """All of `others` that may have something at `centre` among their `count` nearest.

    None that has it is missing; some that have not may be there (at most `count` for each of eight
    sectors, and whoever stands at the very spot).
    """
    found: set[Key] = set()
    sectors: list[list[tuple[float, Key]]] = [[] for _ in range(_SECTORS)]
    for key, point in others.items():
        away = distance_m(centre, point)
        if not away:
            found.add(key)
        else:
            sectors[_sector(centre, point)].append((away, key))
    for sector in sectors:
        sector.sort(key=lambda pair: pair[0])
        found.update(key for _, key in sector[:count])
    return found


def _sector(centre: Point, point: Point) -> int:
    """By the bearing at which one leaves for the point."""
    here, there = radians(centre.lat), radians(point.lat)
    turn = radians(point.lon - centre.lon)
    east = sin(turn) * cos(there)
    north = cos(here) * sin(there) - sin(here) * cos(there) * cos(turn)
    return int((atan2(east, north) + pi) / (2 * pi) * _SECTORS) % _SECTORS
