"""Bring everything derived from the log, and from friends' logs, up to date with them.

A save, a pull, an import, a restore and a rebuild all end here. One projection failing stops
only itself: it keeps its bookmark and tries again next time.

Friends' logs may be long: their batches are taken in one by one, so that a save that comes between
waits for one of them at most, and never does the work itself where another is at it.
"""

import logging
from collections.abc import Callable
from contextlib import suppress

from app.actions.follow import behind_friends, follow_friends, is_due
from app.actions.wiki import Wiki
from app.domain.batches import batched
from app.domain.errors import Busy, RevisionNotFound
from app.ports import PageStore, Projection

log = logging.getLogger(__name__)

BATCH = 500
Progress = Callable[[str, int, int], None]  # projection, done, total


def _silent(_name: str, _done: int, _total: int) -> None:
    pass


def catch_up(wiki: Wiki, *, progress: Progress = _silent, wait: bool = False) -> bool:
    """Let each projection read on from its bookmarks; True where all reached the heads.

    Where another thread or process is reading friends' logs, it is left to it unless `wait`.
    """
    with wiki.lock.hold("catch-up"):
        done = _advance_all(wiki, progress)
    return _follow(wiki, progress, wait=wait) and done


def rebuild(wiki: Wiki, *, progress: Progress = _silent) -> bool:
    """Forget all that is derived and derive it again; True where all reached the heads."""
    with wiki.lock.hold("catch-up"):
        for projection in wiki.projections:
            projection.reset()
        done = _advance_all(wiki, progress)
    return _follow(wiki, progress, wait=True) and done


def behind(wiki: Wiki, *, friends: bool = True) -> dict[str, int]:
    """How many entries of the log each projection has still to read.

    Friends' logs are told only where there is something to read (`sql beta.example`).
    """
    late = {one.name: _missing(one, wiki.store) for one in wiki.projections}
    return late | (behind_friends(wiki) if friends else {})


def _follow(wiki: Wiki, progress: Progress, *, wait: bool) -> bool:
    try:
        if not wait and not is_due(wiki):
            return True
        with suppress(Busy), wiki.lock.hold("follow-friends", wait=wait):
            return follow_friends(wiki, batch=BATCH, progress=progress)
        return True  # Another is at it, and reads on as far as the mirrors go.
    except Exception:
        log.exception("friends' logs could not be read; they are the next time")
        return False


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
    if bookmark is None and (start := getattr(projection, "start", None)):
        # Some begin with what others made of the log, which is read before them.
        bookmark = start(store)
        done = total - store.count_after(bookmark)
        progress(projection.name, done, total)
    for batch in batched(store.log(bookmark), _at_once(projection)):
        projection.apply(batch, store)
        done += len(batch)
        progress(projection.name, done, total)


def _at_once(projection: Projection) -> int:
    """Some take many entries together better than few."""
    return int(getattr(projection, "batch", BATCH))
