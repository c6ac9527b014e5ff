"""Way in: places as GeoJSON, or as an Overpass server gives them. Each is what it says of a
page; the wiki makes that page, or brings it up to date."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.exchange import Found, Importer, ReadOptions
from app.domain.tables.json_text import read_json
from app.domain.tables.reading import found_in
from app.domain.tables.table import MOST_BYTES
from app.hooks import hookimpl


def read(source: Path) -> Iterator[Found]:
    """With the columns that their names tell."""
    return read_list(source, ReadOptions())


def read_list(source: Path, options: ReadOptions) -> Iterator[Found]:
    with source.open("rb") as file:
        # One byte more than is taken tells that there is too much.
        return found_in(read_json(file.read(MOST_BYTES + 1)), options)


@hookimpl
def register_importers() -> list[Importer]:
    return [Importer("geojson", read, read_list)]
