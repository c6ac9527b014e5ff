"""`kit`: copies to carry away, once they are there."""

from pathlib import Path
from typing import Annotated

import typer

from app.actions.lay_over import lay_over
from app.cli.common import say

kit = typer.Typer(name="kit", help="Tenir à jour les copies emportées.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(kit)


@kit.callback()
def kits() -> None:
    """Tenir à jour les copies emportées."""


@kit.command()
def apply(
    copy: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="La copie.")],
    delta: Annotated[Path, typer.Argument(exists=True, help="Ce qui a changé depuis.")],
) -> None:
    """Mettre une copie à jour avec ce qui a changé depuis qu’elle est faite."""
    done = lay_over(copy, delta)
    say(f"{done.written} fichiers posés, {done.removed} retirés.")
