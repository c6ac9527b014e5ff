"""Which documents answer a question, and how well."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from operator import add, mul

from app.domain.finding import scoring
from app.domain.finding.question import Question, Want, Way
from app.engines.search_whoosh.columns import mask_of
from app.engines.search_whoosh.segment import Postings, Segment
from app.engines.search_whoosh.snapshot import Part, Snapshot

# A byte for each document holds what it has of the mass of a question, below its highest bit.
_WHOLE = 127
_PAIRED = 200

# For each want of a segment: its postings with what each is worth.
Found = list[tuple[float, Postings]]


@dataclass(frozen=True, slots=True)
class Matched:
    """`masks`: for each part, the documents that answer, before any filter."""

    question: Question
    found: tuple[tuple[Found, ...], ...]
    masks: tuple[int, ...]
    rarity: tuple[float, ...]


def ways_in(segment: Segment, way: Way) -> Found:
    """The postings that a way leads to: those of its words, and of their kin."""
    if way.begins:
        return [(way.worth, segment.beginning(way.begins))]
    if len(way.phrase) > 1:
        return [(way.worth, segment.phrase(way.phrase))]
    term = way.phrase[0][1]
    found = [(way.worth, segment.postings(term))]
    if way.stems:
        found.append((way.worth * scoring.KIN, segment.kin(way.stems, term)))
    return found


def in_segment(segment: Segment, ways: Iterable[Way]) -> Found:
    found = [pair for way in ways for pair in ways_in(segment, way)]
    return [(worth, postings) for worth, postings in found if postings.docs]


def union(found: Found) -> int:
    mask = 0
    for _worth, postings in found:
        mask |= postings.mask
    return mask


def match(snapshot: Snapshot, question: Question, within: Sequence[int]) -> Matched:
    """The documents that have enough of what is wanted; where these are few, those with less.

    `within` are the documents of each part that the selection keeps: few is counted among them.
    """
    parts, wants = snapshot.parts, question.wants
    found = tuple(tuple(in_segment(part.segment, want.ways) for want in wants) for part in parts)
    unions = [[union(one) for one in of_part] for of_part in found]
    held = [part.live & ~_barred(part.segment, question.barred) for part in parts]
    rarity = tuple(_rarity(snapshot, want, [u[w] for u in unions]) for w, want in enumerate(wants))
    for w, want in enumerate(wants):
        if want.exact:
            held = [kept & of_part[w] for kept, of_part in zip(held, unions, strict=True)]
    chosen = _counted(wants)
    if chosen:
        sums = _sums(unions, rarity, chosen)
        held = _enough(parts, sums, held, within, scoring.share(len(chosen)))
    return Matched(question, found, tuple(held), rarity)


def _rarity(snapshot: Snapshot, want: Want, unions: Sequence[int]) -> float:
    """How rare the want is by itself; by its synonyms where it stands nowhere."""
    own = [way for way in want.ways if not way.other]
    if len(own) == len(want.ways):
        masks = unions
    else:
        masks = [union(in_segment(part.segment, own)) for part in snapshot.parts]
    frequency = sum(mask.bit_count() for mask in masks)
    frequency = frequency or sum(mask.bit_count() for mask in unions)
    return want.weight * scoring.rarity(max(1, snapshot.count), frequency)


def _counted(wants: Sequence[Want]) -> list[int]:
    """The places of the wants that a document must have enough of."""
    free = [w for w, want in enumerate(wants) if not want.exact]
    strong = [w for w in free if wants[w].weight == 1]
    return strong or ([] if len(free) < len(wants) else free)


def _sums(
    unions: Sequence[Sequence[int]], rarity: Sequence[float], chosen: Sequence[int]
) -> list[int]:
    """For each part, in the byte of each document, what it has of the mass of the question."""
    shares = scoring.shares([rarity[w] for w in chosen], _WHOLE)
    pairs = list(zip(chosen, shares, strict=True))
    return [sum(masks[w] * share for w, share in pairs) for masks in unions]


def _enough(
    parts: Sequence[Part],
    sums: Sequence[int],
    held: Sequence[int],
    within: Sequence[int],
    share: float,
) -> list[int]:
    least = share * _WHOLE
    while True:
        # One more than the highest that falls short carries into the highest bit of its byte.
        more = _WHOLE + 1 - max(1, int(least))
        masks = [
            (one + part.segment.columns.all * more) >> 7 & part.segment.columns.all & kept
            for part, one, kept in zip(parts, sums, held, strict=True)
        ]
        hits = sum((m & w).bit_count() for m, w in zip(masks, within, strict=True))
        if hits >= scoring.FEW or least <= 1:
            return masks
        least *= scoring.LESS


def _barred(segment: Segment, wants: Iterable[Want]) -> int:
    mask = 0
    for want in wants:
        mask |= union(in_segment(segment, want.ways))
    return mask


def score(
    part: Part, place: int, matched: Matched, mask: int, newest_day: int
) -> tuple[list[int], list[float]]:
    """The documents of the mask in their order, and the score of each.

    Columns of numbers are worked through one after the other, at the speed of C.
    """
    size, columns = part.segment.size, part.segment.columns
    flags = mask.to_bytes(size, "little")
    docs = list(compress(range(size), flags))
    totals = covered = [0.0] * len(docs)
    scale = scoring.Scale(matched.rarity)
    for rarity, found in zip(matched.rarity, matched.found[place], strict=True):
        worths = list(compress(_best(found, size), flags))
        totals = list(map(add, totals, map(mul, worths, repeat(rarity))))
        covered = list(map(add, covered, scale.each_covers(rarity, worths)))
    _add_pairs(part.segment, matched, docs, totals)
    values = scale.values(totals, covered, compress(columns.factors(newest_day), flags))
    for doc in columns.titled.get(matched.question.terms, ()):
        if flags[doc]:
            values[bisect_left(docs, doc)] += scoring.SAME_TITLE
    return docs, values


def _add_pairs(segment: Segment, matched: Matched, docs: list[int], totals: list[float]) -> None:
    """What words side by side add to those that are best without: places are slow to read."""
    if not matched.question.pairs:
        return
    best: Sequence[int] = range(len(docs))
    if len(docs) > _PAIRED:
        best = sorted(best, key=totals.__getitem__, reverse=True)[:_PAIRED]
    at = {docs[index]: index for index in best}
    among = mask_of(at, segment.size)
    for pair in matched.question.pairs:
        rarity = scoring.PAIR * min(matched.rarity[pair.one], matched.rarity[pair.two])
        postings = segment.phrase_among(pair.phrase, among)
        for doc, worth in zip(postings.docs, postings.worth, strict=True):
            totals[at[doc]] += rarity * worth


def _best(found: Found, size: int) -> list[float]:
    """For each document of the segment, the most that one of the postings is worth there."""
    best = [0.0] * size
    for factor, postings in found:
        for doc, value in zip(postings.docs, map(mul, postings.worth, repeat(factor)), strict=True):
            if value > best[doc]:
                best[doc] = value
    return best
