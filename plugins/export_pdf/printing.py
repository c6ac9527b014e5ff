"""HTML to PDF, with nothing fetched but what the book holds."""

import gc
import os
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

from app.domain.errors import Refused
from app.domain.kit import Kit
from app.domain.phrase import Phrase
from app.theme.books import FOLDER, Book, Drawer, document_of, read_book
from app.theme.theme import Theme

OWN = Path(__file__).parent
# What addresses of the book's own files begin with.
OURS = "livre:"
FONT = "text.woff2"
# What the library of fonts asks for a moment: see reproducible-builds.org.
_EPOCH = "SOURCE_DATE_EPOCH"
_ONE_AT_A_TIME = threading.Lock()
Finish = Callable[[Any, Any], None]


@cache
def engine() -> ModuleType:
    """The library. Raises Refused where it, or what it needs of the system, is not there."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise Refused(
            reason=Phrase(
                "ce serveur ne sait pas écrire de PDF. Rien n’est perdu : prenez le livre EPUB, ou "
                "demandez qu’on y installe « maillage[pdf] » et Pango."
            )
        ) from error
    return weasyprint


@dataclass(frozen=True, slots=True)
class Press:
    """What one PDF is made with: the book, what draws it, the files that it may show by name."""

    book: Book
    drawer: Drawer
    files: dict[str, bytes]
    styles: dict[tuple[str, ...], tuple[Any, Any]] = field(default_factory=dict)

    def render(self, name: str, **values: object) -> str:
        """What `pdf/<name>.html` gives."""
        return self.drawer.theme.render(
            f"pdf/{name}.html", self.book, lang=self.drawer.lang, **values
        )

    def style(self, names: Sequence[str], fetcher: Any) -> tuple[Any, Any]:
        """Our stylesheets of those names, with the fonts that they name: read once, however often
        something is laid out to see whether it has room."""
        key = tuple(names)
        if key not in self.styles:
            weasyprint = engine()
            fonts = weasyprint.text.fonts.FontConfiguration()
            text = "\n".join((OWN / f"{name}.css").read_text(encoding="utf-8") for name in names)
            sheet = weasyprint.CSS(
                string=text, url_fetcher=fetcher, base_url=OURS, font_config=fonts
            )
            self.styles[key] = sheet, fonts
        return self.styles[key]


def press_of(kit: Kit) -> Press:
    engine()
    theme = Theme([OWN, FOLDER, *kit.themes])
    book = read_book(kit, lambda text: theme.say(text, lang=kit.choice.lang))
    files = {}
    font = theme.files.path(theme.files.manifest.get(FONT, FONT))
    if font is not None:
        files[FONT] = font.read_bytes()
    return Press(book, Drawer(book, theme), files)


def printed(
    press: Press,
    html: str,
    styles: Sequence[str],
    *,
    tagged: bool = True,
    finish: Finish | None = None,
) -> bytes:
    """The PDF of that HTML: the same bytes for the same book, no clock, no chance.

    `styles` are names of our stylesheets. `finish(document, pdf)` may change what is written.
    """

    def finished(document: Any, pdf: Any) -> None:
        if finish:
            finish(document, pdf)
        _pack(pdf)

    with _alone(press), _pages_known():
        written: bytes = _laid_out(press, html, styles).write_pdf(
            pdf_identifier=press.book.identifier.encode(),
            finisher=finished,
            pdf_variant="pdf/ua-1" if tagged else None,
        )
    return written


def sheets_of(press: Press, html: str, styles: Sequence[str]) -> int:
    """How many sheets that HTML takes."""
    with _alone(press):
        return len(_laid_out(press, html, styles).pages)


def _laid_out(press: Press, html: str, styles: Sequence[str]) -> Any:
    fetcher = _fetcher(press.files)
    sheet, fonts = press.style(styles, fetcher)
    read = _reading()(document_of(html), fetcher)
    return read.render(stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/ua-1")


@cache
def _reading() -> Any:
    weasyprint = engine()
    import cssselect2

    class Read(weasyprint.HTML):  # type: ignore[misc, name-defined]
        """A document that was read already."""

        def __init__(self, tree: Element, fetcher: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = OURS, fetcher, "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(
                tree, content_language=None
            )
            self.etree_element = self.wrapper_element.etree_element

    return Read


def _pack(pdf: Any) -> None:
    """Packs what is drawn. The library would do so twice, once more for the file's number, each
    time as hard as it can, which takes twice as long and gives a hundredth."""
    import pydyf

    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.compress:
            extra, one.extra, one.compress = one.extra, {}, False
            plain = one.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            one.extra = {**extra, "Filter": "/FlateDecode"}
            one.stream = [zlib.compress(plain)]


@contextmanager
def _alone(press: Press) -> Iterator[None]:
    """Letters are embedded as fonts that bear a date: the book's, in place of the clock's.

    Boxes of the whole book live until it is written: looking for dead ones among them again and
    again takes an eighth of the time, so that is put off until they are gone.
    """
    with _ONE_AT_A_TIME:
        before, collects = os.environ.get(_EPOCH), gc.isenabled()
        os.environ[_EPOCH] = str(int(press.book.kit.at.timestamp()))
        gc.disable()
        try:
            yield
        finally:
            if collects:
                gc.enable()
            os.environ.pop(_EPOCH, None)
            if before is not None:
                os.environ[_EPOCH] = before


@contextmanager
def _pages_known() -> Iterator[None]:
    """The library makes the list of all pages again for each element that it tags, in a time that
    grows as the square of the book: here it is made once for as many pages as there are."""
    import pydyf

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
        pydyf.PDF.page_references = plain


def _fetcher(files: dict[str, bytes]) -> Any:
    weasyprint = engine()
    response = weasyprint.urls.URLFetcherResponse

    class OnlyOurs(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]
        """Gives the book's own files; whatever else is asked for is not there."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ARG002 (the library's signature)
            data = files.get(url.removeprefix(OURS))
            if data is None:
                raise ValueError(f"not in the book: {url[:80]}")
            return response(url, data)

    return OnlyOurs()
