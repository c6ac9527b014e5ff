"""Where a theme's built files are: style, scripts, icons, font, contours."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

_HASHED = re.compile(r"([a-z]+)\.[0-9a-f]{10}\.([a-z0-9]+)")
SOURCES = ("assets", "assets/css", "assets/js")


class Files:
    """The files of theme folders, the first folder that has one wins.

    Built files have a hash in their name (`static/manifest.json` says which). Where nothing was
    built, the plain names and the sources answer, so that a fresh checkout still has its style.
    """

    def __init__(self, folders: Sequence[Path], url: str = "/-/static/") -> None:
        self.folders = tuple(folders)
        self.url = url

    @cached_property
    def manifest(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for folder in reversed(self.folders):
            file = folder / "static" / "manifest.json"
            if file.is_file():
                names |= json.loads(file.read_text(encoding="utf-8"))
        return names

    @property
    def built(self) -> bool:
        return bool(self.manifest)

    def asset(self, name: str) -> str:
        """The address of a file, by its plain name: `look.css` gives /-/static/look.<hash>.css."""
        return self.url + self.manifest.get(name, name)

    def has(self, name: str) -> bool:
        return name in self.manifest or self.path(name) is not None

    def path(self, name: str) -> Path | None:
        """The file that answers at `/-/static/<name>`, or None: never one outside of the theme."""
        if "/" in name or "\\" in name or name.startswith("."):
            return None
        places = ("static",) if self.built else ("static", *SOURCES)
        found = (f / place / name for f in self.folders for place in places)
        return next((file for file in found if file.is_file()), None) or self._newer(name)

    def _newer(self, name: str) -> Path | None:
        """What replaced a built file since: a page kept by a browser, or a server that was running
        during a build, still gets its style."""
        built = _HASHED.fullmatch(name)
        if not built:
            return None
        found = (
            file for f in self.folders for file in (f / "static").glob(f"{built[1]}.*.{built[2]}")
        )
        return next((file for file in found if _HASHED.fullmatch(file.name)), None)

    @cached_property
    def contours(self) -> dict[str, Any] | None:
        """`map.json`: {viewBox, projection, insets, regions: [{slug, name, path}]}, or None."""
        for folder in self.folders:
            file = folder / "static" / "map.json"
            if file.is_file():
                return json.loads(file.read_text(encoding="utf-8"))
        return None
