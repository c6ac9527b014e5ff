"""The screens where pages are found: home, search, directories, the map, what changed."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from app.theme.maps import MapDrawing
from app.theme.parts import NO_PAGER, Facet, Item, Link, Pager
from app.theme.words import PARIS


@dataclass(frozen=True, slots=True)
class Way:
    """One of the three ways in, with a few pages to begin with."""

    kind: str
    total: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened to a page: `before` and `after` are words around its link."""

    at: datetime
    link: Link
    after: str = ""
    note: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the words for it and its list: 42 lieux."""

    value: int
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The first screen. `lead` says in a sentence what this network is.

    `wanted` are names of pages that others link to and nobody wrote, `wanted_total` how many.
    """

    title: str
    lead: str
    map: MapDrawing | None = None
    map_note: str = ""
    ways: tuple[Way, ...] = ()
    news: tuple[News, ...] = ()
    received: tuple[News, ...] = ()
    friends: int = 0
    portals: tuple[Item, ...] = ()
    wanted: tuple[Link, ...] = ()
    wanted_total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Results. `query` as typed; `corrected` what was searched instead, and `exact_url` to insist.

    `total` pages are shown as `results`, since families are folded. `chosen` are the criteria in
    force, each link removing one; `bars` what may be left out. `near` are words to try,
    `wider` what to give up where nothing is found, its `note` saying how many
    pages that gives. `behind`: how many versions the index has still to read. `hidden` are the
    query parameters a form must keep, as (name, value); `typed` those that the question itself
    names. `last` is the last page of results where one past it was asked for, else 0. `radii` are
    distances, whose `url` is the value; `lost_town` is a town that nobody knows. `question` is what
    is kept under a name (`keep_name` is one to begin with), once signed in (`keep_url`).
    """

    query: str
    total: int
    results: int = 0
    items: tuple[Item, ...] = ()
    facets: tuple[Facet, ...] = ()
    bars: tuple[Facet, ...] = ()
    chosen: tuple[Link, ...] = ()
    clear_url: str = ""
    pager: Pager = NO_PAGER
    last: int = 0
    last_url: str = ""
    behind: int = 0
    corrected: str = ""
    exact_url: str = ""
    near: tuple[Link, ...] = ()
    wider: tuple[Link, ...] = ()
    write_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] = ()
    sorts: tuple[Link, ...] = ()
    town: str = ""
    lost_town: str = ""
    radii: tuple[Link, ...] = ()
    feed_url: str = ""
    offline_url: str = ""
    keep_name: str = ""
    keep_url: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of the change log. `event`: created, changed, moved, deleted, restored, received.

    `thanks` counts those given for it; `thank_url` where the reader may add one (POST `revision`).
    """

    at: datetime
    page: Link
    author: str
    note: str = ""
    event: str = "changed"
    minor: bool = False
    compare_url: str = ""
    revision: str = ""
    thanks: int = 0
    thank_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed, newest first. `filters` switch kinds of page. Days are those of Paris.

    `minor_url` shows small corrections again where `minor_hidden`, else hides them. `here` is
    where thanks lead back to.
    """

    changes: tuple[Change, ...]
    filters: tuple[Link, ...] = ()
    next_url: str = ""
    feed_url: str = "/feed.atom"
    here: str = "/changements"
    minor_hidden: bool = False
    minor_url: str = ""

    @property
    def days(self) -> list[tuple[date, list[Change]]]:
        grouped = groupby(self.changes, key=lambda one: one.at.astimezone(PARIS).date())
        return [(day, list(changes)) for day, changes in grouped]
