"""What crosses the door in bulk: drafts on the way in, open pages on the way out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.domain.media import MediumName
from app.domain.page_path import PagePath
from app.domain.rows import PageRow


@dataclass(frozen=True, slots=True)
class Draft:
    """A page that an importer found. It never writes: it yields these."""

    path: PagePath
    text: str


@dataclass(frozen=True, slots=True)
class MediumDraft:
    """A medium that an importer found, with its sidecar as YAML."""

    data: bytes
    sidecar: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something of the source that is not taken: which, and why, in one sentence."""

    what: str
    why: str


Found = Draft | MediumDraft | Unreadable


@dataclass(frozen=True, slots=True)
class Importer:
    """A way in. `read(source)` yields what it finds, in a stable order, and never writes."""

    name: str
    read: Callable[[Path], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class ExportedMedium:
    name: MediumName
    data: bytes
    sidecar: bytes


@dataclass(frozen=True, slots=True)
class Exporter:
    """A way out. `write(pages, media, out)` turns values into files and never reads the store,
    so that it cannot leak what the selection left out."""

    name: str
    write: Callable[[Iterable[PageRow], Iterable[ExportedMedium], Path], None]
