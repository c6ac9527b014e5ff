"""What is taken away to be read elsewhere: pages as they are shown, and the media that they show.

A kit is made of values and of functions that give more values: whoever writes one reaches no store,
and so cannot let out what the selection left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from app.domain.drawn import DrawnLedger, NothingDrawn
from app.domain.kinds import KINDS, PageKind
from app.domain.live_lists import Facets, may_show
from app.domain.media import MediumName, MediumWords
from app.domain.packed import opened
from app.domain.phrase import Phrase
from app.domain.rows import PageRow, PageStamp
from app.domain.selection import Selection
from app.domain.site import Site
from app.domain.traits import Traits

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a format weighs, as measured on the first content: bytes with no page at all, for each
    page, for each byte of text, and whether pictures are in it."""

    empty: int = 500_000
    page: int = 3_500
    text: float = 0.5
    pictures: bool = True


SITE_BULK = Bulk()


def about_bytes(weight: Weight, pictures: Pictures, bulk: Bulk = SITE_BULK) -> int:
    """A guess at the size of a kit, before anything is drawn."""
    pictures = pictures if bulk.pictures else Pictures.none
    shown = {
        Pictures.full: weight.picture_bytes, Pictures.light: weight.light_bytes, Pictures.none: 0,
    }[pictures]  # fmt: skip
    files = 0 if pictures is Pictures.none else weight.other_bytes
    around = bulk.empty + weight.pages * bulk.page
    return around + round(weight.text_bytes * bulk.text) + shown + files


@dataclass(frozen=True, slots=True)
class KitPage:
    """A page as a stranger sees it: `template` of the theme, and the `view` that it receives, kept
    as it was `drawn`: in itself, or packed.

    `view.head` is the same for every kind (title, authors, licence, source...). `url` is its
    address on the web, from the root. `text` is its words alone, a line per block; `headings` are
    its own.
    """

    row: PageRow
    url: str
    template: str
    drawn: Any
    text: str
    headings: tuple[str, ...] = ()

    @property
    def view(self) -> Any:
        return opened(self.drawn)


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
    """What may be another than in the kit of the same selection at `revision`. Nothing that differs
    is missing; some of what is named may be the same.

    `bases` are the revisions whose kits it may be laid over. `whole`: something changed that any
    page may show (licences, words of a vocabulary, a friend's pages): all is to be written.
    `before` are the pages that changed, as they were, those that are gone too; `changed` and
    `drawn` name pages as `PageRow.reference` does: those whose file changed, and those that are
    drawn otherwise because of it. `media` are sums of media that changed; `addresses` those of
    pages that came, moved or went; `ids` of pages that changed. `titles`, folded, are those that a
    link may lead elsewhere by: of pages that share one, only one is meant, and it may be another.
    `faces` name those that changed in more than the words of their text: lists say these otherwise.
    `facets` are those of the same pages, as they were and as they are: the lists that they are in.
    """

    revision: str
    bases: tuple[str, ...]
    whole: bool = False
    before: tuple[PageRow, ...] = ()
    changed: frozenset[str] = frozenset()
    drawn: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    faces: frozenset[str] = frozenset()
    facets: tuple[Facets, ...] = ()

    def touches(self, page: Traits) -> bool:
        """True where that page may be drawn otherwise than in the older kit."""
        if self.whole or page.reference in self.drawn or page.title in self.titles:
            return True
        if self.changed and (self._names(page) or self._lists_it(page)):
            return True
        return any(name.partition(".")[0] in self.media for name in page.media)

    def _names(self, page: Traits) -> bool:
        """By its address on the web, or as what it translates: no index knows of these."""
        return page.translates in self.ids or any(
            address in run for run in page.addresses for address in self.addresses
        )

    def _lists_it(self, page: Traits) -> bool:
        """In one of the lists that it shows, or it did so before."""
        dated = any(one.dated for one in page.lists)
        return dated or may_show(page.lists, self.facets)


class Lines(Protocol):
    def __call__(self, make: Callable[[PageRow], T]) -> Iterator[tuple[PageStamp, T]]:
        """What `make` reads of each page, in their order: the page's stamp says all that it may
        follow from. Pages that are as they were for an earlier kit are not read again."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """Where compiled templates of kits are kept; `stamp` is another one whenever they may come out
    otherwise."""

    folder: Path
    stamp: str


@dataclass(frozen=True, slots=True)
class Kit:
    """A selection, ready to be written.

    `query` is the selection as `Selection.parse` reads it, `words` the same for people (`` for all
    pages). `revision` and `at` are those of the log that it was read at: the same selection at the
    same revision gives the same bytes. `rows()` begins anew each time and is read page by page;
    `lines` read little of each, and `row` gives that of a stamp (None where it went).
    `shown` draws a page; `told` gives the words of one and its headings, and costs less; `authors`
    names who wrote the page of that id (and network, `` for ours), `old_urls` the addresses that
    it had. `medium` finds what a page names by its address (None where it may not
    travel); `label` gives the words of a facet's value. `themes` are the theme's folders, the first
    that has a file wins, and their templates may be kept `compiled`. `counted` are words that an
    earlier kit counted.
    """

    site: Site
    query: str
    words: str
    revision: str
    at: datetime
    choice: KitChoice
    count: int
    rows: Callable[[], Iterator[PageRow]]
    lines: Lines
    row: Callable[[PageStamp], PageRow | None]
    shown: Callable[[PageRow], KitPage]
    told: Callable[[PageRow], tuple[str, tuple[str, ...]]]
    authors: Callable[[str, str], tuple[str, ...]]
    old_urls: Callable[[PageStamp], tuple[str, ...]]
    medium: Callable[[str], KitMedium | None]
    label: Callable[[str, str], str]
    themes: tuple[Path, ...]
    kinds: Mapping[str, PageKind] = field(default_factory=lambda: KINDS)
    left_out: tuple[LeftOut, ...] = ()
    since: Since | None = None
    counted: DrawnLedger = field(default_factory=NothingDrawn)
    compiled: Compiled | None = None

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
    compiled: Compiled | None = None


# Given the language and the moment that pages are drawn at.
Draw = Callable[[str, datetime], Drawing]
