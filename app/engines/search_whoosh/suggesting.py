"""Titles that begin, or have a word that begins, with what is being typed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest

from app.domain.finding.french import fold
from app.domain.page_path import PagePath
from app.domain.search import Suggestion
from app.engines.search_whoosh.columns import spaced
from app.engines.search_whoosh.snapshot import Part, Snapshot

_WORDS_LIMIT = 8
_LENGTH_LIMIT = 200


Rank = tuple[object, ...]


def suggest(snapshot: Snapshot, text: str, *, size: int) -> list[Suggestion]:
    """Every word typed begins a word of the title.

    Ours come before friends', then titles that begin so, then short ones.
    """
    typed = spaced(fold(text[:_LENGTH_LIMIT]))
    words = [f" {word}" for word in typed.split()[:_WORDS_LIMIT]]
    if not words or size < 1:
        return []
    words.sort(key=len, reverse=True)
    found = (one for part in snapshot.parts for one in _first(part, typed, words, size))
    return [
        Suggestion(PagePath.parse(path), title, origin)
        for _rank, path, title, origin in nsmallest(size, found)
    ]


def _first(
    part: Part, typed: str, words: Sequence[str], size: int
) -> Iterator[tuple[Rank, str, str, str]]:
    """Of each kind of match (ours or not, beginning so or not) the first so many, by their rank."""
    columns, live = part.segment.columns, part.live.to_bytes(part.segment.size, "little")
    titles = columns.offered_words
    first, *others = words
    among = [at for at, title in enumerate(titles) if first in title]
    for word in others:
        among = [at for at in among if word in titles[at]]
    taken: Counter[tuple[bool, bool]] = Counter()
    for at in among:
        doc, title = columns.offered[at], titles[at]
        origin = columns.origin(doc)
        kind = bool(origin), not title.startswith(typed)
        if live[doc] and taken[kind] < size:
            taken[kind] += 1
            stub = bool(columns.stubs >> (8 * doc) & 1)
            yield (*kind, stub, len(title), title), columns.paths[doc], columns.titles[doc], origin
