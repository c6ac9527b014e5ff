"""What one document of the index holds, as Whoosh is told."""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.columns import CompressedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

from app.engines.search_whoosh.packing import PackedCodec

# Raise it when words, weights or columns change: older indexes are then built anew.
VERSION = 4
WORDS, FACTS, TEXT = "words", "facts", "text"


class TermUse:
    """A term in one document: its weight over all fields, its places in reading order."""

    __slots__ = ("places", "weight")

    def __init__(self) -> None:
        self.weight = 0.0
        self.places = array("H")


class WeightAndPlaces(Format):
    """A posting is a weight and an array of 16-bit word places."""

    def decode_positions(self, value: bytes) -> list[int]:
        return list(array("H", value))


class WordsField(FieldType):
    """Takes terms that are analysed and weighed already; Whoosh's own analysis is not used."""

    def __init__(self) -> None:
        super().__init__(WeightAndPlaces(), analyzer=None)

    def index(
        self, value: dict[str, TermUse], **_kwargs: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        for term, use in value.items():
            yield term.encode(), 1, use.weight, use.places.tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordsField)

    __hash__ = FieldType.__hash__


FACTS_COLUMN = VarBytesColumn()
TEXT_COLUMN = CompressedBytesColumn()
CODEC = PackedCodec()
SCHEMA = Schema(**{
    WORDS: WordsField(), FACTS: COLUMN(FACTS_COLUMN), TEXT: COLUMN(TEXT_COLUMN),
})  # fmt: skip
