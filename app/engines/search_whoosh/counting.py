"""How many of some documents have each value of a facet.

For each value, the documents that have it are bits of one number: a count is one `and` and a count
of ones, whatever the number of documents and of segments.
"""

from collections.abc import Iterable, Mapping, Sequence

_DIGITS = bytes.maketrans(b"\x00\x01", b"01")


def bits_of(flags: bytes) -> int:
    """A bit for each byte that is 1, the first byte's in the lowest place."""
    return int(flags[::-1].translate(_DIGITS) or b"0", 2)


class Tally:
    """Of one facet: for each value, the documents that have it."""

    def __init__(self, having: Mapping[str, int]) -> None:
        self._having = having

    @classmethod
    def of(cls, size: int, numbers: Iterable[int], values: Sequence[tuple[str, ...]]) -> "Tally":
        """`numbers`: for each of `size` documents, the place in `values` of those that it has."""
        fields: dict[str, bytearray] = {}
        of_number = [
            [fields.setdefault(value, bytearray(size // 8 + 1)) for value in held]
            for held in values
        ]
        for doc, number in enumerate(numbers):
            byte, bit = doc >> 3, 1 << (doc & 7)
            for one in of_number[number]:
                one[byte] |= bit
        return cls({value: int.from_bytes(one, "little") for value, one in fields.items()})

    @classmethod
    def joined(cls, parts: Iterable[tuple[int, "Tally"]]) -> "Tally":
        """Of several segments, each with where its documents begin in the whole."""
        having: dict[str, int] = {}
        for start, part in parts:
            for value, bits in part._having.items():
                having[value] = having.get(value, 0) | bits << start
        return cls(having)

    def counts(self, bits: int) -> dict[str, int]:
        """How many of those documents have each value: most first, then by value."""
        found = {
            value: number
            for value, having in self._having.items()
            if (number := (having & bits).bit_count())
        }
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
