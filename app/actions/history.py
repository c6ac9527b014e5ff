"""What happened to a page, and to all pages, as this reader may know it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.actions.read_page import read_mirrored
from app.actions.rights import require, sees_page, sees_revision
from app.actions.wiki import Wiki
from app.domain.errors import PageNotFound
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.rows import PageRow, PageState, RevisionRow
from app.domain.visibility import listed

Rows = tuple[list[RevisionRow], str | None]


def page_history(
    wiki: Wiki,
    path: PagePath,
    *,
    reader: Reader,
    after: str | None = None,
    size: int = 50,
    page_id: str = "",
) -> tuple[PageRow, list[RevisionRow], str | None]:
    """The page's row (deleted ones too), its versions newest first, and the next cursor.

    `page_id` names a page that stood at that address before another did, or led elsewhere.
    Versions that this reader may not see are left out. Raises PageNotFound.
    """
    row = wiki.index.page(path)
    if row is None or not sees_page(wiki, reader, row):
        raise PageNotFound(path=path)
    rows, cursor = _filled(
        lambda at: wiki.index.history(path, after=at, size=size, page_id=page_id),
        lambda revision: sees_revision(wiki, reader, revision),
        after,
        size,
    )
    return row, rows, cursor


def mirrored_history(
    wiki: Wiki,
    origin: str,
    path: PagePath,
    *,
    reader: Reader,
    after: str | None = None,
    size: int = 50,
) -> tuple[PageRow, list[RevisionRow], str | None]:
    """The same of a friend's page, as far as we hold it. Raises PageNotFound, Moved."""
    row = read_mirrored(wiki, origin, path, reader=reader)
    rows, cursor = wiki.index.history(path, after=after, size=size, origin=origin)
    return row, rows, cursor


def recent_changes(
    wiki: Wiki, *, after: str | None = None, size: int = 50, minor: bool = True
) -> Rows:
    """Changes of all pages, newest first, drafts left out for everyone; without small corrections
    where `minor` is false."""
    return _filled(
        lambda at: wiki.index.changes(after=at, size=size, minor=minor),
        lambda revision: listed(revision.status),
        after,
        size,
    )


def changes_since(
    wiki: Wiki, revision: RevisionId, *, size: int = 500
) -> tuple[list[RevisionRow], RevisionId | None]:
    """Changes after `revision`, oldest first, and what to ask from next.

    Raises RevisionNotFound.
    """
    rows = wiki.index.changes_since(revision, size=size)
    head = rows[-1].revision if len(rows) >= size else wiki.store.head()
    return [row for row in rows if listed(row.status)], head


def _filled(
    fetch: Callable[[str | None], Rows],
    keep: Callable[[RevisionRow], bool],
    after: str | None,
    size: int,
) -> Rows:
    """One page of rows after filtering; pages that the filter empties are read past."""
    kept: list[RevisionRow] = []
    while True:
        rows, after = fetch(after)
        kept += [row for row in rows if keep(row)]
        if after is None or len(kept) >= size:
            return kept, after


@dataclass(frozen=True, slots=True)
class Away:
    """A page that was deleted: its deletion, its last version, and what stands at its address now
    (None: nothing, or the deleted page itself)."""

    deletion: RevisionRow
    last: RevisionRow
    now: PageRow | None


def deleted_pages(
    wiki: Wiki, *, by: Reader, after: str | None = None, size: int = 50
) -> tuple[list[Away], str | None]:
    """Newest first. Raises NotSignedIn, NotAllowed below reviewer."""
    require(by, Role.reviewer)
    rows, cursor = wiki.index.deleted(after=after, size=size)
    found = [away for row in rows if (away := deleted_page(wiki, row)) is not None]
    return found, cursor


def deleted_page(wiki: Wiki, deletion: RevisionRow) -> Away | None:
    """None where no version of it is known, or it has no id to be found by."""
    versions, _ = wiki.index.history(
        deletion.path, after=None, size=10, page_id=deletion.page_id or str(deletion.path)
    )
    last = next((row for row in versions if row.blob is not None), None)
    if last is None:
        return None
    now = wiki.index.page(deletion.path)
    gone = now is None or now.state is PageState.deleted
    return Away(deletion, last, None if gone else now)


def deletion_of(wiki: Wiki, path: PagePath, *, reader: Reader) -> RevisionRow | None:
    """Who took the page at that address away, for who is signed in and may see it."""
    row = wiki.index.page(path)
    if reader.person is None or row is None or row.state is not PageState.deleted:
        return None
    if not sees_page(wiki, reader, row):
        return None
    rows, _ = wiki.index.history(path, after=None, size=1)
    return rows[0] if rows and rows[0].blob is None else None
