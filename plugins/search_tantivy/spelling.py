"""What the index says of words, to mend those that it does not hold."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from app.domain.finding import mending
from app.domain.finding.question import Question, Synonyms, Want
from app.domain.finding.snippets import surface
from app.domain.search import SearchQuery
from plugins.search_tantivy.asking import any_of, having, present
from plugins.search_tantivy.snapshot import Snapshot

T = TypeVar("T")
# So many pages are asked how a word is written: some hold it among their facts only.
_WRITERS = 8


class Terms:
    """The lexicon, without the words of pages that were deleted since."""

    def __init__(self, held: Snapshot) -> None:
        self._held = held

    def starting_with(self, prefix: str) -> Mapping[str, int]:
        return self._held.lexicon.starting_with(prefix)

    def frequency(self, name: str) -> int:
        return self._held.count_of(any_of(having(self._held, [name])))

    def stands(self, want: Want) -> bool:
        def ask_index() -> bool:
            query = present(self._held, want.ways)
            return query is not None and self._held.count_of(query) > 0

        return self.kept(("stands", want), ask_index)

    def written(self, name: str, typed: str) -> str:
        held = self._held
        found = held.searcher.search(any_of(having(held, [name])), _WRITERS, count=False).hits
        texts = (f"{held.facts(one).title}\n{held.text(one)}" for _score, one in found)
        return next(filter(None, (surface(text, name, typed) for text in texts)), name)

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        return self._held.kept(key, make)


def mended(
    held: Snapshot, query: SearchQuery, synonyms: Synonyms
) -> tuple[Question, dict[str, str]]:
    """See `mending.mended`."""
    return mending.mended(query.words, synonyms, Terms(held), typing=query.typing)
