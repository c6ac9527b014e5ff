"""Which pages answer a question, and in which order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tantivy import Occur, Order, Query

from app.domain import selection as chosen
from app.domain.finding.question import Question, Want
from app.domain.search import SearchQuery
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.asking import barred, rarity, wanted
from plugins.search_tantivy.choosing import distances, every_page, together
from plugins.search_tantivy.document import gained
from plugins.search_tantivy.snapshot import Address, Snapshot, term

# Fewer hits than this with all words, and pages with some of them are let in too.
FEW = 3
_SAME_TITLE = 100.0
# The first so many are weighed once more, by how much of the question they cover.
WINDOW = 200

_COLUMNS = {
    chosen.Order.title: at.BY_TITLE,
    chosen.Order.recent: at.BY_RECENT,
    chosen.Order.opened: at.BY_OPENED,
}
Clauses = list[tuple[Any, Query]]


class Ranked(NamedTuple):
    number: int
    address: Address
    score: float = 0.0
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks of this index: the queries of its wants, and how rare each is.

    `least`: how many of the wants a page must satisfy.
    """

    question: Question
    wants: tuple[Query, ...] = ()
    rarities: tuple[float, ...] = ()
    barred: tuple[Query, ...] = ()
    least: int = 0

    def matching(self) -> Query:
        """The pages that answer, before any condition, with their scores."""
        musts: Clauses = []
        if not self.wants:
            musts.append((Occur.Must, every_page()))
        elif self.least == len(self.wants):
            musts += [(Occur.Must, query) for query in self.wants]
        else:
            some: Clauses = [(Occur.Should, query) for query in self.wants]
            musts.append((Occur.Must, Query.boolean_query(some, self.least)))
        same = Query.const_score_query(term(at.NAME, self.question.terms), _SAME_TITLE)
        shoulds: Clauses = [(Occur.Should, same)] if self.question.terms and self.wants else []
        nots = [(Occur.MustNot, query) for query in self.barred]
        return Query.boolean_query([*musts, *shoulds, *nots])


def asked(held: Snapshot, question: Question, conditions: Iterable[Query]) -> Asked:
    """Pages that have all wants; where these are few, those that have most, then some.

    Few are counted among those that the conditions keep.
    """
    none = Asked(question, barred=tuple(barred(held, question.barred)))
    if not question.wants:
        return none
    rarities = tuple(_rarity(held, want) for want in question.wants)
    found = [
        wanted(held, want, weight=rare) for want, rare in zip(question.wants, rarities, strict=True)
    ]
    wants = tuple(query or Query.empty_query() for query in found)
    kept = list(conditions)
    for least in range(len(wants), 0, -1):
        one = Asked(question, wants, rarities, none.barred, least)
        if least == 1 or held.count_of(within(one, kept)) >= FEW:
            return one
    return none


def within(one: Asked, conditions: Sequence[Query]) -> Query:
    """The pages that answer and are kept."""
    if not conditions:
        return one.matching()
    return Query.boolean_query([(Occur.Must, one.matching()), (Occur.Must, together(conditions))])


def _rarity(held: Snapshot, want: Want) -> float:
    def ask() -> int:
        query = wanted(held, want)
        return held.count_of(query) if query is not None else 0

    return rarity(max(1, held.count), held.kept(("frequency", want), ask))


def ranked(
    held: Snapshot, one: Asked, query: SearchQuery, hits: Query, *, limit: int
) -> list[Ranked]:
    """The first `limit` of the hits (or a few more), best first."""
    order = query.ordered(by_words=bool(one.wants))
    if order is chosen.Order.best:
        return _by_score(held, one, hits, limit)
    near = query.selection.near
    if order is chosen.Order.distance and near:
        away = distances(held, near)
        numbers = held.all_of(hits)
        found = zip(held.numbers(at.NUMBER, numbers), numbers, strict=True)
        return sorted(
            (Ranked(number, address, 0.0, away[number]) for number, address in found),
            key=lambda one: (one.distance_m, one.number),
        )[:limit]
    column = _COLUMNS.get(order, at.BY_TITLE)
    addresses = [
        address
        for _key, address in held.searcher.search(
            hits, limit, count=False, order_by_field=column, order=Order.Asc
        ).hits
    ]
    return [
        Ranked(*pair) for pair in zip(held.numbers(at.NUMBER, addresses), addresses, strict=True)
    ]


def _by_score(held: Snapshot, one: Asked, hits: Query, limit: int) -> list[Ranked]:
    """In windows, each put in order for itself: a page of results never depends on its length."""
    whole = -(-limit // WINDOW) * WINDOW
    found = held.searcher.search(hits, whole, count=False, weight_by_field=at.GAIN).hits
    addresses = [address for _score, address in found]
    numbers = held.numbers(at.NUMBER, addresses)
    letters = held.numbers(at.ALPHABET, addresses)
    scored = [
        (gained(score), letter, number, address)
        for (score, address), letter, number in zip(found, letters, numbers, strict=True)
    ]
    best: list[Ranked] = []
    for first in range(0, len(scored), WINDOW):
        some = scored[first : first + WINDOW]
        cover = _cover(held, one, [number for _score, _letter, number, _address in some])
        again = [
            (-round(score * cover.get(number, 1.0), 5), letter, number, address)
            for score, letter, number, address in some
        ]
        again.sort(key=lambda row: row[:3])
        best += [Ranked(number, address, -value) for value, _letter, number, address in again]
    return best[:limit]


def _cover(held: Snapshot, one: Asked, numbers: list[int]) -> dict[int, float]:
    """How much of the question each of the pages covers, where not all cover the whole."""
    if one.least == len(one.wants) or not numbers:
        return {}
    # A word counts as covered half for being one of those asked for, half for its rarity.
    mean = sum(one.rarities) / len(one.rarities)
    among = Query.const_score_query(Query.term_set_query(at.SCHEMA, at.NUMBER, numbers), 0.0)
    covered = dict.fromkeys(numbers, 0.0)
    for want, rare in zip(one.wants, one.rarities, strict=True):
        both = Query.boolean_query([(Occur.Must, among), (Occur.Must, want)])
        found = held.searcher.search(both, len(numbers), count=False).hits
        for number in held.numbers(at.NUMBER, [address for _score, address in found]):
            covered[number] += rare + mean
    whole = 2 * sum(one.rarities)
    return {number: (value / whole) ** 2 for number, value in covered.items()}
