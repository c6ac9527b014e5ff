"""The screens about a page's past."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link
from app.web.views.pages import PageHead


@dataclass(frozen=True, slots=True)
class Version:
    """`origin` names the friend network that a version came from. `size_change` is in bytes."""

    revision: str
    at: datetime
    author: str
    note: str = ""
    url: str = ""
    compare_url: str = ""
    minor: bool = False
    current: bool = False
    size_change: int | None = None
    origin: str = ""
    event: str = "changed"
    thanks: int = 0
    may_thank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Versions, newest first. The form compares any two (`old`, `new`) by GET at `compare_url`.

    `may_restore`: the reader may bring a version back (POST `restore_url` with `revision`).
    `thank_url` takes thanks for a version (POST `revision`).
    `before`: the page is no longer at its address. `united` are the pages that became part of it.
    """

    head: PageHead
    versions: tuple[Version, ...]
    compare_url: str
    restore_url: str = ""
    may_restore: bool = False
    authors: tuple[tuple[str, int], ...] = ()
    next_url: str = ""
    before: bool = False
    united: tuple[Link, ...] = ()
    thank_url: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text. `op`: same, added, removed."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedBlock:
    """A field of the card or a block of the text.

    `op`: changed, added, removed, moved, spaced, same. `label` is the field's, or says where the
    block stands. `kept` are blocks that stayed, `folded` where they are many. `pictures` are
    (same | removed | added, address); `take_url` opens the form with the older one put back.
    """

    op: str
    label: str
    words: tuple[Word, ...] = ()
    note: str = ""
    kept: tuple[str, ...] = ()
    folded: bool = False
    pictures: tuple[tuple[str, str], ...] = ()
    take_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """Two versions in words: `fields` of the card, then `blocks` of the text.

    `versions` fill both lists of the form (GET, `old` and `new`). `summary` is one sentence.
    `beside`: older and newer stand in two columns; `view_url` switches. `blank`: only the blank
    lines between blocks differ.
    """

    head: PageHead
    old: Version
    new: Version
    summary: str
    fields: tuple[ChangedBlock, ...] = ()
    blocks: tuple[ChangedBlock, ...] = ()
    versions: tuple[Version, ...] = ()
    compare_url: str = ""
    swap_url: str = ""
    restore_url: str = ""
    may_restore: bool = False
    authors: tuple[tuple[str, int], ...] = ()
    previous: Link | None = None
    next: Link | None = None
    beside: bool = False
    blank: bool = False
    view_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The file as it is kept: for those who copy, check or learn."""

    head: PageHead
    text: str
    download_url: str
