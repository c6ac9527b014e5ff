"""What the address of a directory asks for, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request

from app.domain.kinds import PageKind
from app.domain.selection import FACETS, Order, Selection
from app.web.context import selection_of, wiki_of
from app.web.reading.queries import Pairs, selection_pairs
from app.web.whereabouts import is_degrees, town_meant

ORDERS = tuple(Order)
KNOWN = ("view", "order", "page", "col", "sort", "month", "profil", "q", "near", "within", "since",
         "lang", "block", "v", "table", "by")  # fmt: skip
# What other sites hang on addresses: nobody meant it for us.
_TRACKING = ("utm_", "mtm_", "pk_")
NOTED = 5


class View(StrEnum):
    cards = "cards"
    list = "list"
    table = "table"
    map = "map"
    calendar = "calendar"


@dataclass(frozen=True, slots=True)
class Asked:
    """`selection` has the kind; `number` counts pages from 1. `near` is how the place was named.

    `columns` and `sort` (a key, `-` before it the other way) are those of a table, `month` that of
    a calendar (2026-11, or a year). `unknown` are parameters that mean nothing here.
    """

    kind: PageKind
    selection: Selection
    view: View = View.cards
    number: int = 1
    columns: tuple[str, ...] = ()
    sort: str = ""
    month: str = ""
    near: str = ""
    near_unknown: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def chosen(self) -> Selection:
        return self.selection.having("kind")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What is selected, as parameters."""
        return selection_pairs(self.chosen, near=self.near)

    def settings(self, *, view: View | None = None, order: Order | None = None) -> Pairs:
        """The parameters that select nothing, defaults left out."""
        view, order = view or self.view, order or self.selection.order
        pairs = (("view", view, View.cards), ("order", order, self.selection.usual))
        said = [(name, str(value)) for name, value, usual in pairs if value != usual]
        if view is View.table:
            said += [("col", key) for key in self.columns]
            said += [("sort", self.sort)] if self.sort else []
        if view is View.calendar and self.month:
            said.append(("month", self.month))
        return said


def asked_of(
    request: Request, kind: PageKind, *, view: View, order: Order | None, page: int
) -> Asked:
    """A town that nobody knows is told beside its field; the rest is shown without it.

    Raises InvalidQuery on degrees or a day that are none.
    """
    params = request.query_params
    said = params.get("near", "").strip()
    known = not said or is_degrees(said) or town_meant(wiki_of(request).gazetteer, said) is not None
    selection = selection_of(request, *(() if known else ("near",)), strict=False)
    selection = selection.having("kind", kind.name)
    return Asked(
        kind, selection.but(order=order or selection.usual), view, page,
        columns=tuple(dict.fromkeys(params.getlist("col")))[:100], sort=params.get("sort", "")[:90],
        month=params.get("month", ""), near="" if is_degrees(said) else said[:80],
        near_unknown=not known, unknown=tuple(_unknown(params.keys())),
    )  # fmt: skip


def _unknown(names: Iterable[str]) -> list[str]:
    """Parameters that people may have meant, and that mean nothing here."""
    found = (n for n in names if n.removeprefix("-") not in FACETS and n not in KNOWN)
    meant = (n for n in found if n and not n.startswith(_TRACKING) and not n.endswith("clid"))
    return list(dict.fromkeys(name[:40] for name in meant))[:NOTED]
