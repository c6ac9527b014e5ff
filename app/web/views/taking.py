"""The screens that take pages away as a file: what to take, how far it is, the file."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Facet, Fact, Link
from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True)
class KitFormat:
    """`use` says what it is for; `size_bytes` is a guess, 0 for none. `forms` are (name, words)."""

    name: str
    label: str
    use: str = ""
    size_bytes: int = 0
    forms: tuple[tuple[str, str], ...] = ()
    form: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class PicturesChoice:
    value: str
    label: str
    size_bytes: int = 0
    checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseKit(WithErrors):
    """Which pages, and as what. `action` narrows them (GET) and asks for the file (POST).

    `facets`, `query` and `since` narrow; `kept` says the rest of the selection, `chosen` all of it
    with the way to drop each part; `selected` carries it whole into the form that asks. `stay` says
    how many pages remain here, and why. `entire` are formats that take all pages alone.
    """

    action: str
    total: int
    facets: tuple[Facet, ...]
    query: str
    since: str
    kept: tuple[tuple[str, str], ...]
    chosen: tuple[Link, ...]
    clear_url: str
    selected: tuple[tuple[str, str], ...]
    stay: tuple[Fact, ...]
    stay_total: int
    formats: tuple[KitFormat, ...]
    pictures: tuple[PicturesChoice, ...]
    entire: tuple[Link, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KitScreen:
    """A file that was asked for. `state` is one of KitState; `said` how far it is, in a sentence;
    `why` what stopped it. `file_url`, `facts`, `licences` and `stayed` are there once it is ready.

    `again` are the fields that ask for it once more at `action`; `choose_url` changes them.
    `fixed`: the screen does not come anew by itself.
    """

    title: str
    words: str
    format: str
    state: str
    url: str
    state_url: str
    said: str = ""
    why: str = ""
    done: int = 0
    of: int = 0
    fixed: bool = False
    filename: str = ""
    file_url: str = ""
    size_bytes: int = 0
    made_at: datetime | None = None
    sha256: str = ""
    use: str = ""
    facts: tuple[Fact, ...] = ()
    licences: tuple[Fact, ...] = ()
    stay: int = 0
    stayed: tuple[Link, ...] = ()
    moved: bool = False
    action: str = ""
    again: tuple[tuple[str, str], ...] = ()
    choose_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingKits:
    """Which files the network keeps ready of all its pages: `formats` to tick, `every` in days."""

    action: str
    formats: tuple[KitFormat, ...]
    every: tuple[tuple[str, str, bool], ...]
    files: tuple[tuple[Fact, ...], ...] = ()
