"""Words near one that no page holds: slips of the finger, and words written as they sound."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log10
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.finding import french

CANDIDATES = 3
# A word that so few pages hold may itself be a slip, where a near one stands in many times more.
RARE, TIMES = 2, 20
_SHORTEST, _LONG = 4, 6
# `gato` for `gateau`: as many letters more may differ where it sounds the same.
_SOUND_ERRORS = 2
# What sounds the same is nearer than a letter changed; another first letter is farther.
_SOUNDS_ALIKE, _OTHER_START, _OFTEN = 0.4, 0.6, 0.25

# Written one way, heard another. In this order; what stands last in a word is mute.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(?<=.{2})(?:er|ez|ee)$", "9"), (r"ph", "f"), (r"sch|sh", "ch"), (r"(?<!c)h", ""),
        (r"[tc]ion", "sion"),
        (r"e?aux?", "o"), (r"gu(?=[ei])", "g"), (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"qu|c(?=[aou])|c(?![eiyh])", "k"), (r"c(?=[eiy])|sc(?=[eiy])", "s"), (r"x", "ks"),
        (r"(?:ai|ei|i|y)[nm](?=[^aeiouyn]|$)", "1"), (r"[ae]n(?=[^aeiouyn]|$)", "2"),
        (r"[ae]m(?=[bp])", "2"), (r"y", "i"), (r"a[iy]|ei", "e"), (r"oe", "e"),
        (r"z", "s"), (r"(.)\1+", r"\1"), (r"(?<=.{2})(?:es|[esxtdp])$", ""),
    )
)  # fmt: skip
_STARTS = {
    "a": ("ha",), "e": ("he", "ai", "oe"), "i": ("hi", "hy", "y"), "o": ("ho", "au", "eau"),
    "u": ("hu",), "f": ("ph",), "k": ("c", "qu"), "c": ("k", "qu", "s"), "q": ("k", "c"),
    "s": ("c",),
    "j": ("g",), "g": ("j",), "y": ("i", "hy"),
}  # fmt: skip
_WORD = re.compile(r"[^\W_]+")


class Lexicon(Protocol):
    """The terms of an index."""

    def starting_with(self, prefix: str) -> Iterable[str]: ...

    def frequency(self, term: str) -> int:
        """How many pages hold it."""


@lru_cache(maxsize=20_000)
def sound(term: str) -> str:
    """How French says it, roughly: `filosofi` for `philosophie`."""
    for pattern, heard in _SOUNDS:
        term = pattern.sub(heard, term)
    return term


def nearest(term: str, lexicon: Lexicon, *, heard: bool = False) -> list[str]:
    """At most three terms of the index within one or two typing errors, or that sound alike
    (`heard`: only these), likeliest first.

    Most people get the first letter right: others are tried only where that gives nothing.
    """
    if not (_SHORTEST <= len(term) <= french.TERM_LIMIT and term.isalpha()):
        return []
    starts = (term[0], *_with_h(term), *_STARTS.get(term[0], ()))
    found = _within(term, {o for start in starts for o in lexicon.starting_with(start)})
    if not (found or heard):
        found = _within(term, lexicon.starting_with(""))
    if heard:
        found = {other: cost for other, cost in found.items() if cost == _SOUNDS_ALIKE}
    likely = {
        other: cost - _OFTEN * log10(1 + lexicon.frequency(other)) for other, cost in found.items()
    }
    return sorted(likely, key=lambda other: (likely[other], other))[:CANDIDATES]


def _with_h(term: str) -> tuple[str, ...]:
    return (term[1],) if term[0] == "h" else ()


def _within(term: str, others: Iterable[str]) -> dict[str, float]:
    """Those that are near, with what parts them."""
    most = 1 if len(term) < _LONG else 2
    heard, farthest = sound(term), most + _SOUND_ERRORS
    found = {}
    near = process.extract(
        term, list(others), scorer=OSA.distance, score_cutoff=farthest, limit=None
    )
    for other, errors, _place in near:
        if other == term:
            continue
        alike = sound(other) == heard
        if alike or errors <= most:
            cost = _SOUNDS_ALIKE if alike else float(errors)
            found[other] = cost + _OTHER_START * (other[0] != term[0] and not alike)
    return found


def corrected(text: str, said: Mapping[str, str]) -> str:
    """The question as typed, with each folded word of `said` as it should be written."""

    def right(match: re.Match[str]) -> str:
        return said.get(french.fold(match[0]), match[0])

    return _WORD.sub(right, text)
