"""What is taken away to be read elsewhere: pages as they are shown, and the media that they show.

A kit is made of values and of functions that give more values: whoever writes one reaches no store,
and so cannot let out what the selection left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.domain.kinds import KINDS, PageKind
from app.domain.media import MediumName, MediumWords
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.domain.site import Site


class Pictures(StrEnum):
    """How heavy pictures may be: as wide as a telephone shows them, as they are kept, none."""

    light = "light"
    full = "full"
    none = "none"


# The width of a light picture, in pixels: one of `media.WIDTHS`.
LIGHT_WIDTH = 800


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection holds, in bytes: texts, pictures as they are kept and about as light copies
    would be, other files. What friends' pages show is not counted."""

    pages: int = 0
    text_bytes: int = 0
    picture_bytes: int = 0
    light_bytes: int = 0
    other_bytes: int = 0


# What a file holds beside its pages, what surrounds a page, how much smaller packed text is.
_EMPTY_KIT_BYTES, _AROUND_PAGE_BYTES, _PACKED = 500_000, 3_500, 0.5


def about_bytes(weight: Weight, pictures: Pictures) -> int:
    """A guess at the size of a kit, before anything is drawn."""
    shown = {
        Pictures.full: weight.picture_bytes, Pictures.light: weight.light_bytes, Pictures.none: 0,
    }[pictures]  # fmt: skip
    files = 0 if pictures is Pictures.none else weight.other_bytes
    around = _EMPTY_KIT_BYTES + weight.pages * _AROUND_PAGE_BYTES
    return around + round(weight.text_bytes * _PACKED) + shown + files


@dataclass(frozen=True, slots=True)
class KitPage:
    """A page as a stranger sees it: `template` of the theme, and the `view` that it receives.

    `view.head` is the same for every kind (title, authors, licence, source...). `url` is its
    address on the web, from the root. `text` is its words alone, a line per block; `headings` are
    its own.
    """

    row: PageRow
    url: str
    template: str
    view: Any
    text: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KitMedium:
    """A medium that may travel. `url` is how pages name it; `width` and `height` are pixels, 0 for
    what is no picture. `read()` gives the bytes as they are kept; `light()` a lighter WebP copy
    (a moving picture as it is, what is no picture too)."""

    name: MediumName
    url: str
    words: MediumWords
    width: int
    height: int
    size_bytes: int
    read: Callable[[], bytes]
    light: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A page that was asked for and stays: its licence does not let it travel.

    `url` is absolute.
    """

    title: str
    url: str
    licence: str
    why: Phrase


@dataclass(frozen=True, slots=True)
class KitChoice:
    """How a kit is written. `form` is one of those that the exporter names, `` its first."""

    pictures: Pictures = Pictures.light
    form: str = ""
    lang: str = "fr"


@dataclass(frozen=True, slots=True)
class Since:
    """What a delta is made against. `changed` are the rows of the selection that changed after
    `revision`, `before` the files of those pages as they were then (None where there was none);
    `gone` the addresses, from the root, of pages that were in the selection and are no more."""

    revision: str
    changed: tuple[PageRow, ...]
    before: Mapping[str, str | None] = field(default_factory=dict)
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """A selection, ready to be written.

    `query` is the selection as `Selection.parse` reads it, `words` the same for people (`` for all
    pages). `revision` and `at` are those of the log that it was read at: the same selection at the
    same revision gives the same bytes. `rows()` begins anew each time and is read page by page.
    `shown` draws a page; `medium` finds what a page names by its address (None where it may not
    travel); `label` gives the words of a facet's value. `themes` are the theme's folders, the first
    that has a file wins.
    """

    site: Site
    query: str
    words: str
    revision: str
    at: datetime
    choice: KitChoice
    count: int
    rows: Callable[[], Iterator[PageRow]]
    shown: Callable[[PageRow], KitPage]
    medium: Callable[[str], KitMedium | None]
    label: Callable[[str, str], str]
    themes: tuple[Path, ...]
    kinds: Mapping[str, PageKind] = field(default_factory=lambda: KINDS)
    left_out: tuple[LeftOut, ...] = ()
    since: Since | None = None

    def pages(self) -> Iterator[KitPage]:
        """Each page drawn, one after the other: none is held."""
        return map(self.shown, self.rows())

    @property
    def home(self) -> str:
        return self.site.base_url


@dataclass(frozen=True, slots=True)
class Drawing:
    """What draws the pages of a kit: see `Kit`. `words` says a selection for people."""

    shown: Callable[[PageRow], KitPage]
    label: Callable[[str, str], str]
    words: Callable[[Selection], str]
    themes: tuple[Path, ...]


# Given the language and the moment that pages are drawn at.
Draw = Callable[[str, datetime], Drawing]
