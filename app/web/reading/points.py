"""Where the pages of a selection are, for maps of thousands: small, and made once a generation.

Points stand in order of a curve that fills the country, so that each is close to the one before:
`p` holds their differences in ten-thousandths of a degree (latitude, longitude ...; 11 m).
Their names come in blocks of `BLOCK`, fetched where the map shows them one by one. `v` changes with
the points: a block of others is refused.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.domain.geo import Point
from app.domain.rows import Placed
from app.domain.selection import Selection
from app.ports import PageIndex
from app.theme.maps import Spot
from app.web.reading.nearby import thinned

BLOCK = 128
LIMIT = 20_000
FEW = 150
_UNITS = 10_000
_BITS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """`body` is the JSON of all points, `placed` the pages in their order, `few` some hundreds of
    them that stand for all."""

    placed: tuple[Placed, ...]
    few: tuple[Placed, ...]
    version: str
    body: bytes

    def block(self, number: int) -> Sequence[Placed]:
        return self.placed[number * BLOCK : (number + 1) * BLOCK]


def points_of(index: PageIndex, selection: Selection) -> Points:
    """At most 20 000 of them. `selection` has no words left (see `find_pages.settled`)."""
    return _points(index, index.generation(), selection)


@lru_cache(maxsize=12)
def _points(index: PageIndex, _generation: int, selection: Selection) -> Points:
    placed = sorted(index.placed(selection), key=_place)[:LIMIT]
    body = {"n": len(placed), "size": BLOCK, "p": _differences(placed),
            "b": [number for number, one in enumerate(placed) if one.at.origin]}  # fmt: skip
    named = repr([(one.at, one.title, one.city) for one in placed]).encode()
    said = json.dumps(body, separators=(",", ":"))
    version = hashlib.sha256(named + said.encode()).hexdigest()[:12]
    return Points(tuple(placed), _few(placed), version, f'{{"v":"{version}",{said[1:]}'.encode())


def _few(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    spots = [Spot(Point(one.lat, one.lon), str(at)) for at, one in enumerate(placed)]
    return tuple(placed[int(spot.title)] for spot in thinned(spots, FEW))


def _differences(placed: Sequence[Placed]) -> list[int]:
    found: list[int] = []
    lat = lon = 0
    for one in placed:
        north, east = round(one.lat * _UNITS), round(one.lon * _UNITS)
        found += [north - lat, east - lon]
        lat, lon = north, east
    return found


def _place(one: Placed) -> tuple[int, str, str]:
    """Where the point stands on the curve (Z order, over the whole Earth)."""
    scale = (1 << _BITS) - 1
    north = int((one.lat + 90) / 180 * scale)
    east = int((one.lon + 180) / 360 * scale)
    return _spread(north) << 1 | _spread(east), one.title, str(one.at.path)


def _spread(value: int) -> int:
    """The bits of the number, a zero between each two."""
    value = (value | value << 8) & 0x00FF00FF
    value = (value | value << 4) & 0x0F0F0F0F
    value = (value | value << 2) & 0x33333333
    return (value | value << 1) & 0x55555555
