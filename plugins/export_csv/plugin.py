"""Way out: the selection as one CSV, in our columns or in those of a profile."""

from collections.abc import Iterable
from pathlib import Path

from app.domain.exchange import ExportedMedium, Exporter, WriteOptions
from app.domain.kit import Bulk
from app.domain.rows import PageRow
from app.domain.tables.writing import as_csv
from app.hooks import hookimpl


def write(pages: Iterable[PageRow], _media: Iterable[ExportedMedium], out: Path) -> None:
    write_list(pages, out, WriteOptions())


def write_list(pages: Iterable[PageRow], out: Path, options: WriteOptions) -> None:
    """To the file `out`, or to `pages.csv` in the folder `out`."""
    file = out / "pages.csv" if out.is_dir() else out
    file.write_bytes(as_csv(pages, options).encode())


@hookimpl
def register_exporters() -> list[Exporter]:
    use = "Pour un tableur : une ligne par page, une colonne par renseignement, sans les textes."
    return [
        Exporter(
            "csv", write, write_list, ending=".csv", label="Un tableau (CSV)", use=use,
            bulk=Bulk(empty=1_000, page=650, text=0, pictures=False),
        )
    ]  # fmt: skip
