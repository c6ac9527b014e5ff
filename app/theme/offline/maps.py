"""The map of a kit without a script: the contours, and a dot for each spot that stands apart."""

from collections.abc import Iterable, Sequence

from app.domain.geo import on_map, project
from app.theme.maps import MapDrawing, Spot, country_map
from app.theme.offline.lists import Entry

# Dots nearer than that, in units of the drawing, would hide one another.
APART = 7.0
TIED = 200


def map_of(entries: Iterable[Entry], *, label: str, ours: str) -> MapDrawing | None:
    """Places that have a point, some hundreds at most; None where none has. The lists have all."""
    spots = [
        Spot(one.point, one.title, one.url, bool(one.network))
        for one in sorted(entries, key=lambda e: (bool(e.network), e.key))
        if one.point is not None and one.kind == "place"
    ]
    shown = apart(spots)
    if not shown:
        return None
    return country_map(shown, label=label, ours=ours, tie=3 if len(shown) <= TIED else 0)


def apart(spots: Sequence[Spot]) -> list[Spot]:
    """The first spot of each square of the drawing."""
    kept: dict[tuple[int, int], Spot] = {}
    for spot in spots:
        if on_map(spot.point.lat, spot.point.lon):
            x, y = project(spot.point.lat, spot.point.lon)
            kept.setdefault((int(x // APART), int(y // APART)), spot)
    return list(kept.values())
