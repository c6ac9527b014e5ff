"""Way out: the selection to be printed: page by page, as a booklet, a poster, cards."""

from pathlib import Path

from app.domain.exchange import Exporter
from app.domain.kit import Bulk, Kit
from app.hooks import hookimpl

FORMS = (
    ("page", "Page par page (A4)"),
    ("booklet", "Livret à plier (A5)"),
    ("poster", "Affiche d’une méthode (A3)"),
    ("cards", "Cartes à découper"),
)


def write_kit(kit: Kit, out: Path) -> None:
    """To the file `out`.

    Raises Refused where nothing is to be printed, where it is too much for one file, where the
    library is not there.
    """
    # A command that prints nothing has no use for the theme, nor for the library.
    from plugins.export_pdf.forms import WRITERS

    out.write_bytes(WRITERS[kit.choice.form or FORMS[0][0]](kit))


@hookimpl
def register_exporters() -> list[Exporter]:
    return [
        Exporter(
            "pdf",
            write_kit=write_kit,
            ending=".pdf",
            label="À imprimer (PDF)",
            forms=FORMS,
            use="Page par page, livret à plier, affiche d’une méthode, cartes à découper.",
            rank=30,
            bulk=Bulk(empty=80_000, page=6_000, text=1.5),
        )
    ]
