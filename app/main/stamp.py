"""What pages are drawn with, in one word."""

import os
import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

_PARTS = (".py", ".html", ".po", ".mo", ".json", ".css", ".svg", ".js")


def stamp_of(house: Path, themes: Iterable[Path], plugins: Iterable[str]) -> str:
    """Another one whenever a file of the software or of the theme is; `plugins` are those that
    come from elsewhere, with their versions."""
    seen = blake2b(repr((sys.version, sorted(plugins))).encode(), digest_size=16)
    for folder in (house / "app", house / "plugins", *themes):
        for file in _files(str(folder)):
            found = os.stat(file)
            seen.update(f"{file}\n{found.st_size}\n{found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """In an order that does not change; texts, since paths take several times as long."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (f"{place}/{name}" for name in sorted(names) if name.endswith(_PARTS))
