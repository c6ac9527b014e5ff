"""Lists of all pages in pieces that stay light: one more page changes its own piece alone.

A piece holds the entries whose keys begin alike. It splits by the next letter once it is full, so
that what is in a piece is said by its entries, and by no count of those before them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.geo import Point
from app.domain.links import fold
from app.theme.offline.names import safe_name

FULL = 200
_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A page in a list. `place` is its town, `region` and `themes` are values of facets.

    `point` is where it is on a map, None where it says nothing of it.
    `network` is the friend that it comes from, `` for ours; `licence` is SPDX.
    """

    url: str
    title: str
    kind: str
    key: str
    place: str = ""
    region: str = ""
    themes: tuple[str, ...] = ()
    network: str = ""
    licence: str = ""
    lang: str = ""
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Entries in order. `begins` is how all their keys begin, `` where all stand in one piece."""

    begins: str
    entries: tuple[Entry, ...]

    @property
    def letter(self) -> str:
        """`#` stands for what begins with no letter."""
        return letter_of(self.entries[0].key)

    @property
    def name(self) -> str:
        return safe_name(f"l-{self.begins}", ".html")


def key_of(title: str, url: str) -> str:
    """What entries are ordered by: letters and digits of the title, then the address."""
    return _LETTERS.sub("", fold(title)) + "~" + url


def letter_of(key: str) -> str:
    return key[0].upper() if key[:1].isalpha() else "#"


def pieces_of(entries: Iterable[Entry], *, full: int = FULL) -> list[Piece]:
    """In order; one alone, that begins with ``, where all fit."""
    ordered = sorted(entries, key=lambda one: one.key)
    return list(_split(ordered, "", full)) if ordered else []


def _split(entries: Sequence[Entry], begins: str, full: int) -> Iterator[Piece]:
    if len(entries) <= full or begins == entries[0].key:
        yield Piece(begins, tuple(entries))
        return
    at, depth = 0, len(begins) + 1
    while at < len(entries):
        beginning = entries[at].key[:depth]
        end = at
        while end < len(entries) and entries[end].key[:depth] == beginning:
            end += 1
        yield from _split(entries[at:end], beginning, full)
        at = end
