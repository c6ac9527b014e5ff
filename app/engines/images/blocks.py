"""Pictures as the blocks they are made of, so that metadata goes without touching a pixel.

Each walk yields (name, bytes) up to the picture's own end: what stands after it is not part of it.
Each raises Broken where the bytes do not hold together.
"""

import re
import struct
from collections.abc import Callable, Iterator

Block = tuple[str, bytes]

_PNG_START = b"\x89PNG\r\n\x1a\n"
# After entropy-coded data: a marker that is neither a stuffed zero, a restart nor padding.
_JPEG_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_JPEG_END, _JPEG_SCAN, _JPEG_COMMENT = 0xD9, 0xDA, 0xFE

_PNG_PIXELS = ("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "bKGD", "hIST", "acTL", "fcTL", "fdAT")
_PNG_COLOURS = ("gAMA", "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "pHYs")
_PNG_KEPT = frozenset([*_PNG_PIXELS, *_PNG_COLOURS])
_WEBP_KEPT = frozenset(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"])
_WEBP_FLAGS_KEPT = 0b0011_0010  # colour profile, transparency, animation; not EXIF, not XMP
_FRAMES = {"png": "fcTL", "webp": "ANMF", "gif": "image"}


class Broken(ValueError):
    """The bytes do not hold together as the kind of picture that they begin as."""


def stripped(ext: str, data: bytes) -> bytes:
    """The same picture without its metadata, nor anything that follows it."""
    return _STRIP[ext](data)


def frame_count(ext: str, data: bytes) -> int:
    walk = _WALK.get(ext)
    wanted = _FRAMES.get(ext)
    if not walk or not wanted:
        return 1
    return max(1, sum(name == wanted for name, _ in walk(data)))


def jpeg(data: bytes) -> Iterator[Block]:
    """Segments, each named by its marker; a scan's segment holds its coded data."""
    yield "start", _slice(data, 0, 2)
    at = 2
    while True:
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        head = _slice(data, at, 2)
        if head[0] != 0xFF:
            raise Broken("a segment without its marker")
        if head[1] == _JPEG_END:
            yield "end", head
            return
        end = at + 2 + int.from_bytes(_slice(data, at + 2, 2))
        if head[1] == _JPEG_SCAN:
            following = _JPEG_MARKER.search(data, end)
            if not following:
                raise Broken("a scan without end")
            end = following.start()
        yield f"{head[1]:02x}", _slice(data, at, end - at)
        at = end


def png(data: bytes) -> Iterator[Block]:
    at, name = len(_PNG_START), "start"
    yield name, _slice(data, 0, at)
    while name != "IEND":
        size = int.from_bytes(_slice(data, at, 4))
        name = _slice(data, at + 4, 4).decode("latin-1")
        yield name, _slice(data, at, size + 12)
        at += size + 12


def webp(data: bytes) -> Iterator[Block]:
    end = 8 + int.from_bytes(_slice(data, 4, 4), "little")
    if end > len(data) + 1:
        raise Broken("shorter than it says")
    at = 12
    while at + 8 <= end:
        size = int.from_bytes(_slice(data, at + 4, 4), "little")
        name = _slice(data, at, 4).decode("latin-1")
        block = _slice(data, at, 8 + size)
        yield name, block + b"\0" * (size % 2)
        at += 8 + size + size % 2


def gif(data: bytes) -> Iterator[Block]:
    """Blocks named header, image, control, loop, other and end."""
    at = 13 + _palette_size(_slice(data, 10, 1)[0])
    yield "header", _slice(data, 0, at)
    while True:
        kind = _slice(data, at, 1)
        if kind == b";":
            yield "end", kind
            return
        if kind == b",":
            start, name = at + 11 + _palette_size(_slice(data, at + 9, 1)[0]), "image"
        elif kind == b"!":
            start, name = at + 2, _gif_extension(_slice(data, at + 1, 13))
        else:
            raise Broken("a block of no known kind")
        end = _after_sub_blocks(data, start)
        yield name, _slice(data, at, end - at)
        at = end


def _palette_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _gif_extension(head: bytes) -> str:
    if head[0] == 0xF9:
        return "control"
    return "loop" if head[2:13] in (b"NETSCAPE2.0", b"ANIMEXTS1.0") else "other"


def _after_sub_blocks(data: bytes, at: int) -> int:
    while size := _slice(data, at, 1)[0]:
        at += size + 1
    return at + 1


def _slice(data: bytes, at: int, size: int) -> bytes:
    piece = data[at : at + size]
    if len(piece) != size:
        raise Broken("cut short")
    return piece


def _strip_jpeg(data: bytes) -> bytes:
    return b"".join(raw for name, raw in jpeg(data) if _is_jpeg_picture(name, raw))


def _is_jpeg_picture(name: str, raw: bytes) -> bool:
    """Application segments go, but the three that colours depend on; comments go too."""
    if name in ("start", "end"):
        return True
    marker = int(name, 16)
    if marker == _JPEG_COMMENT:
        return False
    if not 0xE0 <= marker <= 0xEF:
        return True
    return (marker, raw[4:].split(b"\0")[0]) in ((0xE0, b"JFIF"), (0xE2, b"ICC_PROFILE")) or (
        marker == 0xEE and raw[4:9] == b"Adobe"
    )


def _strip_png(data: bytes) -> bytes:
    return b"".join(raw for name, raw in png(data) if name == "start" or name in _PNG_KEPT)


def _strip_webp(data: bytes) -> bytes:
    kept = [
        _without_flags(raw) if name == "VP8X" else raw
        for name, raw in webp(data)
        if name in _WEBP_KEPT
    ]
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_flags(raw: bytes) -> bytes:
    return raw[:8] + bytes([_slice(raw, 8, 1)[0] & _WEBP_FLAGS_KEPT]) + raw[9:]


def _strip_gif(data: bytes) -> bytes:
    return b"".join(raw for name, raw in gif(data) if name != "other")


_WALK: dict[str, Callable[[bytes], Iterator[Block]]] = {
    "jpg": jpeg,
    "png": png,
    "webp": webp,
    "gif": gif,
}
_STRIP: dict[str, Callable[[bytes], bytes]] = {
    "jpg": _strip_jpeg,
    "png": _strip_png,
    "webp": _strip_webp,
    "gif": _strip_gif,
}
