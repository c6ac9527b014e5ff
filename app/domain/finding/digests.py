"""Whole texts brought to terms, for indexes that count: what `french.tokens` says of them, made
several times as fast.

A text becomes bytes of one sign each, folded through a table; what stands between white space there
is a *piece*. Nearly all pieces were met before, so that what each gives is looked up, and counted,
without a step of Python for a word.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from app.domain.finding.derivation import stem
from app.domain.finding.french import (
    CHUNK,
    GAP,
    PAIRS,
    Token,
    fold,
    joined,
    tokens_of,
)

# Other signs than Latin ones that French texts are full of, and what they are once folded.
_COMMON = (("’", "'"), ("œ", "oe"), ("…", " "), ("–", " "), ("—", " "), ("\u202f", " "), ("€", " "))
_WITHIN = "'-"
_FORMS_LIMIT = 100_000
# What a word is that is left out, and what a dash by itself is.
_NO_TERM = (GAP, "")


class Digest(NamedTuple):
    """`line` has the terms in order, parted by spaces, with GAP for each word that is left out.

    How often each term stands is in `whole`, those that are part of a joined word in `parts`.
    `beside` are the terms that the line has not: each shares the place of another.
    """

    line: str
    whole: dict[str, int]
    parts: dict[str, int]
    beside: frozenset[str] = frozenset()

    @property
    def length(self) -> int:
        return sum(self.whole.values()) + sum(self.parts.values())

    def has_in_line(self, term: str) -> bool:
        return term in self.whole and term not in self.beside


def digest(text: str, lang: str) -> Digest:
    forms = _forms(lang)
    said = _read(text, forms)[1]
    line = " ".join(said)
    while "  " in line:
        line = line.replace("  ", " ")
    # Nearly every piece is one term: those are counted without a look at each.
    whole: dict[str, int] = Counter(said)
    for form in _NO_TERM:
        whole.pop(form, None)
    return _several(line.strip(), whole, forms)


def _several(line: str, whole: dict[str, int], forms: "_Forms") -> Digest:
    """Each piece of several terms as those."""
    met = [(forms.several[form], whole.pop(form)) for form in whole.keys() & forms.several.keys()]
    if not met:
        return Digest(line, whole, {})
    there = {term for found, _ in met for term, _, in_line in found if in_line}
    beside = {term for found, _ in met for term, _, in_line in found if not in_line}
    beside = {term for term in beside - there if term not in whole}
    parts: dict[str, int] = {}
    for found, times in met:
        for term, part, _in_line in found:
            counted = parts if part else whole
            counted[term] = counted.get(term, 0) + times
    return Digest(line, whole, parts, frozenset(beside))


@lru_cache(maxsize=20_000)
def short_digest(text: str, lang: str) -> Digest:
    """The same, of labels and headings that many pages share. Nobody changes what it gives."""
    return digest(text, lang)


def counts(text: str, lang: str) -> dict[str, int]:
    """How often each term stands in the text, those that joined words are made of included."""
    said = digest(text, lang)
    found = said.whole
    for term, times in said.parts.items():
        found[term] = found.get(term, 0) + times
    return found


def terms_in(text: str, lang: str) -> list[str]:
    """`french.terms`."""
    forms = _forms(lang)
    return " ".join([forms.named[piece] for piece in _read(text, forms)[0]]).split()


def stems_in(text: str, lang: str) -> list[str]:
    """The stem of each of `terms_in`."""
    forms = _forms(lang)
    return " ".join([forms.stems[piece] for piece in _read(text, forms)[0]]).split()


def _read(text: str, forms: "_Forms") -> tuple[list[bytes], list[str]]:
    """The pieces of a text, and the form of each."""
    pieces = _plain(text)
    if pieces is not None:
        said = [*map(forms.__getitem__, pieces)]
        # Whether a piece ends as a pair begins is known once it was met.
        if not _may_join(pieces, forms):
            return pieces, said
    pieces = [chunk.encode() for chunk in CHUNK.findall(joined(fold(text)))]
    return pieces, [*map(forms.__getitem__, pieces)]


def _plain(text: str) -> list[bytes] | None:
    """None where a sign is not of the table."""
    for sign, plain in _COMMON:
        if sign in text:
            text = text.replace(sign, plain)
    try:
        data = text.encode("latin-1", _PLAINLY)
    except UnicodeEncodeError:
        return None
    folded = data.translate(_FOLDED, _SILENT)
    return None if _ODD in folded else folded.split()


def _may_join(pieces: list[bytes], forms: "_Forms") -> bool:
    """Whether two pieces may be one word (`tiers lieux`), which is for a look at the text."""
    ends = forms.ends
    if ends.keys().isdisjoint(pieces):
        return False
    return any(
        one in ends and two.lstrip(b"-").startswith(ends[one]) for one, two in pairwise(pieces)
    )


def _forms(lang: str) -> "_Forms":
    lang = lang if lang in _FORMS else ""
    if len(_FORMS[lang]) > _FORMS_LIMIT:
        # Whoever is at it keeps the ones that it has.
        _FORMS[lang] = _Forms(lang)
    return _FORMS[lang]


class _Forms(dict[bytes, str]):
    """For each piece met, its terms in a line: one of `_NO_TERM`, its one term, or a key of
    `several`. There, each of its terms is with whether it is but a part, and whether the line has
    it; spaces before the line tell those apart that have the same.

    `named` and `stems` are as `terms_in` and `stems_in` want them. `ends` has what begins the next
    piece where both may be one word.
    """

    def __init__(self, lang: str) -> None:
        super().__init__()
        self._lang = lang
        self.several: dict[str, tuple[tuple[str, bool, bool], ...]] = {}
        self.named: dict[bytes, str] = {}
        self.stems: dict[bytes, str] = {}
        self.ends: dict[bytes, tuple[bytes, ...]] = {}

    def __missing__(self, piece: bytes) -> str:
        text = piece.decode()
        read = [tokens_of(chunk, self._lang) for chunk in CHUNK.findall(joined(text))]
        found = [token for _trailing, some in read for token in some]
        named = [token.term for token in found if not token.part]
        self.named[piece] = " ".join(named)
        self.stems[piece] = " ".join([stem(term, self._lang) for term in named])
        if seconds := _seconds(text):
            self.ends[piece] = seconds
        self[piece] = self._form(_line(read), found)
        return self[piece]

    def _form(self, line: str, found: Sequence[Token]) -> str:
        if line in _NO_TERM or [token.term for token in found] == [line]:
            return line
        its = tuple((token.term, token.part, token.step > 0) for token in found)
        form = f" {line}"
        while self.several.setdefault(form, its) != its:
            form = f" {form}"
        return form


def _line(read: Iterable[tuple[int, tuple[Token, ...]]]) -> str:
    said: list[str] = []
    for trailing, found in read:
        for token in found:
            if token.step:
                said += [GAP] * (token.step - 1)
                said.append(token.term)
        said += [GAP] * trailing
    return " ".join(said)


_FORMS = {lang: _Forms(lang) for lang in ("fr", "en", "")}
_LAST = re.compile(r"([a-z0-9]+)-*$")


def _seconds(piece: str) -> tuple[bytes, ...]:
    """What the second word of a pair begins with whose first ends the piece."""
    last = _LAST.search(piece)
    if not last:
        return ()
    return tuple(second.encode() for first, second in PAIRS if last[1] in (first, first + "s"))


# How signs become bytes

_ODD = b"\0"
_PLAINLY = "maillage-plainly"


def _table() -> tuple[bytes, bytes]:
    """What each sign of Latin-1 becomes: what it is in a word, a space, `_ODD`; those that go."""
    table, silent = bytearray(256), bytearray()
    for number in range(256):
        folded = fold(chr(number))
        if not folded:
            silent.append(number)
        elif folded in _WITHIN or (folded.isascii() and folded.isalnum() and len(folded) == 1):
            table[number] = ord(folded)
        else:
            table[number] = ord(_ODD) if _has_letters(folded) else ord(" ")
    return bytes(table), bytes(silent)


def _has_letters(folded: str) -> bool:
    return any(sign.isalnum() for sign in folded)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    """What a sign beyond Latin-1 is in a folded text, where that is plain."""
    assert isinstance(error, UnicodeEncodeError)
    said = [_folded(sign) for sign in error.object[error.start : error.end]]
    if None in said:
        raise error
    return "".join(filter(None, said)), error.end


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str | None:
    folded = fold(sign)
    if not _has_letters(folded):
        return "".join(one if one in _WITHIN else " " for one in folded)
    return folded if folded.isascii() and folded.islower() else None


_FOLDED, _SILENT = _table()
codecs.register_error(_PLAINLY, _plainly)
