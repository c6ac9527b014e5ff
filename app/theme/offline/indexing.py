"""Indexes written as MiniSearch keeps them, so that a browser loads them instead of making them.

An index is in two: its `head` is the serialized form with no term, its `lines` are the terms in
order, each with its postings. Whoever asks reads the lines that the question wants: the answer is
that of the whole index, and ten thousand pages take neither seconds nor the memory of a telephone.
"""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.domain.finding.digests import counts

# The form of `MiniSearch.toJSON` since its release 7.
SERIALIZATION_VERSION = 2
# All pages are read with French rules, so that a question is too, whoever asks.
LANG = "fr"


@dataclass(frozen=True, slots=True)
class Index:
    """`lines`: for each term `term {"field": {"document": times}}`, sorted as browsers compare."""

    head: dict[str, Any]
    lines: str


# By field, how often each term stands in it.
Counted = Mapping[str, Mapping[str, int]]


def counted(document: Mapping[str, str], fields: Sequence[str]) -> Counted:
    return {field: counts(document[field], LANG) for field in fields}


# By field and term, `"document":times` for each document that has it, as JSON says it.
Postings = Mapping[str, Mapping[str, Sequence[str]]]


def postings_of(fields: Sequence[str], documents: Sequence[Counted]) -> Postings:
    return {field: _postings(field, documents) for field in fields}


def lines_of(fields: Sequence[str], postings: Postings) -> str:
    """Of documents that are named by their number, from 0. `postings` are theirs, of these fields
    at least."""
    by_field = [postings[field] for field in fields]
    terms = sorted({*chain(*by_field)}, key=_as_browsers_compare)
    return "\n".join(f"{term} {{{_line(by_field, term)}}}" for term in terms)


def _as_browsers_compare(term: str) -> bytes:
    return term.encode("utf-16-be")


def with_terms(order: list[str], terms: Iterable[str]) -> list[str]:
    """Terms in order, with some more that are not among them."""
    for term in terms:
        insort(order, term, key=_as_browsers_compare)
    return order


def _postings(field: str, documents: Sequence[Counted]) -> dict[str, list[str]]:
    """By term `"document":times`, as JSON has it: thousands of small mappings would weigh more
    than all that they say."""
    found: dict[str, list[str]] = {}
    for number, document in enumerate(documents):
        counts = document[field]
        said = {times: f'"{number}":{times}' for times in {*counts.values()}}
        for term, times in counts.items():
            if term in found:
                found[term].append(said[times])
            else:
                found[term] = [said[times]]
    return found


def _line(by_field: Sequence[Mapping[str, Sequence[str]]], term: str) -> str:
    return ",".join(
        f'"{at}":{{{",".join(found[term])}}}' for at, found in enumerate(by_field) if term in found
    )


def head_of(fields: Sequence[str], lengths: Sequence[Sequence[int]]) -> dict[str, Any]:
    """`lengths`: by document, of each field how many different terms it has, as MiniSearch says."""
    count = len(lengths)
    means = [sum(of[at] for of in lengths) / max(1, count) for at in range(len(fields))]
    return {
        "documentCount": count,
        "nextId": count,
        "documentIds": {number: number for number in range(count)},
        "fieldIds": {field: at for at, field in enumerate(fields)},
        "fieldLength": dict(enumerate(lengths)),
        "averageFieldLength": means,
        "storedFields": {},
        "dirtCount": 0,
        "index": [],
        "serializationVersion": SERIALIZATION_VERSION,
    }
