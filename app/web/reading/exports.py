"""A selection as files: CSV and GeoJSON. Only what is open leaves.

The columns are told on the screen that says how to take pages away (`COLUMNS`).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.domain.kinds import PageKind
from app.domain.rows import PageRow
from app.web.addresses import page_url
from app.web.reading.front import Front
from app.web.reading.known import point_of

BOM = "\ufeff"
# A spreadsheet takes a text that begins so for a formula, and may run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
SELF = "self"
Getter = Callable[[PageRow, Front], Any]


def _joined(key: str) -> Getter:
    return lambda _row, front: "; ".join(front.words(key))


def _territory(key: str) -> Getter:
    return lambda _row, front: front.group("territory").said(key)


# name, what it holds in words, how it is read
COLUMNS: tuple[tuple[str, str, Getter], ...] = (
    ("id", "identifiant de la page", lambda row, _: row.id),
    ("kind", "genre de la page", lambda row, _: row.path.kind),
    ("slug", "nom dans l’adresse", lambda row, _: row.path.slug),
    ("title", "titre", lambda row, _: row.title),
    ("summary", "résumé", lambda row, _: row.summary),
    ("lang", "langue", lambda row, _: row.lang),
    ("licence", "licence, code SPDX", lambda row, _: row.licence),
    ("origin", "réseau d’où vient la page : self pour le nôtre", lambda row, _: row.origin or SELF),
    ("updated_at", "date et heure UTC de la version", lambda row, _: row.updated_at.isoformat()),
    ("country", "pays", _territory("country")),
    ("region", "région", _territory("region")),
    ("department", "numéro de département", _territory("department")),
    ("city", "commune", _territory("city")),
    ("insee", "code Insee", _territory("insee")),
    ("latitude", "degrés, WGS 84", lambda row, _: _degree(row, 0)),
    ("longitude", "degrés, WGS 84", lambda row, _: _degree(row, 1)),
    ("themes", "thèmes, séparés par des points-virgules", _joined("themes")),
    ("tags", "étiquettes, de même", _joined("tags")),
    ("opened", "année ou date d’ouverture", lambda _, front: front.said("opened")),
    ("legal_status", "forme juridique", lambda _, front: front.text("legal_status")),
    ("turnover_eur", "dernier chiffre d’affaires connu, en euros",
     lambda _, front: front.number("turnover_eur")),
    ("setting", "milieu", _joined("setting")),
    ("activities", "activités", _joined("activities")),
    ("spaces", "espaces", _joined("spaces")),
    ("networks", "réseaux", _joined("networks")),
    ("form", "forme d’une méthode", lambda _, front: front.text("form")),
    ("duration_min", "durée en minutes", lambda _, front: front.whole("duration_min")),
    ("type", "type d’organisation", lambda _, front: front.text("type")),
    ("verified_on", "date de la dernière vérification", lambda _, front: front.said("verified_on")),
)  # fmt: skip


def _degree(row: PageRow, at: int) -> float | None:
    point = point_of(row.front)
    return None if point is None else (point.lat, point.lon)[at]


def as_csv(rows: Iterable[PageRow], base_url: str, kinds: Mapping[str, PageKind]) -> str:
    """UTF-8 with its mark (spreadsheets look for it), commas, CRLF, a line of names first."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*(name for name, _, _ in COLUMNS), "url"])
    for row in rows:
        front = Front(row.front)
        values = [get(row, front) for _, _, get in COLUMNS]
        url = base_url + page_url(row.path, kinds, origin=row.origin)
        writer.writerow([_cell(v) for v in (*values, url)])
    return BOM + out.getvalue()


def _cell(value: object) -> object:
    """A value that no spreadsheet will take for a formula; numbers are left as they are."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return "" if value is None else value


def as_geojson(rows: Iterable[PageRow], base_url: str, kinds: Mapping[str, PageKind]) -> str:
    """RFC 7946. Pages without a point are features without a geometry."""
    features = [_feature(row, base_url, kinds) for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _feature(row: PageRow, base_url: str, kinds: Mapping[str, PageKind]) -> dict[str, Any]:
    point, front = point_of(row.front), Front(row.front)
    said = {name: get(row, front) for name, _, get in COLUMNS}
    drawn = ("latitude", "longitude")
    kept = {k: v for k, v in said.items() if v not in (None, "") and k not in drawn}
    geometry = {"type": "Point", "coordinates": [point.lon, point.lat]} if point else None
    return {
        "type": "Feature", "id": f"{row.origin}/{row.id}" if row.origin else row.id,
        "geometry": geometry,
        "properties": {**kept, "url": base_url + page_url(row.path, kinds, origin=row.origin)},
    }  # fmt: skip
