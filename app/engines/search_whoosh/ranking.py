"""The order of what was found."""

from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import NamedTuple

from app.domain.finding import scoring
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


def found(
    held: Snapshot, matched: Matched, hits: Sequence[int], query: SearchQuery
) -> Iterator[Ranked]:
    """Every hit with its key; the least comes first."""
    order = query.ordered(by_words=bool(matched.question.wants))
    if order is Order.best:
        yield from _by_score(held, matched, hits)
        return
    near = query.selection.near
    for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True)):
        columns = part.segment.columns
        for doc in docs_of(mask, part.segment.size) if mask else ():
            key = _key(columns, doc, order, near.point if near else None)
            yield Ranked((*key, columns.told[doc]), place, doc, 0.0)


def _by_score(held: Snapshot, matched: Matched, hits: Sequence[int]) -> Iterator[Ranked]:
    scores = [
        {doc: value for value, doc in score(part, place, matched, mask, held.newest_day)}
        if mask
        else {}
        for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True))
    ]
    _add_likeness(held, matched, scores)
    votes = scoring.votes(_voters(held, scores))
    top = max((scoring.by_words(one) for values in scores for one in values.values()), default=0.0)
    for place, (part, values) in enumerate(zip(held.parts, scores, strict=True)):
        told = part.segment.columns.told
        gains = part.segment.links.gains(votes) if values else {}
        for doc, value in values.items():
            gained = value
            if doc in gains:
                gained += scoring.gain(gains[doc], value, top)
            yield Ranked((-gained, told[doc]), place, doc, gained)


def _add_likeness(held: Snapshot, matched: Matched, scores: Sequence[dict[int, float]]) -> None:
    """What the best gain by what they say in one line."""
    likeness = Likeness(matched.question.wants, matched.rarity)
    every = [(value, place, doc) for place, of in enumerate(scores) for doc, value in of.items()]
    top = max((scoring.by_words(value) for value, _place, _doc in every), default=0.0)
    for value, place, doc in nlargest(scoring.LIKELY, every):
        alike = likeness.of(held.parts[place].segment.columns.lines[doc])
        scores[place][doc] = value + scoring.LIKENESS * top * alike


def _voters(held: Snapshot, scores: Sequence[dict[int, float]]) -> Iterator[scoring.Voter]:
    """The best of our own pages."""
    every = (
        (value, place, doc)
        for place, values in enumerate(scores)
        for doc, value in values.items()
        if not held.parts[place].segment.columns.told[doc][0]
    )
    for value, place, doc in nlargest(scoring.VOTERS, every):
        links = held.parts[place].segment.links
        yield scoring.Voter(value, links.names[doc], links.leads[doc])


def _key(columns: Columns, doc: int, order: Order, point: Point | None) -> tuple[object, ...]:
    if order is Order.recent:
        return (-columns.at[doc],)
    if order is Order.opened:
        # Years first to last; those that say none come after.
        return ((*columns.values("opened", doc), "~")[0],)
    if order is Order.distance and point:
        return (columns.distance(doc, point) or 0.0,)
    return (columns.folded[doc],)
