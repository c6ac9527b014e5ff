"""One result for each family, with its other pages that were found folded under it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from tantivy import Occur, Query

from app.domain.finding.family import shown_first
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.ranking import Ranked
from plugins.search_tantivy.snapshot import Snapshot, one_of


class Folded(NamedTuple):
    first: Ranked
    others: tuple[Ranked, ...] = ()


def folded(
    held: Snapshot,
    hits: Query,
    ranked: Callable[[int], Sequence[Ranked]],
    first: int,
    last: int,
) -> list[Folded]:
    """The results between two places, where the pages of a family take the place of its best."""
    families = held.families
    if not families.of:
        return [Folded(one) for one in ranked(last)[first:]]
    heads, limit = _heads(held, ranked(last)), last
    while len(heads) < last and limit < held.count:
        limit *= 2
        found = ranked(limit)
        heads = _heads(held, found)
        if len(found) < limit:
            break
    return [_with_others(held, hits, one) for one in heads[first:last]]


def count_results(held: Snapshot, hits: Query, total: int) -> int:
    """How many results the hits are, each family counted once."""
    families = held.families
    if not families.of or not total:
        return total
    found = _among(held, hits, list(families.of))
    return total - len(found) + len({families.of[one.number] for one in found})


def _heads(held: Snapshot, found: Sequence[Ranked]) -> list[Ranked]:
    heads, met = [], set()
    for one in found:
        family = held.families.of.get(one.number)
        if family is None or family not in met:
            heads.append(one)
            met.add(family)
    return heads


def _with_others(held: Snapshot, hits: Query, head: Ranked) -> Folded:
    family = held.families.of.get(head.number)
    if family is None:
        return Folded(head)
    members = [n for n in held.families.members[family] if n != head.number]
    found = [head, *_among(held, hits, members)]
    first, *others = shown_first(found, lambda one: held.families.kin.get(one.number))
    return Folded(first, tuple(others))


def _among(held: Snapshot, hits: Query, numbers: list[int]) -> list[Ranked]:
    """Those of the pages that are among the hits, best first."""
    among = Query.const_score_query(one_of(at.NUMBER, numbers), 0.0)
    both = Query.boolean_query([(Occur.Must, hits), (Occur.Must, among)])
    found = held.searcher.search(both, max(1, len(numbers)), count=False).hits
    addresses = [address for _score, address in found]
    told = zip(held.numbers(at.NUMBER, addresses), found, strict=True)
    return [Ranked(number, address, score) for number, (score, address) in told]
