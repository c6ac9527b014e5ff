"""Facts of a segment's documents as arrays in memory: filters, counts and orders without reading.

A *mask* is an int with one byte for each document (1 where it is meant, the first document in the
lowest byte): and, or and counting bits run at the speed of C.
"""

import json
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress
from math import isnan, nan

from app.domain.finding.marks import key_of
from app.domain.finding.scoring import Standing
from app.domain.geo import Point, distance_m
from app.domain.selection import FACETS, Near, Selection
from app.engines.search_whoosh.counting import Tally

# Pages of this instance have no origin; links and forms say it `self`.
OWN_ORIGINS = ("", "self")
EVERY_ORIGIN = "*"


def to_mask(flags: bytes | bytearray) -> int:
    return int.from_bytes(flags, "little")


def mask_of(docs: Iterable[int], size: int) -> int:
    flags = bytearray(size)
    for doc in docs:
        flags[doc] = 1
    return to_mask(flags)


def docs_of(mask: int, size: int) -> list[int]:
    return list(compress(range(size), mask.to_bytes(size, "little")))


_GAPS = re.compile(r"[\W_]+")


def spaced(folded: str) -> str:
    """The words, each after one space."""
    return " " + _GAPS.sub(" ", folded).strip()


class Columns:
    """For each facet, an array of numbers that stand for tuples of values."""

    def __init__(self, facts: Iterable[bytes]) -> None:
        self.paths: list[str] = []
        self.titles: list[str] = []
        self.folded: list[str] = []
        # By the terms of a title, the documents that have it.
        self.titled: dict[str, list[int]] = {}
        self.at = array("q")
        self.leads: list[tuple[str, ...]] = []
        self.lines: list[tuple[str, ...]] = []
        self.families: list[tuple[str, str]] = []
        self._quality = array("f")
        self._lat, self._lon = array("d"), array("d")
        self._numbers: dict[str, dict[tuple[str, ...], int]] = {f: {(): 0} for f in FACETS}
        self._columns = {facet: array("I") for facet in FACETS}
        for line in facts:
            self._take(json.loads(line))
        self.size = len(self.paths)
        self.all = to_mask(b"\x01" * self.size)
        self._values = {facet: list(numbers) for facet, numbers in self._numbers.items()}
        self.stubs = self.having("stub", ("yes",))
        self.archived = self.having("status", ("archived",))
        # What tells equals apart: ours before friends', then titles, then addresses.
        self.told = [
            (self._origin(doc), folded, path)
            for doc, (folded, path) in enumerate(zip(self.folded, self.paths, strict=True))
        ]
        # In the order in which titles are offered while one types, save that those which begin as
        # what is typed come first: the documents, and the words of their titles.
        words = list(map(spaced, self.folded))
        self.offered = sorted(range(self.size), key=lambda doc: self._offer(doc, words[doc]))
        self.offered_words = [words[doc] for doc in self.offered]
        self.newest_day = max(self.at, default=0) // _DAY
        self._factors: tuple[int, list[float]] = (-1, [])
        self._tallies: dict[str, Tally] = {}

    def _offer(self, doc: int, words: str) -> tuple[object, ...]:
        """Ours before friends', stubs after others, short titles before long ones."""
        origin, stub = self.origin(doc), bool(self.stubs >> (8 * doc) & 1)
        return (bool(origin), stub, len(words), words, self.paths[doc], self.titles[doc], origin)

    def _take(self, said: dict[str, object]) -> None:
        if terms := str(said["terms"]):
            self.titled.setdefault(terms, []).append(len(self.paths))
        self.paths.append(str(said["path"]))
        self.titles.append(str(said["title"]))
        self.folded.append(str(said["folded"]))
        self.at.append(int(str(said["at"])))
        self.leads.append(tuple(said["leads"]))  # type: ignore[arg-type]
        self.lines.append(tuple(said["lines"]))  # type: ignore[arg-type]
        self._quality.append(float(str(said["quality"])))
        self.families.append((str(said["key"]), str(said["parent"])))
        lat, lon = said["point"] or (nan, nan)  # type: ignore[misc]
        self._lat.append(lat)
        self._lon.append(lon)
        facets: Mapping[str, list[str]] = said["facets"]  # type: ignore[assignment]
        for facet, column in self._columns.items():
            numbers = self._numbers[facet]
            values = tuple(facets.get(facet, ()))
            column.append(numbers.setdefault(values, len(numbers)))

    def factors(self, newest_day: int) -> list[float]:
        """What of each document counts beside words, where the newest of all is of that day."""
        day, factors = self._factors
        if day != newest_day:
            size = self.size
            flags = zip(
                self.stubs.to_bytes(size, "little"), self.archived.to_bytes(size, "little"),
                strict=True,
            )  # fmt: skip
            factors = [
                Standing(self._quality[doc], newest_day - self.at[doc] / _DAY, bool(stub),
                         bool(archived), bool(self.origin(doc)), self.values("kind", doc)).factor
                for doc, (stub, archived) in enumerate(flags)
            ]  # fmt: skip
            self._factors = (newest_day, factors)
        return factors

    def values(self, facet: str, doc: int) -> tuple[str, ...]:
        return self._values[facet][self._columns[facet][doc]]

    def having(self, facet: str, values: Iterable[str]) -> int:
        """The documents with one of the values; for the origin, `self` is ours and `*` is all."""
        wanted = set(values)
        numbers = self._numbers[facet]
        if facet == "origin":
            return self._from(wanted)
        fits = bytes(1 if wanted.intersection(held) else 0 for held in numbers)
        if not any(fits):
            return 0
        return to_mask(bytes(map(fits.__getitem__, self._columns[facet])))

    def _from(self, origins: set[str]) -> int:
        if EVERY_ORIGIN in origins:
            return self.all
        ours = bool(origins.intersection(OWN_ORIGINS))
        fits = bytes(held[0] in origins if held else ours for held in self._numbers["origin"])
        return to_mask(bytes(map(fits.__getitem__, self._columns["origin"])))

    def origin(self, doc: int) -> str:
        """The friend that the page comes from; `` for ours."""
        return self.told[doc][0]

    def _origin(self, doc: int) -> str:
        return (*self.values("origin", doc), "")[0]

    def keys(self) -> Iterator[str]:
        return (key_of(path, self.origin(doc)) for doc, path in enumerate(self.paths))

    def tally(self, facet: str) -> Tally:
        """Made when it is first asked for."""
        if facet not in self._tallies:
            values = self._values[facet]
            if facet == "origin":
                values = [held or (OWN_ORIGINS[1],) for held in values]
            self._tallies[facet] = Tally.of(self.size, self._columns[facet], values)
        return self._tallies[facet]

    def distance(self, doc: int, point: Point) -> float | None:
        """In metres; None where the page states no point."""
        lat, lon = self._lat[doc], self._lon[doc]
        return None if isnan(lat) else distance_m(Point(lat, lon), point)

    def _round(self, near: Near) -> int:
        """The documents that lie there; most are too far by their latitude alone."""
        lat, steps = near.point.lat, near.within_m / _DEGREE_M
        return mask_of(
            (
                doc
                for doc, other in enumerate(self._lat)
                if abs(other - lat) <= steps
                and (self.distance(doc, near.point) or 0.0) <= near.within_m
            ),
            self.size,
        )

    def is_filled(self, facet: str) -> bool:
        return len(self._numbers[facet]) > 1

    def filters(self, selection: Selection, open_licences: Iterable[str]) -> dict[str, int]:
        """A mask for each condition of the selection, by facet (or by its own name)."""
        masks = {facet: self.having(facet, values) for facet, values in selection.where.items()}
        if not selection.where.get("origin", ("*",)):
            del masks["origin"]
        for facet, values in selection.barred.items():
            masks[f"-{facet}"] = self.all & ~self.having(facet, values)
        if selection.near:
            masks["near"] = self._round(selection.near)
        if selection.open_only:
            masks["open_only"] = self.having("licence", open_licences)
        if selection.updated_since:
            first = _midnight(selection)
            masks["updated_since"] = to_mask(bytes(at >= first for at in self.at))
        return masks


def _midnight(selection: Selection) -> int:
    assert selection.updated_since is not None
    days = selection.updated_since.toordinal() - _EPOCH_DAY
    return days * _DAY


_DAY = 86_400
_EPOCH_DAY = 719_163  # 1970-01-01
# A little less than a degree of latitude, so that rounding leaves nothing out.
_DEGREE_M = 111_000.0
