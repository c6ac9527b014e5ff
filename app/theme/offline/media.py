"""The media of a kit: each written once, as heavy as was chosen."""

from collections.abc import Callable

from app.domain.errors import WikiError
from app.domain.kit import Kit, KitMedium, Pictures
from app.domain.media import EXTENSIONS, variant_widths
from app.theme.offline.addresses import MEDIA

_SHORT = 32
# Told the file, its bytes, and the medium that they are of.
Put = Callable[[str, bytes, KitMedium], None]


class KitMedia:
    """Asked by address; `put` is handed what is asked for the first time.

    `needs` says whether a medium is to be written at all: an older kit may have it already.
    """

    def __init__(self, kit: Kit, put: Put, needs: Callable[[str], bool] = lambda _: True) -> None:
        self._kit, self._put, self._needs = kit, put, needs
        self._files: dict[str, str | None] = {}
        self._written: set[str] = set()

    def file(self, url: str) -> str | None:
        """From the root of the kit; None where the medium stays, or cannot be read."""
        if url not in self._files:
            medium = self._kit.medium(url)
            self._files[url] = self._kept(medium) if medium is not None else None
        return self._files[url]

    def _kept(self, medium: KitMedium) -> str | None:
        picture, pictures = medium.name.kind == "picture", self._kit.choice.pictures
        if picture and pictures is Pictures.none:
            return None
        lighter = picture and pictures is Pictures.light
        try:
            data = medium.light() if lighter else medium.read()
        except WikiError:
            return None
        file = file_of(medium, lighter=lighter)
        if file not in self._written and self._needs(medium.url):
            self._put(file, data, medium)
        self._written.add(file)
        return file


def file_of(medium: KitMedium, *, lighter: bool) -> str:
    """`media/3f/3f….webp`: half of the sum is enough to tell media apart."""
    converted = lighter and variant_widths(medium.name, medium.width)
    return _file(medium.name.sha256, "webp" if converted else medium.name.ext)


def files_of(sha256: str) -> list[str]:
    """Every file that a medium may have been."""
    return [_file(sha256, ending) for ending in EXTENSIONS]


def _file(sha256: str, ending: str) -> str:
    return f"{MEDIA}/{sha256[:2]}/{sha256[:_SHORT]}.{ending}"
