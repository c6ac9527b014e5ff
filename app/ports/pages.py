"""Where pages are kept, found and drawn."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.care import CareLine, CareQuery
from app.domain.harvest import Harvest, SharedPage
from app.domain.kit import Weight
from app.domain.likeness import Traits
from app.domain.links import LinkTarget
from app.domain.media import MediaQuery, MediumRow
from app.domain.network import Mirror
from app.domain.outline import Outline, RenderedPage
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import Change, LogEntry, Signature
from app.domain.rows import ChangeRow, Dated, Leading, PageRow, PageStamp, Placed, RevisionRow
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
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

    def files(
        self, at: RevisionId | None = None, *, under: str = ""
    ) -> Iterator[tuple[str, BlobId]]:
        """Every file of the tree, in order of name; those of the folder `under` (`network/`)
        alone cost no walk through the others."""

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


class MirrorProjection(Protocol):
    """A projection that also holds friends' pages, each friend's with a bookmark of its own."""

    name: str

    def mirror_marks(self) -> Mapping[str, tuple[str, RevisionId]]:
        """By origin: the `Mirror.form` and the tip that it has read up to."""

    def apply_mirror(self, mirror: Mirror, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch of the friend's log in, oldest first, and move its bookmark, or neither.

        The bookmark becomes (mirror.form, last entry). A page outside `mirror.slice`, one in
        `mirror.quarantined` and one that is no open page is not shown. Where the bookmark has
        another form, all there was of that friend is forgotten first.
        """

    def drop_mirror(self, origin: str) -> None: ...


class PageIndex(Protocol):
    """The SQL projection, as readers see it. Rows include drafts: actions filter by reader.

    `origin` names a friend's instance where its mirrored pages are meant; `` is our own. Without
    the facet `origin`, a selection is of our own pages; `origin=self` names them, `origin=*` all.
    Words are not known here: `find_pages.settled` has the search engine look for them first.
    """

    def generation(self) -> int:
        """Changes whenever what this index would answer may have changed (any process)."""

    def bookmark(self) -> RevisionId | None:
        """The entry of our log up to which it has read: with it, what it says of our own pages."""

    def page(self, path: PagePath, *, origin: str = "") -> PageRow | None:
        """Deleted pages and redirects included: see `PageRow.state`."""

    def page_by_id(self, page_id: str, *, origin: str = "") -> PageRow | None:
        """The live or deleted page of that id (never a redirect)."""

    def titles(
        self, targets: Iterable[LinkTarget], *, origin: str = ""
    ) -> dict[LinkTarget, PageRow]:
        """The live pages that wiki links name, by title (folded) or by kind and slug.

        From a friend's page (`origin`), its own network is looked in first, then ours; a target
        with a `host` is looked for in that friend's pages.
        """

    def select(
        self, selection: Selection, *, after: str | None, size: int
    ) -> tuple[list[PageRow], str | None]:
        """Live pages in the selection's order, and the cursor of the next ones.

        Raises InvalidQuery on a cursor that this index did not give.
        """

    def stamps(self, selection: Selection) -> Iterator[PageStamp]:
        """The same pages, told without their texts: some millionths of a second for each."""

    def count(self, selection: Selection) -> int: ...

    def weigh(self, selection: Selection) -> Weight:
        """What a selection holds: its texts are measured, none is read."""

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """Counts by facet name and value over the selection."""

    def figures(self, selection: Selection, by: str | None) -> Figures: ...

    def shared(
        self, asked: Harvest, *, after: str | None, size: int
    ) -> tuple[list[SharedPage], str | None]:
        """Pages of ours that are or were shared, what changed longest ago first, and the cursor of
        the next. One that changes meanwhile comes again at the end: none is missed.

        Raises InvalidQuery on a cursor that this index did not give.
        """

    def shared_one(self, key: str) -> SharedPage | None:
        """None where that page never was shared."""

    def count_shared(self, asked: Harvest) -> int: ...

    def first_shared(self) -> datetime | None:
        """No page stands as it is since before that."""

    def select_by(
        self, selection: Selection, key: str, *, backwards: bool, skip: int, size: int
    ) -> list[PageRow]:
        """In the order of one key of the card (`territory.city`) or of the page (`title`,
        `updated_at`); pages without it come last both ways."""

    def dates(self, selection: Selection, *, first: str, last: str, size: int) -> list[Dated]:
        """What the pages of the selection tell of `first` to `last`, texts that sort, in order."""

    def dated_months(self, selection: Selection) -> dict[str, int]:
        """How many dates they tell, by month (2016-05), or year where that is all they say."""

    def placed(self, selection: Selection) -> list[Placed]:
        """Every page of the selection that has a point."""

    def links_from(self, path: PagePath) -> list[tuple[LinkTarget, PageRow | None]]: ...

    def links_to(
        self, path: PagePath, page_id: str, *, origin: str = "", size: int
    ) -> list[PageStamp]:
        """The first pages of ours, by title, whose text leads to that one by its title, by this
        address or by one that the page of this id had before."""

    def leading(
        self, row: PageRow, names: Iterable[LinkTarget], *, host: str, hidden: bool = False,
        after: str | None = None, size: int = 50,
    ) -> tuple[list[Leading], str | None]:  # fmt: skip
        """Pages that use one of these names in their text or card, ours by title, then friends'
        (those that name it at our `host`), and the cursor of the next ones. `hidden`: drafts too.
        """

    def count_leading(self, row: PageRow, names: Iterable[LinkTarget]) -> int:
        """How many pages of ours that all may see use one of these names."""

    def old_addresses(self, page_id: str) -> list[PagePath]:
        """Addresses that lead to that page."""

    def united_with(self, page_id: str) -> list[RevisionRow]:
        """The last entry of each page that became part of that one, newest first."""

    def old_titles(self, row: PageRow) -> list[str]:
        """Folded titles that the page, or one united with it, bore before, and that no page bears
        now."""

    def wanted(self, size: int) -> list[tuple[LinkTarget, int]]:
        """Link targets with no page, most wanted first, with how many pages want them."""

    def history(
        self, path: PagePath, *, after: str | None, size: int, origin: str = "", page_id: str = ""
    ) -> tuple[list[RevisionRow], str | None]:
        """Newest first, moves followed by page id. `page_id` names a page that is no longer at
        that address: deleted, or united with another."""

    def deleted(self, *, after: str | None, size: int) -> tuple[list[RevisionRow], str | None]:
        """The deletions of pages that are still away, newest first."""

    def signatures(self, page_id: str) -> list[Signature]:
        """Everybody who wrote that page, then those credited without a version of it here."""

    def revision(self, path: PagePath, revision: RevisionId) -> RevisionRow | None: ...

    def revision_at(self, path: PagePath, revision: RevisionId) -> RevisionRow | None:
        """The row in force for the page at `revision`, any commit of main."""

    def changes(
        self, *, after: str | None, size: int, minor: bool = True
    ) -> tuple[list[ChangeRow], str | None]:
        """Newest first, all pages; without small corrections where `minor` is false."""

    def changes_by(
        self, address: str, *, after: str | None, size: int
    ) -> tuple[list[ChangeRow], str | None]:
        """Newest first, all pages, those signed with this address (`<id>@<host>`)."""

    def changes_since(self, revision: RevisionId, *, size: int) -> list[ChangeRow]:
        """Oldest first, those after `revision`. Raises RevisionNotFound."""

    def authors(self, page_id: str, *, origin: str = "") -> list[tuple[str, int]]:
        """Public names with their number of revisions, most first."""

    def our_authors(self) -> dict[str, list[tuple[str, int]]]:
        """The same of each page of ours, by its id: one read in place of thousands."""

    def versions_since(self, page_id: str, blob: BlobId, *, origin: str = "") -> int | None:
        """How many versions the page has after the last one with that content; None where no
        version known here has it."""

    def followed(
        self, page_id: str, *, began: datetime, blob: BlobId | None = None, origin: str = ""
    ) -> tuple[RevisionRow, int] | None:
        """The version of that page with the content `blob`, else the one that stood when its
        translation `began`, and how many came after it, small corrections left out; None where it
        had none by then."""

    def translations(self, page_id: str, *, origin: str = "") -> list[PageRow]:
        """Our pages that all may see and that say they translate that one, by title."""

    def derived(self, origin: str, page_id: str) -> list[PageRow]:
        """Our live pages whose `derived_from` names that page of that friend."""

    def origins(self) -> dict[str, int]:
        """How many pages of each friend are shown here."""

    def writers(self, page_id: str) -> set[str]:
        """The addresses of all authors of that page's revisions."""

    def has_written(self, page_id: str, address: str) -> bool:
        """True where a revision of that page bears that author's address."""

    def count_versions(self, address: str, *, bound: int) -> int:
        """How many versions of our pages bear that author's address, counted up to `bound`."""

    def care(
        self, query: CareQuery, *, offset: int = 0, size: int = 50
    ) -> tuple[list[CareLine], int]:
        """A part of a list of pages that need someone, and how many lines it has in all."""

    def care_wanted(self, *, offset: int, size: int) -> tuple[list[tuple[LinkTarget, int]], int]:
        """A part of `wanted`, and how many there are."""

    def outward(self) -> list[str]:
        """Every address of the web that our pages which all may see name."""

    def traits(self, *, after: int, epoch: str) -> tuple[str, list[tuple[int, int, Traits | None]]]:
        """What tells of pages that may be alike, ours and friends', read on from `after`.

        The epoch now, and for each page that changed its number, when (`after` of the next time),
        its traits where it is shown. All pages where the epoch is no longer that one.
        """

    def html(self, blob: BlobId) -> RenderedPage | None: ...

    def media(self, query: MediaQuery, *, offset: int, size: int) -> tuple[list[MediumRow], int]:
        """Newest first, and how many there are in all."""

    def media_named(self, names: Iterable[str]) -> dict[str, MediumRow]:
        """Those of the names that are media of ours."""

    def media_uses(self, name: str) -> list[PageRow]:
        """Our live pages that show it, those that all may see first; drafts included."""


class Search(Protocol):
    """Full text. Holds published pages only (closed licences included, drafts never), and friends'
    pages with the facet `origin` (their instance); `origin=self` names our own."""

    def find(self, query: SearchQuery) -> SearchPage: ...

    def every(self, query: SearchQuery, *, limit: int) -> Sequence[Located]:
        """The first `limit` of all pages that `find` would page through, in its order, no family
        folded. `page` and `size` of the query do not count."""

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
