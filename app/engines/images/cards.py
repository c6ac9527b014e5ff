"""The picture that stands for a page where it is shared: its kind, its title, whose it is."""

import io
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.domain.card import HEIGHT, WIDTH, Card
from app.engines.images.icons import icon

PAPER, INK, SOFT, LINE = "#f6f5f0", "#18202c", "#4a515e", "#d2cfc2"
_BAND, _ICON, _MARGIN = 300, 168, 64
_LEFT, _RIGHT = _BAND + _MARGIN, WIDTH - _MARGIN
_TOP, _FOOT = 128, 512
# The title is as large as it can be in the room it has.
_SIZES = (92, 80, 70, 62, 54, 48)
_LEADING = 1.16
_BOLD, _PLAIN = 700, 500
# Letters that come apart into no simpler ones, for a font that has not got them.
_APART = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-", "—": "-",
                        "«": '"', "»": '"', "\u00a0": " ", "\u202f": " ", "…": "..."})  # fmt: skip
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Letters:
    """Fonts of every size: the theme's where `file` is there, else the one that Pillow brings,
    which knows no accents."""

    file: Path | None

    def font(self, size: int, weight: int) -> Font:
        if self.file is None:
            found = ImageFont.load_default(size)
            assert isinstance(found, ImageFont.FreeTypeFont)
            return found
        found = ImageFont.truetype(self.file, size)
        found.set_variation_by_axes([weight])
        return found

    def drawable(self, text: str, font: Font) -> str:
        """The text in signs that the font has: without an accent it has not got, and without the
        words of another script."""
        words = ("".join(self._sign(sign, font) for sign in word) for word in _words(text))
        return " ".join(word for word in words if word)

    def _sign(self, sign: str, font: Font) -> str:
        if sign.isascii():
            return sign if sign.isprintable() else ""
        if self.file is not None and _has(font, sign):
            return sign
        simple = unicodedata.normalize("NFKD", sign.translate(_APART))
        return "".join(part for part in simple if part.isascii())


def draw(card: Card, letters: Letters) -> bytes:
    """A PNG of 1200 by 630."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, _BAND - 1, HEIGHT), fill=card.colour)
    corner = ((_BAND - _ICON) // 2, (HEIGHT - _ICON) // 2)
    picture.paste(PAPER, corner, icon(card.kind, _ICON))
    small, plain = letters.font(38, _BOLD), letters.font(36, _PLAIN)
    pen.text((_LEFT, 58), letters.drawable(card.kind_word, small), card.colour, small)
    _title(pen, card.title, letters)
    pen.line((_LEFT, _FOOT + 16, _RIGHT, _FOOT + 16), LINE, 2)
    network = _cut(letters.drawable(card.network, plain), plain)
    pen.text((_LEFT, _FOOT + 34), network, SOFT, plain)
    return _written(picture)


def _title(pen: ImageDraw.ImageDraw, title: str, letters: Letters) -> None:
    font, lines = _fitted(title, letters)
    step = font.size * _LEADING
    for at, line in enumerate(lines):
        pen.text((_LEFT, _TOP + at * step), line, INK, font)


def _fitted(title: str, letters: Letters) -> tuple[Font, list[str]]:
    """The largest size at which the title has room; cut where it has none at any."""
    for size in _SIZES:
        font = letters.font(size, _BOLD)
        lines = _lines(letters.drawable(title, font), font)
        room = int((_FOOT - _TOP) / (font.size * _LEADING))
        if len(lines) <= room and all(font.getlength(line) <= _RIGHT - _LEFT for line in lines):
            return font, lines
    kept = [*lines[: room - 1], " ".join(lines[room - 1 :])]
    return font, [_cut(line, font) for line in kept]


def _words(text: str) -> list[str]:
    """A no-break space keeps two words together."""
    return [word for word in re.split(r"[ \t\n]+", text) if word]


def _lines(text: str, font: Font) -> list[str]:
    """As few lines as there can be, of much the same length: no word stands alone at the end."""
    full = _RIGHT - _LEFT
    wide = _filled(text, font, full)
    for width in range(full // 2, full, 40):
        lines = _filled(text, font, width)
        if len(lines) == len(wide) and all(font.getlength(line) <= full for line in lines):
            return lines
    return wide


def _filled(text: str, font: Font, width: int) -> list[str]:
    lines: list[str] = []
    for word in _words(text):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, font: Font) -> str:
    """The line, or as much of it as there is room for, with an ellipsis."""
    if font.getlength(line) <= _RIGHT - _LEFT:
        return line
    while line and font.getlength(f"{line}...") > _RIGHT - _LEFT:
        line = line[:-1]
    return f"{line.rstrip()}..."


def _has(font: Font, sign: str) -> bool:
    """A sign that a font lacks is drawn as the one that stands for all it lacks."""
    return bytes(font.getmask(sign)) != bytes(font.getmask("\uffff"))


def _written(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.quantize(96, dither=Image.Dither.NONE).save(out, "PNG", compress_level=7)
    return out.getvalue()
