"""The cover of a book: what was chosen, whose it is, of when, over a net of threads that is its
own."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from app.theme.books.book import Book
from app.theme.books.drawing import Drawer
from app.theme.books.tree import only_signs
from app.theme.kinds import look_of

WIDTH, MARGIN = 1200, 100
# Three to four for a screen, as a sheet of paper for print.
ON_SCREEN, ON_PAPER = 1600, 1697
_SIZES = (124, 108, 94, 82, 72, 62, 54, 46)
_TITLE_HEIGHT = 640
# Mean width of a sign and height of a line, for a size of 1.
_WIDE, _LEADING = 0.56, 1.14
_COLOURS = {
    "place": "#a8400c", "method": "#1c6644", "minicool": "#7d5300", "organisation": "#7b2a66",
    "portal": "#0b6170", "page": "#1b3fa6",
}  # fmt: skip
_COLUMNS, _ROWS, _STEP = 6, 4, 200


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    y: float


@dataclass(frozen=True, slots=True)
class Knot:
    x: float
    y: float
    r: float
    colour: str


@dataclass(frozen=True, slots=True)
class Cover:
    """A cover to be drawn: `threads` is a path."""

    height: int
    lines: tuple[Line, ...]
    size: int
    knots: tuple[Knot, ...]
    threads: str
    colours: tuple[str, ...]
    rtl: bool


def cover_svg(book: Book, drawer: Drawer, *, height: int = ON_SCREEN) -> str:
    """An SVG of 1200 by `height`."""
    size, texts = _fitted(book.title)
    top = MARGIN + 110 + size
    lines = tuple(Line(text, round(top + n * size * _LEADING, 1)) for n, text in enumerate(texts))
    colours = tuple(_COLOURS[look_of(part.kind).css] for part in book.parts)
    knots = tuple(_knots(book.identifier, colours, height - 720))
    cover = Cover(height, lines, size, knots, _threads(knots), colours, _right_to_left(book.title))
    drawn = drawer.theme.render("book/cover.svg", cover, lang=drawer.lang, book=book)
    return only_signs(drawn)


def _fitted(title: str) -> tuple[int, list[str]]:
    """The largest size at which the title has room; cut where it has none at any."""
    for size in _SIZES:
        lines = _lines(title, int((WIDTH - 2 * MARGIN) / (size * _WIDE)))
        if len(lines) * size * _LEADING <= _TITLE_HEIGHT:
            return size, lines
    room = int(_TITLE_HEIGHT / (size * _LEADING))
    return size, [*lines[: room - 1], lines[room - 1][:-1].rstrip() + "…"]


def _lines(title: str, signs: int) -> list[str]:
    """A word that is too long for a line is parted."""
    lines: list[str] = []
    for word in title.split(" "):
        for at in range(0, max(1, len(word)), signs):
            piece = word[at : at + signs]
            if lines and len(lines[-1]) + 1 + len(piece) <= signs and at == 0:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines


def _knots(seed: str, colours: tuple[str, ...], top: int) -> Iterator[Knot]:
    """Knots of a net, each moved a little: the same for the same book."""
    drawn = hashlib.sha256(seed.encode()).digest() * 2
    for n in range(_COLUMNS * _ROWS):
        row, column = divmod(n, _COLUMNS)
        move, colour = drawn[n], drawn[n + 24]
        yield Knot(
            x=100 + column * _STEP + (move % 13 - 6) * 7,
            y=top + row * 150 + (move // 13 % 11 - 5) * 7,
            r=10 + colour % 4 * 5, colour=colours[colour // 4 % len(colours)],
        )  # fmt: skip


def _threads(knots: tuple[Knot, ...]) -> str:
    """From each knot to the one beside it and to the one below."""
    path = ""
    for n, knot in enumerate(knots):
        beside = knots[n + 1] if (n + 1) % _COLUMNS else None
        below = knots[n + _COLUMNS] if n + _COLUMNS < len(knots) else None
        path += "".join(f"M{knot.x} {knot.y}L{to.x} {to.y}" for to in (beside, below) if to)
    return path


def _right_to_left(text: str) -> bool:
    sides = (unicodedata.bidirectional(sign) for sign in text)
    return next((side in ("R", "AL") for side in sides if side in ("L", "R", "AL")), False)
