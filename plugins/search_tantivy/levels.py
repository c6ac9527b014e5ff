"""What words are worth, told in a few steps, so that each step of a word is a term of its own.

Tantivy's score of a word knows one field and no more. A word is worth what all fields of its page
make of it together (see `weighing`): the index holds `loyer|7` for each page where that is about
7/20, and a question adds up constants.
"""

STEPS = 20
_SIGNS = "0123456789abcdefghijk"
_PARTING = "|"


def levelled(term: str, worth: float) -> str:
    return f"{term}{_PARTING}{_SIGNS[min(STEPS, max(1, round(worth * STEPS)))]}"


def start_of(term: str) -> str:
    """What all steps of the term begin with."""
    return term + _PARTING


def worth_of(levelled_term: str) -> float:
    return _SIGNS.index(levelled_term[-1]) / STEPS
