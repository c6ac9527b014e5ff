"""What every command shares: the data folder, a progress bar, JSON."""

import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.settings import load_settings

if TYPE_CHECKING:
    from app.main import Instance

DataOption = Annotated[
    Path, typer.Option("--data", help="Le dossier du wiki.", envvar="MAILLAGE_DATA")
]
DATA = Path("data")


@contextmanager
def opened(data: Path) -> "Iterator[Instance]":
    # What is read now lives as long as the command: looking for what died takes a tenth of it.
    gc.disable()
    from app.main import instance

    gc.enable()
    with instance(load_settings(data=data)) as one:
        yield one


def say(text: str) -> None:
    typer.echo(text)


def counted(pages: int) -> str:
    return f"{pages} page{'s' if pages > 1 else ''}"


def say_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Tells (name, done, total): a bar on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield _plain
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=total)
            bar.update(tasks[name], completed=done, total=total)

        yield tell


def _plain(name: str, done: int, total: int) -> None:
    sys.stderr.write(f"{name} {done}/{total}\n")
