"""A selection as SQL."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from app.domain.geo import chord, on_sphere
from app.domain.selection import Near, Order, Selection
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


def distance(near: Near) -> str:
    """The square of the straight line to a page: grows with the distance, as an expression."""
    there = zip("xyz", on_sphere(near.point), strict=True)
    return " + ".join(f"(p.{axis} - ({at!r})) * (p.{axis} - ({at!r}))" for axis, at in there)


def within(near: Near) -> Sql:
    """Pages that stand there; an index leads to those of its parallels."""
    line = chord(near.within_m)
    z = on_sphere(near.point)[2]
    band = "p.visible IN (0, 1, 2) AND p.z BETWEEN ? AND ?"
    return Sql(f"{band} AND {distance(near)} <= ?", (z - line, z + line, line * line))


# The pages that are named, by number, in the order in which they are named.
_AMONG = (
    "WITH among(page, rank) AS MATERIALIZED (SELECT q.n, j.key FROM json_each(?) j"
    " CROSS JOIN pages q ON q.kind = json_extract(j.value, '$[0]')"
    " AND q.slug = json_extract(j.value, '$[1]') AND q.origin = json_extract(j.value, '$[2]')) "
)


def among(selection: Selection) -> Sql:
    """What stands before a statement that joins `among`; nothing where all pages are meant."""
    if selection.among is None:
        return Sql("")
    named = [[one.path.kind, one.path.slug, one.origin] for one in selection.among]
    return Sql(_AMONG, (json.dumps(named, separators=(",", ":")),))


def source_of(selection: Selection) -> str:
    """Where the rows come from."""
    found = selection.among is not None
    return "among CROSS JOIN pages p ON p.n = among.page" if found else "pages p"


def by_columns(selection: Selection) -> bool:
    """True where columns of the page say all that it asks."""
    return {*selection.where, *selection.barred} <= {*_COLUMNS, "origin"}


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
    if selection.near is not None:
        parts.append(within(selection.near))
    for name, values in selection.where.items():
        if values and name != "origin":
            parts.append(_facet(name, values, visible))
    for name, values in selection.barred.items():
        if values:
            parts.append(_barred(name, values, visible))
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


def _barred(name: str, values: tuple[str, ...], visible: int) -> Sql:
    if name == "origin":
        if EVERY_ORIGIN in values:
            return Sql("0")
        hosts = tuple("" if value in OWN_ORIGINS else value for value in values)
        return Sql(f"p.origin NOT IN ({', '.join('?' * len(hosts))})", hosts)
    having = _facet(name, values, visible)
    return Sql(f"NOT ({having.text})", having.values)


@dataclass(frozen=True, slots=True)
class Ordering:
    """Expressions that put every page in one order, the last of them the page's number; what each
    of them is. Rows hold them as k0, k1 ..."""

    keys: tuple[str, ...]
    types: tuple[type, ...]
    newest_first: bool = False

    @property
    def named(self) -> str:
        return ", ".join(f"{key} AS k{place}" for place, key in enumerate(self.keys))

    @property
    def columns(self) -> str:
        return ", ".join(f"k{place}" for place in range(len(self.keys)))

    @property
    def text(self) -> str:
        way = " DESC" if self.newest_first else ""
        return ", ".join(f"k{place}{way}" for place in range(len(self.keys)))

    @property
    def after(self) -> str:
        """The condition for what comes after a page, given its values of the keys."""
        marks = ", ".join("?" * len(self.keys))
        return f"({', '.join(self.keys)}) {'<' if self.newest_first else '>'} ({marks})"


ORDERINGS = {
    Order.title: Ordering(("p.title_fold", "p.n"), (str, int)),
    Order.recent: Ordering(("p.updated_at", "p.n"), (int, int), newest_first=True),
    Order.opened: Ordering(("p.opened", "p.title_fold", "p.n"), (str, str, int)),
}


def ordering(selection: Selection) -> Ordering:
    """The order that is asked for; by title where it needs what the selection does not tell."""
    if selection.order is Order.distance and selection.near is not None:
        return Ordering((distance(selection.near), "p.n"), (float, int))
    if selection.order is Order.best and selection.among is not None:
        return Ordering(("among.rank", "p.n"), (int, int))
    return ORDERINGS.get(selection.order, ORDERINGS[Order.title])
