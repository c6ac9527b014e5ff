"""What happened to a page, and to all pages, as this reader may know it."""

from collections.abc import Callable

from app.actions.read_page import read_mirrored
from app.actions.rights import sees_page, sees_revision
from app.actions.wiki import Wiki
from app.domain.errors import PageNotFound
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.rows import PageRow, RevisionRow
from app.domain.visibility import listed

Rows = tuple[list[RevisionRow], str | None]


def page_history(
    wiki: Wiki, path: PagePath, *, reader: Reader, after: str | None = None, size: int = 50
) -> tuple[PageRow, list[RevisionRow], str | None]:
    """The page's row (deleted ones too), its versions newest first, and the next cursor.

    Versions that this reader may not see are left out. Raises PageNotFound.
    """
    row = wiki.index.page(path)
    if row is None or not sees_page(wiki, reader, row):
        raise PageNotFound(path=path)
    rows, cursor = _filled(
        lambda at: wiki.index.history(path, after=at, size=size),
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


def recent_changes(wiki: Wiki, *, after: str | None = None, size: int = 50) -> Rows:
    """Changes of all pages, newest first, drafts left out for everyone."""
    return _filled(
        lambda at: wiki.index.changes(after=at, size=size),
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
