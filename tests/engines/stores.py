"""What the tests of page stores share: two pages, a writer, and a store of each sort."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from app.domain.page_path import PagePath
from app.domain.revision import Change, Signature
from app.engines.git_store import GitStore
from tests.fakes import MemoryStore

SORTS = ("memory", "git")
MILL = PagePath("place", "vieux-moulin").file
BREAD = PagePath("method", "pain").file
ADA = Signature("Ada Lovelace", "01ARZ3NDEKTSV4RRFFQ69G5FAV@alpha.example")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@contextmanager
def empty_store(sort: str, folder: Path) -> Iterator[MemoryStore | GitStore]:
    store = MemoryStore() if sort == "memory" else GitStore.create(folder / "pages.git")
    yield store
    store.close()


def change(files, *, expects=None, author=ADA, at=NOON, note="retouche", trailers=()):
    return Change(
        files=files, expects=expects or {}, author=author, at=at, note=note, trailers=trailers
    )


def save(store, file, data, **options):
    return store.commit(change({file: data}, **options))
