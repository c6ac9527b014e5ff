"""Indexes written as MiniSearch keeps them, so that a browser loads them instead of making them."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.domain.finding import french

# The form of `MiniSearch.toJSON` since its release 7.
SERIALIZATION_VERSION = 2
# All pages are read with French rules, so that a question is too, whoever asks.
LANG = "fr"
# By field, how often each term stands in it.
Counted = Mapping[str, Mapping[str, int]]


def counted(document: Mapping[str, str], fields: Sequence[str]) -> Counted:
    return {field: french.counts(document[field], LANG) for field in fields}


def index_of(fields: Sequence[str], documents: Sequence[Counted]) -> dict[str, Any]:
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
    return _serialized(fields, lengths, postings)


def _serialized(
    fields: Sequence[str],
    lengths: Sequence[Sequence[int]],
    postings: Mapping[str, Mapping[int, Mapping[int, int]]],
) -> dict[str, Any]:
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
        "index": [[term, postings[term]] for term in sorted(postings)],
        "serializationVersion": SERIALIZATION_VERSION,
    }
