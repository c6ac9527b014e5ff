"""What a page is found by: its words as Kiwix's readers look for them.

New ones take the accents off what is typed, old ones do not. All keep as one word what an
apostrophe joins, and look for what a hyphen joins as a phrase, letter by letter. So a page is
indexed without accents and with elided articles apart, then come its words that bear accents, and
its compounds in both numbers.
"""

import re
import unicodedata
from collections.abc import Iterator

from libzim.writer import IndexData

from app.domain.kit import Kit
from app.theme.offline.entries import entry_of
from app.theme.offline.site import Document

_APOSTROPHES = re.compile(r"['’ʼ]")
_WORD = re.compile(r"\w+(?:[-‐‑]\w+)*")
_HYPHENS = re.compile(r"[-‐‑]")
_TAKES_X = re.compile(r"(?:eu|au|ou)$")


def line(text: str) -> str:
    """In one line, without what would end a title."""
    return "".join(one for one in " ".join(text.split()) if unicodedata.category(one) != "Cc")


def parted(text: str) -> str:
    """Elided articles apart from their words."""
    return _APOSTROPHES.sub(" ", unicodedata.normalize("NFC", text))


def bare(text: str) -> str:
    """Without accents."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(o for o in apart if not unicodedata.combining(o)))


def more_of(text: str) -> Iterator[str]:
    """What else stands for the words of a text, each once: see the module."""
    for word in sorted({one.lower() for one in _WORD.findall(text)}):
        plain = bare(word)
        if plain != word:
            yield word
        if _HYPHENS.search(plain):
            yield from _other_number(plain)


def _other_number(word: str) -> Iterator[str]:
    """`tiers-lieux` of `tiers-lieu`, and the other way about."""
    if word[-1] in "sx":
        yield word[:-1]
    else:
        yield word + "s"
        if _TAKES_X.search(word):
            yield word + "x"


class NoWords(IndexData):
    """Found by its title alone."""

    def has_indexdata(self) -> bool:
        return False

    def get_title(self) -> str:
        return ""

    def get_content(self) -> str:
        return ""

    def get_keywords(self) -> str:
        return ""

    def get_wordcount(self) -> int:
        return 0

    def get_geoposition(self) -> None:
        return None


class PageWords(IndexData):
    """What a page says, without what stands around every page."""

    def __init__(self, document: Document, kit: Kit) -> None:
        super().__init__()
        page = document.page
        assert page is not None
        said = entry_of(page.row, document.file, page.text, page.headings, label=kit.label)
        title, keywords, text = map(parted, (
            line(document.title), f"{said['labels']}\n{said['place']}",
            f"{said['summary']}\n{said['text']}",
        ))  # fmt: skip
        more = " ".join(more_of(f"{title}\n{keywords}\n{text}"))
        self._title, self._keywords = bare(title), bare(keywords)
        self._wordcount = len(text.split())
        self._content = f"{bare(text)}\n{self._keywords}\n{more}"

    def has_indexdata(self) -> bool:
        return True

    def get_title(self) -> str:
        return self._title

    def get_content(self) -> str:
        return self._content

    def get_keywords(self) -> str:
        return self._keywords

    def get_wordcount(self) -> int:
        return self._wordcount

    def get_geoposition(self) -> None:
        return None
