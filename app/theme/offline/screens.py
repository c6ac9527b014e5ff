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
