"""The media of a kit: each written once, as heavy as was chosen."""

from collections.abc import Callable

from app.domain.errors import WikiError
from app.domain.kit import Kit, KitMedium, Pictures
from app.domain.media import variant_widths
from app.theme.offline.addresses import MEDIA

_NAME = 32
# Told the file, its bytes, and the medium that they are of.
Put = Callable[[str, bytes, KitMedium], None]


class KitMedia:
    """Asked by address; writes what it is asked for the first time."""

    def __init__(self, kit: Kit, put: Put) -> None:
        self._kit, self._put = kit, put
        self._files: dict[str, str | None] = {}
        self._written: set[str] = set()
        self.broken: dict[str, None] = {}

    def file(self, url: str) -> str | None:
        """From the root of the kit; None where the medium stays, or cannot be read."""
        if url not in self._files:
            medium = self._kit.medium(url)
            self._files[url] = self._taken(medium) if medium is not None else None
        return self._files[url]

    def _taken(self, medium: KitMedium) -> str | None:
        picture, pictures = medium.name.kind == "picture", self._kit.choice.pictures
        if picture and pictures is Pictures.none:
            return None
        lighter = picture and pictures is Pictures.light
        file = file_of(medium, lighter=lighter)
        if file in self._written:
            return file
        try:
            data = medium.light() if lighter else medium.read()
        except WikiError:
            self.broken[medium.url] = None
            return None
        self._put(file, data, medium)
        self._written.add(file)
        return file


def file_of(medium: KitMedium, *, lighter: bool) -> str:
    """`media/3f/3f….webp`: half of the sum is enough to tell media apart."""
    converted = lighter and variant_widths(medium.name, medium.width)
    ending = "webp" if converted else medium.name.ext
    return f"{MEDIA}/{medium.name.sha256[:2]}/{medium.name.sha256[:_NAME]}.{ending}"
