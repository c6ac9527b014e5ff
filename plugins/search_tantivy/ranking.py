"""In which order pages answer."""

from collections.abc import Iterable, Sequence
from heapq import nlargest
from math import inf
from typing import NamedTuple

from tantivy import Occur, Order, Query

from app.domain import selection as chosen
from app.domain.finding import scoring
from app.domain.finding.leading import names_of
from app.domain.finding.lines import Likeness
from app.domain.search import SearchQuery
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.asking import both, unscored
from plugins.search_tantivy.choosing import distances
from plugins.search_tantivy.document import GAIN_UNIT, gain_of, is_ours
from plugins.search_tantivy.matching import Asked
from plugins.search_tantivy.snapshot import Address, Snapshot, one_of

# The best by words alone are weighed once more, by how much of the question each covers, how fresh
# it is and what leads to it; what lies beyond stays in the order of its words.
WINDOW = 100
_VOTED = 100
_DAY_S = 86_400
_CANDIDATE = (at.NUMBER, at.GAIN, at.ALPHABET, at.AT, at.LEADING)
_COLUMNS = {
    chosen.Order.title: at.BY_TITLE,
    chosen.Order.recent: at.BY_RECENT,
    chosen.Order.opened: at.BY_OPENED,
}


class Ranked(NamedTuple):
    number: int
    address: Address
    score: float = 0.0
    distance_m: float | None = None


class _Candidate(NamedTuple):
    """`words` is what its words are worth, `gain` by what that is multiplied; `letters` are the
    first of its title, ours before friends'; `leading` is to how many it leads."""

    number: int
    address: Address
    words: float
    gain: float
    letters: int
    at: int
    leading: int


def ranked(
    held: Snapshot,
    one: Asked,
    query: SearchQuery,
    hits: Query,
    *,
    conditions: Sequence[Query] = (),
    limit: int,
) -> Sequence[Ranked]:
    """The first `limit` of the hits (or a few more), best first."""
    order = query.ordered(by_words=bool(one.scored))
    near = query.selection.near
    if order is chosen.Order.best:
        return _by_score(held, one, hits, conditions, limit)
    if order is chosen.Order.distance and near:
        return _by_distance(held, hits, distances(held, near), limit)
    column = _COLUMNS.get(order, at.BY_TITLE)
    found = held.searcher.search(
        hits, limit, count=False, order_by_field=column, order=Order.Asc
    ).hits
    addresses = [address for _key, address in found]
    numbers = held.numbers(at.NUMBER, addresses)
    return [Ranked(*pair) for pair in zip(numbers, addresses, strict=True)]


def _by_distance(
    held: Snapshot, hits: Query, away: dict[int, float], limit: int
) -> Sequence[Ranked]:
    addresses = held.all_of(hits)
    numbers = held.numbers(at.NUMBER, addresses)
    found = [
        Ranked(number, address, 0.0, away.get(number, inf))
        for number, address in zip(numbers, addresses, strict=True)
    ]
    return sorted(found, key=lambda row: (row.distance_m, row.number))[:limit]


def _scored(one: Asked, hits: Query, conditions: Sequence[Query]) -> Query:
    """The hits with what their words are worth."""
    if one.any_will_do:
        kept = [(Occur.Must, unscored(query)) for query in conditions]
        return Query.boolean_query([(Occur.Must, one.scoring()), *kept])
    return Query.boolean_query([(Occur.Must, unscored(hits)), (Occur.Should, one.scoring())])


def _by_score(
    held: Snapshot, one: Asked, hits: Query, conditions: Sequence[Query], limit: int
) -> Sequence[Ranked]:
    scored = _scored(one, hits, conditions)
    best = held.kept(("best", one.key), lambda: _best(held, one, hits, scored))
    if limit <= len(best):
        return best[:limit]
    known = {row.number for row in best}
    more = _candidates(held, scored, limit + len(best))
    beyond = (Ranked(row.number, row.address, row.words * row.gain) for row in more)
    return [*best, *(row for row in beyond if row.number not in known)][:limit]


def _best(held: Snapshot, one: Asked, hits: Query, scored: Query) -> list[Ranked]:
    """Those of the window, weighed once more."""
    first = {row.number: row for row in _candidates(held, scored, WINDOW)}
    if len(one.scored) > 1:
        every = Query.boolean_query(
            [(Occur.Must, scored), *((Occur.Must, unscored(query)) for query in one.held)]
        )
        first |= {row.number: row for row in _candidates(held, every, WINDOW)}
    return _weighed(held, one, hits, scored, first)


def _candidates(held: Snapshot, query: Query, limit: int) -> list[_Candidate]:
    found = held.searcher.search(query, limit, count=False, weight_by_field=at.GAIN).hits
    addresses = [address for _score, address in found]
    columns = (held.numbers(name, addresses) for name in _CANDIDATE)
    return [
        _Candidate(number, address, score / GAIN_UNIT / (by := gain_of(told)), by, *rest)
        for (score, address), number, told, *rest in zip(found, *columns, strict=True)
    ]


def _weighed(
    held: Snapshot, one: Asked, hits: Query, scored: Query, first: dict[int, _Candidate]
) -> list[Ranked]:
    values = _values(held, one, first.values())
    _add_likeness(held, one, first, values)
    gains, others = _voted(held, hits, scored, first, values)
    values |= _values(held, one, others)
    top = max(map(scoring.by_words, values.values()), default=0.0)
    for number, gained in gains.items():
        values[number] += scoring.gain(gained, values[number], top)
    every = [*first.values(), *others]
    every.sort(key=lambda row: (-round(values[row.number], 5), row.letters, row.number))
    return [Ranked(row.number, row.address, values[row.number]) for row in every]


def _values(held: Snapshot, one: Asked, rows: Iterable[_Candidate]) -> dict[int, float]:
    rows = list(rows)
    covered = _covered(held, one, [row.number for row in rows])
    late = _late(held, one, [row.number for row in rows])
    scale = scoring.Scale(one.rarities)
    whole = sum(scale.covers(rare, inf) for rare in one.rarities)
    found = {}
    for row in rows:
        same = scoring.is_same_title(row.words)
        fresh = scoring.Standing(age_days=(held.newest - row.at) / _DAY_S).factor
        total = row.words + late.get(row.number, 0.0) - scoring.SAME_TITLE * same
        cover = covered.get(row.number, 0.0) if covered is not None else whole
        found[row.number] = scale.value(total, cover, row.gain * fresh, same_title=same)
    return found


def _add_likeness(
    held: Snapshot, one: Asked, first: dict[int, _Candidate], values: dict[int, float]
) -> None:
    """What the best gain by what they say in one line."""
    likeness = Likeness(one.question.wants, one.rarities)
    top = max(map(scoring.by_words, values.values()), default=0.0)
    for number in nlargest(scoring.LIKELY, values, key=lambda each: (values[each], -each)):
        alike = likeness.of(held.facts(first[number].address).lines)
        values[number] += scoring.LIKENESS * top * alike


def _late(held: Snapshot, one: Asked, numbers: list[int]) -> dict[int, float]:
    """What pairs that stand in very many pages are worth in these."""
    found: dict[int, float] = {}
    if one.late and numbers:
        among = unscored(one_of(at.NUMBER, numbers))
        for pair in one.late:
            hits = held.searcher.search(both(among, pair), len(numbers), count=False).hits
            told = held.numbers(at.NUMBER, [address for _score, address in hits])
            for number, (score, _address) in zip(told, hits, strict=True):
                found[number] = found.get(number, 0.0) + score
    return found


def _covered(held: Snapshot, one: Asked, numbers: list[int]) -> dict[int, float] | None:
    """How much of the question each of the pages covers; None where all cover the whole."""
    if len(one.scored) < 2 or not numbers:
        return None
    scale = scoring.Scale(one.rarities)
    among = unscored(one_of(at.NUMBER, numbers))
    covered = dict.fromkeys(numbers, 0.0)
    for want, rare in zip(one.scored, one.rarities, strict=True):
        hits = held.searcher.search(both(among, want), len(numbers), count=False).hits
        told = held.numbers(at.NUMBER, [address for _score, address in hits])
        for number, (score, _address) in zip(told, hits, strict=True):
            covered[number] += scale.covers(rare, score / rare)
    return covered


def _voted(
    held: Snapshot,
    hits: Query,
    scored: Query,
    first: dict[int, _Candidate],
    values: dict[int, float],
) -> tuple[dict[int, float], list[_Candidate]]:
    """What pages gain by those that lead to them and that they lead to, and which of them were
    not among the first."""
    voters = _voters(held, first, values)
    gains: dict[int, float] = {}
    led = [
        (one.leads, scoring.vote_of(one.value) / scoring.spread(len(one.leads))) for one in voters
    ]
    for number, _leading, share in _named(held, hits, at.NAMES, led):
        gains[number] = share
    leading_there = [(one.names, scoring.vote_of(one.value)) for one in voters]
    for number, leading, share in _named(held, hits, at.LEADS, leading_there):
        gains[number] = gains.get(number, 0.0) + share / scoring.spread(leading)
    far = [number for number in gains if number not in first]
    if not far:
        return gains, []
    among = unscored(one_of(at.NUMBER, far))
    return gains, _candidates(held, both(scored, among), len(far))


def _voters(
    held: Snapshot, first: dict[int, _Candidate], values: dict[int, float]
) -> list[scoring.Voter]:
    """The best of our own pages."""
    ours = (row for row in first.values() if is_ours(row.letters))
    best = nlargest(scoring.VOTERS, ours, key=lambda row: (values[row.number], -row.number))
    found = []
    for row in best:
        said = held.facts(row.address)
        names = names_of(said.path, said.title, said.origin)
        found.append(scoring.Voter(values[row.number], names, said.leads))
    return found


def _named(
    held: Snapshot, hits: Query, field: str, votes: Sequence[tuple[Sequence[str], float]]
) -> list[tuple[int, int, float]]:
    """(number, to how many it leads, sum of votes) for each hit that has one of the names."""
    clauses = [
        (Occur.Should, Query.const_score_query(one_of(field, names), vote))
        for names, vote in votes
        if names
    ]
    if not clauses:
        return []
    query = both(unscored(hits), Query.boolean_query(clauses))
    found = held.searcher.search(query, _VOTED, count=False).hits
    addresses = [address for _score, address in found]
    columns = (held.numbers(name, addresses) for name in (at.NUMBER, at.LEADING))
    return [
        (number, leading, score)
        for (score, _address), number, leading in zip(found, *columns, strict=True)
    ]
