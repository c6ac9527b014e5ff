"""Pictures that a book can show: read whole, or not shown."""

from app.domain.errors import WikiError
from app.domain.kit import KitMedium, Pictures

# Media types that every reading system shows (EPUB 3.3); a picture of another sort goes lighter.
CORE = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}
LIGHT = "webp"


def picture_bytes(medium: KitMedium, pictures: Pictures) -> tuple[str, bytes] | None:
    """The ending (one of CORE) and the bytes; None where none are wanted or they are damaged."""
    if pictures is Pictures.none or medium.name.kind != "picture":
        return None
    try:
        full = pictures is Pictures.full and medium.name.ext in CORE
        data = medium.read() if full else medium.light()
    except WikiError:
        return None
    found = sort_of(data)
    return (found, data) if found else None


def sort_of(data: bytes) -> str:
    """The ending of a picture of CORE that begins and ends as it should, else ``."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png" if data[-8:-4] == b"IEND" else ""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg" if b"\xff\xd9" in data[-64:] else ""
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif" if data.rstrip(b"\0")[-1:] == b";" else ""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return LIGHT if int.from_bytes(data[4:8], "little") + 8 <= len(data) else ""
    return ""
