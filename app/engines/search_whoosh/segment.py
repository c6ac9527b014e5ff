"""One segment of the index, opened: postings, lexicon and texts from disk, columns in memory.

A segment never changes once written, save for which documents are deleted: that mask belongs to a
generation (see `snapshot`), all else here is kept as long as the segment lives.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from whoosh.filedb.filestore import FileStorage

from app.domain.finding.derivation import stem
from app.domain.finding.weighing import phrase_worth
from app.engines.search_whoosh.columns import Columns, mask_of
from app.engines.search_whoosh.links import Links
from app.engines.search_whoosh.mapping import MappedStorage
from app.engines.search_whoosh.packing import PackedMatcher
from app.engines.search_whoosh.schema import CODEC, FACTS, FACTS_COLUMN, SCHEMA, TEXT, TEXT_COLUMN
from app.engines.search_whoosh.schema import WORDS as _WORDS

# Postings kept in memory, in numbers of four bytes: a share for each document, and a floor.
_KEPT_PER_DOCUMENT, _KEPT = 120, 20_000
_FAMILY_LIMIT, _BEGINNINGS = 24, 64
_FORMAT = SCHEMA[_WORDS].format

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
        self._lexicon: tuple[str, dict[str, tuple[int, int]]] | None = None
        self.docs = {key: doc for doc, key in enumerate(self.columns.keys())}

    def text(self, doc: int) -> str:
        with self._lock:
            return self._texts[doc].decode()

    def lexicon(self) -> tuple[str, dict[str, tuple[int, int]]]:
        """All terms in order, each after a line break (a tenth of the memory of a list), and where
        those with the same two first letters begin and end."""
        if self._lexicon is None:
            with self._lock:
                terms = [term.decode() for _field, term in self._terms.terms()]
            bounds: dict[str, tuple[int, int]] = {}
            at = 0
            for term in terms:
                begin = bounds.get(term[:2], (at, at))[0]
                at += len(term) + 1
                bounds[term[:2]] = (begin, at)
            self._lexicon = ("\n" + "\n".join(terms) + "\n", bounds)
        return self._lexicon

    def frequency(self, term: str) -> int:
        with self._lock:
            if (_WORDS, term.encode()) not in self._terms:
                return 0
            return int(self._terms.doc_frequency(_WORDS, term.encode()))

    def starting_with(self, prefix: str) -> list[str]:
        """Terms with the prefix, in order."""
        lexicon, bounds = self.lexicon()
        begin, end = bounds.get(prefix[:2], (0, 0)) if len(prefix) > 1 else (0, len(lexicon) - 1)
        first = lexicon.find("\n" + prefix, begin, end)
        if first < 0:
            return []
        last = lexicon.rfind("\n" + prefix, first, end)
        return lexicon[first + 1 : lexicon.index("\n", last + 1)].split("\n")

    def family(self, root: str, lang: str) -> tuple[str, ...]:
        """Terms that share the stem, shortest first."""
        return self._families.get(
            (root, lang), lambda: self._family(root, lang), lambda terms: len(terms) + 1
        )

    def _family(self, root: str, lang: str) -> tuple[str, ...]:
        found = [term for term in self.starting_with(root) if stem(term, lang) == root]
        return tuple(sorted(found, key=lambda term: (len(term), term))[:_FAMILY_LIMIT])

    def postings(self, term: str) -> Postings:
        return self._postings.get(term, lambda: self._read(term), _cost)

    def phrase(self, words: Phrase) -> Postings:
        """Documents in which the terms follow each other at their steps."""
        return self._postings.get(words, lambda: self._find_phrase(words, self.columns.all), _cost)

    def phrase_among(self, words: Phrase, mask: int) -> Postings:
        """The same among these documents: quick where they are few."""
        return self._find_phrase(words, mask)

    def beginning(self, prefix: str) -> Postings:
        """Documents with one of the 64 shortest terms that begin so."""
        return self._postings.get((prefix,), lambda: self._gather(prefix), _cost)

    def _gather(self, prefix: str) -> Postings:
        worths: dict[int, float] = {}
        for term in sorted(self.starting_with(prefix), key=len)[:_BEGINNINGS]:
            packed = self._packed(term)
            for doc, worth in zip(packed.docs, packed.weights, strict=True) if packed else ():
                worths[doc] = max(worth, worths.get(doc, 0.0))
        docs = array("I", sorted(worths))
        return Postings(docs, array("f", map(worths.__getitem__, docs)), mask_of(docs, self.size))

    def _read(self, term: str) -> Postings:
        packed = self._packed(term)
        if packed is None:
            return Postings(array("I"), array("f"), 0)
        return Postings(packed.docs, packed.weights, mask_of(packed.docs, self.size))

    def _packed(self, term: str) -> PackedMatcher | None:
        key = (_WORDS, term.encode())
        with self._lock:
            return self._terms.matcher(*key, _FORMAT) if key in self._terms else None

    def _find_phrase(self, words: Phrase, common: int) -> Postings:
        for _step, term in words:
            common &= self.postings(term).mask
        if not common:
            return Postings(array("I"), array("f"), 0)
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
