"""Pages one by one, in lists, and counted."""

import sqlite3
import threading
from collections.abc import Iterator
from typing import Any

from app.domain.cursors import read_cursor, write_cursor
from app.domain.errors import InvalidQuery
from app.domain.outline import RenderedPage
from app.domain.page_path import BlobId, PagePath
from app.domain.rows import PageRow, PageStamp
from app.domain.selection import FACETS, Figures, Selection, unknown_facet
from app.engines.sql.codec import (
    PAGE_COLUMNS,
    PAGE_WIDTH,
    STAMP_COLUMNS,
    STAMP_WIDTH,
    page_row,
    rendered_page,
)
from app.engines.sql.database import Database
from app.engines.sql.origins import thread_of
from app.engines.sql.selecting import among, by_columns, ordering, source_of, where
from app.engines.sql.tallies import Tallies

_PAGE = f"SELECT {PAGE_COLUMNS} FROM pages p WHERE p.kind = ? AND p.slug = ? AND p.origin = ?"
_BY_ID = (
    f"SELECT {PAGE_COLUMNS} FROM pages p WHERE p.id = ? AND p.origin = ? AND p.state <> 'redirect'"
    " ORDER BY p.state = 'deleted', p.n LIMIT 1"
)
_TRANSLATIONS = (
    f"SELECT {PAGE_COLUMNS} FROM care c JOIN pages p ON p.n = c.page WHERE c.translates = ?"
    " AND c.translates <> '' AND p.visible = 1 ORDER BY p.title_fold, p.n"
)
_DERIVED = (
    f"SELECT {PAGE_COLUMNS} FROM pages p WHERE p.derived = ? AND p.derived <> '' AND p.origin = ''"
    " AND p.state = 'live' ORDER BY p.title_fold, p.n"
)
_ORIGINS = "SELECT origin, count(*) FROM pages WHERE visible = 2 GROUP BY origin ORDER BY origin"
_HTML = "SELECT html, outline FROM html WHERE blob = ? AND version = ?"

_STAMPS_AT_ONCE = 5_000
# Counted in SQL, before all pages are tallied.
_FEW = 32


class PageReads:
    def __init__(self, database: Database, renderer_version: str) -> None:
        self._database = database
        self._renderer_version = renderer_version
        self._watch: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self._tallies, self._counted = Tallies(database), 0

    def close(self) -> None:
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        # The next connection to watch would count from another number.
        self._tallies = Tallies(self._database)
        self._database.close()

    def generation(self) -> int:
        """Changes with every commit to the file, by any process (about 5 microseconds).

        The number is that of one connection which never writes: it sees all others' commits.
        """
        with self._watching:
            if self._watch is None:
                self._watch = self._database.reader()
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def page(self, path: PagePath, *, origin: str = "") -> PageRow | None:
        row = self._database.row(_PAGE, (path.kind, path.slug, origin))
        return page_row(row) if row else None

    def page_by_id(self, page_id: str, *, origin: str = "") -> PageRow | None:
        row = self._database.row(_BY_ID, (page_id, origin)) if page_id else None
        return page_row(row) if row else None

    def derived(self, origin: str, page_id: str) -> list[PageRow]:
        """By title; drafts included: actions filter by reader."""
        rows = self._database.rows(_DERIVED, (thread_of(origin, page_id),)) if origin else []
        return [page_row(row) for row in rows]

    def translations(self, page_id: str, *, origin: str = "") -> list[PageRow]:
        thread = thread_of(origin, page_id)
        return [page_row(row) for row in self._database.rows(_TRANSLATIONS, (thread,))]

    def origins(self) -> dict[str, int]:
        return dict(self._database.rows(_ORIGINS))

    def html(self, blob: BlobId) -> RenderedPage | None:
        row = self._database.row(_HTML, (blob.value, self._renderer_version))
        return rendered_page(*row) if row else None

    def select(
        self, selection: Selection, *, after: str | None, size: int
    ) -> tuple[list[PageRow], str | None]:
        rows, cursor = self._read(selection, PAGE_COLUMNS, PAGE_WIDTH, after, size)
        return [page_row(row) for row in rows], cursor

    def stamps(self, selection: Selection) -> Iterator[PageStamp]:
        after: str | None = None
        while True:
            rows, after = self._read(selection, STAMP_COLUMNS, STAMP_WIDTH, after, _STAMPS_AT_ONCE)
            yield from (PageStamp(*row[:STAMP_WIDTH]) for row in rows)
            if after is None:
                return

    def _read(
        self, selection: Selection, columns: str, width: int, after: str | None, size: int
    ) -> tuple[list[Any], str | None]:
        """Rows that begin with these columns, and the cursor of the next ones."""
        order, arms = ordering(selection), where(selection)
        purpose = f"select {selection.order}"
        beyond, last = "", ()
        if after is not None:
            last = read_cursor(after, purpose, order.types)
            beyond = f" AND {order.after}"
        # The order is found on narrow rows, in that of an index for each arm; only those of this
        # page are read whole.
        named, source = among(selection), source_of(selection)
        found = " UNION ALL ".join(
            f"SELECT p.n AS n, {order.named} FROM {source} WHERE {arm.text}{beyond}" for arm in arms
        )
        rows = self._database.rows(
            f"{named.text}SELECT {columns}, {order.columns} FROM pages p JOIN ({found}"
            f" ORDER BY {order.text} LIMIT ?) found ON found.n = p.n ORDER BY {order.text}",
            (*named.values, *(v for arm in arms for v in (*arm.values, *last)), size + 1),
        )
        more = len(rows) > size > 0
        cursor = write_cursor(purpose, tuple(rows[size - 1][width:])) if more else None
        return rows[:size], cursor

    def count(self, selection: Selection) -> int:
        """In SQL for the first few: to tally all pages is worth it for whoever counts all day."""
        if self._counted < _FEW and not self._tallies.begun and by_columns(selection):
            self._counted += 1
            return self._count(selection)
        return self._tallies.count(selection, self.generation())

    def _count(self, selection: Selection) -> int:
        arms, named = where(selection), among(selection)
        counted = " + ".join(
            f"(SELECT count(*) FROM {source_of(selection)} WHERE {arm.text})" for arm in arms
        )
        values = (*named.values, *(value for arm in arms for value in arm.values))
        return int(self._database.row(f"{named.text}SELECT {counted}", values)[0])

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """A facet that is filtered on is counted without its own filter; most first."""
        return self._tallies.facets(selection, self.generation())

    def figures(self, selection: Selection, by: str | None) -> Figures:
        """Raises InvalidQuery where `by` is no facet."""
        if by is not None and by not in FACETS:
            raise InvalidQuery(reason=unknown_facet(by))
        return self._tallies.figures(selection, by, self.generation())
