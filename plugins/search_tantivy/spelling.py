"""Words of the index near one that it does not hold."""

from dataclasses import replace

from app.domain.finding import french
from app.domain.finding.question import Question, Want, Way
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.asking import wanted
from plugins.search_tantivy.snapshot import Snapshot, term

_SHORTEST = 4
_CANDIDATES = 3
_CORRECTIONS = 4


def corrected(held: Snapshot, question: Question) -> tuple[Question, tuple[str, ...]]:
    """The question with the nearest words for those that stand nowhere, and these words."""
    wants, near = [], []
    for want in question.wants:
        terms: list[str] = []
        if len(near) < _CORRECTIONS and not want.exact and not stands(held, want):
            word = french.term(want.word, "fr")
            terms = held.kept(("nearest", word), lambda word=word: nearest(held, word))
        near += terms[:1]
        ways = tuple(Way(((1, name),), 0.8) for name in terms)
        wants.append(replace(want, ways=(*want.ways, *ways)))
    return replace(question, wants=tuple(wants)), tuple(near)


def stands(held: Snapshot, want: Want) -> bool:
    """Whether some page satisfies the want."""

    def ask() -> bool:
        query = wanted(held, want)
        return query is not None and held.count_of(query) > 0

    return held.kept(("stands", want), ask)


def nearest(held: Snapshot, word: str) -> list[str]:
    """At most three terms of the index within one or two typing errors, likeliest first.

    Most people get the first letter right: others are tried only where that gives nothing.
    """
    if len(word) < _SHORTEST or not word.isalpha():
        return []
    most = 1 if len(word) < 6 else 2
    found = _within(held, word, most, word[0]) or _within(held, word, most, "")
    likely = sorted(found, key=lambda other: (*found[other], other))
    return [other for other in likely if held.count_of(term(at.TERMS, other))][:_CANDIDATES]


def _within(held: Snapshot, word: str, most: int, start: str) -> dict[str, tuple[int, int]]:
    """Terms with this start that are no more than `most` errors away: errors, then how rare."""
    low, high, letters = len(word) - most, len(word) + most, set(word)
    found: dict[str, tuple[int, int]] = {}
    for other, pages in held.lexicon.starting_with(start).items():
        if low <= len(other) <= high and len(letters.symmetric_difference(other)) <= 2 * most:
            errors = errors_between(word, other, most)
            if errors <= most:
                found[other] = (errors, -pages)
    return found


def errors_between(one: str, two: str, most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour; `most` + 1 beyond it."""
    before_last: list[int] = []
    last = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, other in enumerate(two, 1):
            cost = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before_last, last = last, row
    return last[-1]
