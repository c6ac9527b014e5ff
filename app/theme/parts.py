"""Pieces that several screens share. Every text is ready to be shown, in the reader's language,
unless it is said to be HTML (then it is `Markup`, already made safe)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """`note` stands beside the label (a town, a duration). `wanted`: the page is not written yet.

    `borrowed`: the page belongs to a friend network. `current`: we are there. `lang` is the
    language of the label, `` where it is that of the screen.
    """

    label: str
    url: str
    note: str = ""
    kind: str = ""
    borrowed: bool = False
    wanted: bool = False
    current: bool = False
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the index card. `kind` is how `value` is written: text, number, money, date, html.

    Several values are said with `links` (each may have an address), and `value` is then ignored.
    `mark` is the number of the source that the value came from, 0 for a person.
    """

    label: str
    value: object = ""
    href: str = ""
    kind: str = "text"
    links: tuple[Link, ...] = ()
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Licence:
    """`id` is SPDX; `sentence` says in plain words what may be done."""

    id: str
    label: str
    url: str = ""
    sentence: str = ""
    open: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """The friend network that a page comes from, as we mirrored it.

    `url` is our page about that network, `page_url` the page's own address there. `ours` is the
    page that was made from it here.
    """

    id: str
    name: str
    region: str = ""
    url: str = ""
    page_url: str = ""
    received_on: date | None = None
    propose_url: str = ""
    adopt_url: str = ""
    ours: Link | None = None


@dataclass(frozen=True, slots=True)
class TocEntry:
    """A heading of the text: level 2 or 3."""

    label: str
    anchor: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Chain:
    """An economic model: what value is created, how it reaches people, who pays."""

    name: str = ""
    creation: str = ""
    distribution: str = ""
    capture: str = ""
    revenues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page in a list, a card, a row, a result or on the map.

    `pin` is its town, `meta` a few words about it, `icon_meta` the same with an icon (icon, words).
    `snippet` is safe HTML where matched words are in `<mark>`; it takes the summary's place.
    `cells` are the values of a table's columns, in their order, as Facts. `folded` are pages of the
    same family that were found too; `away` says how far it is from where one looks. `lang` is the
    language of title, summary and snippet, `` where it is that of the screen. None of it changes
    with the words of the page alone: a kit of what changed counts on it (`app.domain.live_lists`).
    """

    kind: str
    title: str
    url: str
    summary: str = ""
    pin: str = ""
    meta: tuple[str, ...] = ()
    icon_meta: tuple[tuple[str, str], ...] = ()
    snippet: Markup | None = None
    licence: str = ""
    origin: Origin | None = None
    verified_on: date | None = None
    status: str = "published"
    cells: tuple[Fact, ...] = ()
    folded: "tuple[Folded, ...]" = ()
    away: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """A page shown under another of its family."""

    link: Link
    origin: Origin | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class FacetOption:
    value: str
    label: str
    count: int = 0
    checked: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of boxes. `name` is the query parameter; options come most first, checked ones first.

    Options after `shown` are folded away until asked for.
    """

    name: str
    label: str
    options: tuple[FacetOption, ...]
    shown: int = 7

    @property
    def ticked(self) -> bool:
        return any(option.checked for option in self.options)


@dataclass(frozen=True, slots=True)
class Page:
    """A page number of a list; `url` is empty for a gap (…)."""

    number: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """Numbered pages, or previous and next alone when the total is not known."""

    pages: tuple[Page, ...] = ()
    previous: str = ""
    next: str = ""

    @classmethod
    def of(cls, current: int, last: int, url_of: Callable[[int], str]) -> "Pager":
        """The first, the last and those around `current`; a gap where some are left out."""
        near = {1, last, *range(current - 2, current + 3)}
        pages: list[Page] = []
        for number in sorted(n for n in near if 1 <= n <= last):
            if pages and number > pages[-1].number + 1:
                pages.append(Page(number - 1, ""))
            pages.append(Page(number, url_of(number), number == current))
        return cls(
            tuple(pages) if last > 1 else (),
            url_of(current - 1) if current > 1 else "",
            url_of(current + 1) if current < last else "",
        )


NO_PAGER = Pager()
