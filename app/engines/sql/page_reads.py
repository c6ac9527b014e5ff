"""Pages one by one, in lists, and counted."""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, TypeVar

from app.domain.errors import InvalidQuery
from app.domain.outline import RenderedPage
from app.domain.page_path import BlobId, PagePath
from app.domain.rows import PageRow
from app.domain.selection import FACETS, Amounts, Figures, Group, Selection
from app.engines.sql.codec import PAGE_COLUMNS, page_row, rendered_page
from app.engines.sql.database import Database
from app.engines.sql.selecting import ORDERINGS, Sql, read_cursor, where, write_cursor

COUNTS_KEPT = 256
_T = TypeVar("_T")
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
        self._counts: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def close(self) -> None:
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
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
        return self._counted(("count", selection), lambda: self._count(where(selection)))

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """A facet that is filtered on is counted without its own filter; most first."""
        counts = self._counted(("facets", selection), lambda: self._facets(selection))
        return {name: dict(values) for name, values in counts.items()}

    def figures(self, selection: Selection, by: str | None) -> Figures:
        if by is not None and by not in FACETS:
            raise InvalidQuery(reason=f"« {by[:40]} » n’est pas un critère connu.")
        return self._counted(("figures", selection, by), lambda: self._figures(selection, by))

    def _counted(self, question: tuple[Any, ...], answer: Callable[[], _T]) -> _T:
        """The answer, kept until the projection changes."""
        key = (self.generation(), *question)
        if key not in self._counts:
            found = answer()
            self._counts[key] = found
            while len(self._counts) > COUNTS_KEPT:
                self._counts.popitem(last=False)
            return found
        return self._counts[key]

    def _count(self, condition: Sql) -> int:
        sql = f"SELECT count(*) FROM pages p WHERE {condition.text}"
        return int(self._database.rows(sql, condition.values)[0][0])

    def _facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        filtered = [name for name, values in selection.where.items() if values]
        found = self._facet_counts(where(selection), Sql("1"))
        for name in filtered:
            found.pop(name, None)
            found |= self._facet_counts(where(selection, but=name), Sql("f.name = ?", (name,)))
        return found

    def _facet_counts(self, condition: Sql, names: Sql) -> dict[str, dict[str, int]]:
        rows = self._database.rows(
            "SELECT f.name, f.value, count(*) FROM pages p CROSS JOIN facets f ON f.page = p.n"
            f" WHERE {condition.text} AND {names.text} GROUP BY f.name, f.value"
            " ORDER BY f.name, count(*) DESC, f.value",
            condition.values + names.values,
        )
        found: dict[str, dict[str, int]] = {}
        for name, value, count in rows:
            found.setdefault(name, {})[value] = count
        return found

    def _figures(self, selection: Selection, by: str | None) -> Figures:
        condition = where(selection)
        amounts = self._database.rows(
            "SELECT p.turnover_eur FROM pages p"
            f" WHERE {condition.text} AND p.turnover_eur IS NOT NULL",
            condition.values,
        )
        groups = self._groups(condition, by) if by else []
        return Figures(
            self._count(condition),
            tuple(Group(key, count) for key, count in groups),
            _amounts([amount for (amount,) in amounts]),
        )

    def _groups(self, condition: Sql, by: str) -> list[tuple[str, int]]:
        return self._database.rows(
            "SELECT coalesce(f.value, '') AS value, count(*) FROM pages p"
            " LEFT JOIN facets f ON f.page = p.n AND f.name = ?"
            f" WHERE {condition.text} GROUP BY value ORDER BY count(*) DESC, value",
            (by, *condition.values),
        )


def _amounts(values: Sequence[float]) -> Amounts:
    if not values:
        return Amounts(0, None, None, 0.0)
    total = sum(values)
    return Amounts(len(values), total / len(values), float(median(values)), total)
