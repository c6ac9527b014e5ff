"""The address of a page as a QR code, for its printed form."""

import struct
import zlib
from functools import lru_cache

import segno

# Points to a module of the picture: those who smooth pictures blur its edges alone.
_POINTS = 4


@lru_cache(maxsize=2048)
def qr_path(url: str) -> tuple[str, int]:
    """The `d` of a path of horizontal strokes, and how many modules the code is wide."""
    rows = _modules(url)
    return "".join(_row(row, y) for y, row in enumerate(rows)), len(rows)


def qr_picture(url: str) -> bytes:
    """The same as a PNG in shades of grey, for who draws a path of hundreds of strokes slowly."""
    rows = _modules(url)
    width = len(rows) * _POINTS
    lines = (b"\0" + b"".join((b"\0" if on else b"\xff") * _POINTS for on in row) for row in rows)
    drawn = zlib.compress(b"".join(line * _POINTS for line in lines))
    head = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", drawn), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _modules(url: str) -> tuple[bytearray, ...]:
    # Any of the eight masks reads well; trying them all is most of the work.
    found: tuple[bytearray, ...] = segno.make(url, error="m", micro=False, mask=4).matrix
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


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
