"""One segment of the index, opened: postings, lexicon and texts from disk, columns in memory.

A segment never changes once written, save for which documents are deleted: that mask belongs to a
generation (see `snapshot`), all else here is kept as long as the segment lives.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from whoosh.filedb.filestore import FileStorage

from app.domain.finding.derivation import stem
from app.domain.finding.weighing import phrase_worth
from app.engines.search_whoosh.columns import Columns, mask_of
from app.engines.search_whoosh.lexicon import Lexicon
from app.engines.search_whoosh.links import Links
from app.engines.search_whoosh.mapping import MappedStorage
from app.engines.search_whoosh.packing import PackedMatcher
from app.engines.search_whoosh.schema import CODEC, FACTS, FACTS_COLUMN, TEXT, TEXT_COLUMN

# Postings kept in memory, in numbers of four bytes: a share for each document, and a floor.
_KEPT_PER_DOCUMENT, _KEPT = 120, 20_000
_FAMILY_LIMIT, _BEGINNINGS = 24, 64

T = TypeVar("T")
# Terms of a phrase, each with how many words it is after the one before.
Phrase = tuple[tuple[int, str], ...]


class Postings(NamedTuple):
    """Documents in order, and for each what a term is worth there."""

    docs: array
    worth: array
    mask: int

    @property
    def size(self) -> int:
        return len(self.docs)


_NONE = Postings(array("I"), array("f"), 0)


class Kept:
    """The last used results, up to a total weight."""

    def __init__(self, limit: int) -> None:
        self._limit, self._total = limit, 0
        self._held: OrderedDict[Any, tuple[int, Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Any, make: Callable[[], T], weight: Callable[[T], int]) -> T:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][1]
        made = make()
        cost = weight(made)
        with self._lock:
            if key not in self._held:
                self._held[key] = (cost, made)
                self._total += cost
            while self._total > self._limit and len(self._held) > 1:
                self._total -= self._held.popitem(last=False)[1][0]
        return made


class Segment:
    """What queries ask of one segment. Safe between threads: disk is read under a lock."""

    def __init__(self, storage: FileStorage, segment: Any) -> None:
        self.id = segment.segment_id()
        files = MappedStorage(storage.open_file(segment.make_filename(segment.COMPOUND_EXT)))
        self._files = files
        self._terms = CODEC.terms_reader(files, segment)
        self._documents = CODEC.per_document_reader(files, segment)
        self._texts = self._documents.column_reader(TEXT, TEXT_COLUMN)
        self.columns = Columns(self._documents.column_reader(FACTS, FACTS_COLUMN))
        self.size = self.columns.size
        self.links = Links(self.columns)
        self._lock = Lock()
        self._postings = Kept(_KEPT + _KEPT_PER_DOCUMENT * self.size)
        self._families = Kept(2_000)
        self._lexicon: Lexicon | None = None
        self.docs = {key: doc for doc, key in enumerate(self.columns.keys())}

    def text(self, doc: int) -> str:
        with self._lock:
            return self._texts[doc].decode()

    @property
    def lexicon(self) -> Lexicon:
        if self._lexicon is None:
            with self._lock:
                self._lexicon = self._lexicon or Lexicon(self._terms)
        return self._lexicon

    def frequency(self, term: str) -> int:
        """In how many documents it stands, deleted ones too."""
        lexicon = self.lexicon
        with self._lock:
            return lexicon.frequency(term)

    def starting_with(self, prefix: str) -> list[str]:
        """Terms with the prefix, in order."""
        return self.lexicon.starting_with(prefix)

    def family(self, root: str, lang: str) -> tuple[str, ...]:
        """Terms that share the stem, shortest first."""
        return self._families.get(
            (root, lang), lambda: self._family(root, lang), lambda terms: len(terms) + 1
        )

    def _family(self, root: str, lang: str) -> tuple[str, ...]:
        found = [term for term in self.starting_with(root) if stem(term, lang) == root]
        return tuple(sorted(found, key=lambda term: (len(term), term))[:_FAMILY_LIMIT])

    def postings(self, term: str) -> Postings:
        return self._postings.get(term, lambda: self._postings_of(self._packed(term)), _cost)

    def phrase(self, words: Phrase) -> Postings:
        """Documents in which the terms follow each other at their steps."""
        return self._postings.get(words, lambda: self._find_phrase(words, self.columns.all), _cost)

    def phrase_among(self, words: Phrase, mask: int) -> Postings:
        """The same among these documents: quick where they are few."""
        return self._find_phrase(words, mask)

    def beginning(self, prefix: str) -> Postings:
        """Documents with one of the 64 shortest terms that begin so."""

        def gather() -> Postings:
            return self._gather(sorted(self.starting_with(prefix), key=len)[:_BEGINNINGS])

        return self._postings.get((prefix,), gather, _cost)

    def kin(self, stems: tuple[tuple[str, str], ...], term: str) -> Postings:
        """Documents with another term of those families, and the most that one is worth there."""

        def gather() -> Postings:
            terms = dict.fromkeys(one for root, lang in stems for one in self.family(root, lang))
            return self._gather(one for one in terms if one != term)

        return self._postings.get((stems, term), gather, _cost)

    def _gather(self, terms: Iterable[str]) -> Postings:
        packed = [found for term in terms if (found := self._packed(term))]
        if len(packed) < 2:
            return self._postings_of(*packed)
        worths: dict[int, float] = {}
        for one in packed:
            for doc, worth in zip(one.docs, one.weights, strict=True):
                if worth > worths.get(doc, 0.0):
                    worths[doc] = worth
        docs = array("I", sorted(worths))
        return Postings(docs, array("f", map(worths.__getitem__, docs)), mask_of(docs, self.size))

    def _postings_of(self, packed: PackedMatcher | None = None) -> Postings:
        if packed is None:
            return _NONE
        return Postings(packed.docs, packed.weights, mask_of(packed.docs, self.size))

    def _packed(self, term: str) -> PackedMatcher | None:
        lexicon = self.lexicon
        with self._lock:
            return lexicon.postings(term)

    def _find_phrase(self, words: Phrase, common: int) -> Postings:
        for _step, term in words:
            common &= self.postings(term).mask
        if not common:
            return _NONE
        flags = common.to_bytes(self.size, "little")
        places = [(step, self._places(term, flags)) for step, term in words]
        begun = {doc: _follow([(s, p[doc]) for s, p in places]) for doc in places[0][1]}
        docs = array("I", (doc for doc, place in begun.items() if place is not None))
        worth = array("f", (phrase_worth(begun[doc]) for doc in docs))
        return Postings(docs, worth, mask_of(docs, self.size))

    def _places(self, term: str, flags: bytes) -> dict[int, array]:
        packed = self._packed(term)
        docs = packed.docs if packed else ()
        return {
            doc: array("H", packed.places(index)) for index, doc in enumerate(docs) if flags[doc]
        }

    def close(self) -> None:
        self._terms.close()
        self._documents.close()
        self._files.close()


def _cost(postings: Postings) -> int:
    # A mask takes a byte a document, and each list about 250 bytes of its own.
    return 2 * len(postings.docs) + postings.mask.bit_length() // 32 + 60


def _follow(places: list[tuple[int, array]]) -> int | None:
    """The first place at which they end, each as far after the one before as it should be."""
    ends = set(places[0][1])
    for step, later in places[1:]:
        ends = {place for place in later if place - step in ends}
    return min(ends, default=None)
