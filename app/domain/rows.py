"""What the index knows of a page, a revision and a change, without opening the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from app.domain.dates import DateTold
from app.domain.links import LinkTarget
from app.domain.located import Located
from app.domain.page_path import BlobId, PagePath, RevisionId


class PageState(StrEnum):
    live = "live"
    deleted = "deleted"
    redirect = "redirect"
    broken = "broken"  # the file does not parse: shown as source, never an error page


@dataclass(frozen=True, slots=True)
class PageRow:
    """One address of the wiki.

    `revision` is the last commit that touched the page, `blob` its content (that before the
    deletion for a deleted page), `text` the whole file. `front` is the parsed front matter.
    `open` is true where status and licence let it leave the instance, and nobody took it back: the
    one thing that every way out asks. `target_id` is the page that
    a redirect leads to. `origin` is the friend's instance that a mirrored page comes from, `` for
    our own.
    """

    path: PagePath
    state: PageState
    id: str
    revision: RevisionId
    blob: BlobId
    title: str
    lang: str
    status: str
    licence: str
    open: bool
    summary: str
    text: str
    front: Mapping[str, Any]
    updated_at: datetime
    updated_by: str
    created_at: datetime
    versions: int
    target_id: str = ""
    origin: str = ""

    @property
    def reference(self) -> str:
        """`kind/slug`, or `host/kind/slug` for a friend's page."""
        return f"{self.origin}/{self.path}" if self.origin else str(self.path)


class PageStamp(NamedTuple):
    """What tells a page from all that it was, without its text. What is read of its file is the
    same as long as the stamp is, but for `versions`."""

    kind: str
    slug: str
    origin: str
    id: str
    blob: str
    title: str
    lang: str
    licence: str
    versions: int

    @property
    def reference(self) -> str:
        """As `PageRow.reference`."""
        named = f"{self.kind}/{self.slug}"
        return f"{self.origin}/{named}" if self.origin else named

    def same(self, other: "PageStamp") -> bool:
        return self[:-1] == other[:-1]


def stamp_of(row: PageRow) -> PageStamp:
    return PageStamp(
        row.path.kind, row.path.slug, row.origin, row.id, str(row.blob), row.title, row.lang,
        row.licence, row.versions,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One version of a page, as the log has it. `blob` is None where it deleted the page.

    `status` and `licence` are those of this very version: they decide who may see it.
    """

    path: PagePath
    page_id: str
    revision: RevisionId
    blob: BlobId | None
    author: str
    author_address: str
    at: datetime
    note: str
    minor: bool
    size_bytes: int
    title: str
    status: str
    licence: str
    event: str  # created, changed, moved, deleted, restored


ChangeRow = RevisionRow


@dataclass(frozen=True, slots=True)
class Leading:
    """A page that leads to another: by which names, each with the key of the card that it stands
    in (`` in the text)."""

    page: PageRow
    said: tuple[tuple[LinkTarget, str], ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that a page tells."""

    page: PageRow
    told: DateTold


@dataclass(frozen=True, slots=True)
class Placed:
    """A page that has a point, for maps of many: degrees, WGS 84."""

    at: Located
    title: str
    lat: float
    lon: float
    city: str = ""
