"""Where a row says it is: on the Earth, and latitude before longitude."""

from dataclasses import dataclass
from typing import Any

from app.domain.geo import INSETS, Point
from app.domain.phrase import Phrase

LATITUDE, LONGITUDE, TOGETHER = "coordinates.0", "coordinates.1", "coordinates"
# The mainland with its islands; regions overseas have the frames of their maps.
_MAINLAND = (41.2, -5.6, 51.3, 9.8)
OFF_EARTH = (
    "{lat} et {lon} ne sont pas sur la Terre : il faut une latitude puis une longitude, en "
    "degrés (WGS 84)."
)
SWAPPED = (
    "la latitude {lat} et la longitude {lon} semblent échangées. Échangez les deux colonnes, ou "
    "demandez l’échange."
)
ONE_ALONE = "il manque la latitude ou la longitude."


@dataclass(frozen=True, slots=True)
class Misplaced(Exception):
    why: Phrase


def placed(values: dict[str, Any], *, swap: bool, abroad: bool) -> list[float] | None:
    """[latitude, longitude] of a row, taken out of `values`; None where it says none.

    `swap` exchanges those that seem exchanged; `abroad`: the row is not about France, so that
    nothing seems so but what is off the Earth. Raises Misplaced.
    """
    lat, lon = values.pop(LATITUDE, None), values.pop(LONGITUDE, None)
    together = values.pop(TOGETHER, None)
    if lat is None and lon is None and together:
        lat, lon = together
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise Misplaced(Phrase(ONE_ALONE))
    if (lat, lon) == (0, 0):
        return None
    lat, lon = float(lat), float(lon)
    if _on_earth(lat, lon) and (abroad or _french(lat, lon) or not _french(lon, lat)):
        return [lat, lon]
    if not _on_earth(lon, lat):
        raise Misplaced(Phrase(OFF_EARTH, lat=lat, lon=lon))
    if not swap:
        raise Misplaced(Phrase(SWAPPED, lat=lat, lon=lon))
    return [lon, lat]


def _on_earth(lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180


def _french(lat: float, lon: float) -> bool:
    south, west, north, east = _MAINLAND
    if south <= lat <= north and west <= lon <= east:
        return True
    return _on_earth(lat, lon) and any(inset.holds(Point(lat, lon)) for inset in INSETS)
