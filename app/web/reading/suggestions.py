"""What is offered while one types: criteria that lead somewhere, and titles of pages."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass

from app.actions.find_pages import search_pages
from app.actions.wiki import Wiki
from app.domain.links import fold
from app.domain.search import SearchQuery
from app.web.reading.context import Reading
from app.web.reading.queries import address

# Whose values are words that people type.
OFFERED = ("region", "theme", "department", "activity", "space", "life_cycle", "legal_status",
           "form", "kind")  # fmt: skip
CRITERIA = 3


@dataclass(frozen=True, slots=True)
class Criterion:
    """A value of a facet that some page has, in words; `words` is what typing is compared with."""

    label: str
    facet: str
    url: str
    words: str


class Criteria:
    """Those of the wiki in one language, made anew when the index has changed."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._lock = threading.Lock()
        self._held: dict[str, tuple[int, tuple[Criterion, ...]]] = {}

    def beginning(self, reading: Reading, text: str) -> list[Criterion]:
        """Those with a word that begins so, first those that begin so themselves."""
        wanted = fold(text)
        if not wanted:
            return []
        found = [one for one in self._all(reading) if f" {wanted}" in f" {one.words}"]
        found.sort(key=lambda one: not one.words.startswith(wanted))
        return found[:CRITERIA]

    def _all(self, reading: Reading) -> tuple[Criterion, ...]:
        generation = self._wiki.index.generation()
        held = self._held.get(reading.lang)
        if held is None or held[0] != generation:
            with self._lock:
                held = (generation, tuple(self._made(reading)))
                self._held[reading.lang] = held
        return held[1]

    def _made(self, reading: Reading) -> Iterator[Criterion]:
        page, _ = search_pages(self._wiki, SearchQuery("", size=1))
        for facet in OFFERED:
            name = reading.facet_name(facet)
            for value in page.facets.get(facet, {}):
                label = reading.label(facet, value)
                url = address("/recherche", [(facet, value)])
                yield Criterion(label, name, url, fold(label))
