"""How like a question is to what a page says of itself in one breath.

A page that holds the words of a question here and there may speak of something else; one that says
them in a single line (a title, a question that it answers) rarely does.
"""

import re
from collections.abc import Sequence
from math import sqrt

from app.domain.finding.derivation import stem
from app.domain.finding.digests import stems_in
from app.domain.finding.fields import Findable
from app.domain.finding.question import Want

# Another word of the family says nearly the same here, where the other words agree.
_KIN = 0.9
# A line says little of a question of fewer words: many hold a word or two.
_WORDS_ENOUGH = 3
_SENTENCE_END = re.compile(r"(?<=[.!?;:])\s")


def lines_of(page: Findable) -> list[str]:
    """Its title, then each sentence of its summary and each question that it answers, as `told`."""
    said = map(told, (*_SENTENCE_END.split(page.summary), *page.questions))
    return [told(page.title), *dict.fromkeys(filter(None, said))]


def told(line: str) -> str:
    """The line as an index keeps it: the stem of each word that says something."""
    return " ".join(dict.fromkeys(stems_in(line, "fr")))


class Likeness:
    """Of one question, to compare lines of many pages with."""

    def __init__(self, wants: Sequence[Want], rarities: Sequence[float]) -> None:
        self._whole = sum(rarities) or 1.0
        self._gives: dict[str, list[tuple[int, float]]] = {}
        self._rarities = rarities
        for place, want in enumerate(wants):
            for found, worth in _stems(want).items():
                self._gives.setdefault(found, []).append((place, worth))

    def of(self, lines: Sequence[str]) -> float:
        """Between 0 and 1, by the line of `lines_of` a page that is most like the question.

        Words of a title weigh enough by themselves: here it counts only where it gives every want.
        """
        alike = max(map(self._line, lines[1:]), default=0.0)
        if lines:
            alike = max(alike, self._line(lines[0], len(self._rarities)))
        return alike * min(1.0, (1 + len(self._rarities)) / (1 + _WORDS_ENOUGH))

    def _line(self, line: str, least: int = 1) -> float:
        """0 where it gives fewer wants than the least."""
        stems = line.split()
        shared = [one for one in stems if one in self._gives]
        if not shared or len(given := self._given(shared)) < least:
            return 0.0
        covered = sum(self._rarities[place] * worth for place, worth in given.items())
        return covered / self._whole * sqrt(len(shared) / len(stems))

    def _given(self, stems: Sequence[str]) -> dict[int, float]:
        """By the place of each want that they give, how well."""
        got: dict[int, float] = {}
        for one in stems:
            for place, worth in self._gives[one]:
                got[place] = max(got.get(place, 0.0), worth)
        return got


def _stems(want: Want) -> dict[str, float]:
    """What each stem is worth by which a line may give the want."""
    found: dict[str, float] = {}
    for way in want.ways:
        if len(way.phrase) == 1 and not way.begins:
            one = stem(way.phrase[0][1], "fr")
            found[one] = max(found.get(one, 0.0), way.worth)
            for root, _lang in way.stems:
                found[root] = max(found.get(root, 0.0), way.worth * _KIN)
    return found
