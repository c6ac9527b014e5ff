"""From the rows of a table to what each says of a page; what cannot be read is told."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.exchange import Facts, Found, ListSource, ReadOptions, Unreadable
from app.domain.page_path import is_page_id
from app.domain.phrase import Phrase
from app.domain.tables import cells
from app.domain.tables.cells import Partly
from app.domain.tables.columns import APART, Column
from app.domain.tables.coordinates import Misplaced, placed
from app.domain.tables.mapping import Chosen, chosen, guessed_profile, profile_named
from app.domain.tables.table import Row, Table
from app.domain.typed_values import Unreadable as NotRead

OURS = ("", "self")
TITLED = "{where} ({title})"
TOO_LONG = "la ligne a {cells} cases pour {columns} colonnes : un guillemet manque peut-être."
WRONG_CELL = "colonne « {column} » : {why}"
LEFT_OUT = "{where}, colonne « {column} » : {why}"
OF_A_FRIEND = "cette ligne vient du réseau « {origin} » : reprenez sa page plutôt."


def found_in(table: Table, options: ReadOptions) -> Iterator[Found]:
    """What each row says, in order. Raises Refused where a column or the profile is unknown."""
    profile = profile_named(options.profile) or guessed_profile(table.columns)
    columns = chosen(table.columns, profile, options.mapping)
    source = options.source
    if source is None and profile is not None and profile.source:
        source = ListSource(profile.source, licence=profile.licence)
    elif source is not None and profile is not None and not source.licence:
        source = ListSource(source.title, source.url, profile.licence, source.on)
    reader = _Reader(table, columns, options, source)
    return (reader.read(row) for row in table.rows)


class _Reader:
    def __init__(
        self, table: Table, columns: Chosen, options: ReadOptions, source: ListSource | None
    ) -> None:
        self._table, self._columns, self._source = table, columns, source
        self._kind, self._swap = options.kind, options.swap

    def read(self, row: Row) -> Found:
        where = self._table.where(row)
        if len(row.cells) > len(self._columns):
            why = Phrase(TOO_LONG, cells=len(row.cells), columns=len(self._columns))
            return Unreadable(where, why)
        said, wrong, left = self._cells(row, where)
        if wrong is not None:
            return Unreadable(_told(where, said), wrong)
        own = {key[1:]: str(said.pop(key)) for key in list(said) if key.startswith(APART)}
        if own.get("id") and not is_page_id(own["id"]):
            own.setdefault("source_id", own.pop("id"))
        if own.get("origin", "") not in OURS:
            return Unreadable(_told(where, said), Phrase(OF_A_FRIEND, origin=own["origin"][:60]))
        if not said.get("title"):
            return Unreadable(where, Phrase("il n’y a pas de nom dans cette ligne."))
        try:
            point = placed(said, swap=self._swap, abroad=_abroad(said))
        except Misplaced as error:
            return Unreadable(_told(where, said), error.why)
        values = said | ({"coordinates": point} if point else {})
        return Facts(
            where=where, kind=own.get("kind") or self._kind, values=values, own=own,
            text=own.pop("text", ""), source=self._source, remarks=left,
        )  # fmt: skip

    def _cells(
        self, row: Row, where: Phrase
    ) -> tuple[dict[str, Any], Phrase | None, tuple[Phrase, ...]]:
        """What is said by key, the first thing that cannot be read, and what is left out."""
        said: dict[str, Any] = {}
        left: list[Phrase] = []
        wrong: Phrase | None = None
        for name, column, text in zip(self._table.columns, self._columns, row.cells, strict=False):
            if column is None or cells.is_nothing(text):
                continue
            try:
                value = column.sort.read(text)
            except NotRead as error:
                why = Phrase(error.problem.sentence, **error.problem.params)
                wrong = wrong or Phrase(WRONG_CELL, column=name, why=why)
                continue
            if isinstance(value, Partly):
                left += [Phrase(LEFT_OUT, where=where, column=name, why=w) for w in value.left]
                value = value.value
            if value is not None:
                said[column.key] = _added(said.get(column.key), value, column)
        return said, wrong, tuple(left)


def _added(before: Any, value: Any, column: Column) -> Any:
    """Two columns that say one thing: lists add up, texts follow each other, else the first."""
    if before is None:
        return value
    if isinstance(before, list) and isinstance(value, list) and column.sort.many:
        return [*before, *(one for one in value if one not in before)]
    if column.key in ("territory.address", "@text") and isinstance(value, str):
        return f"{before} {value}"
    return before


def _abroad(said: Mapping[str, Any]) -> bool:
    return said.get("territory.country", "FR") != "FR"


def _told(where: Phrase, said: Mapping[str, Any]) -> Phrase:
    """The place of a row with the name that stands in it."""
    title = said.get("title")
    return Phrase(TITLED, where=where, title=str(title)[:80]) if title else where
