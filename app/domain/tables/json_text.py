"""JSON that holds a list: GeoJSON, the answer of an Overpass server, or objects in a row."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.errors import Refused
from app.domain.phrase import Phrase
from app.domain.tables.csv_text import decoded
from app.domain.tables.table import MOST_COLUMNS, Row, Table, bounded, named, require_bytes

LATITUDE, LONGITUDE, IDENTIFIER = "latitude", "longitude", "@id"
_DEPTH = 4
_MOST_POINTS = 10_000


def read_json(data: bytes) -> Table:
    """The table of what a JSON file lists: a column for each property, one row for each object.

    Raises TooLarge, or Refused where it holds no list.
    """
    require_bytes(data)
    try:
        said = json.loads(decoded(data))
    except (ValueError, RecursionError) as error:
        raise Refused(reason=Phrase("ce fichier JSON ne se lit pas.")) from error
    found = [_flat(one) for one in _items(said)]
    if not found:
        raise Refused(reason=Phrase("ce fichier ne contient aucune liste de lieux."))
    columns = list(dict.fromkeys(name for one in found for name in one))
    rows = (
        Row(number, tuple(one.get(name, "") for name in columns))
        for number, one in enumerate(found, 1)
    )
    return Table(named(columns[: MOST_COLUMNS + 1]), bounded(rows), lines=False)


def _items(said: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(said, list):
        yield from (one for one in said if isinstance(one, dict))
    elif isinstance(said, dict):
        for name, of in (("features", _feature), ("elements", _element)):
            items = said.get(name)
            if isinstance(items, list):
                yield from (of(one) for one in items if isinstance(one, dict))
                return


def _feature(feature: Mapping[str, Any]) -> dict[str, Any]:
    """A feature of GeoJSON: its properties, and where it is."""
    own = feature.get("properties")
    properties = dict(own) if isinstance(own, dict) else {}
    if "id" in feature and not {"id", IDENTIFIER} & set(properties):
        properties = {IDENTIFIER: feature["id"], **properties}
    geometry = feature.get("geometry")
    points = list(_points(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if points and LATITUDE not in properties:
        properties[LATITUDE] = round(sum(lat for _, lat in points) / len(points), 7)
        properties[LONGITUDE] = round(sum(lon for lon, _ in points) / len(points), 7)
    return properties


def _points(said: Any, depth: int = 0) -> Iterator[tuple[float, float]]:
    """The points (longitude, latitude) of a geometry, the first ones of a very long one."""
    if not isinstance(said, list) or depth > _DEPTH:
        return
    if len(said) >= 2 and all(isinstance(n, int | float) for n in said[:2]):
        yield said[0], said[1]
        return
    for one in said[:_MOST_POINTS]:
        yield from _points(one, depth + 1)


def _element(element: Mapping[str, Any]) -> dict[str, Any]:
    """An element of OpenStreetMap: its tags, its number, and where it is."""
    tags = element.get("tags")
    centre = element.get("center")
    point = centre if isinstance(centre, dict) else element
    own = dict(tags) if isinstance(tags, dict) else {}
    return {
        IDENTIFIER: f"{element.get('type', 'node')}/{element.get('id', '')}",
        **own,
        LATITUDE: point.get("lat"), LONGITUDE: point.get("lon"),
    }  # fmt: skip


def _flat(said: Mapping[str, Any], before: str = "", depth: int = 0) -> dict[str, str]:
    """Texts by name; what is within another has a name with dots (`address.postalCode`)."""
    found: dict[str, str] = {}
    for name, value in said.items():
        if isinstance(value, dict) and depth < _DEPTH:
            found |= _flat(value, f"{before}{name}.", depth + 1)
        elif value is not None:
            found[f"{before}{name}"] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
