"""Which pages have which facet, held as the bits of whole numbers: page `n` is bit `n`.

Counting a selection in SQL walks all of its facets, 100 ms at 10,000 pages; here it is a few ANDs.
What a batch changed is read on from the tables, so that a save costs its own page alone.
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from app.domain.selection import Amounts, Figures, Group, Selection
from app.engines.sql.database import Database
from app.engines.sql.origins import OURS, THEIRS
from app.engines.sql.selecting import (
    EVERY_ORIGIN,
    OWN_ORIGINS,
    Sql,
    among,
    since_micros,
    source_of,
    within,
)

_EPOCH = "SELECT value FROM meta WHERE key = 'epoch'"
_PAGES = (
    "SELECT n, changed, visible, origin = '' AND state IN ('live', 'broken'), open, turnover_eur,"
    " origin FROM pages WHERE changed > ?"
)
_FACETS = (
    "SELECT f.name, f.value, f.page FROM pages p CROSS JOIN facets f ON f.page = p.n"
    " WHERE p.changed > ?"
)
NONE = Amounts()
_SINCE = "SELECT n FROM pages WHERE updated_at >= ?"


def bits_of(pages: Iterable[int]) -> int:
    found = sorted(pages)
    if len(found) < 2:
        return 1 << found[0] if found else 0
    held = bytearray(found[-1] // 8 + 1)
    for n in found:
        held[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(held, "little")


class Tallies:
    """Safe between threads; each process has its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._forget(None)

    @property
    def begun(self) -> bool:
        """False where all pages are still to be read."""
        return self._generation is not None

    def count(self, selection: Selection, generation: int) -> int:
        with self._lock:
            self._read_on(generation)
            return self._chosen(selection).bit_count()

    def facets(self, selection: Selection, generation: int) -> dict[str, dict[str, int]]:
        with self._lock:
            self._read_on(generation)
            whole = self._chosen(selection)
            found = {}
            for name in sorted(self._bits):
                chosen = self._chosen(selection, but=name) if name in selection.where else whole
                if counts := dict(self._counts(name, chosen)):
                    found[name] = counts
            if self._origins and (counts := dict(self._by_origin(self._of_all(selection)))):
                found["origin"] = counts
            return found

    def figures(self, selection: Selection, by: str | None, generation: int) -> Figures:
        with self._lock:
            self._read_on(generation)
            chosen = self._chosen(selection)
            groups = self._groups(by, chosen) if by else ()
            return Figures(chosen.bit_count(), tuple(groups), self._amounts_of(chosen))

    def _amounts_of(self, chosen: int) -> Amounts:
        return _amounts([amount for _, amount in self._published(chosen)])

    def _of_all(self, selection: Selection) -> int:
        """What ours and all friends have to the selection."""
        return self._chosen(selection.having("origin", EVERY_ORIGIN))

    def _within(self, selection: Selection) -> int:
        """The pages of the origins that are named; ours where none is."""
        ours = self._shown if selection.include_hidden else self._visible
        origins = set(selection.where.get("origin", ())) or {"self"}
        found = ours if origins & {*OWN_ORIGINS, EVERY_ORIGIN} else 0
        for origin, theirs in self._origins.items():
            if origin in origins or EVERY_ORIGIN in origins:
                found |= theirs
        return found & ~self._of(selection.barred.get("origin", ()))

    def _of(self, origins: Sequence[str]) -> int:
        """The pages of these origins."""
        found = 0
        if EVERY_ORIGIN in origins:
            return -1
        for origin, theirs in self._origins.items():
            found |= theirs if origin in origins else 0
        if set(origins) & set(OWN_ORIGINS):
            found |= self._shown | self._visible
        return found

    def _by_origin(self, chosen: int) -> list[tuple[str, int]]:
        """Most first; ours are `self`."""
        ours = chosen
        for theirs in self._origins.values():
            ours &= ~theirs
        counts = [(o, (theirs & chosen).bit_count()) for o, theirs in self._origins.items()]
        counts.append(("self", ours.bit_count()))
        return sorted((c for c in counts if c[1]), key=lambda c: (-c[1], c[0]))

    def _chosen(self, selection: Selection, *, but: str | None = None) -> int:
        chosen = self._within(selection)
        if selection.open_only:
            chosen &= self._open
        if selection.updated_since is not None:
            rows = self._database.rows(_SINCE, (since_micros(selection.updated_since),))
            chosen &= bits_of(n for (n,) in rows)
        if selection.near is not None or selection.among is not None:
            chosen &= self._placed(selection)
        for name, values in selection.barred.items():
            if name not in (but, "origin"):
                chosen &= ~self._having(name, values)
        for name, values in selection.where.items():
            if values and name not in (but, "origin"):
                chosen &= self._having(name, values)
        return chosen

    def _placed(self, selection: Selection) -> int:
        """The pages that words found, near the point that is meant."""
        named = among(selection)
        here = within(selection.near) if selection.near else Sql("1")
        rows = self._database.rows(
            f"{named.text}SELECT p.n FROM {source_of(selection)} WHERE {here.text}",
            (*named.values, *here.values),
        )
        return bits_of(n for (n,) in rows)

    def _having(self, name: str, values: Sequence[str]) -> int:
        held = self._bits.get(name, {})
        found = 0
        for value in values:
            found |= held.get(value, 0)
        return found

    def _counts(self, name: str, chosen: int) -> list[tuple[str, int]]:
        """Most first."""
        held = self._bits.get(name, {})
        counts = [(value, (bits & chosen).bit_count()) for value, bits in held.items()]
        return sorted((c for c in counts if c[1]), key=lambda c: (-c[1], c[0]))

    def _groups(self, by: str, chosen: int) -> list[Group]:
        amounts = self._amounts_by(by, chosen)
        if by == "origin":
            return [Group(o, count, amounts.get(o, NONE)) for o, count in self._by_origin(chosen)]
        lacking = chosen
        for bits in self._bits.get(by, {}).values():
            lacking &= ~bits
        groups = [Group(v, count, amounts.get(v, NONE)) for v, count in self._counts(by, chosen)]
        if lacking:
            groups.append(Group("", lacking.bit_count(), self._amounts_of(lacking)))
        return sorted(groups, key=lambda group: (-group.count, group.key))

    def _amounts_by(self, by: str, chosen: int) -> dict[str, Amounts]:
        """Each amount is looked at once, however many groups there are."""
        found: dict[str, list[float]] = {}
        for n, amount in self._published(chosen):
            values = [value for name, value in self._held.get(n, ()) if name == by]
            for value in [self._origin_of(n)] if by == "origin" else values:
                found.setdefault(value, []).append(amount)
        return {value: _amounts(amounts) for value, amounts in found.items()}

    def _origin_of(self, n: int) -> str:
        return next((o for o, theirs in self._origins.items() if theirs >> n & 1), "self")

    def _published(self, chosen: int) -> list[tuple[int, float]]:
        """The pages of them that publish an amount, with it."""
        held = chosen.to_bytes(chosen.bit_length() // 8 + 1, "little")
        last = len(held) * 8
        return [
            (n, a) for n, a in self._amounts.items() if n < last and held[n >> 3] >> (n & 7) & 1
        ]

    def _read_on(self, generation: int) -> None:
        if generation == self._generation:
            return
        with self._database.snapshot() as connection:
            epoch = connection.execute(_EPOCH).fetchone()
            if epoch != self._epoch:
                self._forget(epoch)
            self._take(connection)
        self._generation = generation

    def _forget(self, epoch: tuple[str] | None) -> None:
        self._epoch = epoch
        self._changed = -1
        self._visible = self._shown = self._open = 0
        self._origins: dict[str, int] = {}
        self._bits: dict[str, dict[str, int]] = {}
        self._held: dict[int, list[tuple[str, str]]] = {}
        self._amounts: dict[int, float] = {}

    def _take(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute(_PAGES, (self._changed,)).fetchall()
        if not rows:
            return
        self._drop([row[0] for row in rows])
        self._visible |= bits_of(row[0] for row in rows if row[2] == OURS)
        self._shown |= bits_of(row[0] for row in rows if row[3])
        self._open |= bits_of(row[0] for row in rows if row[4])
        for origin in {row[6] for row in rows if row[2] == THEIRS}:
            theirs = bits_of(row[0] for row in rows if row[2] == THEIRS and row[6] == origin)
            self._origins[origin] = self._origins.get(origin, 0) | theirs
        self._amounts |= {row[0]: row[5] for row in rows if row[5] is not None}
        self._add(connection.execute(_FACETS, (self._changed,)))
        self._changed = max(row[1] for row in rows)

    def _drop(self, pages: list[int]) -> None:
        rest = ~bits_of(pages)
        self._visible &= rest
        self._shown &= rest
        self._open &= rest
        self._origins = {o: left for o, theirs in self._origins.items() if (left := theirs & rest)}
        stale: set[tuple[str, str]] = set()
        for n in pages:
            stale.update(self._held.pop(n, ()))
            self._amounts.pop(n, None)
        for name, value in stale:
            self._bits[name][value] &= rest

    def _add(self, facets: Iterator[tuple[str, str, int]]) -> None:
        fresh: dict[tuple[str, str], list[int]] = {}
        for name, value, n in facets:
            fresh.setdefault((name, value), []).append(n)
        for key, pages in fresh.items():
            held = self._bits.setdefault(key[0], {})
            held[key[1]] = held.get(key[1], 0) | bits_of(pages)
            for n in pages:
                self._held.setdefault(n, []).append(key)


def _amounts(values: Sequence[float]) -> Amounts:
    if not values:
        return NONE
    total = sum(values)
    return Amounts(len(values), total / len(values), float(median(values)), total)
