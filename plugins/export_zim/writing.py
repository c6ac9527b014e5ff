"""The file: what `libzim` is handed, in an order that does not change."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py

from app.domain.batches import batched
from app.domain.errors import Refused
from app.domain.kit import Kit, KitMedium, KitPage
from app.domain.phrase import Phrase
from app.theme.offline.addresses import ABOUT, INDEX
from app.theme.offline.contents import Screen
from app.theme.offline.drawing import asset
from app.theme.offline.media import KitMedia
from app.theme.offline.sharing import BATCH, Layout, sheet_of
from app.theme.offline.site import KitSite
from plugins.export_zim.beside import Beside
from plugins.export_zim.describing import languages_of, metadata
from plugins.export_zim.entries import (
    ILLUSTRATION,
    About,
    Entry,
    PageEntry,
    Parcel,
    Redirect,
)
from plugins.export_zim.words import line, words_of

# Progress is kept on the device and quizzes answer; search, map and drafts are the reader's.
SCRIPTS = ("offline.js",)
MARK = "favicon.svg"
_TYPES = {".css": "text/css", ".js": "application/javascript", ".svg": "image/svg+xml"}


def write_zim(kit: Kit, out: Path) -> None:
    """To the file `out`, that is not there. Raises Refused where the library cannot write it."""
    with TemporaryDirectory(dir=out.parent, prefix=".zim-") as folder:
        whole = Path(folder) / "whole.zim"
        with _library_errors():
            _fill(_Content(kit), whole)
        os.replace(whole, out)


@contextmanager
def _library_errors() -> Iterator[None]:
    """The library tells a full disk, like all else, by an error of its own."""
    try:
        yield
    except RuntimeError as error:
        raise Refused(reason=Phrase("rien n’est écrit : {said}.", said=str(error))) from error


class _Content:
    """All that is in the file, in order."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        self._files: dict[str, str | None] = {}
        self.site = KitSite(kit, self._files.get, scripts=SCRIPTS, searches=False)

    def about(self) -> About:
        site = self.site
        return About(INDEX, languages_of(site)[0], illustration(site), metadata(site))

    def batches(self) -> Iterator[list[Parcel]]:
        """Media first, one by one: pages are told where each stands, and they may be heavy."""
        yield from batched(self._media(), 1)
        yield [Layout.of(self.site, self._files)]
        yield from batched(self._others(), BATCH)

    def _media(self) -> Iterator[Entry]:
        new: list[Entry] = []

        def put(file: str, data: bytes, medium: KitMedium) -> None:
            new.append(Entry(file, "", medium_type(file, medium), data))

        media = KitMedia(self.kit, put)
        for url in self.site.survey.media:
            self._files[url] = media.file(url)
            while new:
                yield new.pop()

    def _others(self) -> Iterator[Parcel]:
        for name, data in self.site.assets():
            yield Entry(name, "", _TYPES[Path(name).suffix], data)
        yield from map(self._page, self.kit.pages())
        yield from map(self._screen, self.site.screens())
        page = self.site.addresses.page
        for old, url in sorted(self.site.survey.old_urls.items()):
            yield Redirect(page(old), page(url))

    def _page(self, page: KitPage) -> PageEntry:
        file = self.site.addresses.page(page.url)
        words = words_of(page, file, label=self.kit.label)
        return PageEntry(sheet_of(page, file), line(page.row.title), words=words)

    def _screen(self, one: Screen) -> PageEntry:
        return PageEntry(one, line(self.site.title_of(one)), front=one.file in (INDEX, ABOUT))

    def laid_out(self, batch: list[Parcel]) -> list[Parcel]:
        """The same, laid out here: where the process that writes has enough to do."""
        drawer = self.site.drawer
        return [one.laid_out(drawer) if isinstance(one, PageEntry) else one for one in batch]


def _fill(content: _Content, whole: Path) -> None:
    with closing(Beside(whole, content.about())) as other:
        for batch in content.batches():
            other.put(batch, content.laid_out)
        other.end()


def illustration(site: KitSite) -> bytes:
    """The theme's own mark, as a PNG."""
    drawing = (asset(site.theme, MARK) or b"").decode()
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing, width=ILLUSTRATION, height=ILLUSTRATION, skip_system_fonts=True
        )
    )


def medium_type(file: str, medium: KitMedium) -> str:
    """A lighter copy is of another type than what it was made of."""
    return "image/webp" if file.endswith(".webp") else medium.name.content_type
