"""A selection of pages by their facts: one language for lists, directories, exports and the API."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from app.domain.errors import InvalidQuery
from app.domain.phrase import Phrase

FACETS = (
    "kind", "region", "department", "theme", "tag", "licence", "origin", "lang", "status",
    "activity", "space", "legal_status", "opened", "setting", "form", "life_cycle", "type",
    "difficulty", "stub", "city",
)  # fmt: skip
_WORD = re.compile(r'([a-z_]+)=(?:"([^"]*)"|(\S+))')
VALUES_LIMIT = 50


def unknown_facet(name: str) -> Phrase:
    return Phrase("« {facet} » n’est pas un critère connu.", facet=name[:40])


class Order(StrEnum):
    title = "title"
    recent = "recent"
    opened = "opened"


@dataclass(frozen=True, slots=True)
class Selection:
    """Pages that have, for every facet named, one of its values (or within, and between).

    `region=occitanie kind=place` as text. `include_hidden` lets drafts and broken pages in;
    only actions set it, for those who may see them. `open_only` keeps what may leave.
    """

    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    updated_since: date | None = None
    order: Order = Order.title
    include_hidden: bool = False
    open_only: bool = False

    def __post_init__(self) -> None:
        for name, values in self.where.items():
            if name not in FACETS:
                raise InvalidQuery(reason=unknown_facet(name))
            if len(values) > VALUES_LIMIT or any(len(v) > 200 or "\0" in v for v in values):
                raise InvalidQuery(
                    reason=Phrase("trop de valeurs, ou trop longues, pour « {facet} ».", facet=name)
                )

    def __hash__(self) -> int:
        return hash((tuple(sorted(self.where.items())), self.updated_since, self.order,
                     self.include_hidden, self.open_only))  # fmt: skip

    @classmethod
    def parse(cls, text: str) -> "Selection":
        """From `kind=method theme=modele-economique`; a repeated name adds a value.

        Raises InvalidQuery on anything that is not `name=value`, and on unknown names.
        """
        where: dict[str, tuple[str, ...]] = {}
        for match in _WORD.finditer(text):
            name, value = match[1], match[2] if match[2] is not None else match[3]
            where[name] = (*where.get(name, ()), value)
        if rest := _WORD.sub("", text).strip():
            raise InvalidQuery(
                reason=Phrase("« {word} » n’a pas la forme critère=valeur.", word=rest[:60])
            )
        return cls(where)

    def but(self, **changes: Any) -> "Selection":
        return replace(self, **changes)

    def having(self, name: str, *values: str) -> "Selection":
        """The same selection with that facet set (no values: facet dropped)."""
        where = {k: v for k, v in self.where.items() if k != name}
        return replace(self, where=where | ({name: tuple(values)} if values else {}))


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Amounts:
    """Over the pages that publish an amount: `count` of them; euros."""

    count: int
    mean: float | None
    median: float | None
    sum: float


@dataclass(frozen=True, slots=True)
class Figures:
    """`count` pages; `groups` most first; pages without the key are grouped under ``."""

    count: int
    groups: tuple[Group, ...]
    turnover_eur: Amounts
