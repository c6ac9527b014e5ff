"""CSV as spreadsheets write it: several encodings, several signs between the cells."""

import codecs
import csv
import io
from collections.abc import Iterator

from app.domain.errors import Refused
from app.domain.phrase import Phrase
from app.domain.tables.formulas import without_guard
from app.domain.tables.table import Row, Table, bounded, named, require_bytes

SEPARATORS = (";", ",", "\t", "|")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# What programs other than text editors begin with: zip (xlsx, ods), old Excel, PDF.
_BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_LOOKED_AT = 30


def read_csv(data: bytes) -> Table:
    """The table that a CSV file holds; lines without any text are passed over.

    Raises TooLarge, or Refused with what to do where it is no table.
    """
    require_bytes(data)
    text = decoded(data)
    separator = separator_of(text)
    try:
        lines = _lines(text, separator)
        header = next((cells for _, cells in lines if any(c.strip() for c in cells)), None)
        if header is None:
            raise Refused(reason=Phrase("ce fichier est vide."))
        columns = named(_trimmed(header))
        return Table(columns, bounded(_rows(lines, len(columns))))
    except csv.Error as error:
        raise Refused(
            reason=Phrase("ce CSV ne se lit pas : une case trop longue, ou un guillemet ouvert.")
        ) from error


def decoded(data: bytes) -> str:
    """The text, whatever its encoding: UTF-8 or UTF-16 with their mark, UTF-8, Windows-1252.

    Raises Refused where it is no text.
    """
    if data.startswith(_BINARY):
        raise Refused(
            reason=Phrase("ce fichier n’est pas un texte. Du tableur, enregistrez-le en CSV.")
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if "\0" in text:
        raise Refused(
            reason=Phrase("ce fichier n’est pas un texte. Du tableur, enregistrez-le en CSV.")
        )
    return text


def separator_of(text: str) -> str:
    """The sign that parts the first lines into the same number of cells, as many as can be."""

    def score(separator: str) -> tuple[int, int]:
        widths = []
        try:
            for _, cells in _lines(text[:200_000], separator):
                widths.append(len(cells))
                if len(widths) == _LOOKED_AT:
                    break
        except csv.Error:
            return 0, 0
        width = widths[0] if widths else 1
        alike = sum(1 for one in widths if one == width)
        return (alike, width) if width > 1 else (0, 0)

    return max(SEPARATORS, key=score)


def _lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Each record, with the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _trimmed(header: list[str]) -> list[str]:
    """Without the empty names that a spreadsheet adds at the end."""
    while header and not header[-1].strip():
        header = header[:-1]
    return header


def _rows(lines: Iterator[tuple[int, list[str]]], width: int) -> Iterator[Row]:
    for at, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        kept = [without_guard(cell) for cell in cells]
        # What stands beyond the last column is kept, so that the row can be refused for it.
        while len(kept) > width and not kept[-1].strip():
            kept.pop()
        yield Row(at, tuple(kept + [""] * (width - len(kept))))
