"""What pages are drawn with, in one word."""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

_PARTS = (".py", ".html", ".po", ".mo", ".json", ".css", ".svg", ".js")


def stamp_of(house: Path, themes: Iterable[Path], plugins: Iterable[str]) -> str:
    """Another one whenever a file of the software or of the theme is; `plugins` are those that
    come from elsewhere, with their versions."""
    said = (sys.version, sorted(plugins), _software(house), [_files_of(one) for one in themes])
    return blake2b(repr(said).encode(), digest_size=16).hexdigest()


@cache
def _software(house: Path) -> str:
    """Looked at once: a process goes on with what it has read."""
    return _files_of(house / "app") + _files_of(house / "plugins")


def _files_of(folder: Path) -> str:
    seen = blake2b(digest_size=16)
    for file in _walked(str(folder)):
        found = os.stat(file)
        seen.update(f"{file}\n{found.st_size}\n{found.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _walked(folder: str) -> Iterator[str]:
    """In an order that does not change; texts, since paths take several times as long."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (f"{place}/{name}" for name in sorted(names) if name.endswith(_PARTS))
