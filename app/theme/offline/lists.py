"""Lists of all pages in pieces that stay light: one more page changes its own piece alone.

A piece holds the entries whose keys begin alike. It splits by the next letter once it is full, so
that what is in a piece is said by its entries, and by no count of those before them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from app.domain.geo import Point
from app.domain.links import fold
from app.theme.offline.names import safe_name

FULL = 400
# Stands before the first letter: what begins with a digit, or in another alphabet.
OTHERS = "0–9"
_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a list. `place` is its town, `region` and `themes` are values of facets.

    `point` is where it is on a map, None where it says nothing of it.
    `credited` are authors that the page itself names. `network` is the friend that it comes from,
    `` for ours; `licence` is SPDX.
    """

    url: str
    title: str
    kind: str
    key: str
    id: str = ""
    place: str = ""
    region: str = ""
    themes: tuple[str, ...] = ()
    network: str = ""
    licence: str = ""
    lang: str = ""
    credited: tuple[str, ...] = ()
    point: Point | None = None

    @property
    def reference(self) -> str:
        """As `PageRow.reference`."""
        named = f"{self.kind}/{self.url.rpartition('/')[2]}"
        return f"{self.network}/{named}" if self.network else named


class Keyed(Protocol):
    @property
    def key(self) -> str: ...


_E = TypeVar("_E", bound=Keyed)


@dataclass(frozen=True, slots=True)
class Piece(Generic[_E]):
    """Entries in order. `begins` is how all their keys begin, `` where all stand in one piece."""

    begins: str
    entries: tuple[_E, ...]

    @property
    def letter(self) -> str:
        """`OTHERS` stands for what begins with no letter of ours."""
        return letter_of(self.entries[0].key)

    @property
    def name(self) -> str:
        return piece_name(self.begins)


def piece_name(begins: str) -> str:
    """The file of a piece, beside the list's first one."""
    return safe_name(f"l-{begins}", ".html")


def key_of(title: str, url: str) -> str:
    """What entries are ordered by: letters and digits of the title, then the address."""
    return _LETTERS.sub("", fold(title)) + "~" + url


def letter_of(key: str) -> str:
    return key[0].upper() if key[:1].isalpha() else OTHERS


def pieces_of(entries: Iterable[_E], *, full: int = FULL) -> list[Piece[_E]]:
    """In order; one alone, that begins with ``, where all fit. None of no entries."""
    ordered = sorted(entries, key=lambda one: one.key)
    return list(_split(ordered, "", full)) if ordered else []


def _split(entries: Sequence[_E], begins: str, full: int) -> Iterator[Piece[_E]]:
    if len(entries) <= full:
        yield Piece(begins, tuple(entries))
        return
    for beginning, start, end in _children(entries, len(begins) + 1):
        yield from _split(entries[start:end], beginning, full)


def _children(entries: Sequence[_E], depth: int) -> Iterator[tuple[str, int, int]]:
    """(how they begin, first, end) of entries in order that begin alike so far."""
    start = 0
    while start < len(entries):
        beginning = entries[start].key[:depth]
        end = start
        while end < len(entries) and entries[end].key[:depth] == beginning:
            end += 1
        yield beginning, start, end
        start = end
