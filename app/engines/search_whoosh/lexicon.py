"""The terms of a segment: all of them in memory, in order, and where the file tells of each.

Whoosh would hash a term and probe its file for it, for each of the families of words that a query
asks for, in each segment.
"""

from array import array
from collections.abc import Sequence
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import W3TermInfo

from app.engines.search_whoosh.packing import PackedMatcher
from app.engines.search_whoosh.schema import SCHEMA, WORDS

_FORMAT = SCHEMA[WORDS].format
# Before each key and what is told of it, their lengths; a key begins with the number of its field.
_LENGTHS, _FIELD = Struct("!II"), 2
# What is told of a term: its numbers, then where its postings lie and how long they are.
_NUMBERS, _EXTENT = W3TermInfo._struct.size, Struct("!qi")


class Lexicon:
    """Of one segment. `reader` is Whoosh's, which is asked under a lock (see `segment`).

    `_text` is all terms in order, each after a line break (a tenth of the memory of a list);
    `_bounds`, for the first two letters of terms, where those begin and end in it, and how many
    terms come before.
    """

    def __init__(self, reader: Any) -> None:
        self._file, self._postings = reader._dbfile, reader._postfile
        terms, self._told = _all_of(reader._tindex, self._file)
        self._text = "\n".join(("", *terms, ""))
        self._bounds: dict[str, tuple[int, int, int]] = {}
        at = 0
        for number, term in enumerate(terms):
            begin, _end, first = self._bounds.get(term[:2], (at, at, number))
            at += len(term) + 1
            self._bounds[term[:2]] = (begin, at, first)

    def frequency(self, term: str) -> int:
        """In how many documents it stands, deleted ones too."""
        told = self._find(term)
        return 0 if told is None else int(W3TermInfo.read_doc_freq(self._file, told))

    def starting_with(self, prefix: str) -> list[str]:
        """Terms with the prefix, in order."""
        text = self._text
        begin, end = 0, len(text) - 1
        if len(prefix) > 1:
            begin, end, _first = self._bounds.get(prefix[:2], (0, 0, 0))
        first = text.find("\n" + prefix, begin, end)
        if first < 0:
            return []
        last = text.rfind("\n" + prefix, first, end)
        return text[first + 1 : text.index("\n", last + 1)].split("\n")

    def postings(self, term: str) -> PackedMatcher | None:
        told = self._find(term)
        if told is None:
            return None
        extent = self._file.get(told + _NUMBERS, _EXTENT.size)
        return PackedMatcher(self._postings.get(*_EXTENT.unpack(extent)), _FORMAT)

    def _find(self, term: str) -> int | None:
        """Where the file tells of the term."""
        begin, end, first = self._bounds.get(term[:2], (0, 0, 0))
        at = self._text.find(f"\n{term}\n", begin, end + 1) if end else -1
        return None if at < 0 else self._told[first + self._text.count("\n", begin, at)]


def _all_of(index: Any, file: Any) -> tuple[Sequence[str], "array[int]"]:
    """Every term, and where in the file it is told of."""
    start = index.startofdata
    data = file.get(start, index.endofdata - start)
    terms: list[str] = []
    told = array("I")
    at = 0
    while at < len(data):
        key, more = _LENGTHS.unpack_from(data, at)
        begin = at + _LENGTHS.size
        end = begin + key
        terms.append(data[begin + _FIELD : end].decode())
        told.append(start + end)
        at = end + more
    return terms, told
