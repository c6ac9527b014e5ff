"""Versions of pages, and the changes of the whole wiki."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from app.domain.cursors import read_cursor, write_cursor
from app.domain.errors import RevisionNotFound
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import Signature
from app.domain.rows import ChangeRow, RevisionRow
from app.engines.sql.codec import REVISION_COLUMNS, revision_row
from app.engines.sql.database import Database, to_micros
from app.engines.sql.origins import thread_of

# The thread of an address: that of its row (a redirect's is its page's), else the last one there.
_THREAD = (
    "(SELECT coalesce((SELECT thread FROM pages WHERE kind = :kind AND slug = :slug"
    " AND origin = ''),"
    " (SELECT thread FROM revisions WHERE kind = :kind AND slug = :slug"
    " ORDER BY id DESC LIMIT 1)))"
)
_HISTORY = (
    f"SELECT {REVISION_COLUMNS}, r.id FROM revisions r"
    f" WHERE r.thread = coalesce(nullif(:page, ''), {_THREAD}) AND r.id < :before"
    " ORDER BY r.id DESC LIMIT :size"
)
# The page that stood at the address then: another may stand there, or be led to, by now.
_THREAD_THEN = (
    "coalesce((SELECT thread FROM revisions WHERE kind = :kind AND slug = :slug AND n <="
    f" (SELECT n FROM commits WHERE revision = :revision) ORDER BY id DESC LIMIT 1), {_THREAD})"
)
_AT = (
    f"SELECT {REVISION_COLUMNS} FROM revisions r WHERE r.thread = {_THREAD_THEN}"
    " AND r.n <= (SELECT n FROM commits WHERE revision = :revision) ORDER BY r.id DESC LIMIT 1"
)
_DELETED = (
    f"SELECT {REVISION_COLUMNS}, r.id FROM revisions r WHERE r.event = 'deleted'"
    " AND r.id < :before AND NOT EXISTS (SELECT 1 FROM revisions s WHERE s.thread = r.thread"
    " AND s.id > r.id) ORDER BY r.id DESC LIMIT :size"
)
# Who wrote, under the last name that each bore; then who is credited without a version here. The
# sign before an address keeps SQLite from looking through all that somebody ever wrote.
_SIGNED = (
    "SELECT (SELECT a.author FROM revisions a WHERE a.thread = r.thread"
    " AND +a.author_address = r.author_address ORDER BY a.id DESC LIMIT 1), r.author_address"
    " FROM revisions r WHERE r.thread = :thread GROUP BY r.author_address ORDER BY min(r.id)"
)
_CREDITED = (
    "SELECT author, address FROM credits c WHERE thread = :thread AND NOT EXISTS (SELECT 1 FROM"
    " revisions r WHERE r.thread = c.thread AND +r.author_address = c.address) ORDER BY rowid"
)
_CHANGES = (
    f"SELECT {REVISION_COLUMNS}, r.id FROM revisions r WHERE r.id < ? ORDER BY r.id DESC LIMIT ?"
)
# Said word for word, so that the index of these rows alone is used.
_NOT_MINOR = _CHANGES.replace("WHERE", "WHERE r.minor = 0 AND")
_CHANGES_BY = _CHANGES.replace("WHERE", "WHERE r.author_address = ? AND")
# Whole commits, so that whoever goes on from the last one misses nothing.
_SINCE = (
    f"SELECT {REVISION_COLUMNS} FROM revisions r WHERE r.n > :n AND r.n <= coalesce((SELECT n FROM"
    " revisions WHERE n > :n ORDER BY n LIMIT 1 OFFSET :last), 9223372036854775807)"
    " ORDER BY r.n, r.id"
)
_THEIR_HISTORY = (
    f"SELECT {REVISION_COLUMNS}, r.id FROM friend_revisions r WHERE r.thread = (SELECT thread FROM"
    " pages WHERE kind = :kind AND slug = :slug AND origin = :origin)"
    " AND r.id < :before ORDER BY r.id DESC LIMIT :size"
)
_BEYOND_ALL = 2**63 - 1
_AUTHORS = (
    "SELECT (SELECT a.author FROM revisions a WHERE a.thread = r.thread"
    " AND +a.author_address = r.author_address ORDER BY a.id DESC LIMIT 1) AS name,"
    " count(*) AS versions FROM revisions r WHERE r.thread = ?"
    " GROUP BY r.author_address ORDER BY versions DESC, min(r.id)"
)
# The same of all pages of ours at once.
_OUR_AUTHORS = _AUTHORS.replace("SELECT (", "SELECT r.thread, (", 1).replace(
    "WHERE r.thread = ? GROUP BY r.author_address", "GROUP BY r.thread, r.author_address"
)
_THEIR_AUTHORS = _AUTHORS.replace("revisions", "friend_revisions")
_CREDITS = (
    "SELECT author FROM credits c WHERE thread = ? AND NOT EXISTS (SELECT 1 FROM revisions r"
    " WHERE r.thread = c.thread AND +r.author_address = c.address) ORDER BY rowid"
)
_OUR_CREDITS = _CREDITS.replace("author", "c.thread, c.author", 1).replace("thread = ? AND", "", 1)
_THEIR_CREDITS = _CREDITS.replace("revisions", "friend_revisions")
_SINCE_BLOB = (
    "SELECT (SELECT count(*) FROM revisions r WHERE r.thread = :thread AND r.id > last.id)"
    " FROM (SELECT max(id) AS id FROM revisions WHERE thread = :thread AND blob = :blob) last"
    " WHERE last.id IS NOT NULL"
)
_THEIRS_SINCE_BLOB = _SINCE_BLOB.replace("revisions", "friend_revisions")
# The version that a translation keeps up with: the last one with the content that it names, or the
# one of the day it began.
FOLLOWED = (
    "SELECT coalesce((SELECT max(b.id) FROM {revisions} b WHERE b.thread = {thread}"
    " AND b.blob = {blob}), (SELECT max(d.id) FROM {revisions} d WHERE d.thread = {thread}"
    " AND d.at <= {began}))"
)
_KEPT_UP = (
    f"SELECT {REVISION_COLUMNS}, (SELECT count(*) FROM {{revisions}} s WHERE s.thread = :thread"
    " AND s.id > r.id AND s.minor = 0 AND s.blob IS NOT NULL) FROM {revisions} r WHERE r.id = ("
    + FOLLOWED.replace("{thread}", ":thread").replace("{blob}", ":blob").replace("{began}", ":at")
    + ")"
)
_HAS_WRITTEN = "SELECT 1 FROM revisions WHERE thread = ? AND +author_address = ? LIMIT 1"
_VERSIONS_BY = "SELECT count(*) FROM (SELECT 1 FROM revisions WHERE author_address = ? LIMIT ?)"


class Histories:
    _database: Database

    def history(
        self, path: PagePath, *, after: str | None, size: int, origin: str = "", page_id: str = ""
    ) -> tuple[list[RevisionRow], str | None]:
        before = read_cursor(after, "history", (int,))[0] if after is not None else _BEYOND_ALL
        values = _named(path) | {"before": before, "size": size + 1, "page": page_id}
        if not origin:
            return _page(self._database.rows(_HISTORY, values), "history", size)
        rows = self._database.rows(_THEIR_HISTORY, values | {"origin": origin})
        return _page(rows, "history", size)

    def deleted(self, *, after: str | None, size: int) -> tuple[list[RevisionRow], str | None]:
        before = read_cursor(after, "deleted", (int,))[0] if after is not None else _BEYOND_ALL
        rows = self._database.rows(_DELETED, {"before": before, "size": size + 1})
        return _page(rows, "deleted", size)

    def signatures(self, page_id: str) -> list[Signature]:
        rows = [
            row
            for query in (_SIGNED, _CREDITED)
            for row in self._database.rows(query, {"thread": page_id})
        ]
        return [Signature(name, address) for name, address in rows]

    def revision(self, path: PagePath, revision: RevisionId) -> RevisionRow | None:
        """The version that this very commit made, wherever the page stood then."""
        row = self.revision_at(path, revision)
        return row if row is not None and row.revision == revision else None

    def revision_at(self, path: PagePath, revision: RevisionId) -> RevisionRow | None:
        row = self._database.row(_AT, _named(path) | {"revision": revision.value})
        return revision_row(row) if row else None

    def changes(
        self, *, after: str | None, size: int, minor: bool = True
    ) -> tuple[list[ChangeRow], str | None]:
        before = read_cursor(after, "changes", (int,))[0] if after is not None else _BEYOND_ALL
        asked = _CHANGES if minor else _NOT_MINOR
        return _page(self._database.rows(asked, (before, size + 1)), "changes", size)

    def changes_by(
        self, address: str, *, after: str | None, size: int
    ) -> tuple[list[ChangeRow], str | None]:
        before = read_cursor(after, "changes-by", (int,))[0] if after is not None else _BEYOND_ALL
        rows = self._database.rows(_CHANGES_BY, (address, before, size + 1))
        return _page(rows, "changes-by", size)

    def changes_since(self, revision: RevisionId, *, size: int) -> list[ChangeRow]:
        """At least `size` where there are, in whole commits: the last one is never cut."""
        known = self._database.row("SELECT n FROM commits WHERE revision = ?", (revision.value,))
        if known is None:
            raise RevisionNotFound(path=revision.value[:12])
        rows = self._database.rows(_SINCE, {"n": known[0], "last": max(size, 1) - 1})
        return [revision_row(row) for row in rows]

    def authors(self, page_id: str, *, origin: str = "") -> list[tuple[str, int]]:
        """Under the name that each bore last.

        Whoever wrote it elsewhere, or before it was opened, comes last, with no versions: none is
        here.
        """
        thread = (thread_of(origin, page_id),)
        found = self._database.rows(_THEIR_AUTHORS if origin else _AUTHORS, thread)
        credited = self._database.rows(_THEIR_CREDITS if origin else _CREDITS, thread)
        return _with(found, (name for (name,) in credited))

    def our_authors(self) -> dict[str, list[tuple[str, int]]]:
        written: dict[str, list[tuple[str, int]]] = {}
        for page_id, *author in self._database.rows(_OUR_AUTHORS):
            written.setdefault(page_id, []).append(tuple(author))
        credited: dict[str, list[str]] = {}
        for page_id, name in self._database.rows(_OUR_CREDITS):
            credited.setdefault(page_id, []).append(name)
        return written | {
            page_id: _with(written.get(page_id, []), names) for page_id, names in credited.items()
        }

    def versions_since(self, page_id: str, blob: BlobId, *, origin: str = "") -> int | None:
        values = {"thread": thread_of(origin, page_id), "blob": blob.value}
        row = self._database.row(_THEIRS_SINCE_BLOB if origin else _SINCE_BLOB, values)
        return row[0] if row else None

    def followed(
        self, page_id: str, *, began: datetime, blob: BlobId | None = None, origin: str = ""
    ) -> tuple[RevisionRow, int] | None:
        sql = _KEPT_UP.format(revisions="friend_revisions" if origin else "revisions")
        row = self._database.row(
            sql, {"thread": thread_of(origin, page_id), "blob": str(blob or ""),
                  "at": to_micros(began)},
        )  # fmt: skip
        return (revision_row(row), row[15]) if row else None

    def writers(self, page_id: str) -> set[str]:
        rows = self._database.rows(
            "SELECT DISTINCT author_address FROM revisions WHERE thread = ?", (page_id,)
        )
        return {address for (address,) in rows}

    def count_versions(self, address: str, *, bound: int) -> int:
        return int(self._database.row(_VERSIONS_BY, (address, bound))[0])

    def has_written(self, page_id: str, address: str) -> bool:
        return self._database.row(_HAS_WRITTEN, (page_id, address)) is not None


def _named(path: PagePath) -> dict[str, Any]:
    return {"kind": path.kind, "slug": path.slug}


def _page(rows: list[Any], purpose: str, size: int) -> tuple[list[RevisionRow], str | None]:
    more = len(rows) > size > 0
    cursor = write_cursor(purpose, (rows[size - 1][15],)) if more else None
    return [revision_row(row) for row in rows[:size]], cursor


def _with(written: Sequence[tuple[str, int]], credited: Iterable[str]) -> list[tuple[str, int]]:
    known = {name for name, _ in written}
    return [*written, *((name, 0) for name in dict.fromkeys(credited) if name not in known)]
