"""Who leads to a page, by which name and from where; and the names that it bore before."""

import json
from collections.abc import Iterable

from app.domain.cursors import read_cursor, write_cursor
from app.domain.links import LinkTarget, fold
from app.domain.page_path import PagePath
from app.domain.rows import Leading, PageRow, RevisionRow
from app.engines.sql.codec import PAGE_COLUMNS, PAGE_WIDTH, REVISION_COLUMNS, page_row, revision_row
from app.engines.sql.database import Database

# What each link names and where it stands, gathered by page. `visible = 2` are friends' pages.
_NAMED = (
    " SELECT l.page, l.title, l.kind, l.slug, l.field FROM json_each(:named) named"
    "  CROSS JOIN links l ON l.title = json_extract(named.value, '$[0]') AND l.title <> ''"
    "  WHERE l.host = ''"
    " UNION ALL SELECT l.page, l.title, l.kind, l.slug, l.field FROM json_each(:named) named"
    "  CROSS JOIN links l ON l.kind = json_extract(named.value, '$[1]')"
    "  AND l.slug = json_extract(named.value, '$[2]') AND l.kind <> ''"
    "  WHERE l.host IN ('', :host)"
)
_LEADING = (
    f"SELECT {PAGE_COLUMNS}, f.said, p.title_fold, p.n FROM (SELECT page,"
    " json_group_array(json_array(title, kind, slug, field)) AS said"
    f" FROM ({_NAMED}) GROUP BY page) f CROSS JOIN pages p ON p.n = f.page"
    " WHERE (p.visible > 0 OR (:hidden AND p.origin = '' AND p.state = 'live'))"
    " AND NOT (p.kind = :kind AND p.slug = :slug AND p.origin = '')"
    " AND (p.origin <> '', p.title_fold, p.n) > (:theirs, :title, :n)"
    " ORDER BY p.origin <> '', p.title_fold, p.n LIMIT :size"
)
_COUNT = (
    f"SELECT count(DISTINCT f.page) FROM ({_NAMED}) f JOIN pages p ON p.n = f.page"
    " WHERE p.visible = 1 AND NOT (p.kind = :kind AND p.slug = :slug AND p.origin = '')"
)
_ADDRESSES = (
    "SELECT kind, slug FROM pages WHERE target_id = ? AND state = 'redirect' AND origin = ''"
    " ORDER BY kind, slug"
)
# Of the page, and of those that were united with it (its addresses lead here now).
_TITLES = (
    "SELECT DISTINCT title FROM revisions WHERE thread = :thread OR (kind, slug) IN"
    " (SELECT kind, slug FROM pages WHERE target_id = :thread AND state = 'redirect'"
    "  AND origin = '') LIMIT 500"
)
_UNITED = (
    f"SELECT {REVISION_COLUMNS} FROM pages a JOIN revisions r ON r.kind = a.kind"
    " AND r.slug = a.slug WHERE a.target_id = :id AND a.state = 'redirect' AND a.origin = ''"
    " AND r.event = 'deleted' AND r.thread <> :id"
    " AND r.id = (SELECT max(s.id) FROM revisions s WHERE s.thread = r.thread) ORDER BY r.id DESC"
)
_BORNE = (
    "SELECT DISTINCT title_fold FROM pages WHERE state = 'live' AND origin = ''"
    " AND title_fold IN (SELECT value FROM json_each(?))"
)


class Backlinks:
    _database: Database

    def leading(
        self, row: PageRow, names: Iterable[LinkTarget], *, host: str, hidden: bool = False,
        after: str | None = None, size: int = 50,
    ) -> tuple[list[Leading], str | None]:  # fmt: skip
        theirs, title, n = read_cursor(after, "leading", (int, str, int)) if after else (0, "", -1)
        values = self._values(row, names, host) | {
            "hidden": hidden, "theirs": theirs, "title": title, "n": n, "size": size + 1,
        }  # fmt: skip
        rows = self._database.rows(_LEADING, values)
        found = [_leading(one) for one in rows[:size]]
        if len(rows) <= size:
            return found, None
        last = rows[size - 1]
        key = (int(bool(found[-1].page.origin)), last[PAGE_WIDTH + 1], last[PAGE_WIDTH + 2])
        return found, write_cursor("leading", key)

    def count_leading(self, row: PageRow, names: Iterable[LinkTarget]) -> int:
        return int(self._database.row(_COUNT, self._values(row, names, ""))[0])

    def _values(self, row: PageRow, names: Iterable[LinkTarget], host: str) -> dict[str, object]:
        named = [(one.title, one.kind, one.slug) for one in names]
        return {
            "named": json.dumps(named), "host": host or " ", "kind": row.path.kind,
            "slug": row.path.slug,
        }  # fmt: skip

    def old_addresses(self, page_id: str) -> list[PagePath]:
        return [PagePath(kind, slug) for kind, slug in self._database.rows(_ADDRESSES, (page_id,))]

    def united_with(self, page_id: str) -> list[RevisionRow]:
        return [revision_row(row) for row in self._database.rows(_UNITED, {"id": page_id})]

    def old_titles(self, row: PageRow) -> list[str]:
        """Folded; those that another live page bears now are no names of this one any more."""
        rows = self._database.rows(_TITLES, {"thread": row.id})
        titles = {fold(title)[:300] for (title,) in rows} - {fold(row.title)[:300], ""}
        taken = self._database.rows(_BORNE, (json.dumps(sorted(titles)),))
        return sorted(titles - {title for (title,) in taken})


def _leading(row: tuple[object, ...]) -> Leading:
    said = json.loads(str(row[PAGE_WIDTH]))
    return Leading(page_row(row), tuple((LinkTarget(*name), where) for *name, where in said))
