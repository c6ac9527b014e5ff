"""The sentence or two of a text that answer a question best, with the words that do marked."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from app.domain.finding import french
from app.domain.finding.derivation import stem

BEGIN, END = "\x02", "\x03"
LENGTH = 240
_LEAD = 60
# Characters that are read of a text, as many at a time (to the end of a line), and words marked.
_READ, _AT_A_TIME = 60_000, 3_000
_MATCHES = 300
_WORD = re.compile(r"[^\W_]+")
# `3.5` and `movilab.org` end no sentence.
_SENTENCE = re.compile(r"[.!?…]+[»”\"')\]]*\s+|\n\s*")


# The letters and signs of French: one after the other is eight times as fast as a table for all.
_USUAL = tuple(zip("éèêàç’ùâîôûëïü«»…\u00a0\u202f", 'eeeac\'uaioueiu"".  ', strict=True))
_OTHER = re.compile(r"[^\x00-\x7f]")
# Terms wanted, each with the number of the want it serves; stems likewise.
Wanted = tuple[tuple[str, int], ...]
# Where a word begins and ends, and the want that it serves.
_Match = tuple[int, int, int]


class Marker:
    """Finds and marks the words of one question in many texts."""

    def __init__(self, terms: Wanted, stems: Wanted) -> None:
        self._terms, self._stems = dict(terms), dict(stems)
        starts: Iterable[str] = {_start(text) for text in (*self._terms, *self._stems)}
        pairs = [p for text in self._terms if (p := french.parts_of(text))]
        starts = sorted(starts, key=len, reverse=True)
        forms = [re.escape(start).replace("oe", "(?:oe|œ)") + r"[^\W_]*" for start in starts]
        forms = [rf"{one}s?[\s-]*{two}[^\W_]*" for one, two in pairs] + forms
        self._pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(forms)})") if forms else None
        self._wants = len({want for _text, want in (*terms, *stems)})
        self._served = lru_cache(maxsize=5_000)(self._serves)

    def snippet(self, text: str) -> str:
        """About 240 characters round where most of what is wanted stands; else the beginning."""
        found: list[_Match] = []
        for begin, end in _blocks(text[:_READ]):
            found += islice(self._matches(text[begin:end], begin), _MATCHES - len(found))
            if len(found) >= _MATCHES or (found and _best(found)[0] >= self._wants):
                break
        return _cut(text, _best(found)[1] if found else 0, found)

    def _matches(self, text: str, begin: int) -> Iterator[_Match]:
        """The words that match, in order, in a text that begins at that place of the whole."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(_flat(text)):
            want = self._served(match[0])
            if want is not None:
                yield begin + match.start(), begin + match.end(), want

    def _serves(self, word: str) -> int | None:
        """Which want the word serves, if any."""
        for lang in ("fr", "en"):
            term = french.term(french.joined(french.fold(word)), lang)
            for known, want in ((self._terms, term), (self._stems, stem(term, lang))):
                if want in known:
                    return known[want]
        return None


def _start(term: str) -> str:
    """What every form of the term begins with: plurals may change its last two letters."""
    return term if len(term) < 4 else term[: max(3, len(term) - 2)]


def _flat(text: str) -> str:
    """One folded character for each, so that places in the text stay what they are."""
    plain = text.lower()
    if len(plain) != len(text):
        plain = "".join(one.lower()[:1] for one in text)
    for letter, said in _USUAL:
        if letter in plain:
            plain = plain.replace(letter, said)
    return plain if plain.isascii() else _OTHER.sub(_flat_letter, plain)


def _flat_letter(match: re.Match[str]) -> str:
    plain = french.fold(match[0])
    return plain if len(plain) == 1 else match[0].lower()[:1]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where some lines of a text begin and end: what is wanted stands at the beginning, most often,
    and the rest need not be read."""
    begin = 0
    while begin < len(text):
        end = text.find("\n", begin + _AT_A_TIME) + 1 or len(text)
        yield begin, end
        begin = end


def _best(found: list[_Match]) -> tuple[int, int]:
    """How many wants are near one another at best, and the place of the match from which most
    wants, then most words, are."""
    best, start = (0, 0), found[0][0]
    last = 0
    for first, (begin, _end, _want) in enumerate(found):
        last = max(last, first)
        while last < len(found) and found[last][1] - begin <= LENGTH - _LEAD:
            last += 1
        near = found[first:last]
        value = (len({want for _b, _e, want in near}), min(len(near), 6))
        if value > best:
            best, start = value, begin
    return best[0], start


def _cut(text: str, match: int, found: Iterable[_Match]) -> str:
    begin = _begin(text, match)
    end = _end(text, begin)
    out, at = ["… " if begin and not _is_sentence_start(text, begin) else ""], begin
    for start, stop, _want in found:
        if start < at or stop > end:
            continue
        out += [text[at:start], BEGIN, text[start:stop], END]
        at = stop
    out.append(text[at:end])
    cut = " ".join("".join(out).split())
    return cut + " …" if end < len(text.rstrip()) else cut


def _begin(text: str, match: int) -> int:
    """The start of the sentence before the match where it is near, else of a word."""
    if match <= _LEAD:
        return 0
    low = max(0, match - 2 * _LEAD)
    ends = [m.end() for m in _SENTENCE.finditer(text, low, match)]
    if ends:
        return ends[-1] if match - ends[-1] > 20 or len(ends) == 1 else ends[-2]
    space = text.find(" ", match - _LEAD, match)
    return space + 1 if space >= 0 else match


def _is_sentence_start(text: str, begin: int) -> bool:
    return bool(_SENTENCE.search(text[max(0, begin - 3) : begin]))


def _end(text: str, begin: int) -> int:
    """Where a sentence ends near the length, else a line (a card has many), else a word."""
    limit = begin + LENGTH
    if len(text) <= limit + 20:
        return len(text)
    ends = list(_SENTENCE.finditer(text, begin + LENGTH // 2, limit))
    if ends:
        return ([one for one in ends if one[0].strip()] or ends)[-1].end()
    space = text.rfind(" ", begin + 1, limit)
    return space if space > begin else limit


def surface(text: str, term: str, like: str = "") -> str:
    """A word of the text that has this term, as written but in small letters; `` where none has.

    Of several forms the first that ends as `like` does, where there is one.
    """
    forms = []
    for pattern in (_WORD, french.CHUNK):
        for match in pattern.finditer(text):
            if term in french.terms(match[0], "fr"):
                forms.append(match[0].casefold())
                if not like or forms[-1][-1] == like[-1]:
                    return forms[-1]
    return forms[0] if forms else ""
