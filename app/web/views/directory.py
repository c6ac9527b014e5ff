"""The screens of a selection: its list, cards, table, map and calendar, and its frame elsewhere."""

from dataclasses import dataclass
from datetime import date

from app.theme.maps import MapDrawing
from app.theme.parts import NO_PAGER, Facet, Item, Licence, Link, Pager


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column. `url` puts the table in its order (the other way, where it is already);
    `sorted` is how it stands: ascending, descending, or ``."""

    label: str
    url: str = ""
    sorted: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class ColumnBox:
    """A column to tick. `earlier` and `later` are addresses that move a chosen one."""

    key: str
    label: str
    checked: bool = False
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` stand over the title, the cells of each item, and its origin. `hidden` are the
    parameters that the form of columns keeps; `usual_url` goes back to the usual ones."""

    headings: tuple[Heading, ...]
    boxes: tuple[ColumnBox, ...]
    hidden: tuple[tuple[str, str], ...] = ()
    usual_url: str = ""

    @property
    def chosen(self) -> list[ColumnBox]:
        return [box for box in self.boxes if box.checked]


@dataclass(frozen=True, slots=True)
class LiveMap:
    """A map to move about in. `points` is the address of where the pages are; `drawing` what stands
    there without scripts. `tiles` is the address of pictures of the ground, `` where there are
    none, `credit` who made them."""

    points: str
    drawing: MapDrawing | None
    total: int = 0
    tiles: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a page tells of a day: `said` is the day in words."""

    link: Link
    said: str
    what: str
    day: date | None = None
    town: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    day: date
    outside: bool
    happenings: tuple[Happening, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A month (`weeks` of seven days, from Monday) or a year (no weeks). `loose` are told of the
    whole month or year; `years` are those of which anything is told."""

    title: str
    happenings: tuple[Happening, ...]
    loose: tuple[Happening, ...]
    weeks: tuple[tuple[CalendarDay, ...], ...] = ()
    weekdays: tuple[str, ...] = ()
    previous: Link | None = None
    next: Link | None = None
    year: Link | None = None
    years: tuple[Link, ...] = ()
    months: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class NearForm:
    """`said` as typed, `within` kilometres; `problem` says what could not be understood."""

    said: str = ""
    within: str = ""
    problem: str = ""
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """All pages of a kind, or a selection of them.

    `view`: list, cards, table, map, calendar; `views` are the links that switch, the current one
    marked. `exports` are the files to take. `total` counts the whole selection, `first` and `last`
    are the positions shown. `kind` is `` for a selection over several kinds. `data_licence` covers
    the exported facts. `friends`: it asks for theirs too. `elsewhere` are pages of friends that the
    selection leaves out, at `elsewhere_url` with ours. `query` are the words that are looked for,
    `notes` what of the address was not understood. `embed` is the HTML that shows the selection on
    another site.
    """

    kind: str
    title: str
    total: int
    url: str
    lead: str = ""
    query: str = ""
    notes: tuple[str, ...] = ()
    near: NearForm | None = None
    view: str = "cards"
    views: tuple[Link, ...] = ()
    items: tuple[Item, ...] = ()
    first: int = 0
    last: int = 0
    table: Table | None = None
    facets: tuple[Facet, ...] = ()
    chosen: tuple[Link, ...] = ()
    clear_url: str = ""
    sorts: tuple[Link, ...] = ()
    map: LiveMap | None = None
    unplaced: int = 0
    calendar: Calendar | None = None
    exports: tuple[Link, ...] = ()
    figures_url: str = ""
    offline_url: str = ""
    embed: str = ""
    pager: Pager = NO_PAGER
    write_url: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    search_hidden: tuple[tuple[str, str], ...] = ()
    data_licence: Licence | None = None
    friends: bool = False
    elsewhere: int = 0
    elsewhere_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """The same selection in a frame of another site. `url` is where it stands here."""

    view: str
    title: str
    url: str
    total: int
    site: str
    items: tuple[Item, ...] = ()
    table: Table | None = None
    map: LiveMap | None = None
    calendar: Calendar | None = None
    licence: Licence | None = None
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MapScreen:
    """The whole map, and the same places as lists by region."""

    map: LiveMap
    total: int
    groups: tuple[tuple[Link, tuple[Link, ...]], ...] = ()
    unplaced: tuple[Link, ...] = ()
    lead: str = ""
