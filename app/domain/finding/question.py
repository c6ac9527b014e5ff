"""From what a person typed to what is looked for. Nothing typed is an error."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from app.domain.finding import french
from app.domain.finding.wants import (
    Phrase,
    Synonyms,
    Want,
    Way,
    steps,
    synonyms_of,
    wants_of,
    ways_of,
)

__all__ = ["Pair", "Phrase", "Question", "Synonyms", "Want", "Way", "ask", "synonyms_of"]

_LENGTH_LIMIT = 2_000
_WORDS_LIMIT = 24
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans({"«": '"', "»": '"', "“": '"', "”": '"', "„": '"'})
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
# Words that stand so far apart in the question are no pair.
_APART, _PAIRS = 3, 6
# `mot*`: fewer letters would begin half of all words.
_PREFIX_LEAST = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wants (their places) that stand side by side in the question, as a phrase."""

    one: int
    two: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Question:
    """`terms` are those of the whole text, to compare with those of titles."""

    wants: tuple[Want, ...]
    barred: tuple[Want, ...] = ()
    terms: str = ""
    pairs: tuple[Pair, ...] = ()


def ask(text: str, synonyms: Synonyms, *, typing: bool = False) -> Question:
    """The question that the text puts. Words beyond the 24th are not read.

    `typing`: the last word may be the beginning of one.
    """
    text = _CONTROL.sub(" ", text[:_LENGTH_LIMIT]).translate(_QUOTES)
    if typing and text.count('"') % 2:
        text = _without_last_quote(text)
    wants: list[Want] = []
    barred: list[Want] = []
    plain: list[str] = []
    for sign, quoted, word in _pieces(text):
        if len(wants) + len(plain) + len(barred) >= _WORDS_LIMIT:
            break
        if sign:
            barred += _barred(quoted or word)
        elif quoted:
            wants += _quoted(quoted)
        elif word.endswith("*"):
            wants += _beginning(word.rstrip("*"))
        else:
            plain.append(word)
    found = wants_of(" ".join(plain), synonyms, _WORDS_LIMIT)
    if typing and plain and text.endswith(plain[-1]):
        found = _unfinished(found)
    firm = _firm([*found, *wants][:_WORDS_LIMIT])
    told = " ".join(french.terms(text, "fr"))
    return Question(
        tuple(firm), tuple(barred), told, tuple(islice(_pairs(" ".join(plain), firm), _PAIRS))
    )


def _without_last_quote(text: str) -> str:
    before, _, after = text.rpartition('"')
    return f"{before} {after}"


def _pieces(text: str) -> Iterator[tuple[str, str, str]]:
    """(minus, quoted, bare) for each piece; a quote without its second runs to the end."""
    for match in _PIECE.finditer(text):
        minus, quoted, word = match[1] or "", match[2], match[3] or ""
        if quoted is None and word.startswith("-") and len(word) > 1 and word[1].isalnum():
            minus, word = "-", word[1:]
        if quoted or word:
            yield minus, quoted or "", word


def _quoted(text: str) -> list[Want]:
    phrase = steps(text)
    return [Want(french.fold(text), (Way(phrase),), exact=True)] if phrase else []


def _beginning(word: str) -> list[Want]:
    """`mot*` asks for the words that begin so."""
    wants = wants_of(word, {}, _WORDS_LIMIT)
    if wants and len(wants[-1].word) >= _PREFIX_LEAST:
        wants[-1] = _open(wants[-1])
    return wants


def _unfinished(wants: list[Want]) -> list[Want]:
    """The last word as what it begins; a single letter says something only when it is alone."""
    if not wants or (len(wants) > 1 and len(wants[-1].word) < _PREFIX_LEAST):
        return wants
    return [*wants[:-1], _open(wants[-1])]


def _open(want: Want) -> Want:
    """`tiers-li` begins `tierslieu`."""
    return want.beginning("".join(french.split(want.word, "fr"))[: french.TERM_LIMIT])


def _barred(text: str) -> list[Want]:
    """What must not stand in a page: the very word (in any number), not its family."""
    if text.endswith("*"):
        return [replace(want, ways=want.ways[-1:]) for want in _beginning(text.rstrip("*"))]
    phrase = steps(text)
    if len(phrase) != 1:
        return [Want(text, (Way(phrase),))] if phrase else []
    return [
        Want(text, tuple(replace(way, stems=()) for way in ways_of(french.fold(text)))[:2])
        if text.isalnum()
        else Want(text, (Way(phrase),))
    ]


def _firm(wants: Sequence[Want]) -> list[Want]:
    """Without the words that say too little, unless there are no others."""
    firm = [want for want in wants if not want.loose]
    return list({(w.word, w.exact): w for w in (firm or wants)}.values())


def _pairs(text: str, wants: Iterable[Want]) -> Iterator[Pair]:
    """Words that say something, side by side."""
    at = {
        want.ways[0].phrase[-1][1]: place
        for place, want in enumerate(wants)
        if want.ways and not want.exact and want.weight == 1
    }
    for (_step, one), (step, two) in pairwise(steps(text)):
        if one in at and two in at and step <= _APART:
            yield Pair(at[one], at[two], ((1, one), (step, two)))
