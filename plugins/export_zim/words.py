"""What a page is found by: its words as Kiwix's readers look for them.

New ones take the accents off what is typed, old ones do not. All keep as one word what an
apostrophe joins, and look for what a hyphen joins as a phrase, letter by letter. So a page is
indexed without accents and with elided articles apart, then come its words that bear accents, and
its compounds in both numbers.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from libzim.writer import IndexData

from app.domain.kit import KitPage
from app.theme.offline.entries import Label, entry_of

# Words kept as they come out: people write with some thousands of them.
_KEPT = 32_768
_APOSTROPHES = re.compile(r"['’ʼ]")
_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
_HYPHENS = re.compile(r"[-‐‑]")
# What an accent may stand in: the signs around it are left as they are.
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_TAKES_X = re.compile(r"(?:eu|au|ou)$")


def line(text: str) -> str:
    """In one line, without what would end a title."""
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) != "Cc")


def parted(text: str) -> str:
    """Elided articles apart from their words."""
    return _APOSTROPHES.sub(" ", unicodedata.normalize("NFC", text))


def bare(text: str) -> str:
    """Without accents."""
    return text if text.isascii() else _FOREIGN.sub(_bare_run, unicodedata.normalize("NFC", text))


def _bare_run(run: re.Match[str]) -> str:
    return _without_marks(run[0])


@lru_cache(_KEPT)
def _without_marks(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(o for o in apart if not unicodedata.combining(o)))


def more_of(text: str) -> Iterator[str]:
    """What else stands for the words of a text, each once: see the module."""
    words = {one.lower() for one in {*_WORD.findall(text)}}
    return chain.from_iterable(map(_more_of_word, sorted(words)))


@lru_cache(_KEPT)
def _more_of_word(word: str) -> tuple[str, ...]:
    plain = bare(word)
    also = _other_number(plain) if _HYPHENS.search(plain) else ()
    return (*(() if plain == word else (word,)), *also)


def _other_number(word: str) -> Iterator[str]:
    """`tiers-lieux` of `tiers-lieu`, and the other way about."""
    if word[-1] in "sx":
        yield word[:-1]
    else:
        yield word + "s"
        if _TAKES_X.search(word):
            yield word + "x"


@dataclass(frozen=True, slots=True)
class Words:
    """What the index is handed of a page, all without accents; empty where its title alone finds
    it. `count` is how many words it has."""

    title: str = ""
    content: str = ""
    keywords: str = ""
    count: int = 0


NOTHING = Words()


def words_of(page: KitPage, file: str, *, label: Label) -> Words:
    """What a page says, without what stands around every page."""
    said = entry_of(page.row, file, page.text, page.headings, label=label)
    title, keywords, text = map(parted, (
        line(page.row.title), f"{said['labels']}\n{said['place']}",
        f"{said['summary']}\n{said['text']}",
    ))  # fmt: skip
    more = " ".join(more_of(f"{title}\n{keywords}\n{text}"))
    plain = bare(keywords)
    return Words(bare(title), f"{bare(text)}\n{plain}\n{more}", plain, len(text.split()))


class FoundBy(IndexData):
    """The words of one entry, as the library asks for them."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def has_indexdata(self) -> bool:
        return bool(self._words.content)

    def get_title(self) -> str:
        return self._words.title

    def get_content(self) -> str:
        return self._words.content

    def get_keywords(self) -> str:
        return self._words.keywords

    def get_wordcount(self) -> int:
        return self._words.count

    def get_geoposition(self) -> None:
        return None
