"""Bring everything derived from the log up to date with it.

A save, a pull, an import, a restore and a rebuild all end here. One projection failing stops
only itself: it keeps its bookmark and tries again next time.
"""

import logging
from collections.abc import Callable
from itertools import islice

from app.actions.wiki import Wiki
from app.domain.errors import RevisionNotFound
from app.ports import PageStore, Projection

log = logging.getLogger(__name__)

BATCH = 500
Progress = Callable[[str, int, int], None]  # projection, done, total


def _silent(_name: str, _done: int, _total: int) -> None:
    pass


def catch_up(wiki: Wiki, *, progress: Progress = _silent) -> bool:
    """Let each projection read on from its bookmark; True where all reached the head."""
    with wiki.lock.hold("catch-up"):
        return _advance_all(wiki, progress)


def rebuild(wiki: Wiki, *, progress: Progress = _silent) -> bool:
    """Forget all that is derived and derive it again; True where all reached the head."""
    with wiki.lock.hold("catch-up"):
        for projection in wiki.projections:
            projection.reset()
        return _advance_all(wiki, progress)


def behind(wiki: Wiki) -> dict[str, int]:
    """How many entries of the log each projection has still to read."""
    return {one.name: _missing(one, wiki.store) for one in wiki.projections}


def _advance_all(wiki: Wiki, progress: Progress) -> bool:
    done = [_advance(projection, wiki.store, progress) for projection in wiki.projections]
    return all(done)


def _missing(projection: Projection, store: PageStore) -> int:
    try:
        return store.count_after(projection.bookmark())
    except RevisionNotFound:
        return store.count_after(None)


def _advance(projection: Projection, store: PageStore, progress: Progress) -> bool:
    try:
        _read_on(projection, store, progress)
    except Exception:
        log.exception("projection %s stopped; it goes on from its bookmark", projection.name)
        return False
    return True


def _read_on(projection: Projection, store: PageStore, progress: Progress) -> None:
    bookmark = projection.bookmark()
    if bookmark == store.head():
        return
    try:
        total = store.count_after(bookmark)
    except RevisionNotFound:
        # The history was replaced (a restore): what was derived from the other one is void.
        projection.reset()
        bookmark, total = None, store.count_after(None)
    done = 0
    entries = iter(store.log(bookmark))
    while batch := list(islice(entries, BATCH)):
        projection.apply(batch, store)
        done += len(batch)
        progress(projection.name, done, total)
