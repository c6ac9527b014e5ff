"""A selection as SQL."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from app.domain.selection import Order, Selection
from app.engines.sql.database import to_micros
from app.engines.sql.origins import OURS, THEIRS

# Facets that are columns of the page too: cheaper to compare there.
_COLUMNS = {"kind": "p.kind", "status": "p.status", "licence": "p.licence", "lang": "p.lang"}
# Pages of this instance have the origin ``; links and forms say it `self`.
OWN_ORIGINS = ("", "self")
EVERY_ORIGIN = "*"
# Friends beyond that are looked through together.
_ARMS = 4


@dataclass(frozen=True, slots=True)
class Sql:
    text: str
    values: tuple[Any, ...] = ()


def since_micros(day: date) -> int:
    """Midnight, UTC, at which the day begins."""
    return to_micros(datetime.combine(day, time(), UTC))


def where(selection: Selection) -> list[Sql]:
    """Conditions on `pages p`, one for each shelf: none of them finds what another does."""
    return [_on(shelf, selection, visible) for shelf, visible in _shelves(selection)]


def _shelves(selection: Selection) -> list[tuple[Sql, int]]:
    """Whose pages are meant, each with what `visible` they have."""
    origins = set(selection.where.get("origin", ())) or {"self"}
    friends = sorted(origins - {*OWN_ORIGINS, EVERY_ORIGIN})
    shelves = []
    if EVERY_ORIGIN in origins or origins.intersection(OWN_ORIGINS):
        hidden = "p.origin = '' AND p.state IN ('live', 'broken')"
        shelves.append((Sql(hidden if selection.include_hidden else "p.visible = 1"), OURS))
    if EVERY_ORIGIN in origins:
        shelves.append((Sql("p.visible = 2"), THEIRS))
    elif len(friends) > _ARMS:
        named = f"p.origin IN ({', '.join('?' * len(friends))})"
        shelves.append((Sql(f"p.visible = 2 AND {named}", tuple(friends)), THEIRS))
    else:
        one = "p.visible = 2 AND p.origin = ?"
        shelves += [(Sql(one, (friend,)), THEIRS) for friend in friends]
    return shelves


def _on(shelf: Sql, selection: Selection, visible: int) -> Sql:
    parts = [shelf]
    if selection.open_only:
        parts.append(Sql("p.open = 1"))
    if selection.updated_since is not None:
        parts.append(Sql("p.updated_at >= ?", (since_micros(selection.updated_since),)))
    for name, values in selection.where.items():
        if values and name != "origin":
            parts.append(_facet(name, values, visible))
    return Sql(
        " AND ".join(part.text for part in parts),
        tuple(value for part in parts for value in part.values),
    )


def _facet(name: str, values: tuple[str, ...], visible: int) -> Sql:
    marks = ", ".join("?" * len(values))
    if name in _COLUMNS:
        return Sql(f"{_COLUMNS[name]} IN ({marks})", values)
    return Sql(
        f"p.n IN (SELECT page FROM facets WHERE visible = {visible} AND name = ?"
        f" AND value IN ({marks}))",
        (name, *values),
    )


@dataclass(frozen=True, slots=True)
class Ordering:
    """Columns that put every page in one order, the last of them the page's number."""

    columns: tuple[str, ...]
    newest_first: bool = False

    @property
    def text(self) -> str:
        return ", ".join(c + (" DESC" if self.newest_first else "") for c in self.columns)

    @property
    def bare(self) -> str:
        """The same, of rows that hold these columns and no others."""
        return self.text.replace("p.", "")

    @property
    def after(self) -> str:
        """The condition for what comes after a page, given its values of the columns."""
        marks = ", ".join("?" * len(self.columns))
        return f"({', '.join(self.columns)}) {'<' if self.newest_first else '>'} ({marks})"


ORDERINGS = {
    Order.title: Ordering(("p.title_fold", "p.n")),
    Order.recent: Ordering(("p.updated_at", "p.n"), newest_first=True),
    Order.opened: Ordering(("p.opened", "p.title_fold", "p.n")),
}
