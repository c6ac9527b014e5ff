"""What one document of the index holds, as Whoosh is told."""

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import CompressedBytesColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

# Raise it when words, weights or columns change: older indexes are then built anew.
VERSION = 1
WORDS, FACTS, TEXT = "words", "facts", "text"

# A term of a document: its weight over all fields, and its places in reading order.
TermUse = tuple[float, array]


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
        for term, (weight, places) in value.items():
            yield term.encode(), 1, weight, places.tobytes()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WordsField)

    __hash__ = FieldType.__hash__


class LeanCodec(W3Codec):
    """Weights hold the length of their field already: no length is kept or looked up."""

    length_stats = False


FACTS_COLUMN = VarBytesColumn()
TEXT_COLUMN = CompressedBytesColumn()
CODEC = LeanCodec()
SCHEMA = Schema(**{
    WORDS: WordsField(), FACTS: COLUMN(FACTS_COLUMN), TEXT: COLUMN(TEXT_COLUMN),
})  # fmt: skip
