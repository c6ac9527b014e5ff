"""What this wiki shares with the world: open pages that nobody took back."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.actions.wiki import Wiki
from app.domain.page_path import BlobId
from app.domain.retraction import NONE, RETRACTIONS_FILE, Retractions, read_retractions
from app.domain.rows import PageRow, PageState
from app.ports import PageStore


def withdrawn(wiki: Wiki) -> Retractions:
    """The pages that are no longer shared, as the head of the log says."""
    blob = wiki.store.blob_of(RETRACTIONS_FILE)
    return _read(wiki.store, blob) if blob else NONE


def is_shared(row: PageRow, away: Retractions) -> bool:
    """True where the page may leave: its licence is open, and it is not `away`."""
    return row.state is PageState.live and row.open and not away.hides(row.id)


def shared(rows: Iterable[PageRow], away: Retractions) -> Iterator[PageRow]:
    return (row for row in rows if is_shared(row, away))


@lru_cache(maxsize=8)
def _read(store: PageStore, blob: BlobId) -> Retractions:
    return read_retractions(store.read_blob(blob))
