"""Way out: the selection as one GeoJSON file, in our columns or in those of a profile."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.exchange import ExportedMedium, Exporter, WriteOptions
from app.domain.kit import Bulk
from app.domain.rows import PageRow
from app.domain.tables.writing import as_geojson
from app.hooks import hookimpl


def write(pages: Iterable[PageRow], _media: Iterable[ExportedMedium], out: Path) -> None:
    write_list(pages, out, WriteOptions())


def write_list(pages: Iterable[PageRow], out: Path, options: WriteOptions) -> None:
    """To the file `out`, or to `pages.geojson` in the folder `out`."""
    file = out / "pages.geojson" if out.is_dir() else out
    file.write_bytes(as_geojson(pages, options).encode())


@hookimpl
def register_exporters() -> list[Exporter]:
    use = (
        "Pour un logiciel de cartes : les pages, leur point quand elles en ont un, leurs "
        "renseignements."
    )
    return [
        Exporter(
            "geojson", write, write_list, ending=".geojson", label="Une carte (GeoJSON)", use=use,
            bulk=Bulk(empty=1_000, page=900, text=0, pictures=False),
        )
    ]  # fmt: skip
