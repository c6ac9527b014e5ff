"""What the screens of a kit's own are drawn from."""

from dataclasses import dataclass

from app.domain.kit import LeftOut
from app.theme.maps import MapDrawing
from app.theme.parts import Link


@dataclass(frozen=True, slots=True)
class Way:
    """A kind of page, with a few of them."""

    kind: str
    label: str
    url: str
    total: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """`licences` are (in words, how many pages), most first."""

    ways: tuple[Way, ...]
    lists: tuple[Link, ...]
    licences: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class AboutView:
    """`credits` lead to the lists of authors; `left_out` are pages that stayed."""

    credits: tuple[Link, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchView:
    lists: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """`drawing` is None where no place has a point; `regions` lead to their lists."""

    drawing: MapDrawing | None
    regions: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom to name for a page or a medium, and under which licence. `url` may be empty."""

    title: str
    url: str
    authors: tuple[str, ...]
    licence: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class CreditsView:
    """A part of the list of authors; `pieces` lead to its parts where it has several."""

    title: str
    trail: tuple[Link, ...]
    credits: tuple[Credit, ...] = ()
    pieces: tuple[Link, ...] = ()
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class MovedView:
    """A page that is at another address: `link` leads to it, `file` is where it stands, seen from
    the page of the old address."""

    link: Link
    file: str


@dataclass(frozen=True, slots=True)
class ReadMeView:
    """How to lay a delta over a copy. `files` is how many it holds, `gone` how many go away;
    `whole` where it takes the copy's place."""

    files: int
    gone: int
    whole: bool
