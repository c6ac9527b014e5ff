"""A list as it came: columns by name, and rows of texts, each with the place it stands at."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import Refused, TooLarge
from app.domain.phrase import Phrase, mebibytes

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Row:
    """`at` is the line of the file that it begins on, or its number in a list without lines."""

    at: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`lines`: rows stand on lines of a file, that a person can look up."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    lines: bool = True

    def where(self, row: Row) -> Phrase:
        """The place of a row, in words."""
        if self.lines:
            return Phrase("ligne {n}", n=row.at)
        return Phrase("élément {n}", n=row.at)

    def samples(self, column: int, *, size: int) -> tuple[str, ...]:
        """The first values of a column, each once."""
        found: dict[str, None] = {}
        for row in self.rows[:2000]:
            if text := " ".join(row.cells[column].split()):
                found[text] = None
                if len(found) == size:
                    break
        return tuple(found)


def require_bytes(data: bytes) -> None:
    """Raises TooLarge."""
    if len(data) > MOST_BYTES:
        raise TooLarge(what="Cette liste", limit=mebibytes(MOST_BYTES))


def bounded(rows: Iterator[Row]) -> tuple[Row, ...]:
    """All the rows. Raises TooLarge as soon as there are too many."""
    kept: list[Row] = []
    for row in rows:
        kept.append(row)
        if len(kept) > MOST_ROWS:
            raise TooLarge(what="Cette liste", limit=Phrase("{n} lignes", n=MOST_ROWS))
    return tuple(kept)


def named(header: list[str]) -> tuple[str, ...]:
    """The names of columns, each one once: a second « nom » is « nom (2) ».

    Raises TooLarge, or Refused where nothing is named.
    """
    if len(header) > MOST_COLUMNS:
        raise TooLarge(what="Cette liste", limit=Phrase("{n} colonnes", n=MOST_COLUMNS))
    names: list[str] = []
    for number, text in enumerate(header, 1):
        name = " ".join(text.split())[:120] or f"({number})"
        again = 2
        while (name if again == 2 else f"{name} ({again - 1})") in names:
            again += 1
        names.append(name if again == 2 else f"{name} ({again - 1})")
    if not any(text.strip() for text in header):
        raise Refused(reason=Phrase("la première ligne doit nommer les colonnes."))
    return tuple(names)
