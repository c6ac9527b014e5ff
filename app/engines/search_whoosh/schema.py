"""What one document of the index holds, as Whoosh is told."""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.columns import CompressedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

from app.domain.finding.weighing import Use
from app.engines.search_whoosh.packing import PackedCodec

# Raise it when words, weights or columns change: older indexes are then built anew.
VERSION = 7
WORDS, FACTS, TEXT = "words", "facts", "text"


class WeightAndPlaces(Format):
    """A posting is a worth and an array of 16-bit word places."""

    def decode_positions(self, value: bytes) -> list[int]:
        return list(array("H", value))


class WordsField(FieldType):
    """Takes terms that are analysed and weighed already; Whoosh's own analysis is not used."""

    def __init__(self) -> None:
        super().__init__(WeightAndPlaces(), analyzer=None)

    def index(
        self, value: dict[str, Use], **_kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, use in value.items():
            yield term.encode(), 1, use.worth, use.places.tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordsField)

    __hash__ = FieldType.__hash__


FACTS_COLUMN = VarBytesColumn()
TEXT_COLUMN = CompressedBytesColumn()
CODEC = PackedCodec()
SCHEMA = Schema(**{
    WORDS: WordsField(), FACTS: COLUMN(FACTS_COLUMN), TEXT: COLUMN(TEXT_COLUMN),
})  # fmt: skip
