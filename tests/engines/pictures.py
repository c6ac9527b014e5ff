"""Pictures made for tests: of any size, kind and mischief."""

import io
import struct
import zlib

from PIL import Image

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


def encoded(ext: str, image: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, FORMATS[ext], **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def halves(width: int = 40, height: int = 20, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue, so that turning it shows."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    """What no format makes small."""
    return Image.effect_noise((width, height), 90).convert("RGB")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, *, bits: int = 1, colour: int = 0) -> bytes:
    """A whole PNG of that size in a few kilobytes: grey, or red, green and blue (`colour` 2)."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    packer = zlib.compressobj(9 if bits == 1 else 1)
    channels = 3 if colour == 2 else 1
    line = b"\0" * (1 + (width * bits * channels + 7) // 8)
    lines = packer.compress(line * height) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def that_says(ext: str, width: int, height: int) -> bytes:
    """A small picture whose own head says that it is as large as that."""
    data = bytearray(encoded(ext, halves()))
    if ext == "jpg":
        at = data.index(b"\xff\xc0") + 5
        data[at : at + 4] = struct.pack(">HH", height, width)
    elif ext == "gif":
        data[6:10] = struct.pack("<HH", width, height)
    elif ext == "avif":
        at = data.index(b"ispe") + 8
        data[at : at + 8] = struct.pack(">II", width, height)
    elif ext == "png":
        data[8:33] = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    elif ext == "webp":
        at = data.index(b"VP8 ") + 14
        data[at : at + 4] = struct.pack("<HH", width, height)
    return bytes(data)
