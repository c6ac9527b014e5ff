"""The index as one commit left it, and what was asked of it already.

The mark is a document like the others: a commit brings it with the pages it speaks of, or neither.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from tantivy import Occur, Query

from app.domain.finding.marks import Mark
from app.domain.search import SearchPage, SearchQuery
from plugins.search_tantivy import recent
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.document import Prepared
from plugins.search_tantivy.families import Families, Seen, families_in
from plugins.search_tantivy.keeping import Kept
from plugins.search_tantivy.lexicon import Lexicon

Address = tantivy.DocAddress
Stamp = tuple[int, ...]
T = TypeVar("T")

NO_STAMP: Stamp = (-1,)
_KEPT, _MANY = 512, 1_000
_SMALL = 1_000
# Whole answers, some ten kilobytes each.
_ANSWERS = 200
# What Tantivy raises on files that are damaged, cut short or gone.
UNREADABLE = (OSError, ValueError, LookupError, RuntimeError)


class Damaged(Exception):
    """The folder does not hold an index that can be trusted; it must be built anew."""


@dataclass(frozen=True, slots=True)
class Facts:
    path: str
    title: str
    origin: str
    licence: str
    family: str
    parent: str
    leads: Sequence[str] = ()
    lines: Sequence[str] = ()


class Snapshot:
    """Answers about one commit. Safe between threads."""

    def __init__(self, stamp: Stamp, searcher: tantivy.Searcher, seen: Mapping[int, Seen]) -> None:
        self.stamp = stamp
        self.searcher = searcher
        self.mark = _mark_in(searcher)
        self.lexicon = Lexicon(searcher)
        self.families: Families = families_in(searcher, seen, self.facts)
        self._kept, self._answers = Kept(_KEPT), Kept(_ANSWERS)

    @property
    def count(self) -> int:
        return int(self.searcher.num_docs) - 1

    def recent(self) -> dict[str, Prepared]:
        """What the last saves brought, by key (see `recent`)."""
        found = self.searcher.search(term(at.KEY, at.MARK_KEY), 1, count=False).hits
        return recent.read(_stored(self.searcher, found[0][1], at.TEXT)) if found else {}

    @property
    def has_friends(self) -> bool:
        return self.kept("friends", lambda: self.count_of(term(at.ORIGIN, at.OURS)) < self.count)

    @property
    def newest(self) -> int:
        """When the page that was last changed was, in seconds."""

        def ask() -> int:
            query = Query.all_query()
            found = self.searcher.search(query, 1, count=False, order_by_field=at.AT).hits
            return int(found[0][0] or 0) if found else 0

        return self.kept("newest", ask)

    def facts(self, address: Address) -> Facts:
        return Facts(**json.loads(_stored(self.searcher, address, at.FACTS)))

    def text(self, address: Address) -> str:
        return _stored(self.searcher, address, at.TEXT).decode()

    def numbers(self, field: str, addresses: list[Address]) -> list[Any]:
        """The value of a column for each of the documents."""
        return self.searcher.fast_field_values(field, addresses)

    def count_of(self, query: Query) -> int:
        found = self.searcher.search(query, 1)
        return int(found.count or 0)  # type: ignore[attr-defined]

    def all_of(self, query: Query) -> list[Address]:
        limit = max(1, int(self.searcher.num_docs))
        found = self.searcher.search(query, limit, count=False, order_by_field=at.NUMBER)
        return [address for _number, address in found.hits]

    def kept(self, key: Any, make: Callable[[], T]) -> T:
        """What `make` gives, made once for as long as it is asked for now and then."""
        return self._kept.get(key, make)

    def answered(self, query: SearchQuery, make: Callable[[], SearchPage]) -> SearchPage:
        """The same, of a whole answer: what many look for is looked for again and again. Not where
        the answer lies among pages that are named one by one."""
        if query.selection.among is not None:
            return make()
        return self._answers.get(query, make)


def _stored(searcher: tantivy.Searcher, address: Address, field: str) -> bytes:
    return bytes(searcher.doc(address).get_first(field) or b"")


def stamp_of(folder: Path) -> Stamp:
    """Differs whenever the index does."""
    try:
        stat = os.stat(folder / "meta.json")
    except OSError:
        return NO_STAMP
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def small_segments(folder: Path) -> int:
    """How many hold fewer than a thousand pages."""
    said = json.loads((folder / "meta.json").read_bytes())
    return sum(segment["max_doc"] < _SMALL for segment in said["segments"])


def term(field: str, value: str | int) -> Query:
    return Query.term_query(at.SCHEMA, field, value, "basic")


def one_of(field: str, values: Sequence[str] | Sequence[int]) -> Query:
    """The documents that have one of the values. A set is walked along the whole dictionary: for a
    few hundred values, to look each up is ten times as fast."""
    if len(values) > _MANY:
        return Query.term_set_query(at.SCHEMA, field, list(values))
    return Query.boolean_query([(Occur.Should, term(field, value)) for value in values])


def _mark_in(searcher: tantivy.Searcher) -> Mark:
    """Raises Damaged where there is none, or one of another version."""
    found = searcher.search(term(at.KEY, at.MARK_KEY), 1, count=False).hits
    if not found:
        raise Damaged("no mark")
    try:
        said = json.loads(_stored(searcher, found[0][1], at.MARK))
        if said["version"] != at.VERSION:
            raise Damaged(f"version {said['version']}")
        mirrors = {origin: (form, tip) for origin, (form, tip) in said["mirrors"].items()}
        return Mark(said["revision"], tuple(said["open_licences"]), mirrors)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged("no mark") from error


def mark_bytes(mark: Mark) -> bytes:
    said = {
        "version": at.VERSION,
        "revision": mark.revision,
        "open_licences": mark.open_licences,
        "mirrors": dict(mark.mirrors),
    }
    return json.dumps(said).encode()
