"""The file: what `libzim` is handed, in an order that does not change."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py
from libzim.writer import Creator, Hint, IndexData, Item, StringProvider

from app.domain.errors import Refused
from app.domain.kit import Kit, KitMedium
from app.domain.phrase import Phrase
from app.theme.offline.addresses import ABOUT, INDEX
from app.theme.offline.drawing import asset
from app.theme.offline.media import KitMedia
from app.theme.offline.site import Document, KitSite
from plugins.export_zim.describing import languages_of, metadata
from plugins.export_zim.settling import settle
from plugins.export_zim.words import NoWords, PageWords, line

# Progress is kept on the device and quizzes answer; search, map and drafts are the reader's.
SCRIPTS = ("offline.js",)
ILLUSTRATION, MARK = 48, "favicon.svg"
# Indexing on several threads at once numbers pages by who ends first.
_WORKERS = 1
_HTML = "text/html"
_TYPES = {".css": "text/css", ".js": "application/javascript", ".svg": "image/svg+xml"}


def write_zim(kit: Kit, out: Path) -> None:
    """To the file `out`, that is not there. Raises Refused where the library cannot write it."""
    with TemporaryDirectory(dir=out.parent, prefix=".zim-") as folder:
        draft = Path(folder) / "kit.zim"
        with _library_errors():
            _fill(kit, draft)
        settle(draft)
        os.replace(draft, out)


@contextmanager
def _library_errors() -> Iterator[None]:
    """The library tells a full disk, like all else, by an error of its own."""
    try:
        yield
    except RuntimeError as error:
        raise Refused(reason=Phrase("rien n’est écrit : {said}.", said=str(error))) from error


def _fill(kit: Kit, file: Path) -> None:
    media: list[_Entry] = []

    def put(name: str, data: bytes, medium: KitMedium) -> None:
        media.append(_Entry(name, "", medium_type(name, medium), data, front=False))

    site = KitSite(kit, KitMedia(kit, put).file, scripts=SCRIPTS, searches=False)
    creator = Creator(file).config_nbworkers(_WORKERS)
    with creator.config_indexing(True, languages_of(site)[0]) as zim:
        zim.set_mainpath(INDEX)
        zim.add_illustration(ILLUSTRATION, illustration(site))
        for name, value in sorted(metadata(site).items()):
            zim.add_metadata(name, value)
        for name, data in site.assets():
            zim.add_item(_Entry(name, "", _TYPES[Path(name).suffix], data, front=False))
        for document in _documents(site):
            zim.add_item(_document(document, kit))
            while media:
                zim.add_item(media.pop())
        for old, url in sorted(site.survey.old_urls.items()):
            file, there = site.addresses.page(old), site.addresses.page(url)
            zim.add_redirection(file, "", there, {Hint.FRONT_ARTICLE: False})


def _documents(site: KitSite) -> Iterator[Document]:
    yield from site.pages()
    yield from site.screens()


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


def _document(one: Document, kit: Kit) -> "_Entry":
    front = one.page is not None or one.file in (INDEX, ABOUT)
    words = PageWords(one, kit) if one.page else None
    return _Entry(one.file, one.title, _HTML, one.html.encode(), front=front, words=words)


class _Entry(Item):
    def __init__(
        self, path: str, title: str, mimetype: str, data: bytes, *, front: bool,
        words: IndexData | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._path, self._title, self._mimetype = path, line(title), mimetype
        self._data, self._front, self._words = data, front, words or NoWords()

    def get_path(self) -> str:
        return self._path

    def get_title(self) -> str:
        return self._title

    def get_mimetype(self) -> str:
        return self._mimetype

    def get_contentprovider(self) -> StringProvider:
        return StringProvider(self._data)

    def get_indexdata(self) -> IndexData:
        return self._words

    def get_hints(self) -> dict[Hint, int]:
        compresses = self._mimetype.startswith(("text/", "application/javascript", "image/svg"))
        return {Hint.FRONT_ARTICLE: self._front, Hint.COMPRESS: compresses}
