"""Pictures made smaller: what is kept of a large one, and its lighter copies for a page."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image, ImageCms

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}
# How each kind is written again when it must be.
_REDUCED: Mapping[str, dict[str, Any]] = {
    "jpg": {"quality": 86, "optimize": True, "progressive": True},
    "png": {"optimize": True},
    "webp": {"quality": 86, "method": 4},
    "avif": {"quality": 80, "speed": 7},
}
_COPY = {"quality": 78, "method": 4}
_DEEP = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
_FLAT = ("1", "P", "L")
_DEEP_TO_BYTE = 1 / 256
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Reads a JPEG at a fraction of its size, and takes large steps first: time and memory follow what
# is wanted, not what was sent.
_GAP = 2.0


def reduced(ext: str, picture: Image.Image, *, side: int) -> bytes:
    """The picture upright, its longer side at most `side`, with its colours and nothing else."""
    return _written(ext, _fitted(picture, side, side))


def as_webp(picture: Image.Image, *, side: int) -> tuple[str, bytes]:
    """The same where its own kind cannot hold it in few enough bytes: its extension and bytes."""
    return "webp", _written("webp", _fitted(picture, side, side))


def copy_of(picture: Image.Image, *, width: int) -> bytes:
    """A WebP of that width in pixels, the picture's height in proportion."""
    lossless = picture.format == "PNG" and picture.mode in _FLAT
    height = max(1, round(picture.height * width / picture.width))
    small = _fitted(picture, width, height)
    how = {"lossless": True, "method": 4} if lossless else _COPY
    return _saved(small, "WEBP", small.info.get("icc_profile"), how)


def _fitted(picture: Image.Image, width: int, height: int) -> Image.Image:
    """At most that large, then upright: nothing but the decoded picture is ever held whole."""
    profile, mode = picture.info.get("icc_profile"), picture.mode
    orientation = picture.getexif().get(_ORIENTATION, 1)
    # In proportion, or a JPEG would be read at a larger fraction than it needs.
    scale = min(1, max(width, height) / max(picture.size))
    width, height = (max(1, round(side * scale)) for side in picture.size)
    small = _reducible(picture)
    small.thumbnail((width, height), Image.Resampling.LANCZOS, reducing_gap=_GAP)
    small = _plain(small, profile)
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
    small.info = {"icc_profile": profile} if profile and mode != "CMYK" else {}
    return small


def _reducible(picture: Image.Image) -> Image.Image:
    """In a mode in which points can be mixed."""
    if picture.mode in _DEEP:
        return picture.convert("I" if picture.mode != "F" else "F")
    if picture.mode in ("RGB", "L", "CMYK") and "transparency" not in picture.info:
        return picture
    if picture.mode in ("RGBA", "LA"):
        return picture
    clear = picture.mode in ("PA", "La", "RGBa") or "transparency" in picture.info
    return picture.convert("RGBA" if clear else "L" if picture.mode == "1" else "RGB")


def _plain(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In one of the modes that every browser shows."""
    if picture.mode in _DEEP:
        return picture.point(lambda value: value * _DEEP_TO_BYTE).convert("L")
    if picture.mode == "CMYK":
        return _on_screen(picture, profile)
    return picture.convert("RGBA") if picture.mode == "LA" else picture


def _on_screen(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Printers' colours as a screen has them."""
    if profile:
        try:
            made = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"), outputMode="RGB",
            )  # fmt: skip
        except (ImageCms.PyCMSError, OSError):
            made = None
        if made is not None:
            return made
    return picture.convert("RGB")


def _written(ext: str, picture: Image.Image) -> bytes:
    return _saved(picture, FORMATS[ext], picture.info.get("icc_profile"), _REDUCED[ext])


def _saved(picture: Image.Image, kind: str, profile: bytes | None, how: Mapping[str, Any]) -> bytes:
    options = dict(how) | ({"icc_profile": profile} if profile else {})
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
