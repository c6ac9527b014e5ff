"""Exporters of nothing but words, for tests of what is made in the background."""

from collections.abc import Callable
from pathlib import Path

from app.domain.exchange import Exporter
from app.domain.kit import Kit


def sheet(kit: Kit, out: Path) -> None:
    """A file of titles."""
    titles = [page.row.title for page in kit.pages()]
    out.write_text("\n".join([kit.revision, kit.choice.pictures, *titles]), "utf-8")


def folder(kit: Kit, out: Path) -> None:
    """A file for each page."""
    (out / "pages").mkdir(parents=True)
    for page in kit.pages():
        (out / "pages" / f"{page.row.path.slug}.txt").write_text(page.text, "utf-8")


def exporter(
    name: str = "feuille", write: Callable[[Kit, Path], None] = sheet, *, ending: str = ".txt",
    label: str = "Une feuille",
) -> Exporter:  # fmt: skip
    return Exporter(
        name, write_kit=write, ending=ending, label=label, use="Pour lire les titres.",
        forms=(("simple", "Titres"), ("longue", "Titres et numéros")),
    )  # fmt: skip
