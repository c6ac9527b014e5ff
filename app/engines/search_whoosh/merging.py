"""Which segments become one, and when.

Each commit adds a segment of what it brought; each query pays for every segment (a fifth of a
millisecond), and each merge for every document in it (one to three milliseconds). So segments are
kept in tiers, each twelve times the one below. A save merges only where that gives at most `SMALL`
documents, one save in twelve, so that its cost stays flat; larger merges are left to
`WhooshIndex.tidy`, which upkeep calls where nobody waits. Should nobody call it, a commit that
finds more than `MOST` segments merges whatever tier is full: their number stays bounded.
"""

from collections.abc import Callable, Iterator
from typing import Any

from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from app.engines.search_whoosh.schema import CODEC

FAN = 12
SMALL = 64
MOST = 40


class BulkReader(SegmentReader):
    """Gives the postings that stand in one pass over the lexicon, with no look-up for each term."""

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        gone = self.deleted_docs_set
        # The only way to the postings of a term whose place was just read.
        file = self._terms._postfile
        for (field, term), info in self._terms.items():
            packed = CODEC.postings_reader(file, info, None)
            for index, doc in enumerate(packed.docs):
                if doc not in gone:
                    yield field, term, doc, packed.weights[index], packed.places(index)


def tier(size: int) -> int:
    """0 for fewer than 12 documents, 1 for fewer than 144, 2 for fewer than 1,728 ..."""
    return 0 if size < FAN else 1 + tier(size // FAN)


def choose(sizes: list[int], *, largest: int) -> list[int]:
    """The places of the segments to make one of, by their numbers of standing documents."""
    by_tier: dict[int, list[int]] = {}
    for place, size in enumerate(sizes):
        by_tier.setdefault(tier(size), []).append(place)
    chosen: list[int] = []
    for level in sorted(by_tier):
        together = [*chosen, *by_tier[level]]
        full = len(by_tier[level]) + bool(chosen) >= FAN
        if full and sum(sizes[place] for place in together) <= largest:
            chosen = together
    return chosen


def policy(*, largest: int) -> Callable[[SegmentWriter, list[Any]], list[Any]]:
    """A merge policy of Whoosh that never makes a segment of more than `largest` documents."""

    def merge(writer: SegmentWriter, segments: list[Any]) -> list[Any]:
        sizes = [segment.doc_count() for segment in segments]
        bound = largest if len(segments) < MOST else max(largest, sum(sizes) // 2)
        chosen = set(choose(sizes, largest=bound))
        for place in sorted(chosen):
            reader = BulkReader(writer.storage, writer.schema, segments[place])
            writer.add_reader(reader)
            reader.close()
        # One whose documents are all gone is dropped without being read.
        return [s for i, s in enumerate(segments) if i not in chosen and sizes[i]]

    return merge
