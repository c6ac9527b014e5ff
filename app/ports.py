"""THE SEAMS. Every engine the wiki runs on, as the wiki sees it, on one page."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from app.domain.links import LinkTarget
from app.domain.media import Examined
from app.domain.outline import Outline, RenderedPage
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import KeptToken, Person, Role, SessionInfo, TokenInfo
from app.domain.revision import Change, LogEntry
from app.domain.rows import ChangeRow, PageRow, RevisionRow
from app.domain.search import SearchPage, SearchQuery, Suggestion
from app.domain.selection import Figures, Selection


class PageStore(Protocol):
    """History. The only thing that must never be lost."""

    def head(self) -> RevisionId | None: ...

    def blob_of(self, file: str, at: RevisionId | None = None) -> BlobId | None:
        """The blob at `file` (at head when `at` is None); None where there is no such file.

        Raises RevisionNotFound where `at` is no commit of main.
        """

    def read_blob(self, blob: BlobId) -> bytes:
        """Raises EngineFailed when the object is not there."""

    def read(self, file: str, at: RevisionId | None = None) -> bytes | None: ...

    def commit(self, change: Change) -> RevisionId:
        """The new head, durable when this returns.

        Raises Stale where a file is not what `change.expects` says (nothing is written),
        EngineFailed where git refuses. A change that changes nothing returns the head.
        """

    def commit_all(self, changes: Sequence[Change]) -> list[RevisionId]:
        """A commit for each change, in one stream, for imports: all of them or, on Stale, none."""

    def log(self, after: RevisionId | None = None) -> Iterator[LogEntry]:
        """First-parent entries of main after `after`, oldest first.

        Raises RevisionNotFound where `after` is not on main (the history was replaced).
        """

    def files(self, at: RevisionId | None = None) -> Iterator[tuple[str, BlobId]]:
        """Every file of the tree, in order of name."""

    def count_after(self, after: RevisionId | None) -> int: ...

    def verify(self) -> list[str]:
        """Sentences about what is broken in the repository; empty when sound (git fsck)."""

    def maintain(self) -> bool:
        """Pack where there is enough to pack; saves go on meanwhile. True where it packed."""

    def bundle(self, out: str) -> None:
        """The whole repository as one git bundle file at `out`."""

    def close(self) -> None: ...


class Projection(Protocol):
    """Something derived from the log, that can be thrown away and rebuilt."""

    name: str

    def bookmark(self) -> RevisionId | None: ...

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch in, oldest first, and move the bookmark to its last entry, or neither.

        Each page's row is that of the last entry of the batch that touched it.
        """

    def reset(self) -> None:
        """Forget everything; the bookmark is None."""

    def tidy(self) -> None:
        """Upkeep, under the lock of catch-up; cheap where there is nothing to do."""

    def check(self, store: PageStore) -> list[str]:
        """Sentences about what differs from the log; empty when nothing does."""

    def close(self) -> None: ...


class PageIndex(Protocol):
    """The SQL projection, as readers see it. Rows include drafts: actions filter by reader."""

    def generation(self) -> int:
        """Changes whenever what this index would answer may have changed (any process)."""

    def page(self, path: PagePath) -> PageRow | None:
        """Deleted pages and redirects included: see `PageRow.state`."""

    def page_by_id(self, page_id: str) -> PageRow | None:
        """The live or deleted page of that id (never a redirect)."""

    def titles(self, targets: Iterable[LinkTarget]) -> dict[LinkTarget, PageRow]:
        """The live pages that wiki links name, by title (folded) or by kind and slug."""

    def select(
        self, selection: Selection, *, after: str | None, size: int
    ) -> tuple[list[PageRow], str | None]:
        """Live pages in the selection's order, and the cursor of the next ones.

        Raises InvalidQuery on a cursor that this index did not give.
        """

    def count(self, selection: Selection) -> int: ...

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """Counts by facet name and value over the selection."""

    def figures(self, selection: Selection, by: str | None) -> Figures: ...

    def links_from(self, path: PagePath) -> list[tuple[LinkTarget, PageRow | None]]: ...

    def links_to(self, row: PageRow) -> list[PageRow]: ...

    def wanted(self, size: int) -> list[tuple[LinkTarget, int]]:
        """Link targets with no page, most wanted first, with how many pages want them."""

    def history(
        self, path: PagePath, *, after: str | None, size: int
    ) -> tuple[list[RevisionRow], str | None]:
        """Newest first, moves followed by page id."""

    def revision(self, path: PagePath, revision: RevisionId) -> RevisionRow | None: ...

    def revision_at(self, path: PagePath, revision: RevisionId) -> RevisionRow | None:
        """The row in force for the page at `revision`, any commit of main."""

    def changes(self, *, after: str | None, size: int) -> tuple[list[ChangeRow], str | None]:
        """Newest first, all pages."""

    def changes_since(self, revision: RevisionId, *, size: int) -> list[ChangeRow]:
        """Oldest first, those after `revision`. Raises RevisionNotFound."""

    def authors(self, page_id: str) -> list[tuple[str, int]]:
        """Public names with their number of revisions, most first."""

    def writers(self, page_id: str) -> set[str]:
        """The addresses of all authors of that page's revisions."""

    def has_written(self, page_id: str, address: str) -> bool:
        """True where a revision of that page bears that author's address."""

    def html(self, blob: BlobId) -> RenderedPage | None: ...


class Search(Protocol):
    """Full text. Holds published pages only (closed licences included, drafts never)."""

    def find(self, query: SearchQuery) -> SearchPage: ...

    def suggest(self, text: str, *, size: int) -> list[Suggestion]: ...


class Renderer(Protocol):
    version: str

    def render(self, body: str, *, kind: str, lang: str) -> RenderedPage:
        """Safe HTML with link placeholders, headings, links, media, plain text and quizzes."""

    def render_field(
        self, text: str, *, lang: str = "fr", scope: str = "", heading_level: int = 4
    ) -> str:
        """Markdown of a front-matter value as safe HTML with the same placeholders."""

    def outline(self, body: str) -> Outline: ...


class People(Protocol):
    """Records of who may do what. Not derivable: kept apart from projections."""

    def add(self, person: Person, *, password: str | None) -> None: ...
    def get(self, person_id: str) -> Person | None: ...
    def by_email(self, email: str) -> Person | None: ...
    def all(self) -> list[Person]: ...
    def set_role(self, person_id: str, role: Role) -> None: ...
    def set_password(self, person_id: str, password: str) -> None: ...
    def check_password(self, email: str, password: str) -> Person | None: ...
    def open_session(self, person_id: str, *, now: datetime) -> str: ...
    def session(self, secret: str, *, now: datetime) -> SessionInfo | None: ...
    def close_session(self, secret: str) -> None: ...
    def add_token(self, person_id: str, scope: str, *, now: datetime, label: str = "") -> str: ...
    def tokens(self, person_id: str) -> list[KeptToken]: ...
    def drop_token(self, person_id: str, token_id: str) -> None: ...
    def token(self, secret: str) -> TokenInfo | None: ...
    def steward_link(self, *, now: datetime) -> str | None: ...
    def redeem_steward_link(
        self, secret: str, person: Person, password: str, *, now: datetime
    ) -> None: ...
    def close(self) -> None: ...
    def count_attempt(self, key: str, *, now: datetime, limit: int, window_s: int) -> int: ...


class Images(Protocol):
    def examine(self, data: bytes) -> Examined:
        """Raises InvalidMedium where the bytes are of no kind we keep, or are a trap."""


class Clock(Protocol):
    def now(self) -> datetime:
        """UTC, aware."""

    def page_id(self) -> str:
        """A new ULID."""


class Lock(Protocol):
    def hold(self, name: str, *, wait: bool = True) -> AbstractContextManager[None]:
        """Between threads and processes (flock). Raises Busy where held and `wait` is false."""
