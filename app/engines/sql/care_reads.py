"""Lists of pages that need someone, each one question to the tables; kept until something changes.

A list walks over narrow rows alone (`care`, the index of titles); texts are read of those shown.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.domain.care import CareLine, CareList, CareOrder, CareQuery
from app.domain.likeness import Traits
from app.domain.links import LinkTarget
from app.domain.page_path import PagePath, RevisionId
from app.domain.selection import Selection
from app.engines.sql.care_rows import TRAITS, traits_row
from app.engines.sql.database import Database
from app.engines.sql.histories import FOLLOWED
from app.engines.sql.link_reads import WANTED
from app.engines.sql.selecting import Sql, where

_KEPT = 200
Found = TypeVar("Found")

_CARE = "care c JOIN pages p ON p.n = c.page"
_PAGES = "pages p"
# What leads to each page, by its address, its title and its old addresses; from another page.
_LEADS = (
    "SELECT count(DISTINCT q.n) FROM (SELECT l.page FROM links l WHERE l.title = p.title_fold"
    " AND l.title <> '' AND l.host = '' UNION ALL SELECT l.page FROM links l"
    " WHERE l.kind = p.kind AND l.slug = p.slug AND l.host = '') named"
    " CROSS JOIN pages q ON q.n = named.page AND q.visible = 1 AND q.n <> p.n"
)
_BY_TITLE = (
    "EXISTS (SELECT 1 FROM links l JOIN pages q ON q.n = l.page AND q.visible = 1"
    " WHERE l.title = p.title_fold AND l.title <> '' AND l.page <> p.n)"
)
_BY_ADDRESS = (
    "EXISTS (SELECT 1 FROM links l JOIN pages q ON q.n = l.page AND q.visible = 1"
    " WHERE l.kind = p.kind AND l.slug = p.slug AND l.host = '' AND l.page <> p.n)"
)
_BY_OLD_ADDRESS = (
    "EXISTS (SELECT 1 FROM pages r JOIN links l ON l.kind = r.kind AND l.slug = r.slug"
    " AND l.host = '' JOIN pages q ON q.n = l.page AND q.visible = 1"
    " WHERE r.target_id = p.id AND r.target_id <> '' AND r.state = 'redirect' AND r.origin = '')"
)
# Ways in themselves, and pages that every screen leads to.
_WAYS_IN = (
    "p.kind = 'portal' OR p.kind = 'page'"
    " AND p.slug IN ('mentions-legales', 'confidentialite', 'accessibilite')"
)
# Each target is looked for once, however many pages name it.
_GONE = (
    "(SELECT l.kind, l.slug FROM (SELECT DISTINCT kind, slug FROM links WHERE kind <> '') l"
    " WHERE NOT EXISTS (SELECT 1 FROM pages t WHERE t.kind = l.kind AND t.slug = l.slug"
    " AND t.origin = '' AND (t.state IN ('live', 'broken') OR t.state = 'redirect' AND EXISTS"
    " (SELECT 1 FROM pages u WHERE u.id = t.target_id AND u.origin = '' AND u.state = 'live'))))"
)
_FACTUAL = "p.kind IN ('place', 'organisation')"
_LISTED = "p.n NOT IN (SELECT value FROM json_each(:listed))"

# Since when a translation lags: the day of the first version of its original that it does not say.
_SINCE = (
    "(SELECT date(min(r.at) / 1000000, 'unixepoch') FROM {revisions} r WHERE r.thread = o.thread"
    " AND r.minor = 0 AND r.blob IS NOT NULL AND r.id > ("
    + FOLLOWED.format(
        revisions="{revisions}", thread="o.thread", blob="c.follows", began="p.created_at"
    )
    + "))"
)
_LAGS = (
    f"CASE o.origin WHEN '' THEN {_SINCE.format(revisions='revisions')}"
    f" ELSE {_SINCE.format(revisions='friend_revisions')} END"
)

# For each list: from what, which of them, and what is said of each.
_LISTS: dict[CareList, tuple[str, str, str]] = {
    CareList.stale: (
        _CARE,
        f"(c.verified_on <> '' AND c.verified_on < :before OR c.verified_on = '' AND {_FACTUAL})",
        "c.verified_on",
    ),
    CareList.figures: (_CARE, "c.figures_on <> '' AND c.figures_on < :year", "c.figures_on"),
    CareList.translations: (
        f"{_CARE} JOIN pages o ON o.thread = c.translates AND o.state = 'live'",
        f"c.translates <> '' AND {_LAGS} IS NOT NULL",
        _LAGS,
    ),
    CareList.licence: (_PAGES, "p.licence = ''", "''"),
    CareList.summary: (_PAGES, "p.summary = ''", "''"),
    CareList.themes: (
        _PAGES,
        "p.n NOT IN (SELECT page FROM facets WHERE visible = 1 AND name = 'theme')",
        "''",
    ),
    CareList.orphans: (
        _PAGES,
        f"NOT ({_WAYS_IN}) AND NOT {_BY_TITLE} AND NOT {_BY_ADDRESS} AND NOT {_BY_OLD_ADDRESS}"
        f" AND {_LISTED}",
        "''",
    ),
    CareList.links: (
        f"{_GONE} gone CROSS JOIN links l ON l.kind = gone.kind AND l.slug = gone.slug"
        f" CROSS JOIN {_PAGES} ON p.n = l.page",
        "l.host = ''",
        "l.kind || '/' || l.slug",
    ),
    CareList.web: (
        f"json_each(:broken) b JOIN outward o ON o.url = b.value JOIN {_PAGES} ON p.n = o.page",
        "1",
        "o.url",
    ),
    CareList.pictures: (
        f"media_uses u JOIN media m ON m.name = u.medium JOIN {_PAGES} ON p.n = u.page",
        "m.kind = 'picture' AND NOT m.decorative AND (m.alt = '' OR u.bare)",
        "CASE m.alt WHEN '' THEN m.name ELSE '' END",
    ),
}
_ORDERS = {
    CareOrder.first: "said, links DESC, p.title_fold, p.n",
    CareOrder.title: "p.title_fold, p.n, said",
    CareOrder.linked: "links DESC, p.title_fold, p.n, said",
}


class CareReads:
    _database: Database
    _care: "KeptAnswers"
    generation: Callable[[], int]

    def care(
        self, query: CareQuery, *, offset: int = 0, size: int = 50
    ) -> tuple[list[CareLine], int]:
        """A part of a list, and how many lines it has in all."""
        lines = self._care.of(query, self.generation(), lambda: self._care_lines(query))
        chosen = lines[offset : offset + size]
        return self._care_shown(chosen), len(lines)

    def _care_lines(self, query: CareQuery) -> list[tuple[int, str, int]]:
        """Page, what is said, how many lead there; in order."""
        from_, condition, said = _LISTS[query.list]
        narrowed = _narrowed(query)
        links = _LEADS if query.order is CareOrder.linked or query.list is CareList.stale else "0"
        sql = (
            f"SELECT DISTINCT p.n, {said} AS said, ({links}) AS links, p.title_fold FROM {from_}"
            f" WHERE p.visible = 1 AND {condition}{narrowed} ORDER BY {_ORDERS[query.order]}"
        )
        rows = self._database.rows(sql, self._care_values(query, sql))
        return [(n, said, links) for n, said, links, _ in rows]

    def _care_values(self, query: CareQuery, sql: str) -> dict[str, Any]:
        values = {
            "before": query.before, "year": query.year, "kind": query.kind,
            "region": query.region, "broken": json.dumps(query.broken),
            "among": json.dumps(query.among),
            "listed": json.dumps(self._listed()) if ":listed" in sql else "",
        }  # fmt: skip
        return {name: value for name, value in values.items() if f":{name}" in sql}

    def _care_shown(self, lines: Sequence[tuple[int, str, int]]) -> list[CareLine]:
        marks = ", ".join("?" * len(lines))
        numbers = [n for n, _, _ in lines]
        links = f"({_LEADS})"
        sql = f"SELECT p.n, p.kind, p.slug, p.title, p.revision, {links} FROM pages p"
        rows = {
            row[0]: row for row in self._database.rows(f"{sql} WHERE p.n IN ({marks})", numbers)
        }
        return [
            CareLine(PagePath(row[1], row[2]), row[3], RevisionId(row[4]), said, row[5])
            for n, said, _ in lines
            if (row := rows.get(n)) is not None
        ]

    def _listed(self) -> list[int]:
        """The pages that a live list of another page leads to: by a choice that narrows its kind,
        or because it shows all."""
        found: set[int] = set()
        rows = self._database.rows("SELECT DISTINCT selects, size FROM listings LIMIT 2000")
        for selects, size in rows:
            arms = where(Selection.parse(selects))
            numbers = [n for arm in arms for n in self._numbers(arm)]
            narrow = set(Selection.parse(selects).where) - {"kind", "origin", "lang", "status"}
            found.update(numbers if narrow or len(numbers) <= size else ())
        return sorted(found)

    def _numbers(self, arm: Sql) -> list[int]:
        rows = self._database.rows(f"SELECT p.n FROM pages p WHERE {arm.text}", arm.values)
        return [n for (n,) in rows]

    def care_wanted(self, *, offset: int, size: int) -> tuple[list[tuple[LinkTarget, int]], int]:
        """What pages name that nobody has written, most wanted first, and how many there are."""
        found = self._care.of(
            "wanted", self.generation(), lambda: self._database.rows(WANTED, (-1,))
        )
        lines = found[offset : offset + size]
        return [(LinkTarget(title, kind, slug), n) for title, kind, slug, n in lines], len(found)

    def outward(self) -> list[str]:
        """Every address of the web that our pages name."""
        return [url for (url,) in self._database.rows("SELECT DISTINCT url FROM outward")]

    def traits(self, *, after: int, epoch: str) -> tuple[str, list[tuple[int, int, Traits | None]]]:
        """The epoch, and what changed after `after`: each page's number, its `changed`, its traits
        where it is shown. All of them where the epoch is another."""
        with self._database.snapshot() as connection:
            found = connection.execute("SELECT value FROM meta WHERE key = 'epoch'").fetchone()
            now = found[0] if found else ""
            rows = connection.execute(TRAITS, (after if now == epoch else -1,)).fetchall()
        return now, [traits_row(row) for row in rows]


def _narrowed(query: CareQuery) -> str:
    narrowed = " AND p.kind = :kind" if query.kind else ""
    if query.region:
        narrowed += (
            " AND p.n IN (SELECT page FROM facets WHERE visible = 1 AND name = 'region'"
            " AND value = :region)"
        )
    if query.among is not None:
        narrowed += " AND p.id IN (SELECT value FROM json_each(:among))"
    return narrowed


class KeptAnswers:
    """Answers of one generation. Safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._found: OrderedDict[Any, Any] = OrderedDict()

    def of(self, key: Any, generation: int, ask: Callable[[], Found]) -> Found:
        with self._lock:
            if generation != self._generation:
                self._generation, self._found = generation, OrderedDict()
            if key in self._found:
                return self._found[key]  # type: ignore[no-any-return]
        answer = ask()
        with self._lock:
            if generation == self._generation:
                self._found[key] = answer
                while len(self._found) > _KEPT:
                    self._found.popitem(last=False)
        return answer
