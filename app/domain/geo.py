"""Where things are: distances on the sphere, neighbours, and the projection of our maps.

The map is drawn with d3-geo when the theme is built (themes/default/assets/map/contours.mjs) and
dotted here: the constants below are the same in both, and `tests/theme/test_geo.py` holds the two
to the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, log, pi, pow, radians, sin, sqrt, tan
from typing import Any

EARTH_RADIUS_M = 6_371_008.8
VIEW_BOX = (0, 0, 640, 592)


@dataclass(frozen=True, slots=True)
class Point:
    """Degrees, WGS 84. Raises ValueError outside of the globe."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"{self.lat}, {self.lon} is not on the globe")


@dataclass(frozen=True, slots=True)
class Conic:
    """Lambert's conformal conic projection, as d3's geoConicConformal computes it.

    `centre` is the latitude that `translate` stands for, on the meridian. Degrees, drawing units.
    """

    parallels: tuple[float, float]
    meridian: float
    centre: float
    scale: float
    translate: tuple[float, float]

    @property
    def cone(self) -> tuple[float, float]:
        """The cone's constant and its radius at the equator."""
        south, north = (radians(p) for p in self.parallels)
        n = log(cos(south) / cos(north)) / log(_stretch(north) / _stretch(south))
        return n, cos(south) * pow(_stretch(south), n) / n

    def raw(self, point: Point) -> tuple[float, float]:
        n, f = self.cone
        radius = f / pow(_stretch(radians(point.lat)), n)
        angle = n * radians(point.lon - self.meridian)
        return radius * sin(angle), f - radius * cos(angle)

    def project(self, point: Point) -> tuple[float, float]:
        x0, y0 = self.raw(Point(self.centre, self.meridian))
        x, y = self.raw(point)
        return (
            self.translate[0] + self.scale * (x - x0),
            self.translate[1] - self.scale * (y - y0),
        )


@dataclass(frozen=True, slots=True)
class Inset:
    """A region far from the mainland, drawn in its own frame with Mercator's projection.

    `box` is south, west, north, east in degrees: what it is asked to hold.
    """

    slug: str
    centre: Point
    scale: float
    translate: tuple[float, float]
    box: tuple[float, float, float, float]

    def holds(self, point: Point) -> bool:
        south, west, north, east = self.box
        return south <= point.lat <= north and west <= point.lon <= east

    def project(self, point: Point) -> tuple[float, float]:
        x = radians(point.lon - self.centre.lon)
        y = log(_stretch(radians(point.lat))) - log(_stretch(radians(self.centre.lat)))
        return self.translate[0] + self.scale * x, self.translate[1] - self.scale * y


FRANCE = Conic((44, 49), 2.5, 46.45, 3400, (314, 288))
INSETS = (
    Inset("guadeloupe", Point(16.2, -61.4), 3100, (34, 404), (15.7, -62.0, 16.6, -60.9)),
    Inset("martinique", Point(14.65, -61.0), 4200, (94, 404), (14.3, -61.3, 15.0, -60.7)),
    Inset("guyane", Point(3.95, -53.2), 620, (34, 470), (2.0, -54.7, 6.0, -51.5)),
    Inset("la-reunion", Point(-21.13, 55.53), 3400, (94, 470), (-21.5, 55.1, -20.8, 55.95)),
    Inset("mayotte", Point(-12.82, 45.15), 5200, (34, 536), (-13.1, 44.9, -12.5, 45.4)),
)


def project(lat: float, lon: float) -> tuple[float, float]:
    """Where a point stands on the map of France, in the units of `VIEW_BOX`.

    Regions overseas fall in their insets. A point of elsewhere falls where the mainland's
    projection puts it: see `on_map`.
    """
    point = Point(lat, lon)
    frame = next((inset for inset in INSETS if inset.holds(point)), FRANCE)
    return frame.project(point)


def on_map(lat: float, lon: float) -> bool:
    """True where the dot falls within the drawing."""
    if abs(lat) > 85:
        return False
    x, y = project(lat, lon)
    left, top, width, height = VIEW_BOX
    return left <= x <= left + width and top <= y <= top + height


def point_of(front: Mapping[str, Any]) -> Point | None:
    """Where a front matter says the page is, if it does."""
    value = front.get("coordinates")
    if not (isinstance(value, list) and len(value) == 2):
        return None
    if any(isinstance(v, bool) or not isinstance(v, int | float) for v in value):
        return None
    try:
        return Point(float(value[0]), float(value[1]))
    except (ValueError, OverflowError):
        return None


def distance_m(one: Point, other: Point) -> float:
    """Great-circle distance (haversine) on a sphere of 6 371 008.8 m."""
    south, north = radians(one.lat), radians(other.lat)
    half = sin((north - south) / 2) ** 2
    half += cos(south) * cos(north) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(half)))


def on_sphere(point: Point) -> tuple[float, float, float]:
    """The point on a sphere of radius 1, from its middle."""
    lat, lon = radians(point.lat), radians(point.lon)
    return cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat)


def chord(distance: float) -> float:
    """The straight line, on that sphere, under a great-circle distance in metres: points within
    the one are within the other."""
    return 2 * sin(min(distance / (2 * EARTH_RADIUS_M), pi / 2))


def bearing_rad(one: Point, other: Point) -> tuple[float, float]:
    """The way from one to the other, (east, north) of a unit vector; (0, 0) if the same."""
    east = radians(other.lon - one.lon) * cos(radians((one.lat + other.lat) / 2))
    north = radians(other.lat - one.lat)
    length = sqrt(east * east + north * north)
    return (east / length, north / length) if length else (0.0, 0.0)


def threads(points: Sequence[Point], *, count: int = 3) -> list[tuple[int, int]]:
    """Which points to tie on a map: each with its `count` nearest, every tie once, as positions.

    Points at the very same spot are not tied. Looks at neighbours along a sort by latitude and
    stops when latitude alone is farther than what was found, so that a full map stays quick.
    """
    if count < 1:
        return []
    order = sorted(range(len(points)), key=lambda i: points[i].lat)
    rank = {position: at for at, position in enumerate(order)}
    ties = {
        (min(i, j), max(i, j))
        for i in range(len(points))
        for j in _closest(i, points, order, rank[i], count)
    }
    return sorted(ties)


def _closest(i: int, points: Sequence[Point], order: list[int], at: int, count: int) -> list[int]:
    found: list[tuple[float, int]] = []
    for walk in (order[at + 1 :], order[at - 1 :: -1] if at else []):
        for j in walk:
            gap = abs(points[j].lat - points[i].lat) * pi / 180 * EARTH_RADIUS_M
            if len(found) == count and gap > found[-1][0]:
                break
            away = distance_m(points[i], points[j])
            if away > 1:
                found = sorted([*found, (away, j)])[:count]
    return [j for _, j in found]


def path_of(ties: Sequence[tuple[int, int]], spots: Sequence[tuple[float, float]]) -> str:
    """The `d` of one SVG path that draws every tie."""
    return "".join(
        f"M{spots[i][0]:.1f} {spots[i][1]:.1f}L{spots[j][0]:.1f} {spots[j][1]:.1f}" for i, j in ties
    )


def _stretch(latitude_rad: float) -> float:
    """tan(π/4 + φ/2), that conformal projections stretch latitudes by."""
    return tan(pi / 4 + latitude_rad / 2)
