"""A book laid out in shares, by this process and by another one.

The first chapters are handed over as soon as they are drawn; what is left is parted by its length
once all is drawn. Who is done first changes nothing: shares are cut by the book alone.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import accumulate
from typing import Any

from app.domain.errors import Refused
from app.domain.kit import Kit
from app.theme.books import Sheet, light_xml
from plugins.export_pdf.beside import Beside
from plugins.export_pdf.hand import Hand
from plugins.export_pdf.printing import EPOCH, Press, alone, engine, epoch

# Fewer pages are laid out sooner than another process begins.
FEWEST = 6
# Of the chapters, what is handed over before the others are drawn; of the book, what is in the end.
EARLY, OTHERS = 0.15, 0.6
# As often as numbers may change the length of a share, and that the numbers.
_ROUNDS = 4
# `render(sheets, contents)` gives HTML: of the front of the book, that lists `contents`, or of
# sheets of it.
Render = Callable[..., str]


@contextmanager
def helping(kit: Kit, css: str) -> Iterator[Beside | None]:
    """Another process, that reads the library while this one reads the theme; None where there is
    too little to do."""
    if kit.count < FEWEST:
        yield None
        return
    with closing(Beside(css, {EPOCH: epoch(kit)})) as other:
        yield other


class Shares:
    def __init__(self, press: Press, css: str, render: Render, other: Beside | None) -> None:
        self._press, self._render, self._other = press, render, other
        self._own = Hand(css)
        self._told: set[str] = set()

    def printed(self, sheets: Iterable[Sheet]) -> bytes:
        """The PDF: the same bytes for the same book."""
        drawn, given = self._handed(sheets, round(self._press.book.kit.count * EARLY))
        cut = self._cut(drawn, given) if self._other else 0
        if cut > given:
            self._hand_over(drawn[given:cut])
        if not cut:
            self._other = None
        engine()
        from plugins.export_pdf.quicker import quickly

        with alone(self._press), quickly():
            self._lay(self._render([], contents=drawn))
            if drawn[cut:]:
                self._lay(self._render(drawn[cut:], contents=None))
            return self._written()

    def _handed(self, sheets: Iterable[Sheet], early: int) -> tuple[list[Sheet], int]:
        """All sheets, drawn, and how many of them are with the other process by now."""
        drawn: list[Sheet] = []
        given = chapters = 0
        for sheet in sheets:
            if self._other and not given and chapters >= early and _begins(drawn, sheet):
                self._hand_over(drawn)
                given = len(drawn)
            chapters += sheet.kind == "chapter"
            drawn.append(sheet)
        return drawn, given

    def _hand_over(self, sheets: Sequence[Sheet]) -> None:
        files = {name: data for name, data in self._press.files.items() if name not in self._told}
        self._told |= {*files}
        assert self._other is not None
        try:
            self._other.ask("lay", light_xml(self._render(sheets, contents=None)), files)
        except Refused:
            # It may be gone because there is no library, and that is told in other words.
            engine()
            raise

    def _lay(self, html: str) -> None:
        self._own.lay(light_xml(html), self._press.files)

    def _cut(self, drawn: Sequence[Sheet], given: int) -> int:
        """How many sheets the other process lays out in all."""
        lengths = list(accumulate((len(sheet.html) for sheet in drawn), initial=0))
        wanted = lengths[-1] * OTHERS
        places = [n for n in range(1, len(drawn)) if _begins(drawn[:n], drawn[n])]
        return min(
            (n for n in places if n > given), key=lambda n: abs(lengths[n] - wanted), default=given
        )

    def _written(self) -> bytes:
        from plugins.export_pdf import joining
        from plugins.export_pdf.layout import pack, writing

        front, total, anchors = self._settled()
        if self._other:
            self._other.ask("drawn", total, anchors)
        document, _ = self._own.document(total, anchors)
        heads = joining.heads_of(document)

        def finish(_document: Any, pdf: Any) -> None:
            if self._other:
                theirs = self._other.answer()
                joining.join(pdf, theirs, at=front)
                heads[front:front] = theirs.heads
            joining.add_heads(pdf, document, heads)
            pack(pdf)

        with writing():
            written: bytes = document.write_pdf(
                pdf_identifier=self._press.book.identifier.encode(), finisher=finish,
                pdf_variant="pdf/ua-1",
            )  # fmt: skip
        return written

    def _settled(self) -> tuple[int, int, dict[str, int]]:
        """Pages of the front, of all, and on which page each anchor stands, once they no longer
        change."""
        if self._other:
            self._other.ask("extents")
        own, theirs = self._own.extents(), self._other.answer() if self._other else []
        for _ in range(_ROUNDS):
            extents = [own[0], *theirs, *own[1:]]
            *before, total = accumulate((one.count for one in extents), initial=0)
            anchors = dict(_anchors(zip(before, extents, strict=True)))
            if self._other:
                self._other.ask("place", before[1 : 1 + len(theirs)], anchors)
            own = self._own.place([0, *before[1 + len(theirs) :]], anchors)
            theirs = self._other.answer() if self._other else []
            if extents == [own[0], *theirs, *own[1:]]:
                break
        return own[0].count, total, anchors


def _anchors(placed: Iterable[tuple[int, Any]]) -> Iterator[tuple[str, int]]:
    for before, extent in placed:
        for name, page in extent.anchors.items():
            yield name, before + page


def _begins(drawn: Sequence[Sheet], sheet: Sheet) -> bool:
    """Does it begin a sheet of paper, and does no style look at what stands before it?"""
    if not drawn:
        return False
    return sheet.kind == "part" or (sheet.kind == drawn[-1].kind == "chapter")
