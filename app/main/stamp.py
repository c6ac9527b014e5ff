"""What pages are drawn with, in one word."""

import sys
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from os import stat_result
from pathlib import Path

_PARTS = (".py", ".html", ".po", ".mo", ".json", ".css", ".svg", ".js")


def stamp_of(house: Path, themes: Iterable[Path], plugins: Iterable[str]) -> str:
    """Another one whenever a file of the software or of the theme is; `plugins` are those that
    come from elsewhere, with their versions."""
    seen = blake2b(repr((sys.version, sorted(plugins))).encode(), digest_size=16)
    for folder in (house / "app", house / "plugins", *themes):
        for file, stat in _files(folder):
            seen.update(f"{file}\n{stat.st_size}\n{stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _files(folder: Path) -> Iterator[tuple[Path, stat_result]]:
    for file in sorted(folder.rglob("*")):
        if file.suffix in _PARTS:
            yield file, file.stat()
