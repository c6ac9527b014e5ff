"""Lines of the index card, from front-matter values and their vocabularies."""

from collections.abc import Iterable

from app.domain.vocabulary import Vocabulary
from app.theme.parts import Fact, Link
from app.web.reading.context import Reading
from app.web.reading.friends import ANY
from app.web.reading.queries import address
from app.web.reading.shown import Shown


class Card:
    """Gathers facts; what is not known leaves no line."""

    def __init__(self, reading: Reading, shown: Shown, *, directory: str = "") -> None:
        self._reading, self._front, self._directory = reading, shown.front, directory
        # Beside a friend's page, one looks among the pages of all networks.
        self._everywhere = [("origin", ANY)] if shown.origin else []
        self._facts: list[Fact] = []

    def facts(self) -> tuple[Fact, ...]:
        return tuple(self._facts)

    def add(self, label: str, value: object, kind: str = "text", href: str = "") -> None:
        if value is not None and value != "":
            self._facts.append(Fact(self._reading.say(label), value, href, kind))

    def links(self, label: str, links: Iterable[Link]) -> None:
        if found := tuple(links):
            self._facts.append(Fact(self._reading.say(label), links=found))

    def facet(self, label: str, facet: str, values: Iterable[str]) -> None:
        """Values that each lead to the pages that share them."""
        self.links(
            label,
            (
                Link(self._reading.label(facet, v),
                     address(self._directory, [(facet, v), *self._everywhere]))
                for v in values
            ),
        )  # fmt: skip

    def term(self, label: str, key: str, vocabulary: Vocabulary) -> None:
        """The words of one or several slugs of a closed list."""
        words = [vocabulary.label(v, self._reading.lang) for v in self._front.words(key)]
        self.add(label, ", ".join(words))

    def list(self, label: str, key: str) -> None:
        self.add(label, ", ".join(self._front.words(key)))
