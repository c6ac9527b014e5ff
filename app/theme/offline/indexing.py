"""Indexes written as MiniSearch keeps them, so that a browser loads them instead of making them.

An index is in two: its `head` is the serialized form with no term, its `lines` are the terms in
order, each with its postings. Whoever asks reads the lines that the question wants: the answer is
that of the whole index, and ten thousand pages take neither seconds nor the memory of a telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.finding import french
from app.theme.offline.scripts import compact

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
    return {field: french.counts(document[field], LANG) for field in fields}


def index_of(fields: Sequence[str], documents: Sequence[Counted]) -> Index:
    """The index of documents that are named by their number, from 0.

    A field's length is that of MiniSearch: how many different terms it has.
    """
    postings: dict[str, dict[int, dict[int, int]]] = {}
    for at, field in enumerate(fields):
        for number, document in enumerate(documents):
            for term, times in document[field].items():
                in_fields = postings.get(term) or postings.setdefault(term, {})
                if at in in_fields:
                    in_fields[at][number] = times
                else:
                    in_fields[at] = {number: times}
    lengths = [[len(document[field]) for field in fields] for document in documents]
    terms = sorted(postings, key=lambda term: term.encode("utf-16-be"))
    lines = "\n".join(f"{term} {compact(postings[term])}" for term in terms)
    return Index(_head(fields, lengths), lines)


def _head(fields: Sequence[str], lengths: Sequence[Sequence[int]]) -> dict[str, Any]:
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
