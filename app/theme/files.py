"""Where a theme's files are: style, scripts, icons, font, contours."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

_HASHED = re.compile(r"([a-z-]+)\.[0-9a-f]{10}\.([a-z0-9]+)")
SOURCES = ("assets", "assets/css", "assets/js")
MANIFEST = "static/manifest.json"


class Files:
    """The files of theme folders, the first folder that has one wins.

    Built files have a hash in their name (`static/manifest.json` says which). In a folder where
    nothing was built, the plain names and the sources answer: a fresh checkout still has its style,
    and a theme needs no build.
    """

    def __init__(self, folders: Sequence[Path], url: str = "/-/static/") -> None:
        self.folders = tuple(folders)
        self.url = url

    @cached_property
    def manifest(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for folder in reversed(self.folders):
            names |= _manifest(folder)
        return names

    @property
    def built(self) -> bool:
        return bool(self.manifest)

    def asset(self, name: str) -> str:
        """The address of a file, by its plain name: `look.css` gives /-/static/look.<hash>.css."""
        if name not in self._addresses:
            self._addresses[name] = self.url + self._named(name)
        return self._addresses[name]

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {}

    @cached_property
    def _there(self) -> dict[str, bool]:
        return {}

    def _named(self, name: str) -> str:
        """With the hash of the first folder that has it; the plain name where none was built."""
        for folder in self.folders:
            if built := _manifest(folder).get(name):
                return built
            file = self.built and next(_plain(folder, name), None)
            if file:
                stem, _, ending = name.partition(".")
                return f"{stem}.{_hash(file, file.stat().st_mtime_ns)}.{ending}"
        return name

    def has(self, name: str) -> bool:
        if name not in self._there:
            self._there[name] = name in self.manifest or self.path(name) is not None
        return self._there[name]

    def path(self, name: str) -> Path | None:
        """The file that answers at `/-/static/<name>`, or None: never one outside of the theme."""
        if "/" in name or "\\" in name or name.startswith("."):
            return None
        found = (file for folder in self.folders for file in _plain(folder, name))
        return next(found, None) or self._newer(name)

    def _newer(self, name: str) -> Path | None:
        """The file of a name with a hash: that of a folder that is not built, or what replaced a
        built one since, so that a page kept by a browser still gets its style."""
        hashed = _HASHED.fullmatch(name)
        if not hashed:
            return None
        plain = f"{hashed[1]}.{hashed[2]}"
        for folder in self.folders:
            built = (folder / "static").glob(f"{hashed[1]}.*.{hashed[2]}")
            found = [*_plain(folder, plain), *(f for f in built if _HASHED.fullmatch(f.name))]
            if found:
                return found[0]
        return None

    @cached_property
    def contours(self) -> dict[str, Any] | None:
        """`map.json`: {viewBox, projection, insets, regions: [{slug, name, path}]}, or None."""
        for folder in self.folders:
            file = folder / "static" / "map.json"
            if file.is_file():
                return json.loads(file.read_text(encoding="utf-8"))
        return None


def _manifest(folder: Path) -> dict[str, str]:
    file = folder / MANIFEST
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else {}


def _plain(folder: Path, name: str) -> Iterator[Path]:
    """The file of that very name: built, or a source where the folder is not."""
    places = ("static",) if (folder / MANIFEST).is_file() else ("static", *SOURCES)
    for place in places:
        if (file := folder / place / name).is_file():
            yield file


@lru_cache(maxsize=64)
def _hash(file: Path, _changed_at: int) -> str:
    return sha256(file.read_bytes()).hexdigest()[:10]
