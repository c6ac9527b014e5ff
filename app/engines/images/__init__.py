"""What a file sent to the wiki truly is, by its content and never by its name.

Pictures come out without metadata (position, camera, names), upright, and no larger than a page
needs. Where that changes nothing else their bytes are cut, not encoded again, so nothing is lost.
"""

import io
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, UnidentifiedImageError

from app.domain.card import Card
from app.domain.drawing import Drawing, looks_like_drawing
from app.domain.errors import InvalidMedium, TooLarge
from app.domain.media import (
    PIXEL_LIMIT,
    SIDE_LIMIT,
    SIZE_LIMIT_BYTES,
    Examined,
    MediumName,
)
from app.domain.phrase import mebibytes
from app.engines.images import blocks, cards, documents, reducing
from app.engines.images.copies import Copies
from app.ports import Lock

_SIDE_LIMIT = 20_000
_FRAMES_LIMIT = 1_000
_MOVING_PIXEL_LIMIT = 4 * PIXEL_LIMIT
_ORIENTATION = 0x0112
_AVIF_BOXES = frozenset([b"ftyp", b"meta", b"mdat", b"moov"])
_AVIF_BRANDS = (b"avif", b"avis")
_PHONE_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
# What Pillow raises on bytes made to hurt, besides its own errors (and warnings, where
# they are made errors).
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_UNREADABLE = (
    *_BOMBS,
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    UserWarning,
)
_DAMAGED = "cette image est abîmée."
_UNKNOWN = (
    "ce genre de fichier n’est pas reçu. Envoyez une image (JPEG, PNG, WebP, AVIF, GIF, SVG), un "
    "PDF, un document ODT, ODS ou ODP, un parcours GPX, un son MP3 ou Ogg."
)
_PHONE = (
    "les photos HEIC ne sont pas reçues. Enregistrez-la en JPEG (sur iPhone : Réglages, Appareil "
    "photo, Formats, « Le plus compatible »), puis envoyez-la."
)
_OFFICE = (
    "les fichiers de bureautique Microsoft ne sont pas reçus. Enregistrez-le en ODT, ODS, ODP ou "
    "PDF."
)
_HIDDEN = "un autre fichier y est caché."
_BOMB = "cette image a trop de points. Réduisez-la, puis envoyez-la de nouveau."


class PillowImages:
    """The port Images. `lock` lets one large picture at a time be decoded, in all processes;
    `copies` keeps the lighter ones that were made, and cards; `font` says what cards are
    written with."""

    def __init__(
        self,
        *,
        lock: Lock | None = None,
        copies: Copies | None = None,
        font: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self._lock, self._copies, self._font = lock, copies, font
        self._here = threading.Lock()

    def examine(self, data: bytes) -> Examined:
        """Raises InvalidMedium on what is not kept here, TooLarge over the size limit."""
        try:
            ext = _picture_ext(data)
            if ext is None and looks_like_drawing(data):
                return _drawn(data)
            if ext is None:
                _check_size(data)
                return Examined(_document_ext(data), 0, 0, data)
            with self._alone():
                return _picture(ext, data)
        except documents.Trap as trap:
            raise InvalidMedium(reason=str(trap)) from trap

    def copy(self, name: MediumName, width: int, read: Callable[[], bytes]) -> bytes:
        """The picture `read` gives, that many pixels wide, in WebP; a moving one as it is.

        Raises InvalidMedium where it cannot be decoded, and what `read` raises.
        """
        return self._once(f"{name.sha256}-{width}.webp", lambda: _lighter(name.ext, read(), width))

    def card(self, card: Card) -> bytes:
        """The picture that stands for a page where it is shared, in PNG."""
        return self._once(f"{card.name}.png", lambda: cards.draw(card, cards.Letters(self._font())))

    def _once(self, kept: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under that name, else made alone and kept."""
        found = self._copies.get(kept) if self._copies else None
        if found is not None:
            return found
        with self._alone():
            found = self._copies.get(kept) if self._copies else None
            if found is None:
                found = make()
                if self._copies:
                    self._copies.keep(kept, found)
        return found

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Between threads, and between processes where there is a lock for them."""
        with self._here:
            if self._lock is None:
                yield
                return
            with self._lock.hold("pictures"):
                yield


def _lighter(ext: str, data: bytes, width: int) -> bytes:
    try:
        with _opened(ext, data) as picture:
            if getattr(picture, "n_frames", 1) > 1:
                return data
            _check_pixels(picture, ext, data)
            return reducing.copy_of(picture, width=width)
    except _UNREADABLE as error:
        raise InvalidMedium(reason=_DAMAGED) from error


def _check_size(data: bytes) -> None:
    if len(data) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="Ce fichier", limit=mebibytes(SIZE_LIMIT_BYTES))


def _drawn(data: bytes) -> Examined:
    _refuse_hidden(data)
    drawing = Drawing.parse(data)
    return Examined("svg", drawing.width, drawing.height, drawing.data)


def _picture_ext(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _AVIF_BRANDS:
        return "avif"
    return None


def _document_ext(data: bytes) -> str:
    for start, check in _DOCUMENTS:
        if data.startswith(start):
            if check is not documents.odf:
                _refuse_hidden(data)
            return check(data)
    raise documents.Trap(_advice(data))


def _advice(data: bytes) -> str:
    """What to do with what people often have at hand."""
    if data[4:8] == b"ftyp" and data[8:12] in _PHONE_BRANDS:
        return _PHONE
    return _OFFICE if data.startswith(b"\xd0\xcf\x11\xe0") else _UNKNOWN


_DOCUMENTS: tuple[tuple[bytes | tuple[bytes, ...], Callable[[bytes], str]], ...] = (
    (b"%PDF-", documents.pdf),
    (b"PK\3\4", documents.odf),
    (b"OggS", documents.ogg),
    ((b"<?xml", b"\xef\xbb\xbf<?xml", b"<gpx", b"\xef\xbb\xbf<gpx"), documents.gpx),
    ((b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3"), documents.mp3),
)


def _refuse_hidden(data: bytes) -> None:
    """An archive is read from its end and a PDF from anywhere near its start."""
    if zipfile.is_zipfile(io.BytesIO(data)) or data.find(b"%PDF-", 1, 1100) > 0:
        raise documents.Trap(_HIDDEN)


def _picture(ext: str, data: bytes) -> Examined:
    _refuse_hidden(data)
    try:
        with _opened(ext, data) as picture:
            _check_pixels(picture, ext, data)
            ext, kept = _clean(ext, data, picture)
        with _opened(ext, kept) as picture:
            picture.load()
            width, height = picture.size
    except documents.Trap:
        raise
    except _UNREADABLE as error:
        raise documents.Trap(_BOMB if isinstance(error, _BOMBS) else _DAMAGED) from error
    _check_size(kept)
    return Examined(ext, width, height, kept)


def _opened(ext: str, data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=[reducing.FORMATS[ext]])


def _check_pixels(picture: Image.Image, ext: str, data: bytes) -> None:
    """Before anything is decoded: a few kilobytes can ask for gigabytes."""
    pixels = picture.width * picture.height
    frames = blocks.frame_count(ext, data) if ext != "avif" else getattr(picture, "n_frames", 1)
    wide = max(picture.size) > _SIDE_LIMIT
    moving = frames > _FRAMES_LIMIT or pixels * frames > _MOVING_PIXEL_LIMIT
    if wide or moving or pixels > PIXEL_LIMIT:
        raise documents.Trap(_BOMB)


def _clean(ext: str, data: bytes, picture: Image.Image) -> tuple[str, bytes]:
    """The picture's kind and bytes: its own where nothing but words must go, else made anew."""
    if ext == "gif" or getattr(picture, "n_frames", 1) > 1:
        return ext, _moving(ext, data, picture)
    if max(picture.size) > SIDE_LIMIT:
        return _bounded(picture, ext, reducing.reduced(ext, picture, side=SIDE_LIMIT))
    if picture.getexif().get(_ORIENTATION, 1) in range(2, 9):
        return _bounded(picture, ext, reducing.reduced(ext, picture, side=SIDE_LIMIT))
    if ext == "avif":
        kept = (
            data
            if _is_bare_avif(data, picture)
            else reducing.reduced(ext, picture, side=SIDE_LIMIT)
        )
    else:
        kept = blocks.stripped(ext, data)
    return _bounded(picture, ext, kept)


def _moving(ext: str, data: bytes, picture: Image.Image) -> bytes:
    """Never made smaller, nor turned: its frames would have to be drawn again, one by one."""
    if ext != "avif":
        return blocks.stripped(ext, data)
    return data if _is_bare_avif(data, picture) else _moving_anew(picture)


def _moving_anew(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    profile = picture.info.get("icc_profile")
    options: dict[str, Any] = {"icc_profile": profile} if profile else {}
    picture.save(out, "AVIF", save_all=True, exif=b"", xmp=b"", quality=80, **options)
    return out.getvalue()


def _bounded(picture: Image.Image, ext: str, kept: bytes) -> tuple[str, bytes]:
    """A photograph in a format without loss may weigh too much at any size: it changes format."""
    if len(kept) <= SIZE_LIMIT_BYTES:
        return ext, kept
    return reducing.as_webp(picture, side=SIDE_LIMIT)


def _is_bare_avif(data: bytes, picture: Image.Image) -> bool:
    """No EXIF, no XMP, nothing turned, and only the boxes of a picture, to the very end."""
    if picture.info.get("exif") or picture.info.get("xmp"):
        return False
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        if size < 8 or data[at + 4 : at + 8] not in _AVIF_BOXES:
            return False
        at += size
    return at == len(data)
