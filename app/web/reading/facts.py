"""Lines of the index card, from front-matter values and their vocabularies."""

from collections.abc import Iterable

from app.domain.provenance import Origin, origin_of
from app.domain.vocabulary import Vocabulary
from app.theme.parts import Fact, Link
from app.web.reading.context import Reading
from app.web.reading.friends import ANY
from app.web.reading.hours import day_in_words
from app.web.reading.queries import address
from app.web.reading.shown import Shown

# The keys of facets that are named otherwise.
_KEYS = {"region": "territory.region", "activity": "activities", "space": "spaces"}


class Card:
    """Gathers facts; what is not known leaves no line. A key tells where a value came from."""

    def __init__(self, reading: Reading, shown: Shown, *, directory: str = "") -> None:
        self._reading, self._front, self._directory = reading, shown.front, directory
        # Beside a friend's page, one looks among the pages of all networks.
        self._everywhere = [("origin", ANY)] if shown.origin else []
        self._facts: list[Fact] = []
        self._values = shown.values
        self._origins: dict[Origin, int] = {}

    def mark(self, key: str) -> int:
        """The number of the source that the value at a key came from; 0 for a person."""
        origin = origin_of(self._values, key) if key else None
        return self._origins.setdefault(origin, len(self._origins) + 1) if origin else 0

    def said_by(self) -> tuple[str, ...]:
        """The sources, in the order of their numbers."""
        said = self._reading.say("Selon {source}, {day}.")
        return tuple(
            said.format(source=one.source, day=day_in_words(self._reading, one.on))
            for one in self._origins
        )

    def facts(self) -> tuple[Fact, ...]:
        return tuple(self._facts)

    def add(
        self, label: str, value: object, kind: str = "text", href: str = "", *, key: str = ""
    ) -> None:
        if value is not None and value != "":
            mark = self.mark(key)
            self._facts.append(Fact(self._reading.say(label), value, href, kind, mark=mark))

    def links(self, label: str, links: Iterable[Link], *, key: str = "") -> None:
        if found := tuple(links):
            self._facts.append(Fact(self._reading.say(label), links=found, mark=self.mark(key)))

    def facet(self, label: str, facet: str, values: Iterable[str]) -> None:
        """Values that each lead to the pages that share them."""
        self.links(
            label,
            (
                Link(self._reading.label(facet, v),
                     address(self._directory, [(facet, v), *self._everywhere]))
                for v in values
            ),
            key=_KEYS.get(facet, facet),
        )  # fmt: skip

    def term(self, label: str, key: str, vocabulary: Vocabulary) -> None:
        """The words of one or several slugs of a closed list."""
        words = [vocabulary.label(v, self._reading.lang) for v in self._front.words(key)]
        self.add(label, ", ".join(words), key=key)

    def list(self, label: str, key: str) -> None:
        self.add(label, ", ".join(self._front.words(key)), key=key)
