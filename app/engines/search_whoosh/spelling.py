"""Words of the index near one that it does not hold."""

from dataclasses import replace

from app.domain.finding import french
from app.domain.finding.question import Question, Want, Way
from app.engines.search_whoosh.matching import in_segment
from app.engines.search_whoosh.snapshot import Snapshot

_SHORTEST = 4
_CANDIDATES = 3
_CORRECTIONS = 4


def corrected(snapshot: Snapshot, question: Question) -> tuple[Question, tuple[str, ...]]:
    """The question with the nearest words for those that stand nowhere, and these words."""
    wants, near = [], []
    for want in question.wants:
        terms: list[str] = []
        if len(near) < _CORRECTIONS and not want.exact and not _stands(snapshot, want):
            terms = nearest(snapshot, french.term(want.word, "fr"))
        near += terms[:1]
        ways = tuple(Way(((1, term),), 0.8) for term in terms)
        wants.append(replace(want, ways=(*want.ways, *ways)))
    return replace(question, wants=tuple(wants)), tuple(near)


def _stands(snapshot: Snapshot, want: Want) -> bool:
    return any(in_segment(part.segment, want) for part in snapshot.parts)


def nearest(snapshot: Snapshot, term: str) -> list[str]:
    """At most three terms of the index within one or two typing errors, likeliest first.

    Most people get the first letter right: others are tried only where that gives nothing.
    """
    if len(term) < _SHORTEST or not term.isalpha():
        return []
    most = 1 if len(term) < 6 else 2
    found = _within(snapshot, term, most, term[0]) or _within(snapshot, term, most, "")
    often = {
        other: sum(part.segment.frequency(other) for part in snapshot.parts) for other in found
    }
    return sorted(found, key=lambda other: (found[other], -often[other], other))[:_CANDIDATES]


def _within(snapshot: Snapshot, term: str, most: int, start: str) -> dict[str, int]:
    """Terms with this start that are no more than `most` errors away, with how many."""
    low, high, letters = len(term) - most, len(term) + most, set(term)
    near: set[str] = set()
    for part in snapshot.parts:
        near.update(o for o in part.segment.starting_with(start) if low <= len(o) <= high)
    near = {other for other in near if len(letters.symmetric_difference(other)) <= 2 * most}
    away = {other: errors_between(term, other, most) for other in near}
    return {other: errors for other, errors in away.items() if errors <= most}


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
