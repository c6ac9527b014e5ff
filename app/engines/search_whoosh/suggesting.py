"""Titles that begin, or have a word that begins, with what is being typed."""

from heapq import nsmallest

from app.domain.finding.french import fold
from app.domain.page_path import PagePath
from app.domain.search import Suggestion
from app.engines.search_whoosh.columns import spaced
from app.engines.search_whoosh.snapshot import Snapshot

_WORDS_LIMIT = 8
_LENGTH_LIMIT = 200


def suggest(snapshot: Snapshot, text: str, *, size: int) -> list[Suggestion]:
    """Every word typed begins a word of the title.

    Ours come before friends', then titles that begin so, then short ones.
    """
    typed = spaced(fold(text[:_LENGTH_LIMIT]))
    words = typed.split()[:_WORDS_LIMIT]
    if not words or size < 1:
        return []
    found: list[tuple[bool, bool, bool, int, str, str, str, str]] = []
    for part in snapshot.parts:
        columns = part.segment.columns
        stubs = columns.stubs
        for doc, title in enumerate(columns.spaced):
            if all(f" {word}" in title for word in words) and part.live >> (8 * doc) & 1:
                later = not title.startswith(typed)
                stub = bool(stubs >> (8 * doc) & 1)
                origin, path = columns.origin(doc), columns.paths[doc]
                rank = (bool(origin), later, stub, len(title), title)
                found.append((*rank, path, columns.titles[doc], origin))
    return [
        Suggestion(PagePath.parse(path), title, origin)
        for *_, path, title, origin in nsmallest(size, found)
    ]
