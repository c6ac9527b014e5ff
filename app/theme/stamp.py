"""The address of a page as a QR code, for its printed form."""

from functools import lru_cache

import segno


@lru_cache(maxsize=2048)
def qr_path(url: str) -> tuple[str, int]:
    """The `d` of a path of horizontal strokes, and how many modules the code is wide."""
    # Any of the eight masks reads well; trying them all is most of the work.
    rows = segno.make(url, error="m", micro=False, mask=4).matrix
    return "".join(_row(row, y) for y, row in enumerate(rows)), len(rows)


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
