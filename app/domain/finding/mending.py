"""Words of an index in the place of those that it does not hold, and beside those that it does.

In steps, each only where the one before gives nothing: the word itself, its family and synonyms; a
near word, told to who asked; its two halves, where it is two words (`microferme`); the words that
begin as it does. A word that none of these finds is noise.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from app.domain.finding import french
from app.domain.finding.question import Question, Synonyms, Want, Way, ask
from app.domain.finding.spelling import Lexicon, corrected, nearest

T = TypeVar("T")
# Each asks the whole list of terms.
_CORRECTIONS = 4
# Of a glued word: the least of each half, and of the two; what finding them side by side is worth.
_HALF, _GLUED, _SIDE_BY_SIDE = 3, 8, 0.9
_SHORT_HALVES = frozenset("bio eco web pre pro tri bar top art vin".split())
# What words that only begin so are worth, and how much of the word must be their beginning.
_BEGINS, _BEGINNING, _PART = 0.4, 5, 0.5


class Words(Lexicon, Protocol):
    """What an index says of words."""

    def stands(self, want: Want) -> bool:
        """Whether some page satisfies the want."""

    def written(self, term: str, typed: str) -> str:
        """The term as a page that holds it writes it, with its accents; most like `typed`."""

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What was made for that key, as long as the index stays what it is."""


def mended(
    text: str, synonyms: Synonyms, words: Words, *, typing: bool
) -> tuple[Question, dict[str, str]]:
    """The question that is meant, and by word that stands nowhere what was put in its place."""
    question = ask(text, synonyms, typing=typing)
    said: dict[str, str] = {}
    tried = 0
    for want in question.wants:
        if tried < _CORRECTIONS and not want.exact and not words.stands(want.itself):
            tried += 1
            if near := words.kept(("near", want), lambda: _near(words, want)):  # noqa: B023
                said[want.word] = near
    if said:
        question = ask(corrected(text, said), synonyms, typing=typing)
    wants = tuple(
        words.kept(("widened", want), lambda: _widened(words, want))  # noqa: B023
        for want in question.wants
    )
    return replace(question, wants=wants), said


def _near(words: Words, want: Want) -> str:
    """What is likely meant, as pages write it; `` where there is nothing."""
    term, kin = french.term(want.word, "fr"), words.stands(want)
    # `poussent` is no slip where `pousser` stands.
    if kin and term.endswith("ent"):
        return ""
    for other in nearest(term, words, heard=kin):
        if words.frequency(other):
            return words.written(other, want.word)
    if kin or words.stands(_with(want, _side_by_side(words, term))):
        return ""
    halves = next(_halves(words, term), ())
    return " ".join(words.written(half, half) for half in halves)


def _widened(words: Words, want: Want) -> Want:
    """With its two halves side by side; or, where it stands nowhere, with what begins as it."""
    if want.exact:
        return want
    term = french.term(want.word, "fr")
    wider = _with(want, _side_by_side(words, term))
    if words.stands(wider):
        return wider
    start = _beginning(words, term)
    return _with(want, [Way(((1, start),), _BEGINS, begins=start)]) if start else want


def _with(want: Want, ways: list[Way]) -> Want:
    return replace(want, ways=(*want.ways, *ways)) if ways else want


def _side_by_side(words: Words, term: str) -> list[Way]:
    return [Way(((1, one), (1, two)), _SIDE_BY_SIDE) for one, two in _halves(words, term)][:1]


def _halves(words: Words, term: str) -> Iterator[tuple[str, str]]:
    """The two terms that it may be made of, the most even first."""
    if len(term) < _GLUED or not term.isalpha() or french.parts_of(term):
        return
    middle = len(term) // 2
    for at in sorted(range(_HALF, len(term) - _HALF), key=lambda place: abs(place - middle)):
        one, two = term[:at], french.term(term[at:], "fr")
        if _is_half(one) and _is_half(two) and words.frequency(one) and words.frequency(two):
            yield one, two


def _is_half(term: str) -> bool:
    return len(term) > _HALF or term in _SHORT_HALVES


def _beginning(words: Words, term: str) -> str:
    """The longest beginning of the term, more than half of it, that other terms share."""
    if not term.isalpha():
        return ""
    least = max(_BEGINNING, round(_PART * len(term)))
    for length in range(len(term), least - 1, -1):
        if any(words.frequency(other) for other in words.starting_with(term[:length])):
            return term[:length]
    return ""
