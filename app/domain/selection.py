"""A selection of pages by words and facts: one for lists, directories, exports and the API."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.errors import InvalidQuery
from app.domain.located import Located
from app.domain.phrase import Phrase
from app.domain.selecting import (
    FACETS,
    Near,
    Said,
    read_leniently,
    read_strictly,
    unknown_facet,
    written,
)

__all__ = [
    "FACETS", "VALUES_LIMIT", "Amounts", "Figures", "Group", "Near", "Order", "Selection",
    "unknown_facet",
]  # fmt: skip
VALUES_LIMIT = 50


class Order(StrEnum):
    """`best` is by score where words are looked for, by title elsewhere."""

    title = "title"
    recent = "recent"
    opened = "opened"
    distance = "distance"
    best = "best"


@dataclass(frozen=True, slots=True)
class Selection:
    """Pages that have, for every facet named, one of its values (or within, and between).

    `barred`: pages that have none of these values. `words` are looked for by the search engine;
    what it found is `among` then, best first (see `find_pages.settled`), and the index knows
    nothing of words. `near` keeps pages with a point that lies there. `include_hidden` lets drafts
    and broken pages in; only actions set it, for those who may see them. `open_only` keeps what
    may leave.
    """

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    updated_since: date | None = None
    order: Order = Order.title
    include_hidden: bool = False
    open_only: bool = False
    barred: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    near: Near | None = None
    among: tuple[Located, ...] | None = None

    def __post_init__(self) -> None:
        for name, values in (*self.where.items(), *self.barred.items()):
            if name not in FACETS:
                raise InvalidQuery(reason=unknown_facet(name))
            if len(values) > VALUES_LIMIT or any(len(v) > 200 or "\0" in v for v in values):
                raise InvalidQuery(
                    reason=Phrase("trop de valeurs, ou trop longues, pour « {facet} ».", facet=name)
                )

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.where.items())), tuple(sorted(self.barred.items())),
                     self.words, self.near, self.updated_since, self.order,
                     self.include_hidden, self.open_only, self.among))  # fmt: skip

    @classmethod
    def parse(cls, text: str) -> "Selection":
        """From `kind=method -stub=yes q="repas partagé"`; a repeated name adds a value.

        Raises InvalidQuery on anything that is no criterion, and on unknown names.
        """
        return cls._of(read_strictly(text))

    @classmethod
    def typed(cls, text: str) -> "Selection":
        """From what a person typed into a search box: what is no criterion is looked for."""
        return cls._of(read_leniently(text))

    @classmethod
    def _of(cls, said: Said) -> "Selection":
        return cls(said.where, said.since, barred=said.barred, words=said.words, near=said.near)

    def __str__(self) -> str:
        """The text that `parse` reads back as the same pages (order and rights are not in it)."""
        said = Said(dict(self.where), dict(self.barred), self.words, self.near, self.updated_since)
        return written(said)

    @property
    def usual(self) -> Order:
        """The order that people expect where they ask for none."""
        return Order.best if self.words else Order.distance if self.near else Order.title

    def but(self, **changes: Any) -> "Selection":
        return replace(self, **changes)

    def having(self, name: str, *values: str) -> "Selection":
        """The same selection with that facet set (no values: facet dropped)."""
        where = {k: v for k, v in self.where.items() if k != name}
        return replace(self, where=where | ({name: tuple(values)} if values else {}))


@dataclass(frozen=True, slots=True)
class Amounts:
    """Over the pages that publish an amount: `count` of them; euros."""

    count: int = 0
    mean: float | None = None
    median: float | None = None
    sum: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    count: int
    turnover_eur: Amounts = Amounts()


@dataclass(frozen=True, slots=True)
class Figures:
    """`count` pages; `groups` most first; pages without the key are grouped under ``."""

    count: int
    groups: tuple[Group, ...]
    turnover_eur: Amounts
