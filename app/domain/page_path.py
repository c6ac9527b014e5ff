"""Names that cannot be wrong: page addresses, revisions, blobs, page ids."""

import re
from dataclasses import dataclass

from app.domain.errors import InvalidPath, InvalidRevision

SLUG_LIMIT = 120
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KIND = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
# Names that some readers' file systems keep for themselves (a mirror may be on any of them).
_RESERVED = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_FILE = re.compile(r"pages/([a-z0-9_]+)/([a-z0-9-]{2})/([a-z0-9-]+)\.md")


def is_slug(text: str) -> bool:
    return len(text) <= SLUG_LIMIT and bool(_SLUG.fullmatch(text)) and not _RESERVED.fullmatch(text)


def is_page_id(text: object) -> bool:
    """True for a ULID: 26 characters of Crockford's base 32, at most 128 bits."""
    return isinstance(text, str) and bool(_ULID.fullmatch(text))


@dataclass(frozen=True, slots=True, order=True)
class PagePath:
    """Where a page lives: kind and slug, written `place/cafe-plum`.

    Raises:
        InvalidPath: anything else, so `..`, a leading `-` or `.git` cannot exist.
    """

    kind: str
    slug: str

    def __post_init__(self) -> None:
        if not (len(self.kind) <= 40 and _KIND.fullmatch(self.kind) and is_slug(self.slug)):
            raise InvalidPath(path=f"{self.kind}/{self.slug}"[:200])

    @classmethod
    def parse(cls, text: str) -> "PagePath":
        kind, _, slug = text.partition("/")
        return cls(kind, slug)

    @classmethod
    def from_file(cls, file: str) -> "PagePath | None":
        """The page that a repository file holds, or None where it is not a page's place."""
        match = _FILE.fullmatch(file)
        if not match or not _KIND.fullmatch(match[1]) or not is_slug(match[3]):
            return None
        path = cls(match[1], match[3])
        return path if path.file == file else None

    @property
    def file(self) -> str:
        """`pages/<kind>/<xx>/<slug>.md`: two-letter folders keep the cost of a save flat."""
        first = (self.slug * 2)[:2] if len(self.slug) == 1 else self.slug[:2]
        return f"pages/{self.kind}/{first}/{self.slug}.md"

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"


@dataclass(frozen=True, slots=True)
class RevisionId:
    """A full git commit name: 40 or 64 hex digits. Never a branch, a range or an option."""

    value: str

    def __post_init__(self) -> None:
        if not _OBJECT.fullmatch(self.value):
            raise InvalidRevision(revision=self.value[:80])

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class BlobId:
    """A full git blob name: what names a page's state between instances."""

    value: str

    def __post_init__(self) -> None:
        if not _OBJECT.fullmatch(self.value):
            raise InvalidRevision(revision=self.value[:80])

    def __str__(self) -> str:
        return self.value
