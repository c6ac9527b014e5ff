"""Every search engine of the house, by name: each passes the same tests (see `conftest`)."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.finding.synonyms import AskGroups, no_groups
from app.engines.search_whoosh import WhooshIndex
from app.engines.searching import SearchProjection
from app.ports import FullText, Renderer
from app.ports.pages import MirrorProjection, Projection, Search
from plugins.search_tantivy.engine import TantivyIndex


class Engine(Projection, MirrorProjection, Search, Protocol):
    """What a wiki takes for its search."""


class Make(Protocol):
    """Opens an engine over a folder, which may hold its index already."""

    def __call__(
        self,
        folder: Path,
        renderer: Renderer,
        *,
        synonyms: AskGroups = no_groups,
        host: str = "",
    ) -> Engine: ...


def _over(index: Callable[[Path, AskGroups], FullText]) -> Make:
    def make(
        folder: Path, renderer: Renderer, *, synonyms: AskGroups = no_groups, host: str = ""
    ) -> Engine:
        return SearchProjection(index(folder, synonyms), renderer, host=host)

    return make


whoosh = _over(WhooshIndex)
tantivy = _over(TantivyIndex)
ENGINES: dict[str, Make] = {"whoosh": whoosh, "tantivy": tantivy}


def damage(folder: Path, harm: str) -> None:
    """Every file of the index emptied, cut in half or removed."""
    for file in [one for one in folder.rglob("*") if one.is_file()]:
        harm_file(file, harm)


def harm_file(file: Path, harm: str) -> None:
    data = file.read_bytes()
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(b"" if harm == "emptied" else data[: len(data) // 2])
