"""What a search screen is asked for, read from its address once."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.search import PAGE_LIMIT, SearchQuery
from app.domain.selection import FACETS, Order, Selection
from app.ports import Gazetteer
from app.web.asking import asked
from app.web.reading.queries import Pairs, selection_pairs
from app.web.whereabouts import NAME_LIMIT, is_degrees, town_meant

PAGE_SIZE = 20
RADII_KM = (5, 10, 20, 50, 100, 200)
_BARS = "sans"


@dataclass(frozen=True, slots=True)
class Sought:
    """`query` looks for it; `number` is the page of results that was asked for, however far.

    `town` names the point of `near`, where a name was said; `lost` is a town that nobody knows.
    `exact`: no word is corrected. `typed` are the parameters that the question itself named.
    """

    query: SearchQuery
    number: int = 1
    town: str = ""
    lost: str = ""
    exact: bool = False
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def selection(self) -> Selection:
        return self.query.selection

    @property
    def whole(self) -> Selection:
        """With its words."""
        return self.selection.but(words=self.query.text)

    @property
    def empty(self) -> bool:
        return not self.query.text and not self.criteria()

    def criteria(self) -> list[tuple[str, str]]:
        return selection_pairs(self.selection, near=self.town)

    def settings(self, *, order: Order | None = None) -> Pairs:
        """The words and the order, which are no criteria."""
        order = order or self.query.order
        pairs = [("q", self.query.text), ("order", "" if order is Order.best else str(order))]
        return [(name, value) for name, value in pairs if value]


def read_sought(
    gazetteer: Gazetteer, pairs: Sequence[tuple[str, str]], *, number: int, order: Order,
    typing: bool = False,
) -> Sought:  # fmt: skip
    """Raises InvalidQuery on a criterion that cannot be."""
    last = dict(pairs)
    bars = [(f"-{n}", v) for name, said in pairs if name == _BARS for n, v in [_bar(said)] if n]
    said = " ".join(last.get("near", "").split())[:NAME_LIMIT]
    point, town = _near(gazetteer, said)
    others = [(name, value) for name, value in pairs if name != "near"]
    selection = asked([*others, *bars, ("near", point)], strict=False)
    typed = asked([("q", last.get("q", ""))], strict=False)
    return Sought(
        _query(selection, min(number, PAGE_LIMIT), order, typing), number, town,
        lost=said if said and not point else "", exact="exact" in last,
        typed=tuple(selection_pairs(typed, but=("q",))),
    )  # fmt: skip


def _query(selection: Selection, number: int, order: Order, typing: bool) -> SearchQuery:
    words, facts = selection.words, selection.but(words="")
    if order is Order.best and not words and facts.near:
        order = Order.distance
    elif order is Order.distance and not facts.near:
        order = Order.best
    listed = Order.title if order is Order.best else order
    return SearchQuery(words, facts.but(order=listed), number, PAGE_SIZE, order, typing)


def _bar(said: str) -> tuple[str, str]:
    """`region=bretagne` as its two halves."""
    name, _, value = said.partition("=")
    return (name, value) if name in FACETS and value else ("", "")


def _near(gazetteer: Gazetteer, said: str) -> tuple[str, str]:
    """The point in degrees, and the whole name of the town where one was said; nothing where
    nobody knows it."""
    if not said or is_degrees(said):
        return said, ""
    town = town_meant(gazetteer, said)
    if town is None or town.point is None:
        return "", ""
    return f"{town.point[0]},{town.point[1]}", f"{town.name} ({town.department})"
