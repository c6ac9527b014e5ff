"""Which search engine a wiki takes, by its size, and where it stands between two of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

AUTO = "auto"
EMBEDDED, LARGE = "whoosh", "tantivy"
# A wiki that grows past the one takes the large engine, and leaves it below the other: it does
# not change its mind with each page.
GROWN, SHRUNK = 5_000, 4_000


@dataclass(frozen=True, slots=True)
class Standing:
    """`answering` is the engine that is asked; `coming` the one that reads, to take its place.

    `failed` is one that could not (`failed_at`): the other goes on, and stewards are told.
    """

    answering: str
    coming: str = ""
    failed: str = ""
    failed_at: datetime | None = None


def engine_for(setting: str, now: str, pages: int, known: Collection[str]) -> str:
    """The engine to have for so many pages, ours and friends', where `now` is the one there is."""
    if setting != AUTO:
        return setting
    if LARGE not in known:
        return EMBEDDED
    bound = SHRUNK if now == LARGE else GROWN
    return LARGE if pages > bound else EMBEDDED
