"""Which pages of an index belong to one family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import tantivy
from tantivy import Query

from app.domain.finding.family import Kin, kin_of, root_of
from plugins.search_tantivy import schema as at


class Told(Protocol):
    family: str
    parent: str


# A page's own key and the key of the page that it came from. A number stands for one such pair.
Seen = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Families:
    """Pages of families of two or more: `of` gives the family of a number, `members` its numbers.

    `kin`: where each stands in its family. `seen` is what was read of the pages of the index, to be
    read no second time.
    """

    of: Mapping[int, str] = field(default_factory=dict)
    members: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    kin: Mapping[int, Kin] = field(default_factory=dict)
    seen: Mapping[int, Seen] = field(default_factory=dict)


def families_in(
    searcher: tantivy.Searcher,
    seen: Mapping[int, Seen],
    facts: Callable[[tantivy.DocAddress], Told],
) -> Families:
    """The families as they stand: pages that came from another, and those that they came from."""
    adapted = _pages(searcher, Query.regex_query(at.SCHEMA, at.PARENT, ".+"), seen, facts)
    if not adapted:
        return Families()
    parents = {family: parent for family, parent in adapted.values() if family}
    sources = sorted(set(parents.values()) - parents.keys())
    origins = _pages(searcher, Query.term_set_query(at.SCHEMA, at.FAMILY, sources), seen, facts)
    read = adapted | origins
    found: dict[str, list[int]] = {}
    for number, (family, _parent) in read.items():
        if family:
            found.setdefault(root_of(family, parents), []).append(number)
    members = {root: tuple(numbers) for root, numbers in found.items() if len(numbers) > 1}
    of = {number: root for root, numbers in members.items() for number in numbers}
    stands = kin_of([family for family, _parent in read.values() if family], parents)
    kin = {number: stands[read[number][0]] for number in of}
    return Families(of, members, kin, read)


def _pages(
    searcher: tantivy.Searcher,
    query: Query,
    seen: Mapping[int, Seen],
    facts: Callable[[tantivy.DocAddress], Told],
) -> dict[int, Seen]:
    limit = max(1, int(searcher.num_docs))
    found = searcher.search(query, limit, count=False, order_by_field=at.NUMBER).hits
    read: dict[int, Seen] = {}
    for number, address in found:
        held = seen.get(number)
        if held is None:
            said = facts(address)
            held = said.family, said.parent
        read[number] = held
    return read
