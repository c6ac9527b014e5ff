"""Which documents answer a question, and how well."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from app.domain.finding.question import Question, Want, Way
from app.engines.search_whoosh.columns import docs_of
from app.engines.search_whoosh.segment import Postings, Segment
from app.engines.search_whoosh.snapshot import Part, Snapshot

# Fewer hits than this with all words, and pages with some of them are let in too.
FEW = 3
_KIN = 0.35
_STUB, _ARCHIVED = 0.55, 0.8
_SAME_TITLE = 100.0

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
    if len(way.phrase) > 1:
        return [(way.worth, segment.phrase(way.phrase))]
    term = way.phrase[0][1]
    found = [(way.worth, segment.postings(term))]
    kin = dict.fromkeys(t for root, lang in way.stems for t in segment.family(root, lang))
    found += [(way.worth * _KIN, segment.postings(other)) for other in kin if other != term]
    return found


def in_segment(segment: Segment, want: Want) -> Found:
    found = [pair for way in want.ways for pair in ways_in(segment, way)]
    return [(worth, postings) for worth, postings in found if postings.docs]


def union(found: Found) -> int:
    mask = 0
    for _worth, postings in found:
        mask |= postings.mask
    return mask


def match(snapshot: Snapshot, question: Question, within: Sequence[int]) -> Matched:
    """The documents that have all wants; where these are few, those that have most, then some.

    `within` are the documents of each part that the selection keeps: few is counted among them.
    """
    parts = snapshot.parts
    found = tuple(
        tuple(in_segment(part.segment, want) for want in question.wants) for part in parts
    )
    unions = [[union(one) for one in wants] for wants in found]
    barred = [_barred(part.segment, question.barred) for part in parts]
    held = [part.live & ~mask for part, mask in zip(parts, barred, strict=True)]
    total = max(1, snapshot.count)
    rarity = tuple(
        _rarity(total, sum(unions[p][w].bit_count() for p in range(len(parts))))
        for w in range(len(question.wants))
    )
    for least in range(len(question.wants), 0, -1):
        masks = [_at_least(least, u) & h for u, h in zip(unions, held, strict=True)]
        hits = sum((m & w).bit_count() for m, w in zip(masks, within, strict=True))
        if hits >= FEW:
            break
    if not question.wants:
        masks = held
    return Matched(question, found, tuple(masks), rarity)


def _rarity(total: int, frequency: int) -> float:
    return log(1 + (total - frequency + 0.5) / (frequency + 0.5)) + 0.1


def _barred(segment: Segment, wants: Iterable[Want]) -> int:
    mask = 0
    for want in wants:
        mask |= union(in_segment(segment, want))
    return mask


def _at_least(least: int, masks: list[int]) -> int:
    """The documents in at least so many of the masks."""
    having = [0] * (least + 1)
    having[0] = -1
    for mask in masks:
        for count in range(least, 0, -1):
            having[count] |= having[count - 1] & mask
    return max(having[least], 0)


def score(part: Part, place: int, matched: Matched, mask: int) -> list[tuple[float, int]]:
    """(score, document) for the documents of the mask, in order of document."""
    size = part.segment.size
    flags = mask.to_bytes(size, "little")
    totals, covered = array("d", bytes(8 * size)), array("d", bytes(8 * size))
    # A word counts as covered half for being one of those asked for, half for its rarity.
    mean = sum(matched.rarity) / max(1, len(matched.rarity))
    for rarity, found in zip(matched.rarity, matched.found[place], strict=True):
        best = _best(found, flags)
        for doc, worth in best.items():
            totals[doc] += rarity * worth
            covered[doc] += rarity + mean
    whole = 2 * sum(matched.rarity) or 1.0
    columns = part.segment.columns
    stubs = columns.stubs.to_bytes(size, "little")
    archived = columns.archived.to_bytes(size, "little")
    asked, titles = matched.question.terms, columns.title_terms
    scored = []
    for doc in docs_of(mask, size):
        value = totals[doc] * (covered[doc] / whole) ** 2
        if stubs[doc]:
            value *= _STUB
        if archived[doc]:
            value *= _ARCHIVED
        if titles[doc] == asked and asked:
            value += _SAME_TITLE
        scored.append((value, doc))
    return scored


def _best(found: Found, flags: bytes) -> dict[int, float]:
    """For each document of the flags, the most that one of the postings is worth there."""
    best: dict[int, float] = {}
    for factor, postings in found:
        for doc, worth in zip(postings.docs, postings.worth, strict=True):
            if flags[doc]:
                value = factor * worth
                if value > best.get(doc, 0.0):
                    best[doc] = value
    return best
