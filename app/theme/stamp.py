"""The address of a page as a QR code, for its printed form."""

from functools import lru_cache
from io import BytesIO

import segno

# Points to a module of the picture: those who smooth pictures blur its edges alone.
_POINTS = 4


@lru_cache(maxsize=2048)
def qr_path(url: str) -> tuple[str, int]:
    """The `d` of a path of horizontal strokes, and how many modules the code is wide."""
    rows = _made(url).matrix
    return "".join(_row(row, y) for y, row in enumerate(rows)), len(rows)


def qr_picture(url: str) -> bytes:
    """The same as a PNG, for who draws a path of hundreds of strokes slowly."""
    drawn = BytesIO()
    _made(url).save(drawn, kind="png", scale=_POINTS, border=0)
    return drawn.getvalue()


def _made(url: str) -> segno.QRCode:
    # Any of the eight masks reads well; trying them all is most of the work.
    return segno.make(url, error="m", micro=False, mask=4)


def _row(row: bytearray, y: int) -> str:
    drawn, x = "", 0
    while x < len(row):
        start = x
        while x < len(row) and row[x]:
            x += 1
        if x > start:
            drawn += f"M{start} {y}.5h{x - start}"
        x += 1
    return drawn
