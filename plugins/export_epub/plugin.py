"""Way out: the selection as an EPUB 3 book."""

from pathlib import Path

from app.domain.exchange import Exporter
from app.domain.kit import Bulk, Kit
from app.hooks import hookimpl

FORMS = (("book", "Un livre"),)


def write_kit(kit: Kit, out: Path) -> None:
    """To the file `out`. Raises Refused where nothing is to be read."""
    # A command that writes no book has no use for the theme.
    from plugins.export_epub.writing import write_book

    write_book(kit, out)


USE = (
    "Pour une liseuse, une tablette ou un téléphone : les pages à la suite, avec un sommaire, des "
    "notes et un index."
)


@hookimpl
def register_exporters() -> list[Exporter]:
    return [
        Exporter(
            "epub",
            write_kit=write_kit,
            ending=".epub",
            label="Livre numérique (EPUB)",
            forms=FORMS,
            use=USE,
            rank=20,
            bulk=Bulk(empty=10_000, page=900, text=0.6),
        )
    ]
