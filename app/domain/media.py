"""A medium: bytes named by their hash, with a sidecar for what it shows and its licence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.errors import InvalidMedium
from app.domain.yaml_text import YamlRefused, load_mapping

# What is kept, and what may be sent: a picture is reduced on its way in, a document never.
SIZE_LIMIT_BYTES = 5 * 1024 * 1024
SENT_LIMIT_BYTES = 20 * 1024 * 1024
PIXEL_LIMIT = 50_000_000
# The longer side of a picture that is kept, and the widths that its lighter copies may have.
SIDE_LIMIT = 1600
WIDTHS = (400, 800, 1600)
EXTENSIONS = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "gpx": "application/gpx+xml",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
}
KINDS = {
    "picture": ("jpg", "png", "webp", "avif", "gif", "svg"),
    "document": ("pdf", "odt", "ods", "odp"),
    "track": ("gpx",),
    "sound": ("mp3", "ogg"),
}
_NAME = re.compile(r"([0-9a-f]{64})\.([a-z0-9]{2,4})")
_NAMED = re.compile(rf"(?<![0-9a-z])([0-9a-f]{{64}}\.(?:{'|'.join(EXTENSIONS)}))(?![0-9a-z])")
# Looked for first: what begins with a sign of its own is found twenty times faster.
_ENDING = re.compile(rf"\.(?:{'|'.join(EXTENSIONS)})(?![0-9a-z])")


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

    @classmethod
    def from_file(cls, file: str) -> "MediumName | None":
        """The medium that stands there in the tree; None where it can be none."""
        try:
            name = cls.parse(file.rpartition("/")[2])
        except InvalidMedium:
            return None
        return name if name.file == file else None

    @property
    def file(self) -> str:
        return f"media/{self.sha256[:2]}/{self.sha256}.{self.ext}"

    @property
    def sidecar(self) -> str:
        return f"media/{self.sha256[:2]}/{self.sha256}.yaml"

    @property
    def content_type(self) -> str:
        return EXTENSIONS[self.ext]

    @property
    def kind(self) -> str:
        """One of KINDS."""
        return next(kind for kind, extensions in KINDS.items() if self.ext in extensions)

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


@dataclass(frozen=True, slots=True)
class MediumWords:
    """What a person says of a medium. `alt` is what those who cannot see it are told; `decorative`
    says that there is nothing to tell."""

    title: str = ""
    alt: str = ""
    licence: str = ""
    authors: str = ""
    source: str = ""
    decorative: bool = False


@dataclass(frozen=True, slots=True)
class Sidecar:
    """`values` are all that it says, keys of others included."""

    words: MediumWords
    width: int = 0
    height: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


def read_sidecar(data: bytes | None) -> Sidecar:
    """Raises InvalidMedium where it cannot be read; no file says nothing."""
    try:
        said = load_mapping((data or b"").decode()).values
    except (YamlRefused, UnicodeDecodeError) as error:
        raise InvalidMedium(reason="sa fiche n’est pas lisible.") from error
    authors = said.get("authors")
    words = MediumWords(
        str(said.get("title") or ""), str(said.get("alt") or ""), str(said.get("licence") or ""),
        ", ".join(map(str, authors)) if isinstance(authors, list) else "",
        str(said.get("source") or ""), decorative=said.get("decorative") is True,
    )  # fmt: skip
    return Sidecar(words, _pixels(said.get("width")), _pixels(said.get("height")), said)


def _pixels(value: object) -> int:
    return value if type(value) is int and 0 < value < 1_000_000 else 0


@dataclass(frozen=True, slots=True)
class MediumRow:
    """A medium as lists show it. `by_address` is whose commit brought it in."""

    name: MediumName
    words: MediumWords
    width: int
    height: int
    size_bytes: int
    added_at: datetime
    by: str
    by_address: str

    @property
    def picture(self) -> bool:
        return self.name.kind == "picture"

    @property
    def lacks_alt(self) -> bool:
        return self.picture and not self.words.alt and not self.words.decorative


@dataclass(frozen=True, slots=True)
class MediaQuery:
    """Which media: `words` that they are told with, a `kind` of KINDS, those without alternative
    text, those of no page; `shown` keeps those that a page which all may read shows."""

    words: str = ""
    kind: str = ""
    lacks_alt: bool = False
    unused: bool = False
    shown: bool = False


def names_in(text: str) -> tuple[str, ...]:
    """The names of media that a page's file holds, each once: in its text and in its fields."""
    if not _ENDING.search(text):
        return ()
    return tuple(dict.fromkeys(_NAMED.findall(text)))


def variant_widths(name: MediumName, width: int) -> tuple[int, ...]:
    """The widths in pixels at which a picture has lighter copies, smallest first.

    None wider than the picture. A GIF may move, and a drawing is sharp at any width: both are shown
    as they are.
    """
    if name.kind != "picture" or name.ext in ("gif", "svg") or width <= 0:
        return ()
    widest = min(width, WIDTHS[-1])
    return (*(one for one in WIDTHS if one < widest), widest)


def markdown_of(name: MediumName, words: MediumWords) -> str:
    """What shows it in a text, or leads to it where it can only be taken away."""
    if name.kind == "picture":
        return f"![{_inside(words.alt)}](/media/{name})"
    if name.kind == "sound":
        return f"![{_inside(words.alt or words.title)}](/media/{name})"
    return f"[{_inside(words.title or words.alt) or name.ext.upper()}](/media/{name})"


def _inside(words: str) -> str:
    """Brackets would end the words too soon."""
    return words.replace("\\", "").replace("[", "(").replace("]", ")")
