"""A selection of pages as a list: CSV or GeoJSON, in our columns or in those of a profile.

Only what is open is ever given to it. What it writes is read back by `reading`.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.domain import front_matter
from app.domain.addresses import page_url
from app.domain.exchange import WriteOptions
from app.domain.geo import point_of
from app.domain.provenance import leaf
from app.domain.rows import PageRow
from app.domain.tables.cells import Cell
from app.domain.tables.columns import APART, Column
from app.domain.tables.formulas import guarded
from app.domain.tables.mapping import profile_named
from app.domain.tables.profiles import MAILLAGE, Profile

BOM = "\ufeff"
SELF = "self"
DRAWN = ("latitude", "longitude")


def as_csv(rows: Iterable[PageRow], options: WriteOptions) -> str:
    """UTF-8 with its mark (spreadsheets look for it), CRLF, a line of names first."""
    profile = _profile(options)
    columns = profile.columns
    lines = ([value_of(row, column, options) for column in columns] for row in rows)
    return table_csv([column.name for column in columns], lines, separator=profile.separator)


def table_csv(head: Sequence[str], lines: Iterable[Sequence[Cell]], *, separator: str = ",") -> str:
    """Any table, written so; no cell is one that a spreadsheet would run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(head)
    writer.writerows([_guarded(value) for value in line] for line in lines)
    return BOM + out.getvalue()


def as_geojson(rows: Iterable[PageRow], options: WriteOptions) -> str:
    """RFC 7946. Pages without a point are features without a geometry."""
    profile = _profile(options)
    features = [_feature(row, profile, options) for row in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def value_of(row: PageRow, column: Column, options: WriteOptions) -> Cell:
    """What a cell says of the page: a number, or a text, `` where it says nothing."""
    if column.key.startswith(APART):
        return _apart(row, column.key, options)
    value = _ROW.get(column.key, _front)(row, column.key)
    return "" if value is None else column.sort.write(value)


def _front(row: PageRow, key: str) -> Any:
    top, _, number = key.partition(".")
    if top == "coordinates":
        point = point_of(row.front)
        return None if point is None else ((point.lat, point.lon)[int(number)] if number else
                                           [point.lat, point.lon])  # fmt: skip
    value = leaf(row.front, key)
    return value.strip() if isinstance(value, str) and key != "provenance" else value


# What the index knows of every page, also where its file does not say it.
_ROW: Mapping[str, Callable[[PageRow, str], Any]] = {
    "title": lambda row, _: row.title, "summary": lambda row, _: row.summary,
    "lang": lambda row, _: row.lang, "licence": lambda row, _: row.licence,
}  # fmt: skip


def _apart(row: PageRow, key: str, options: WriteOptions) -> Cell:
    said: Mapping[str, Callable[[], str]] = {
        "@id": lambda: row.id, "@kind": lambda: row.path.kind, "@slug": lambda: row.path.slug,
        "@origin": lambda: row.origin or SELF, "@updated_at": row.updated_at.isoformat,
        "@revision": lambda: str(row.revision),
        "@url": lambda: options.base_url + page_url(row.path, options.kinds, origin=row.origin),
        "@on": lambda: row.updated_at.date().isoformat(), "@text": lambda: _text(row),
        "@source_id": lambda: _number(row, options) or row.id,
    }  # fmt: skip
    return said[key]()


def _text(row: PageRow) -> str:
    return front_matter.split(row.text)[1].strip("\n") if row.front else ""


def _number(row: PageRow, options: WriteOptions) -> str:
    """The number that lists of this sort give the page."""
    title, said = _profile(options).source, row.front.get("source")
    for one in said if isinstance(said, list) else [said]:
        if isinstance(one, Mapping) and one.get("title") == title and one.get("id"):
            return str(one["id"])
    return ""


def _profile(options: WriteOptions) -> Profile:
    return profile_named(options.profile) or MAILLAGE


def _guarded(value: Cell) -> Cell:
    return guarded(value) if isinstance(value, str) else value


def _feature(row: PageRow, profile: Profile, options: WriteOptions) -> dict[str, Any]:
    point = point_of(row.front)
    said = {column.name: value_of(row, column, options) for column in profile.columns}
    kept = {name: value for name, value in said.items() if value != "" and name not in DRAWN}
    geometry = {"type": "Point", "coordinates": [point.lon, point.lat]} if point else None
    return {
        "type": "Feature", "id": f"{row.origin}/{row.id}" if row.origin else row.id,
        "geometry": geometry, "properties": kept,
    }  # fmt: skip
