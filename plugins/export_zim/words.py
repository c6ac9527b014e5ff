"""What a page is found by: its words as Kiwix's readers look for them.

New readers take the accents off what is typed, old ones do not. All keep as one word what an
apostrophe joins, and look for what a hyphen joins as a phrase, letter by letter. So a page is
found by its words without accents, elided articles apart, by those that bear accents as they are,
and by compounds in both numbers.

The library takes as long for a word that stands there ten times as for ten words, and weighs what
it is handed: a word of the content once, a keyword three times. So each word is handed as often as
it stands there, in threes and ones, up to where more puts hardly any page before another.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from libzim.writer import IndexData

from app.domain.bounded import Kept
from app.domain.finding.french import STOP_FR
from app.domain.kit import KitPage
from app.theme.offline.entries import Label, entry_of

# Words kept as they come out: people write with some thousands of them.
_KEPT = 65_536
# Elided articles stand apart, so an apostrophe is no part of a word; « R&D », « 2,5 » and « C++ »
# are words to the library, and so are letters with the marks that other scripts set on them.
_LETTERS = r"[\w\u0300-\u036f\u0590-\u1fff]+"
_WORD = re.compile(rf"{_LETTERS}(?:(?:[-‐‑&]|(?<=\d)[.,;](?=\d)){_LETTERS})*[+#]*")
_HYPHENS = re.compile(r"[-‐‑]")
_TAKES_X = re.compile(r"(?:eu|au|ou)$")
# How often a word counts that is handed as a keyword, as a label is: the library's own weight.
_KEYWORD = 3
# Further times, and further keywords of a title, put hardly any page before another.
_MOST, _TITLE = 3, 2
# Words that say nothing by themselves stand in every page, and often: once is enough to find them.
_LITTLE = STOP_FR | {"à", "où"}


def line(text: str) -> str:
    """In one line, without what would end a title."""
    said = " ".join(text.split())
    if said.isprintable():
        return said
    return "".join(one for one in said if unicodedata.category(one) != "Cc")


class _Bare(dict[int, str]):
    """What each sign is without its accents."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        left = "".join(one for one in apart if not unicodedata.combining(one))
        self[code] = plain = unicodedata.normalize("NFC", left)
        return plain


_bare = _Bare()


def bare(text: str) -> str:
    """Without accents."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_bare)


def _forms(word: str) -> tuple[str, ...]:
    """What a word in small letters is looked for by, each once, and each without a hyphen."""
    plain = bare(word)
    if not _HYPHENS.search(plain):
        return (plain,) if plain == word else (plain, word)
    said = {**dict.fromkeys(_HYPHENS.split(plain)), **dict.fromkeys(_HYPHENS.split(word))}
    for other in _other_number(plain):
        said |= dict.fromkeys(_HYPHENS.split(other))
    return tuple(said)


def _other_number(word: str) -> Iterator[str]:
    """`tiers-lieux` of `tiers-lieu`, and the other way about."""
    if word[-1] in "sx":
        yield word[:-1]
    else:
        yield word + "s"
        if _TAKES_X.search(word):
            yield word + "x"


def found_by(text: str, labels: str = "") -> dict[str, int]:
    """The words that a text is found by, each with how often it stands there."""
    seen: dict[str, int] = {}
    for said, times in ((text, 1), (labels, _KEYWORD)):
        # No word goes over a blank, and most of what stands between two of them was met before.
        for piece, often in Counter(_small(said).split()).items():
            for word in _within[piece]:
                seen[word] = seen.get(word, 0) + often * times
    return seen


# The words of what stands between blanks; the forms of a word, each after a space.
_within = Kept(_WORD.findall, _KEPT)
_formed = Kept(lambda word: "".join(f" {form}" for form in _forms(word)), _KEPT)


class Words(NamedTuple):
    """What the index is handed of a page; empty where its title alone finds it. `length` is how
    many words it has."""

    title: str = ""
    content: str = ""
    keywords: str = ""
    length: int = 0

    @classmethod
    def of(cls, title: str, seen: Mapping[str, int], length: int) -> "Words":
        often = {w: times for w, times in seen.items() if times > 1 and w not in _LITTLE}
        content = "".join([_formed[word] for word in seen if word not in often])
        threes = "".join([_formed[word] * _threes(times) for word, times in often.items()])
        keywords = " ".join([bare(word) for word in _WORD.findall(_small(title))] * _TITLE) + threes
        return cls(bare(title), content or keywords, keywords, length)


def _threes(times: int) -> int:
    """How often as a keyword: threes that hold as many times, for two are near enough to three."""
    return min(_MOST, -(-times // _KEYWORD))


def _small(text: str) -> str:
    """In small letters."""
    return unicodedata.normalize("NFC", text).lower()


NOTHING = Words()


def words_of(page: KitPage, file: str, *, label: Label) -> Words:
    """What a page says, without what stands around every page."""
    said = entry_of(page.row, file, page.text, page.headings, label=label)
    title, text = line(page.row.title), said["text"]
    forms = found_by(f"{title}\n{said['summary']}\n{text}", f"{said['labels']}\n{said['place']}")
    return Words.of(title, forms, len(text.split()))


class FoundBy(IndexData):
    """The words of one entry, as the library asks for them; `taken` is told when it does."""

    def __init__(self, words: Words, taken: Callable[[], None]) -> None:
        super().__init__()
        self._words, self._taken = words, taken

    def has_indexdata(self) -> bool:
        self._taken()
        return bool(self._words.content)

    def get_title(self) -> str:
        return self._words.title

    def get_content(self) -> str:
        return self._words.content

    def get_keywords(self) -> str:
        return self._words.keywords

    def get_wordcount(self) -> int:
        return self._words.length

    def get_geoposition(self) -> None:
        return None
