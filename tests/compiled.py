"""The theme's templates, compiled once for a test process: each wiki that it serves would take most
of a second of its own for them."""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from app.theme import Theme


def with_templates(data: Path) -> None:
    """Put what a server of the default theme would compile into the folder of an instance."""
    into = data / "cache"
    into.mkdir(exist_ok=True)
    for file in _compiled():
        if not (into / file.name).exists():
            os.link(file, into / file.name)


@cache
def _compiled() -> tuple[Path, ...]:
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    theme = Theme(cache_folder=folder)
    environment = theme.environment("fr")
    for name in environment.list_templates(extensions=["html", "xml", "txt", "svg"]):
        environment.get_template(name)
    return tuple(folder.iterdir())
