"""Postings as three arrays and no pickle: written and read as they lie in memory.

Whoosh's own blocks of 128 pickled tuples cost ten times more to write and to read. A list here is
read whole, always: that is how it is used, and kept (see `segment`).
"""

from array import array
from functools import cached_property
from itertools import accumulate
from struct import Struct
from typing import Any

from whoosh.codec.base import PostingsWriter
from whoosh.codec.whoosh3 import W3Codec
from whoosh.matching import ListMatcher

_HEAD = Struct("=I")


class PackedMatcher(ListMatcher):
    """Postings of one term: `docs`, `weights`, and the places in each document."""

    def __init__(self, data: bytes, format_: Any) -> None:
        (count,) = _HEAD.unpack_from(data)
        self.docs, self.weights, lengths = array("I"), array("f"), array("I")
        at = _HEAD.size
        for column in (self.docs, self.weights, lengths):
            column.frombytes(data[at : at + 4 * count])
            at += 4 * count
        self._first, self._lengths, self._data = at, lengths, data
        super().__init__(self.docs, self.weights, None, format_)

    @cached_property
    def _ends(self) -> "array[int]":
        return array("I", accumulate(self._lengths, initial=self._first))

    def places(self, index: int) -> bytes:
        return self._data[self._ends[index] : self._ends[index + 1]]

    def value(self) -> bytes:
        return self.places(self._i)


class PackedWriter(PostingsWriter):
    """Collects the postings of a term and writes them at once."""

    def __init__(self, postfile: Any) -> None:
        self._file = postfile
        self._written = False

    def start_postings(self, format_: Any, terminfo: Any) -> None:  # noqa: ARG002 (their name)
        self._info = terminfo
        self._weights = array("f")
        self._docs, self._lengths, self._values = array("I"), array("I"), []

    def add_posting(self, id_: int, weight: float, vbytes: bytes, length: Any = None) -> None:  # noqa: ARG002
        self._docs.append(id_)
        self._weights.append(weight)
        self._lengths.append(len(vbytes))
        self._values.append(vbytes)

    def finish_postings(self) -> Any:
        start = self._file.tell()
        arrays = (self._docs, self._weights, self._lengths)
        head = _HEAD.pack(len(self._docs))
        data = b"".join((head, *(column.tobytes() for column in arrays), *self._values))
        self._file.write(data)
        self._written = True
        self._info.add_block(self)
        self._info.set_extent(start, len(data))
        return self._info

    def written(self) -> bool:
        return self._written

    # What Whoosh's term info asks of a block.

    def __len__(self) -> int:
        return len(self._docs)

    def min_id(self) -> int:
        return self._docs[0]

    def max_id(self) -> int:
        return self._docs[-1]

    def min_length(self) -> None:
        return None

    def max_length(self) -> int:
        return 0

    def max_weight(self) -> float:
        return max(self._weights)


class PackedCodec(W3Codec):
    """Whoosh's codec but for postings. Weights hold the length of their field already, so that no
    length is kept or looked up."""

    length_stats = False

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> PackedWriter:  # noqa: ARG002
        return PackedWriter(dbfile)

    def postings_reader(
        self,
        dbfile: Any,
        terminfo: Any,
        format_: Any,
        term: Any = None,  # noqa: ARG002
        scorer: Any = None,  # noqa: ARG002
    ) -> PackedMatcher:
        start, length = terminfo.extent()
        # Whoosh leaves the length in the tuple that it was unpacked to.
        size = length[0] if isinstance(length, tuple) else length
        return PackedMatcher(dbfile.get(start, size), format_)
