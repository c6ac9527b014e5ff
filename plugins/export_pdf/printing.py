"""HTML to PDF, with nothing fetched but what the book holds."""

import gc
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from app.domain.errors import Refused
from app.domain.kit import Kit
from app.domain.phrase import Phrase
from app.theme.books import FOLDER, Book, Drawer, read_book, xml_of
from app.theme.theme import Theme

OWN = Path(__file__).parent
# What addresses of the book's own files begin with, in its stylesheets too.
OURS = "livre:"
FONT = "text.woff2"
# What the library of fonts asks for a moment: see reproducible-builds.org.
EPOCH = "SOURCE_DATE_EPOCH"
_ONE_AT_A_TIME = threading.Lock()
_SHARED, _ASKED = re.compile(r"--(line|soft): ([^;]+);"), re.compile(r"var\(--(line|soft)\)")
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
    layouts: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def render(self, name: str, **values: object) -> str:
        """What `pdf/<name>.html` gives."""
        return self.drawer.theme.render(
            f"pdf/{name}.html", self.book, lang=self.drawer.lang, **values
        )

    def layout(self, names: Sequence[str]) -> Any:
        """What lays out with our stylesheets of those names: they and the fonts that they name are
        read once, however often something is laid out to see whether it has room."""
        from plugins.export_pdf.layout import Layout

        key = tuple(names)
        if key not in self.layouts:
            self.layouts[key] = Layout(css_of(names), self.files)
        return self.layouts[key]


def css_of(names: Sequence[str]) -> str:
    """Our stylesheets of those names, one after the other. Colours that all pages share are written
    out: the library would work out each anew for each element."""
    css = "\n".join((OWN / f"{name}.css").read_text(encoding="utf-8") for name in names)
    colours = dict(_SHARED.findall(css))
    return _ASKED.sub(lambda asked: colours[asked[1]], css)


def press_of(kit: Kit) -> Press:
    """Raises Refused where the choice has no page."""
    theme = Theme([OWN, FOLDER, *kit.themes], compiled=kit.compiled)
    book = read_book(kit, lambda text: theme.say(text, lang=kit.choice.lang))
    files = {}
    font = theme.files.path(theme.files.manifest.get(FONT, FONT))
    if font is not None:
        files[FONT] = font.read_bytes()
    return Press(book, Drawer(book, theme), files)


def printed(
    press: Press,
    xml: bytes,
    styles: Sequence[str],
    *,
    tagged: bool = True,
    finish: Finish | None = None,
) -> bytes:
    """The PDF of that document: the same bytes for the same book, no clock, no chance.

    `styles` are names of our stylesheets. `finish(document, pdf)` may change what is written.
    """
    from plugins.export_pdf.layout import pack, writing

    def finished(document: Any, pdf: Any) -> None:
        if finish:
            finish(document, pdf)
        pack(pdf)

    engine()
    with alone(press), writing():
        written: bytes = (
            press.layout(styles)
            .laid_out(xml)
            .write_pdf(
                pdf_identifier=press.book.identifier.encode(),
                finisher=finished,
                pdf_variant="pdf/ua-1" if tagged else None,
            )
        )
    return written


def sheets_of(press: Press, html: str, styles: Sequence[str]) -> int:
    """How many sheets that HTML takes."""
    engine()
    with alone(press):
        return len(press.layout(styles).laid_out(xml_of(html)).pages)


@contextmanager
def alone(press: Press) -> Iterator[None]:
    """Letters are embedded as fonts that bear a date: the book's, in place of the clock's."""
    with _ONE_AT_A_TIME, uncollected():
        before = os.environ.get(EPOCH)
        os.environ[EPOCH] = epoch(press.book.kit)
        try:
            yield
        finally:
            os.environ.pop(EPOCH, None)
            if before is not None:
                os.environ[EPOCH] = before


@contextmanager
def uncollected() -> Iterator[None]:
    """Boxes of the whole book live until it is written: looking for dead ones among them again and
    again takes an eighth of the time, so that is put off until they are gone."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def epoch(kit: Kit) -> str:
    return str(int(kit.at.timestamp()))
