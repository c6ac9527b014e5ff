"""Documents laid out by the library, with nothing fetched but what a book holds.

Nothing of the wiki is imported here: another process that helps begins with this alone.
"""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import fromstring

import cssselect2
import pydyf
import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from plugins.export_pdf.quicker import for_books

# As `printing` has it.
OURS = "livre:"
_STREAM = pydyf.Stream


class OnlyOurs(URLFetcher):  # type: ignore[misc]
    """Gives the book's own files; whatever else is asked for is not there."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        super().__init__()
        self._files = files

    def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 (the library's signature)
        data = self._files.get(url.removeprefix(OURS))
        if data is None:
            raise ValueError(f"not in the book: {url[:80]}")
        return URLFetcherResponse(url, data)


class Read(weasyprint.HTML):  # type: ignore[misc]
    """A document that was read already, as XML."""

    def __init__(self, xml: bytes, fetcher: OnlyOurs) -> None:
        self.base_url, self.url_fetcher, self.media_type = OURS, fetcher, "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
            fromstring(xml),
            content_language=None,
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [for_books(sheet) for sheet in super()._ua_stylesheets(forms)]


class Layout:
    """Stylesheets and fonts, read once however much is laid out with them; `files` may grow."""

    def __init__(self, css: str, files: Mapping[str, bytes]) -> None:
        self.fetcher = OnlyOurs(files)
        self.fonts = FontConfiguration()
        self.sheet = weasyprint.CSS(
            string=css, url_fetcher=self.fetcher, base_url=OURS, font_config=self.fonts
        )

    def read(self, xml: bytes) -> Read:
        return Read(xml, self.fetcher)

    def laid_out(self, xml: bytes) -> Any:
        """The library's document, all of whose pages are laid out."""
        return self.read(xml).render(
            stylesheets=[self.sheet], font_config=self.fonts, pdf_variant="pdf/ua-1"
        )


class Said(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are written: the library would write each twice, once more for the
    file's number. `drawn` is what follows in a stream."""

    def __init__(self, said: bytes, drawn: bytes | None = None) -> None:
        super().__init__()
        self._bytes = said if drawn is None else said + b"\nstream\n" + drawn
        self._plain = drawn is None

    @property
    def data(self) -> bytes:
        return self._bytes

    @property
    def compressible(self) -> bool:
        return self._plain


def pack(pdf: Any) -> None:
    """Packs what is drawn, and writes what is there once, the last thing before the file. The
    library packs twice, each time as hard as it can, which takes long and gives a hundredth."""
    for number, one in enumerate(pdf.objects):
        if one.free != "f" and not isinstance(one, Said):
            pdf.objects[number] = _written(one)
            pdf.objects[number].number = number
    pydyf.Stream = _Once


def _written(one: Any) -> Said:
    if not isinstance(one, _STREAM):
        return Said(one.data)
    if one.compress:
        extra, one.extra, one.compress = one.extra, {}, False
        plain = one.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
        one.extra = {**extra, "Filter": "/FlateDecode"}
        one.stream = [zlib.compress(plain)]
    said, _, drawn = one.data.partition(b"\nstream\n")
    return Said(said, drawn)


class _Once(_STREAM):  # type: ignore[misc]
    """The stream of all small objects, packed once and not as hard as can be."""

    def __init__(self, stream: Any = None, extra: Any = None, compress: bool = False) -> None:
        if compress:
            packed = zlib.compress(b"\n".join(map(_bytes, stream)))
            stream, extra = [packed], {**(extra or {}), "Filter": "/FlateDecode"}
        super().__init__(stream, extra)


def _bytes(one: bytes | str) -> bytes:
    return one if isinstance(one, bytes) else one.encode("ascii")


@contextmanager
def writing() -> Iterator[None]:
    """What the library does again and again while it writes is done once: see `pack`.

    It makes the list of all pages again for each element that it tags, in a time that grows as the
    square of the book: here it is made once for as many pages as there are."""
    plain = pydyf.PDF.page_references
    known: dict[tuple[int, int], Any] = {}

    def references(pdf: Any) -> Any:
        key = id(pdf), len(pdf.pages["Kids"])
        if key not in known:
            known[key] = plain.fget(pdf)
        return known[key]

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references, pydyf.Stream = plain, _STREAM
