"""Maps drawn from our own coordinates: no tiles, no other host. A list always says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.geo import (
    VIEW_BOX,
    Point,
    bearing_rad,
    distance_m,
    on_map,
    path_of,
    project,
    threads,
)

COUNTRY_LABELS = (
    ("Lille", 50.63, 3.06), ("Brest", 48.39, -4.49), ("Strasbourg", 48.58, 7.75),
    ("Nantes", 47.22, -1.55), ("Paris", 48.86, 2.35), ("Lyon", 45.76, 4.84),
    ("Marseille", 43.30, 5.37), ("Bordeaux", 44.84, -0.58), ("Toulouse", 43.60, 1.44),
)  # fmt: skip
RINGS = ((5, 10, 15), (10, 20, 30), (20, 40, 60), (50, 100, 150), (100, 200, 300), (250, 500, 750))
TIE_LENGTH = 120.0  # a longer thread would say nothing about neighbours


@dataclass(frozen=True, slots=True)
class Spot:
    """Something to put on a map."""

    point: Point
    title: str
    url: str = ""
    borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot in drawing units. `css` is its classes: dot, dot borrowed, here."""

    x: float
    y: float
    r: float
    title: str
    url: str = ""
    css: str = "dot"


@dataclass(frozen=True, slots=True)
class Label:
    """`anchor`: start, middle, end. `soft` labels are landmarks, not pages."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    soft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawing:
    """An SVG to be. `country` lays the contours under it, `ours` is the region drawn stronger.

    `rings` are circles (cx, cy, r). `label` says in words what the picture shows.
    """

    label: str
    width: float
    height: float
    dots: tuple[Dot, ...] = ()
    labels: tuple[Label, ...] = ()
    threads: str = ""
    rings: tuple[tuple[float, float, float], ...] = ()
    country: bool = False
    ours: str = ""


def country_map(
    spots: Sequence[Spot],
    *,
    label: str,
    ours: str = "",
    names: Sequence[str] = (),
    tie: int = 3,
) -> MapDrawing:
    """All of France with its places, each tied to its nearest neighbours.

    Friends' places are drawn first and hollow, ours above them and solid. `names` are titles to be
    written beside their dot. Spots outside of France are left out: the list has them.
    """
    shown = sorted(
        (s for s in spots if on_map(s.point.lat, s.point.lon)), key=lambda s: not s.borrowed
    )
    places = [project(s.point.lat, s.point.lon) for s in shown]
    ties = [
        (i, j)
        for i, j in threads([s.point for s in shown], count=tie)
        if _apart(places[i], places[j]) < TIE_LENGTH
    ]
    radius = 3.4 if len(shown) > 150 else 4.6
    dots = tuple(
        Dot(
            round(x, 1), round(y, 1), radius - 1 if s.borrowed else radius, s.title, s.url,
            "dot borrowed" if s.borrowed else "dot",
        )
        for s, (x, y) in zip(shown, places, strict=True)
    )  # fmt: skip
    return MapDrawing(
        label=label,
        width=VIEW_BOX[2],
        height=VIEW_BOX[3],
        dots=dots,
        labels=_country_labels(shown, places, names),
        threads=path_of(ties, places),
        country=True,
        ours=ours,
    )


def _country_labels(
    spots: Sequence[Spot], places: Sequence[tuple[float, float]], names: Sequence[str]
) -> tuple[Label, ...]:
    """Cities as landmarks, then chosen titles; what would cover another label is left out."""
    placed: list[Label] = []
    chosen = [(s.title, p, False) for s, p in zip(spots, places, strict=True) if s.title in names]
    cities = [(name, project(lat, lon), True) for name, lat, lon in COUNTRY_LABELS]
    for text, (x, y), soft in [*chosen, *cities]:
        label = _beside(text, x, y, soft=soft, width=VIEW_BOX[2])
        if not any(_overlap(label, other) for other in placed):
            placed.append(label)
    return tuple(placed)


def _beside(text: str, x: float, y: float, *, soft: bool, width: float) -> Label:
    """A label under its dot when soft, above it otherwise, kept within the drawing."""
    half = len(text) * 3.6
    anchor = "start" if x < half else "end" if x > width - half else "middle"
    return Label(round(x, 1), round(y + (17 if soft else -10), 1), text, anchor, soft)


def _span(label: Label) -> tuple[float, float]:
    width = len(label.text) * 7.2
    left = {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return label.x - left, label.x - left + width


def _overlap(one: Label, other: Label) -> bool:
    if abs(one.y - other.y) > 15:
        return False
    (a, b), (c, d) = _span(one), _span(other)
    return a < d and c < b


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    return ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5


def neighbours_map(
    here: Spot, others: Sequence[Spot], *, label: str, size: float = 320
) -> MapDrawing:
    """A place in the middle, its neighbours at their true distance and direction, and rings.

    Neighbours beyond the last ring are drawn on it: their label tells the distance anyway.
    """
    middle = size / 2
    reach = max((distance_m(here.point, o.point) / 1000 for o in others), default=10.0)
    rings = next((r for r in RINGS if r[-1] >= reach), RINGS[-1])
    scale = (middle - 6) / rings[-1]
    placed = [_around(here.point, o, middle, scale) for o in others]
    labels: list[Label] = []
    dots = [(middle, middle), *placed]
    _add_free(labels, here.title, middle, middle, dots, size)
    for spot, (x, y) in zip(others, placed, strict=True):
        _add_free(labels, spot.title, x, y, dots, size)
    for km in rings:
        words = f"{km}\u00a0km"
        label_y = round(middle + km * scale - 5, 1)
        ring = Label(middle, label_y, words, "middle", True)
        if _free(ring, labels, dots):
            labels.append(ring)
    return MapDrawing(
        label=label,
        width=size,
        height=size,
        dots=(
            *(
                Dot(x, y, 5, s.title, s.url, "dot borrowed" if s.borrowed else "dot")
                for s, (x, y) in zip(others, placed, strict=True)
            ),
            Dot(middle, middle, 8, here.title, "", "here"),
        ),
        labels=tuple(labels),
        threads="".join(f"M{middle:g} {middle:g}L{x:g} {y:g}" for x, y in placed),
        rings=tuple((middle, middle, round(km * scale, 1)) for km in rings),
    )


def _around(centre: Point, spot: Spot, middle: float, scale: float) -> tuple[float, float]:
    east, north = bearing_rad(centre, spot.point)
    away = min(distance_m(centre, spot.point) / 1000 * scale, middle - 6)
    return round(middle + east * away, 1), round(middle - north * away, 1)


def _add_free(
    labels: list[Label],
    text: str,
    x: float,
    y: float,
    dots: Sequence[tuple[float, float]],
    size: float,
) -> None:
    """Writes a label on the first free side of its dot; leaves it out where there is no room."""
    short = text if len(text) <= 24 else text[:22].rstrip() + "…"
    for dx, dy, anchor in (
        (0, -13, "middle"),
        (11, 5, "start"),
        (-11, 5, "end"),
        (0, 22, "middle"),
        (9, -9, "start"),
        (-9, -9, "end"),
    ):
        label = Label(round(x + dx, 1), round(y + dy, 1), short, anchor)
        left, right = _span(label)
        inside = left >= -4 and right <= size + 4 and 12 <= label.y <= size - 2
        if inside and _free(label, labels, dots):
            labels.append(label)
            return


def _free(label: Label, others: Sequence[Label], dots: Sequence[tuple[float, float]]) -> bool:
    """True where the label covers no other label and no dot."""
    left, right = _span(label)
    covered = any(left - 4 < x < right + 4 and label.y - 14 < y < label.y + 6 for x, y in dots)
    return not covered and not any(_overlap(label, other) for other in others)
