"""Count published figures again, from the pages as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean, median
from typing import Any

from app.actions.find_pages import figures, list_pages
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.phrase import Phrase
from app.domain.provenance import leaf
from app.domain.published import Compute, Published
from app.domain.rows import PageRow
from app.domain.selection import Selection

PAGES_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Recounted:
    """`value` is None where `problem` says why it cannot be counted, or where no page says it."""

    value: float | None
    problem: str | Phrase = ""


@dataclass(slots=True)
class Recount:
    """Counts one list of figures; pages that several of them are about are read once."""

    wiki: Wiki
    _rows: dict[Selection, list[PageRow]] = field(default_factory=dict)

    def of(self, one: Published) -> Recounted:
        try:
            return Recounted(self._value(one))
        except InvalidQuery as error:
            return Recounted(None, error.params["reason"])

    def _value(self, one: Published) -> float | None:
        if one.compute is Compute.count:
            return self._count(one.selection, one.key)
        if one.compute is Compute.share:
            whole = self._count(one.among) if isinstance(one.among, Selection) else one.among
            return 100 * self._count(one.selection, one.key) / whole if whole else None
        return _over(one.compute, [n for n in self._values(one) if _is_number(n)])

    def _count(self, selection: Selection, key: str = "") -> int:
        if not key:
            return figures(self.wiki, selection, None).count
        return sum(1 for row in self._read(selection) if leaf(row.front, key) not in (None, "", []))

    def _values(self, one: Published) -> list[Any]:
        return [leaf(row.front, one.key) for row in self._read(one.selection)]

    def _read(self, selection: Selection) -> list[PageRow]:
        if selection not in self._rows:
            rows, more = list_pages(self.wiki, selection, size=PAGES_LIMIT)
            if more:
                raise InvalidQuery(
                    reason=Phrase("plus de {limit} pages à relire une à une.", limit=PAGES_LIMIT)
                )
            self._rows[selection] = rows
        return self._rows[selection]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _over(compute: Compute, values: Sequence[float]) -> float | None:
    if not values:
        return None
    return float({Compute.sum: sum, Compute.mean: mean, Compute.median: median}[compute](values))
