"""The order of what was found."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from heapq import nlargest, nsmallest
from itertools import chain
from typing import NamedTuple

from app.domain.finding import scoring
from app.domain.finding.family import folded
from app.domain.finding.lines import Likeness
from app.domain.geo import Point
from app.domain.search import SearchQuery
from app.domain.selection import Order
from app.engines.search_whoosh.columns import Columns, docs_of
from app.engines.search_whoosh.matching import Matched, score
from app.engines.search_whoosh.snapshot import Snapshot


class Ranked(NamedTuple):
    """What it is ordered by, the place of its part, the document, its score."""

    key: tuple[object, ...]
    place: int
    doc: int
    score: float


class Found(NamedTuple):
    """The best `heads`, one for each family, in order; by root, all that was found of a family;
    how many results there are in all."""

    heads: list[Ranked]
    families: dict[str, list[Ranked]]
    results: int


# For each part, the documents that were found and the score of each.
Scores = list[tuple[list[int], list[float]]]


def found(
    held: Snapshot, matched: Matched, hits: Sequence[int], query: SearchQuery, *, limit: int
) -> Found:
    """At least the first `limit` results."""
    kin = _kin(held, hits)
    rows = _rows(held, matched, hits, query, kin, limit + len(kin))
    heads, families = folded(rows, held.kin) if kin else (list(rows), {})
    results = sum(mask.bit_count() for mask in hits) - len(kin) + len(families)
    return Found(nsmallest(limit, heads), families, results)


def ordered(
    held: Snapshot, matched: Matched, hits: Sequence[int], query: SearchQuery, *, limit: int
) -> list[Ranked]:
    """The first `limit` of the hits, none folded under another."""
    return nsmallest(limit, _rows(held, matched, hits, query, (), limit))


def _kin(held: Snapshot, hits: Sequence[int]) -> Set[tuple[int, int]]:
    """The hits that are of a family, each by its part and document."""
    if not held.families:
        return set()
    flags = [
        mask.to_bytes(part.segment.size, "little")
        for part, mask in zip(held.parts, hits, strict=True)
    ]
    return {(place, doc) for place, doc in held.families if flags[place][doc]}


def _rows(
    held: Snapshot,
    matched: Matched,
    hits: Sequence[int],
    query: SearchQuery,
    kin: Collection[tuple[int, int]],
    limit: int,
) -> Iterator[Ranked]:
    """At least the first `limit` hits with their keys, and those of `kin`; the least comes
    first."""
    order = query.ordered(by_words=bool(matched.question.wants))
    if order is Order.best:
        yield from _by_score(held, _scores(held, matched, hits), kin, limit)
        return
    near = query.selection.near
    for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True)):
        columns = part.segment.columns
        for doc in docs_of(mask, part.segment.size) if mask else ():
            key = _key(columns, doc, order, near.point if near else None)
            yield Ranked((*key, columns.told[doc]), place, doc, 0.0)


def _by_score(
    held: Snapshot, scores: Scores, kin: Collection[tuple[int, int]], limit: int
) -> Iterator[Ranked]:
    least = _least(scores, limit)
    for place, (part, (docs, values)) in enumerate(zip(held.parts, scores, strict=True)):
        told = part.segment.columns.told
        for doc, value in zip(docs, values, strict=True):
            if value >= least or (kin and (place, doc) in kin):
                yield Ranked((-value, told[doc]), place, doc, value)


def _scores(held: Snapshot, matched: Matched, hits: Sequence[int]) -> Scores:
    """By words, then by what the best say in one line, then by who leads to whom."""
    scores: Scores = [
        score(part, place, matched, mask, held.newest_day) if mask else ([], [])
        for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True))
    ]
    likely = _add_likeness(held, matched, scores)
    votes = scoring.votes(_voters(held, scores, likely))
    top = _top(scores)
    for part, (docs, values) in zip(held.parts, scores, strict=True):
        for doc, gained in part.segment.links.gains(votes).items() if docs else ():
            at = bisect_left(docs, doc)
            if at < len(docs) and docs[at] == doc:
                values[at] += scoring.gain(gained, values[at], top)
    return scores


def _add_likeness(held: Snapshot, matched: Matched, scores: Scores) -> list[tuple[int, int]]:
    """What the best gain by what they say in one line. These, by part and place in its list."""
    likeness = Likeness(matched.question.wants, matched.rarity)
    top, likely = _top(scores), _best(scores, scoring.LIKELY)
    for _value, place, at in likely:
        docs, values = scores[place]
        alike = likeness.of(held.parts[place].segment.columns.lines[docs[at]])
        values[at] += scoring.LIKENESS * top * alike
    return [(place, at) for _value, place, at in likely]


def _voters(
    held: Snapshot, scores: Scores, likely: Sequence[tuple[int, int]]
) -> Iterator[scoring.Voter]:
    """The best of our own pages: among the `likely`, which only gained, where enough are ours."""

    def ours(among: Iterable[tuple[int, int]]) -> list[tuple[float, int, int]]:
        return [
            (scores[place][1][at], place, scores[place][0][at])
            for place, at in among
            if not held.parts[place].segment.columns.origin(scores[place][0][at])
        ]

    among = ours(likely)
    if len(among) < scoring.VOTERS:
        among = ours((p, at) for p, (docs, _values) in enumerate(scores) for at in range(len(docs)))
    for value, place, doc in nlargest(scoring.VOTERS, among):
        links = held.parts[place].segment.links
        yield scoring.Voter(value, links.names[doc], links.leads[doc])


def _top(scores: Scores) -> float:
    """The highest score without what the very title adds."""
    top = max((max(values) for _docs, values in scores if values), default=0.0)
    if not scoring.is_same_title(top):
        return top
    return max(scoring.by_words(value) for _docs, values in scores for value in values)


def _least(scores: Scores, number: int) -> float:
    """What the best so many reach at least."""
    best = nlargest(max(1, number), chain.from_iterable(values for _docs, values in scores))
    return best[-1] if best else 0.0


def _best(scores: Scores, number: int) -> list[tuple[float, int, int]]:
    """The best so many: their scores, their parts, their places in the lists of these."""
    least = _least(scores, number)
    every = (
        (value, place, at)
        for place, (_docs, values) in enumerate(scores)
        for at, value in enumerate(values)
        if value >= least
    )
    return nlargest(number, every)


def _key(columns: Columns, doc: int, order: Order, point: Point | None) -> tuple[object, ...]:
    if order is Order.recent:
        return (-columns.at[doc],)
    if order is Order.opened:
        # Years first to last; those that say none come after.
        return ((*columns.values("opened", doc), "~")[0],)
    if order is Order.distance and point:
        return (columns.distance(doc, point) or 0.0,)
    return (columns.folded[doc],)
