"""Wiki links: what they name is found when it is asked, so that a new page turns them blue."""

import json
from collections.abc import Iterable

from app.domain.links import LinkTarget
from app.domain.page_path import PagePath
from app.domain.rows import PageRow
from app.engines.sql.codec import PAGE_COLUMNS, page_row
from app.engines.sql.database import Database

# Where several pages bear one title, those that all may see come first, then the oldest.
_BY_TITLE = (
    f"SELECT {PAGE_COLUMNS}, p.title_fold FROM pages p WHERE p.state = 'live'"
    " AND p.title_fold IN (SELECT value FROM json_each(?))"
    " ORDER BY p.visible, p.created_at DESC, p.n DESC"
)
# A link to the old address of a page leads to where it went.
_BY_ADDRESS = (
    f"SELECT {PAGE_COLUMNS}, a.kind, a.slug FROM json_each(?) named"
    " CROSS JOIN pages a ON a.kind = json_extract(named.value, '$[0]')"
    " AND a.slug = json_extract(named.value, '$[1]')"
    " CROSS JOIN pages p ON p.n = CASE a.state WHEN 'redirect' THEN"
    " (SELECT t.n FROM pages t WHERE t.id = a.target_id AND t.state = 'live' LIMIT 1)"
    " ELSE a.n END WHERE p.state = 'live'"
)
_FROM = (
    "SELECT l.title, l.kind, l.slug, l.host FROM pages p JOIN links l ON l.page = p.n"
    " WHERE p.kind = ? AND p.slug = ? ORDER BY l.position"
)
_TO = (
    f"SELECT {PAGE_COLUMNS} FROM ("
    " SELECT page FROM links WHERE title = (SELECT title_fold FROM pages"
    "  WHERE kind = :kind AND slug = :slug) AND title <> ''"
    " UNION SELECT page FROM links WHERE kind = :kind AND slug = :slug AND host = ''"
    " UNION SELECT l.page FROM pages r JOIN links l"
    "  ON l.kind = r.kind AND l.slug = r.slug AND l.host = ''"
    "  WHERE r.target_id = :id AND r.state = 'redirect'"
    ") named CROSS JOIN pages p ON p.n = named.page"
    " WHERE p.visible = 1 AND NOT (p.kind = :kind AND p.slug = :slug) ORDER BY p.title_fold, p.n"
)
_WANTED = (
    "SELECT l.title, l.kind, l.slug, count(DISTINCT l.page) AS pages FROM links l"
    " JOIN pages p ON p.n = l.page AND p.visible = 1"
    " WHERE l.host = '' AND CASE WHEN l.title <> '' THEN NOT EXISTS"
    " (SELECT 1 FROM pages t WHERE t.title_fold = l.title AND t.state = 'live')"
    " ELSE l.kind <> '' AND NOT EXISTS (SELECT 1 FROM pages t WHERE t.kind = l.kind"
    "  AND t.slug = l.slug AND (t.state IN ('live', 'broken') OR (t.state = 'redirect'"
    "  AND EXISTS (SELECT 1 FROM pages u WHERE u.id = t.target_id AND u.state = 'live')))) END"
    " GROUP BY l.title, l.kind, l.slug ORDER BY pages DESC, l.title, l.kind, l.slug LIMIT ?"
)


class LinkReads:
    _database: Database

    def titles(self, targets: Iterable[LinkTarget]) -> dict[LinkTarget, PageRow]:
        """Redirects are followed; pages of other networks are never among them."""
        asked = set(targets)
        titles = {target.title: target for target in asked if target.title}
        addresses = {(p.kind, p.slug): target for target in asked if (p := target.path)}
        found: dict[LinkTarget, PageRow] = {}
        if titles:
            for row in self._database.rows(_BY_TITLE, (json.dumps(list(titles)),)):
                found[titles[row[19]]] = page_row(row)
        if addresses:
            for row in self._database.rows(_BY_ADDRESS, (json.dumps(list(addresses)),)):
                found[addresses[row[19], row[20]]] = page_row(row)
        return found

    def links_from(self, path: PagePath) -> list[tuple[LinkTarget, PageRow | None]]:
        targets = [LinkTarget(*row) for row in self._database.rows(_FROM, (path.kind, path.slug))]
        found = self.titles(targets)
        return [(target, found.get(target)) for target in targets]

    def links_to(self, row: PageRow) -> list[PageRow]:
        """Live pages that all may see, by title."""
        named = {"kind": row.path.kind, "slug": row.path.slug, "id": row.id}
        return [page_row(found) for found in self._database.rows(_TO, named)]

    def wanted(self, size: int) -> list[tuple[LinkTarget, int]]:
        """Counted over the pages that all may see."""
        return [
            (LinkTarget(title, kind, slug), pages)
            for title, kind, slug, pages in self._database.rows(_WANTED, (size,))
        ]
