"""A file being written by `libzim`: what it is handed, one after the other."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from shutil import disk_usage
from threading import Semaphore
from typing import NamedTuple

from libzim.writer import Compression, Creator, Hint, Item, StringProvider

from app.theme.offline.contents import Screen
from app.theme.offline.drawing import Drawer
from app.theme.offline.sharing import Layout, Sheet, lay_out
from plugins.export_zim.packing import TEXTS, pack
from plugins.export_zim.settling import settle
from plugins.export_zim.words import NOTHING, FoundBy, Words

ILLUSTRATION = 48
HTML = "text/html"
# Indexing on several threads at once numbers pages by who ends first.
_WORKERS = 1
# Entries that wait to be indexed. The library takes ten; whoever then hands it one more asks
# thousands of times a second whether there is room.
_AHEAD = 8
# What the library may hold of its index before it writes it.
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. `language` (ISO 639-3) is that of the index, `main` the entry
    that opens first, `illustration` a PNG of `ILLUSTRATION` pixels a side."""

    main: str
    language: str
    illustration: bytes
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A finished file, and what finds it. `front`: readers suggest it by its title, one line."""

    path: str
    title: str
    mimetype: str
    data: bytes
    front: bool = False
    words: Words = NOTHING


class PageEntry(NamedTuple):
    """A document that is not laid out yet, and what finds it."""

    sheet: Sheet | Screen
    title: str
    front: bool = True
    words: Words = NOTHING

    def laid_out(self, drawer: Drawer) -> Entry:
        html = lay_out(drawer, self.sheet)
        return Entry(self.sheet.file, self.title, HTML, html, self.front, self.words)


@dataclass(frozen=True, slots=True)
class Redirect:
    """From a former address."""

    path: str
    target: str


# The layout comes before the first page.
Parcel = Entry | PageEntry | Redirect | Layout


class ZimDraft:
    """Writes `file`, that is there once it has come to its `end`; drafts stand beside it."""

    def __init__(self, file: Path, about: About) -> None:
        self._file, self._draft = file, file.with_suffix(".draft")
        self._drawer: Drawer | None = None
        self._ahead = Semaphore(_AHEAD)
        # The library packs as tightly as can be, which takes longer than all else together.
        creator = Creator(self._draft).config_nbworkers(_WORKERS)
        creator = creator.config_compression(Compression.none)
        self._zim = creator.config_indexing(True, about.language)
        self._zim.set_mainpath(about.main)
        self._zim.__enter__()
        self._zim.add_illustration(ILLUSTRATION, about.illustration)
        for name, value in sorted(about.metadata.items()):
            self._zim.add_metadata(name, value)

    def add(self, parcels: Iterable[Parcel]) -> None:
        """Raises OSError while there is room left: the library could not tell a full disk."""
        self._require(_SPARE_BYTES)
        for one in parcels:
            if isinstance(one, Layout):
                self._drawer = one.drawer()
            elif isinstance(one, Redirect):
                self._zim.add_redirection(one.path, "", one.target, {Hint.FRONT_ARTICLE: False})
            elif isinstance(one, Entry):
                self._put(one)
            else:
                assert self._drawer is not None
                self._put(one.laid_out(self._drawer))

    def _put(self, entry: Entry) -> None:
        self._ahead.acquire()
        self._zim.add_item(_Item(entry, self._ahead.release))

    def _require(self, size_bytes: int) -> None:
        if disk_usage(self._file.parent).free < size_bytes:
            raise OSError(ENOSPC, os.strerror(ENOSPC))

    def end(self) -> None:
        # The indexes beside the draft are written into it, packed.
        beside = sum(one.stat().st_size for one in self._file.parent.rglob("*") if one.is_file())
        self._require(_SPARE_BYTES + beside)
        self._zim.__exit__(None, None, None)
        packed = self._file.with_suffix(".packed")
        pack(self._draft, packed)
        self._draft.unlink()
        settle(packed)
        packed.rename(self._file)


class _Item(Item):
    def __init__(self, entry: Entry, taken: Callable[[], None]) -> None:
        super().__init__()
        self._entry, self._taken = entry, taken

    def get_path(self) -> str:
        return self._entry.path

    def get_title(self) -> str:
        return self._entry.title

    def get_mimetype(self) -> str:
        return self._entry.mimetype

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._entry.data)

    def get_indexdata(self) -> FoundBy:
        return FoundBy(self._entry.words, self._taken)

    def get_hints(self) -> dict[Hint, int]:
        packed = self._entry.mimetype.startswith(TEXTS)
        return {Hint.FRONT_ARTICLE: self._entry.front, Hint.COMPRESS: packed}
