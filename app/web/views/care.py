"""The lists of what needs someone, for stewards and reviewers."""

from dataclasses import dataclass
from datetime import date

from app.theme.parts import NO_PAGER, Link, Pager


@dataclass(frozen=True, slots=True)
class CareGroup:
    """Lists that belong together; the note of each link is how many lines it has."""

    label: str
    lists: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRoom:
    groups: tuple[CareGroup, ...]
    steward: bool = False


@dataclass(frozen=True, slots=True)
class CareAct:
    """What can be done about a line: a link, or a form with its `hidden` fields."""

    label: str
    url: str
    hidden: tuple[tuple[str, str], ...] = ()
    posts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CareItem:
    """A line. `said` is what about it, `count` how many pages lead to it or ask for it."""

    label: str
    url: str = ""
    kind: str = ""
    said: str = ""
    on: date | None = None
    count: int | None = None
    acts: tuple[CareAct, ...] = ()
    wanted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinSide:
    """One of two pages. `network` is the friend that it belongs to, `` for ours."""

    link: Link
    facts: tuple[str, ...] = ()
    network: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinPair:
    """Two pages that may be about the same thing. `likely` is of a hundred."""

    kind: str
    sides: tuple[TwinSide, TwinSide]
    likely: int
    reasons: tuple[str, ...]
    acts: tuple[CareAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CareListed:
    """One list. `columns` are what `said` and `count` of its lines are called (`` : not shown);
    `choices` are the selects that narrow and sort it: name, label, (value, label, chosen)."""

    title: str
    lead: str
    total: int
    action: str
    items: tuple[CareItem, ...] = ()
    pairs: tuple[TwinPair, ...] = ()
    said: str = ""
    counted: str = ""
    nothing: str = ""
    choices: tuple[tuple[str, str, tuple[tuple[str, str, bool], ...]], ...] = ()
    narrowed: bool = False
    csv_url: str = ""
    pager: Pager = NO_PAGER
    apart: CareAct | None = None
