"""What tables, calendars and maps ask of a selection: any key's order, dates, points."""

import re

from app.domain.dates import DateTold
from app.domain.errors import InvalidQuery
from app.domain.located import Located
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from app.domain.rows import Dated, PageRow, Placed
from app.domain.selection import Selection
from app.engines.sql.codec import PAGE_COLUMNS, PAGE_WIDTH, page_row
from app.engines.sql.database import Database
from app.engines.sql.selecting import Sql, among, source_of, where

# Keys of a page that are columns; the others are read from its card.
_COLUMNS = {
    "title": "p.title_fold", "licence": "p.licence", "lang": "p.lang", "status": "p.status",
    "summary": "p.summary", "updated_at": "p.updated_at", "created_at": "p.created_at",
    "versions": "p.versions", "origin": "p.origin", "opened": "nullif(p.opened, '~')",
}  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]{0,40}(\.[a-z][a-z0-9_]{0,40}){0,3}")


class Sheets:
    _database: Database

    def select_by(
        self, selection: Selection, key: str, *, backwards: bool, skip: int, size: int
    ) -> list[PageRow]:
        """In the order of one key: numbers by size, texts without regard to capitals and accents,
        lists of groups by their length; pages without it come last both ways.

        Raises InvalidQuery on what is no name of a key.
        """
        found, named = _narrow(selection, _value(key))
        way = "DESC" if backwards else "ASC"
        order = f"found.value IS NULL, found.value {way}, found.title, found.n"
        rows = self._database.rows(
            f"{named.text}SELECT {PAGE_COLUMNS} FROM pages p JOIN (SELECT"
            f" found.n, found.value, found.title FROM ({found.text}) found ORDER BY {order}"
            f" LIMIT ? OFFSET ?) found ON found.n = p.n ORDER BY {order}",
            (*named.values, *found.values, size, skip),
        )
        return [page_row(row) for row in rows]

    def dates(self, selection: Selection, *, first: str, last: str, size: int) -> list[Dated]:
        """What the pages of the selection tell of `first` to `last` (2026-11-01, 2026-11-31: texts
        that sort), in order of time; a year alone sorts before its days."""
        named = among(selection)
        found = " UNION ALL ".join(
            f"SELECT d.day AS day, d.page AS page, d.position AS position, d.what AS what,"
            f" d.words AS words FROM dates d JOIN {_joined(selection)}"
            f" WHERE d.visible = p.visible AND d.day BETWEEN ? AND ? AND {arm.text}"
            for arm in where(selection)
        )
        values = (v for arm in where(selection) for v in (first, last, *arm.values))
        rows = self._database.rows(
            f"{named.text}SELECT {PAGE_COLUMNS}, day, what, words FROM ({found}"
            " ORDER BY day, page, position LIMIT ?) f JOIN pages p ON p.n = f.page"
            " ORDER BY day, p.title_fold, p.n, position",
            (*named.values, *values, size),
        )
        return [Dated(page_row(row), DateTold(*row[PAGE_WIDTH:])) for row in rows]

    def dated_months(self, selection: Selection) -> dict[str, int]:
        """How many dates the pages of the selection tell, by month (2016-05) or year (2016)."""
        named, arms = among(selection), where(selection)
        found = " UNION ALL ".join(
            f"SELECT substr(d.day, 1, 7) AS month FROM dates d JOIN {_joined(selection)}"
            f" WHERE d.visible = p.visible AND {arm.text}"
            for arm in arms
        )
        rows = self._database.rows(
            f"{named.text}SELECT month, count(*) FROM ({found}) GROUP BY month ORDER BY month",
            (*named.values, *(v for arm in arms for v in arm.values)),
        )
        return dict(rows)

    def placed(self, selection: Selection) -> list[Placed]:
        """Every page of the selection that has a point: where it is and what it is called."""
        named, arms = among(selection), where(selection)
        point = (
            "json_extract(p.front, '$.coordinates[0]'), json_extract(p.front, '$.coordinates[1]')"
        )
        town = "json_extract(p.front, '$.territory.city')"
        found = " UNION ALL ".join(
            f"SELECT p.kind, p.slug, p.origin, p.title, {point}, {town}"
            f" FROM {source_of(selection)} WHERE p.z IS NOT NULL AND {arm.text}"
            for arm in arms
        )
        rows = self._database.rows(
            f"{named.text}{found}",
            (*named.values, *(v for arm in arms for v in arm.values)),
        )
        return [
            Placed(Located(PagePath(kind, slug), origin), title, float(lat), float(lon),
                   city if isinstance(city, str) else "")
            for kind, slug, origin, title, lat, lon, city in rows
        ]  # fmt: skip


def _joined(selection: Selection) -> str:
    """The pages of dates `d`."""
    found = "pages p ON p.n = d.page"
    return f"{found} JOIN among ON among.page = p.n" if selection.among is not None else found


def _narrow(selection: Selection, value: Sql) -> tuple[Sql, Sql]:
    arms = where(selection)
    text = " UNION ALL ".join(
        f"SELECT p.n AS n, p.title_fold AS title, {value.text} AS value"
        f" FROM {source_of(selection)} WHERE {arm.text}"
        for arm in arms
    )
    return Sql(text, tuple(v for arm in arms for v in (*value.values, *arm.values))), among(
        selection
    )


def _value(key: str) -> Sql:
    """What a page is put in order by."""
    if not _KEY.fullmatch(key):
        raise InvalidQuery(reason=Phrase("« {key} » n’est pas une colonne.", key=key[:40]))
    if key in _COLUMNS:
        return Sql(_COLUMNS[key])
    path = "$." + ".".join(f'"{part}"' for part in key.split("."))
    held, kind = "json_extract(p.front, ?)", "json_type(p.front, ?)"
    text = (
        f"CASE {kind} WHEN 'text' THEN folded({held}) WHEN 'array' THEN"
        f" CASE json_type(p.front, ?) WHEN 'text' THEN folded(json_extract(p.front, ?))"
        f" ELSE json_array_length(p.front, ?) END WHEN 'object' THEN NULL ELSE {held} END"
    )
    first = f"{path}[0]"
    return Sql(text, (path, path, first, first, path, path))
