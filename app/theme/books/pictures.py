"""Pictures that a book can show: read whole, or not shown."""

from collections.abc import Callable

from app.domain.drawing import Drawing, looks_like_drawing
from app.domain.errors import WikiError
from app.domain.kit import KitMedium, Pictures
from app.theme.books.binding import Picture
from app.theme.books.drawing import Drawer

# Media types that every reading system shows (EPUB 3.3); a picture of another sort goes lighter.
CORE = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
        "svg": "image/svg+xml"}  # fmt: skip
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
    return "svg" if _is_drawing(data) else ""


def _is_drawing(data: bytes) -> bool:
    """What a friend keeps is looked at again: a book is opened by programs of all sorts."""
    try:
        return looks_like_drawing(data) and bool(Drawing.parse(data).width)
    except WikiError:
        return False


class Shown:
    """The pictures of a book, each put into it once, however many pages show it.

    `put(name, ending, data)` keeps the bytes, and gives the address by which pages show them.
    """

    def __init__(self, drawer: Drawer, put: Callable[[str, str, bytes], str]) -> None:
        self._drawer, self._put = drawer, put
        self._addresses: dict[str, str] = {}
        self._pictures: dict[str, Picture | None] = {}

    def picture(self, url: str, alt: str) -> Picture | None:
        """That of an address of the web; None where it stays, or is damaged."""
        if url not in self._pictures:
            self._pictures[url] = self._kept(url, alt)
        return self._pictures[url]

    @property
    def all(self) -> list[Picture]:
        return [one for one in self._pictures.values() if one]

    def _kept(self, url: str, alt: str) -> Picture | None:
        kit = self._drawer.book.kit
        medium = kit.medium(url)
        found = picture_bytes(medium, kit.choice.pictures) if medium else None
        if medium is None or found is None:
            return None
        name = f"{medium.name.sha256}.{found[0]}"
        if name not in self._addresses:
            self._addresses[name] = self._put(name, *found)
        return self._drawer.picture(medium, self._addresses[name], alt)
