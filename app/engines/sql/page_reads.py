"""Pages one by one, in lists, and counted."""

import sqlite3
import threading

from app.domain.errors import InvalidQuery
from app.domain.outline import RenderedPage
from app.domain.page_path import BlobId, PagePath
from app.domain.rows import PageRow
from app.domain.selection import FACETS, Figures, Selection, unknown_facet
from app.engines.sql.codec import PAGE_COLUMNS, page_row, rendered_page
from app.engines.sql.database import Database
from app.engines.sql.selecting import ORDERINGS, read_cursor, where, write_cursor
from app.engines.sql.tallies import Tallies

_PAGE = f"SELECT {PAGE_COLUMNS} FROM pages p WHERE p.kind = ? AND p.slug = ?"
_BY_ID = (
    f"SELECT {PAGE_COLUMNS} FROM pages p WHERE p.id = ? AND p.state <> 'redirect'"
    " ORDER BY p.state = 'deleted', p.n LIMIT 1"
)
_HTML = "SELECT html, outline FROM html WHERE blob = ? AND version = ?"


class PageReads:
    def __init__(self, database: Database, renderer_version: str) -> None:
        self._database = database
        self._renderer_version = renderer_version
        self._watch: sqlite3.Connection | None = None
        self._watching = threading.Lock()
        self._tallies = Tallies(database)

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

    def page(self, path: PagePath) -> PageRow | None:
        row = self._database.row(_PAGE, (path.kind, path.slug))
        return page_row(row) if row else None

    def page_by_id(self, page_id: str) -> PageRow | None:
        row = self._database.row(_BY_ID, (page_id,)) if page_id else None
        return page_row(row) if row else None

    def html(self, blob: BlobId) -> RenderedPage | None:
        row = self._database.row(_HTML, (blob.value, self._renderer_version))
        return rendered_page(*row) if row else None

    def select(
        self, selection: Selection, *, after: str | None, size: int
    ) -> tuple[list[PageRow], str | None]:
        order = ORDERINGS[selection.order]
        purpose = f"select {selection.order}"
        condition = where(selection)
        values, beyond = condition.values, ""
        if after is not None:
            types = (*(int if c == "p.updated_at" else str for c in order.columns[:-1]), int)
            values += read_cursor(after, purpose, types)
            beyond = f" AND {order.after}"
        keys = ", ".join(order.columns)
        # The order is found on narrow rows; only those of this page are read whole.
        rows = self._database.rows(
            f"SELECT {PAGE_COLUMNS}, {keys} FROM pages p JOIN (SELECT p.n FROM pages p WHERE"
            f" {condition.text}{beyond} ORDER BY {order.text} LIMIT ?) found ON found.n = p.n"
            f" ORDER BY {order.text}",
            (*values, size + 1),
        )
        more = len(rows) > size > 0
        cursor = write_cursor(purpose, tuple(rows[size - 1][19:])) if more else None
        return [page_row(row) for row in rows[:size]], cursor

    def count(self, selection: Selection) -> int:
        return self._tallies.count(selection, self.generation())

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """A facet that is filtered on is counted without its own filter; most first."""
        return self._tallies.facets(selection, self.generation())

    def figures(self, selection: Selection, by: str | None) -> Figures:
        """Raises InvalidQuery where `by` is no facet."""
        if by is not None and by not in FACETS:
            raise InvalidQuery(reason=unknown_facet(by))
        return self._tallies.figures(selection, by, self.generation())
