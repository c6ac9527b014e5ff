"""A selection as a table: the columns that one ticks, in the order of any of them."""

from app.domain.errors import InvalidQuery
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.theme.parts import Item
from app.web.reading.asked import Asked
from app.web.reading.columns import Cells, Column, chosen, columns_for
from app.web.reading.context import Reading
from app.web.reading.items import item_of
from app.web.reading.listing import page_of
from app.web.reading.queries import Pairs, address
from app.web.views.directory import ColumnBox, Heading, Table

TITLE = "title"


def table_rows(
    reading: Reading, asked: Asked, selection: Selection, number: int, size: int
) -> list[PageRow]:
    """A page of the table. Raises InvalidQuery where it is to be sorted by what is no column."""
    if not asked.sort:
        return page_of(reading.wiki, selection, number, size)
    key = asked.sort.removeprefix("-")
    if key != TITLE and key not in {column.key for column in columns_for(asked.kind)}:
        raise InvalidQuery(reason=Phrase("« {key} » n’est pas une colonne.", key=key[:40]))
    backwards = asked.sort.startswith("-")
    return reading.wiki.index.select_by(
        selection, key, backwards=backwards, skip=(number - 1) * size, size=size
    )


def table_items(reading: Reading, asked: Asked, rows: list[PageRow]) -> tuple[Item, ...]:
    columns, _ = chosen(asked.kind, asked.columns)
    cells = Cells(reading, columns, rows)
    return tuple(item_of(reading, row, cells=cells.of(row)) for row in rows)


def table_of(reading: Reading, asked: Asked, url: str) -> tuple[Table, tuple[str, ...]]:
    """The table without its rows, and the names of columns that are none."""
    columns, unknown = chosen(asked.kind, asked.columns)
    keys = [column.key for column in columns]
    before = [*asked.pairs, ("view", "table")]
    sort = [("sort", asked.sort)] if asked.sort else []
    cols = [("col", key) for key in keys] if asked.columns else []
    headings = [_heading(asked, url, [*before, *cols], TITLE, reading.say("Page"), number=False)]
    headings += [
        _heading(asked, url, [*before, *cols], c.key, c.said(reading.say), number=c.number)
        for c in columns
    ]
    moved = [*before, *sort]
    boxes = [_box(reading, column, keys, url, moved) for column in columns]
    boxes += [
        ColumnBox(column.key, column.said(reading.say))
        for column in columns_for(asked.kind)
        if column.key not in keys
    ]
    usual = address(url, moved) if asked.columns else ""
    return Table(tuple(headings), tuple(boxes), tuple(moved), usual), unknown


def _heading(
    asked: Asked, url: str, pairs: Pairs, key: str, label: str, *, number: bool
) -> Heading:
    """Sorted first up, then down."""
    now = {key: "ascending", f"-{key}": "descending"}.get(asked.sort, "")
    sort = f"-{key}" if now == "ascending" else key
    return Heading(label, address(url, [*pairs, ("sort", sort)]), now, number)


def _box(reading: Reading, column: Column, keys: list[str], url: str, pairs: Pairs) -> ColumnBox:
    at, pairs = keys.index(column.key), list(pairs)

    def moved(to: int) -> str:
        order = [key for key in keys if key != column.key]
        order.insert(to, column.key)
        return address(url, [*pairs, *(("col", key) for key in order)])

    return ColumnBox(
        column.key, column.said(reading.say), True, moved(at - 1) if at else "",
        moved(at + 1) if at < len(keys) - 1 else "",
    )  # fmt: skip
