"""The words of an index."""

from collections.abc import Iterable, Mapping

import tantivy

from app.domain.finding.derivation import stem
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.keeping import Kept
from plugins.search_tantivy.levels import start_of

_FAMILY_LIMIT = 24
_KEPT = 20_000


class Lexicon:
    """Words of pages that were deleted since may be among them."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._kept = Kept(_KEPT)

    def steps_of(self, term: str) -> tuple[str, ...]:
        """Each form under which the index holds what the term is worth."""
        return self._kept.get(
            ("steps", term), lambda: tuple(dict(self._with(at.WORTH, start_of(term))))
        )

    def beginning(self, field: str, prefix: str) -> Mapping[str, int]:
        """Terms of the field with the prefix, and in how many pages each stands."""
        return self._kept.get((field, prefix), lambda: dict(self._with(field, prefix)))

    def starting_with(self, prefix: str) -> Mapping[str, int]:
        """Words with the prefix, wherever they stand, and in how many pages each does."""
        return self._kept.get(("present", prefix), lambda: self._present(prefix))

    def frequency(self, term: str) -> int:
        return sum(self.frequency_in(field, term) for field in at.PRESENT)

    def frequency_in(self, field: str, term: str) -> int:
        return int(self._searcher.doc_freq(field, term))

    def family(self, root: str, lang: str) -> tuple[str, ...]:
        """Terms that share the stem, shortest first."""
        return self._kept.get(("family", root, lang), lambda: self._family(root, lang))

    def _family(self, root: str, lang: str) -> tuple[str, ...]:
        found = [term for term in self._present(root) if stem(term, lang) == root]
        return tuple(sorted(found, key=lambda term: (len(term), term))[:_FAMILY_LIMIT])

    def _present(self, prefix: str) -> dict[str, int]:
        found = dict(self._with(at.BODY, prefix))
        for term, pages in self._with(at.BESIDE, prefix):
            found[term] = found.get(term, 0) + pages
        return found

    def _with(self, field: str, prefix: str) -> Iterable[tuple[str, int]]:
        return self._searcher.terms_with_prefix(field, prefix)
