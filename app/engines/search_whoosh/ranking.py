"""The order of what was found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
    near = query.selection.near
    for place, (part, mask) in enumerate(zip(held.parts, hits, strict=True)):
        if not mask:
            continue
        columns = part.segment.columns
        if order is Order.best:
            for value, doc in score(part, place, matched, mask):
                yield Ranked((-value, *_told(columns, doc)), place, doc, value)
        else:
            for doc in docs_of(mask, part.segment.size):
                key = _key(columns, doc, order, near.point if near else None)
                yield Ranked((*key, *_told(columns, doc)), place, doc, 0.0)


def _told(columns: Columns, doc: int) -> tuple[str, str, str]:
    """What tells equals apart: ours before friends', then titles, then addresses."""
    return columns.origin(doc), columns.folded[doc], columns.paths[doc]


def _key(columns: Columns, doc: int, order: Order, point: Point | None) -> tuple[object, ...]:
    if order is Order.recent:
        return (-columns.at[doc],)
    if order is Order.opened:
        # Years first to last; those that say none come after.
        return ((*columns.values("opened", doc), "~")[0],)
    if order is Order.distance and point:
        return (columns.distance(doc, point) or 0.0,)
    return (columns.folded[doc],)
