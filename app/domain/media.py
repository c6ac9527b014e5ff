"""A medium: bytes named by their hash, with a sidecar for what it shows and its licence."""

import re
from dataclasses import dataclass

from app.domain.errors import InvalidMedium

SIZE_LIMIT_BYTES = 5 * 1024 * 1024
PIXEL_LIMIT = 50_000_000
EXTENSIONS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "gpx": "application/gpx+xml",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
}
_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{2,4})")


@dataclass(frozen=True, slots=True)
class MediumName:
    """`<sha256>.<ext>`: the only name a medium has. Raises InvalidMedium on anything else."""

    sha256: str
    ext: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(f"{self.sha256}.{self.ext}") or self.ext not in EXTENSIONS:
            raise InvalidMedium(reason="ce nom n’est pas celui d’un fichier d’ici.")

    @classmethod
    def parse(cls, text: str) -> "MediumName":
        sha256, _, ext = text.partition(".")
        return cls(sha256, ext)

    @property
    def file(self) -> str:
        return f"media/{self.sha256[:2]}/{self.sha256}.{self.ext}"

    @property
    def sidecar(self) -> str:
        return f"media/{self.sha256[:2]}/{self.sha256}.yaml"

    @property
    def content_type(self) -> str:
        return EXTENSIONS[self.ext]

    def __str__(self) -> str:
        return f"{self.sha256}.{self.ext}"


@dataclass(frozen=True, slots=True)
class Examined:
    """What looking at the bytes said: the true type; pixels for pictures (0 for others).

    `data` is what is kept: pictures lose their metadata (place, camera) on the way in.
    """

    ext: str
    width: int
    height: int
    data: bytes
