"""Wiki links: what they name is found when it is asked, so that a new page turns them blue."""

import json
from collections.abc import Iterable

from app.domain.links import LinkTarget
from app.domain.page_path import PagePath
from app.domain.rows import PageRow, PageStamp
from app.engines.sql.codec import PAGE_COLUMNS, PAGE_WIDTH, STAMP_COLUMNS, page_row
from app.engines.sql.database import Database

# Where several pages bear one title, those that all may see come first, then the oldest.
_BY_TITLE = (
    f"SELECT {PAGE_COLUMNS}, p.title_fold FROM pages p WHERE p.state = 'live'"
    " AND p.title_fold IN (SELECT value FROM json_each(:named)) AND p.origin = :origin"
    " ORDER BY p.visible, p.created_at DESC, p.n DESC"
)
# A link to the old address of a page leads to where it went.
_BY_ADDRESS = (
    f"SELECT {PAGE_COLUMNS}, a.kind, a.slug FROM json_each(:named) named"
    " CROSS JOIN pages a ON a.kind = json_extract(named.value, '$[0]')"
    " AND a.slug = json_extract(named.value, '$[1]') AND a.origin = :origin"
    " CROSS JOIN pages p ON p.n = CASE a.state WHEN 'redirect' THEN"
    " (SELECT t.n FROM pages t WHERE t.id = a.target_id AND t.origin = :origin"
    " AND t.state = 'live' LIMIT 1)"
    " ELSE a.n END WHERE p.state = 'live'"
)
_FROM = (
    "SELECT l.title, l.kind, l.slug, l.host FROM pages p JOIN links l ON l.page = p.n"
    " WHERE p.kind = ? AND p.slug = ? AND p.origin = '' AND l.field = '' ORDER BY l.position"
)
# Who leads to a page is told in a line each: texts of those that are not shown are not read.
_TO = (
    f"SELECT {STAMP_COLUMNS} FROM ("
    " SELECT page FROM links WHERE title = (SELECT title_fold FROM pages"
    "  WHERE kind = :kind AND slug = :slug AND origin = '') AND title <> '' AND field = ''"
    " UNION SELECT page FROM links WHERE kind = :kind AND slug = :slug AND host = ''"
    "  AND field = ''"
    " UNION SELECT l.page FROM pages r JOIN links l"
    "  ON l.kind = r.kind AND l.slug = r.slug AND l.host = '' AND l.field = ''"
    "  WHERE r.target_id = :id AND r.state = 'redirect' AND r.origin = ''"
    ") named CROSS JOIN pages p ON p.n = named.page"
    " WHERE p.visible = 1 AND NOT (p.kind = :kind AND p.slug = :slug)"
    " ORDER BY p.title_fold, p.n LIMIT :size"
)
_TO_THEIRS = (
    f"SELECT {STAMP_COLUMNS} FROM (SELECT DISTINCT page FROM links WHERE kind = :kind"
    " AND slug = :slug AND host = :origin AND field = '') named"
    " CROSS JOIN pages p ON p.n = named.page WHERE p.visible = 1"
    " ORDER BY p.title_fold, p.n LIMIT :size"
)
WANTED = (
    "SELECT l.title, l.kind, l.slug, count(DISTINCT l.page) AS pages FROM links l"
    " JOIN pages p ON p.n = l.page AND p.visible = 1"
    " WHERE l.host = '' AND CASE WHEN l.title <> '' THEN NOT EXISTS"
    " (SELECT 1 FROM pages t WHERE t.title_fold = l.title AND t.origin = ''"
    "  AND t.state = 'live')"
    " ELSE l.kind <> '' AND NOT EXISTS (SELECT 1 FROM pages t WHERE t.kind = l.kind"
    "  AND t.slug = l.slug AND t.origin = '' AND (t.state IN ('live', 'broken')"
    "  OR (t.state = 'redirect' AND EXISTS (SELECT 1 FROM pages u WHERE u.id = t.target_id"
    "  AND u.origin = '' AND u.state = 'live')))) END"
    " GROUP BY l.title, l.kind, l.slug ORDER BY pages DESC, l.title, l.kind, l.slug LIMIT ?"
)


class LinkReads:
    _database: Database

    def titles(
        self, targets: Iterable[LinkTarget], *, origin: str = ""
    ) -> dict[LinkTarget, PageRow]:
        """Redirects are followed, each within its own network."""
        asked = set(targets)
        here = {target for target in asked if not target.host}
        found = self._named(here, origin)
        if origin:
            found |= self._named(here - found.keys(), "")
        for host in {target.host for target in asked if target.host}:
            found |= self._named({target for target in asked if target.host == host}, host)
        return found

    def _named(self, targets: Iterable[LinkTarget], origin: str) -> dict[LinkTarget, PageRow]:
        """Those of the pages of one network."""
        titles = {target.title: target for target in targets if target.title}
        addresses = {(t.kind, t.slug): t for t in targets if t.kind}
        found: dict[LinkTarget, PageRow] = {}
        if titles:
            named = {"named": json.dumps(list(titles)), "origin": origin}
            for row in self._database.rows(_BY_TITLE, named):
                found[titles[row[PAGE_WIDTH]]] = page_row(row)
        if addresses:
            named = {"named": json.dumps(list(addresses)), "origin": origin}
            for row in self._database.rows(_BY_ADDRESS, named):
                found[addresses[row[PAGE_WIDTH], row[PAGE_WIDTH + 1]]] = page_row(row)
        return found

    def links_from(self, path: PagePath) -> list[tuple[LinkTarget, PageRow | None]]:
        targets = [LinkTarget(*row) for row in self._database.rows(_FROM, (path.kind, path.slug))]
        found = self.titles(targets)
        return [(target, found.get(target)) for target in targets]

    def links_to(
        self, path: PagePath, page_id: str, *, origin: str = "", size: int
    ) -> list[PageStamp]:
        """Live pages of ours that all may see, by title."""
        named = {
            "kind": path.kind, "slug": path.slug, "id": page_id, "origin": origin, "size": size,
        }  # fmt: skip
        rows = self._database.rows(_TO_THEIRS if origin else _TO, named)
        return [PageStamp(*row) for row in rows]

    def wanted(self, size: int) -> list[tuple[LinkTarget, int]]:
        """Counted over the pages that all may see."""
        return [
            (LinkTarget(title, kind, slug), pages)
            for title, kind, slug, pages in self._database.rows(WANTED, (size,))
        ]
