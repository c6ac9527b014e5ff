"""What words are worth, told in a few steps, so that each step of a word is a term of its own.

Tantivy's score of a word knows one field and no more. A word is worth what all fields of its page
make of it together (see `weighing`): the index holds `loyer|7` for each page where that is about
7/20, and a question adds up constants.
"""

from app.domain.finding.weighing import Counted

STEPS = 20
_SIGNS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PARTING = "|"
# Nothing that stands in a page is worth nothing.
_ENDS = [_PARTING + _SIGNS[max(1, step)] for step in range(len(_SIGNS))]


def levelled(found: Counted) -> str:
    """Each term with what it is worth."""
    ends, some = _Ends(), found.some
    said = [term + ends[worth] for term, worth in some.items()]
    by_times = {times: ends[worth] for times, worth in found.worth_of_times.items()}
    said += [term + by_times[times] for term, times in found.often.items() if term not in some]
    return " ".join(said)


class _Ends(dict[float, str]):
    """By worth: most words of a page stand in it once or twice, and are worth the same."""

    def __missing__(self, worth: float) -> str:
        self[worth] = _ENDS[min(int(worth * STEPS + 0.5), len(_ENDS) - 1)]
        return self[worth]


def start_of(term: str) -> str:
    """What all steps of the term begin with."""
    return term + _PARTING


def worth_of(levelled_term: str) -> float:
    return _SIGNS.index(levelled_term[-1]) / STEPS
