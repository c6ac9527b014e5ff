"""What the index says of words, to mend those that it does not hold."""

from collections.abc import Callable, Set
from typing import TypeVar

from app.domain.finding import mending
from app.domain.finding.question import Question, Synonyms, Want
from app.domain.finding.snippets import surface
from app.domain.search import SearchQuery
from app.engines.search_whoosh.matching import in_segment
from app.engines.search_whoosh.snapshot import Snapshot

T = TypeVar("T")
# So many pages are asked how a word is written: some hold it among their facts only.
_WRITERS = 8


class Terms:
    """The terms of all segments as one lexicon."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._parts = snapshot, snapshot.parts

    def starting_with(self, prefix: str) -> Set[str]:
        if not prefix:
            return set(self._snapshot.terms.split("\n"))
        return set[str]().union(*(part.segment.starting_with(prefix) for part in self._parts))

    def frequency(self, term: str) -> int:
        return sum(part.segment.frequency(term) for part in self._parts)

    def stands(self, want: Want) -> bool:
        return any(in_segment(part.segment, want.ways) for part in self._parts)

    def written(self, term: str, typed: str) -> str:
        texts = (
            f"{part.segment.columns.titles[doc]}\n{part.segment.text(doc)}"
            for part in self._parts
            for doc in part.segment.postings(term).docs[:_WRITERS]
        )
        return next(filter(None, (surface(text, term, typed) for text in texts)), term)

    def kept(self, _key: object, make: Callable[[], T]) -> T:
        return make()


def mended(
    held: Snapshot, query: SearchQuery, synonyms: Synonyms
) -> tuple[Question, dict[str, str]]:
    """See `mending.mended`."""
    return mending.mended(query.words, synonyms, Terms(held), typing=query.typing)
