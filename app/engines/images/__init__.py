"""What a file sent to the wiki truly is, by its content and never by its name.

Pictures come out without metadata (position, camera, names) and upright. Their bytes are cut, not
encoded again, so nothing is lost; only a turned picture, or an AVIF with metadata, is made anew.
"""

import io
import struct
import zipfile
from collections.abc import Callable

from PIL import Image, ImageOps, UnidentifiedImageError

from app.domain.errors import InvalidMedium, TooLarge
from app.domain.media import PIXEL_LIMIT, SIZE_LIMIT_BYTES, Examined
from app.domain.phrase import Phrase
from app.engines.images import blocks, documents

_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
_SAVE: dict[str, dict[str, object]] = {
    "jpg": {"quality": 92, "optimize": True},
    "png": {"optimize": True},
    "webp": {"quality": 92},
    "avif": {"quality": 90},
    "gif": {},
}
_SIDE_LIMIT = 20_000
_FRAMES_LIMIT = 1_000
_MOVING_PIXEL_LIMIT = 4 * PIXEL_LIMIT
_ORIENTATION = 0x0112
_AVIF_BOXES = frozenset([b"ftyp", b"meta", b"mdat", b"moov"])
_AVIF_BRANDS = (b"avif", b"avis")
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
_UNKNOWN = "ce genre de fichier n’est pas reçu."
_HIDDEN = "un autre fichier y est caché."
_BOMB = "cette image a trop de points. Réduisez-la, puis envoyez-la de nouveau."


class PillowImages:
    """The port Images."""

    def examine(self, data: bytes) -> Examined:
        """Raises InvalidMedium on what is not kept here, TooLarge over the size limit."""
        _check_size(data)
        try:
            ext = _picture_ext(data)
            if ext:
                return _picture(ext, data)
            return Examined(_document_ext(data), 0, 0, data)
        except documents.Trap as trap:
            raise InvalidMedium(reason=str(trap)) from trap


def _check_size(data: bytes) -> None:
    if len(data) > SIZE_LIMIT_BYTES:
        raise TooLarge(
            what="Ce fichier", limit=Phrase("{size} Mio", size=SIZE_LIMIT_BYTES // 1024 // 1024)
        )


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
    raise documents.Trap(_UNKNOWN)


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
            kept = _clean(ext, data, picture)
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
    return Image.open(io.BytesIO(data), formats=[_FORMATS[ext]])


def _check_pixels(picture: Image.Image, ext: str, data: bytes) -> None:
    """Before anything is decoded: a few kilobytes can ask for gigabytes."""
    pixels = picture.width * picture.height
    frames = blocks.frame_count(ext, data) if ext != "avif" else getattr(picture, "n_frames", 1)
    wide = max(picture.size) > _SIDE_LIMIT
    moving = frames > _FRAMES_LIMIT or pixels * frames > _MOVING_PIXEL_LIMIT
    if wide or moving or pixels > PIXEL_LIMIT:
        raise documents.Trap(_BOMB)


def _clean(ext: str, data: bytes, picture: Image.Image) -> bytes:
    if ext == "avif":
        return data if _is_bare_avif(data, picture) else _made_anew(ext, picture)
    moving = blocks.frame_count(ext, data) > 1
    if not moving and picture.getexif().get(_ORIENTATION, 1) in range(2, 9):
        return blocks.stripped(ext, _made_anew(ext, picture))
    return blocks.stripped(ext, data)


def _made_anew(ext: str, picture: Image.Image) -> bytes:
    """The picture upright, with its colour profile and nothing else that came along."""
    options = dict(_SAVE[ext])
    if profile := picture.info.get("icc_profile"):
        options["icc_profile"] = profile
    if getattr(picture, "n_frames", 1) > 1 and ext == "avif":
        options["save_all"] = True
        upright = picture
    else:
        upright = ImageOps.exif_transpose(picture)
        upright.info = {key: upright.info[key] for key in ("transparency",) if key in upright.info}
    out = io.BytesIO()
    upright.save(out, _FORMATS[ext], exif=b"", xmp=b"", **options)
    return out.getvalue()


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
