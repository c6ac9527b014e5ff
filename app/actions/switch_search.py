"""Change the search engine where the wiki has grown, or shrunk, or was told to: nobody waits.

The engine that is to answer reads every log from the start, one batch at a time under the lock of
catch-up, so that a save that comes between waits for one of them at most.
"""

import logging
from collections.abc import Callable
from datetime import timedelta

from app.actions.follow import follow_friends
from app.actions.wiki import Wiki
from app.domain.batches import batched
from app.domain.errors import RevisionNotFound
from app.domain.page_path import RevisionId
from app.domain.selection import Selection
from app.ports import ComingSearch, SearchChoice

log = logging.getLogger(__name__)

BATCH = 500
# A failure is not tried again before.
RETRY_AFTER = timedelta(hours=1)
# Saves may come while the last ones are read; somebody who saves without end is given up on.
_ROUNDS = 20
Progress = Callable[[str, int, int], None]


def _silent(_name: str, _done: int, _total: int) -> None:
    pass


def switch_search(wiki: Wiki, *, progress: Progress = _silent) -> bool:
    """True where the engine that should answer does, once this returns."""
    choice = wiki.engines
    if choice is None:
        return True
    name = choice.wanted(wiki.index.count(Selection({"origin": ("*",)})))
    standing = choice.standing()
    if name == standing.answering:
        if standing.coming:
            with wiki.lock.hold("catch-up"):
                choice.give_up()
        return True
    now = wiki.clock.now()
    if standing.failed == name and standing.failed_at and now < standing.failed_at + RETRY_AFTER:
        return False
    try:
        _switch(wiki, choice, name, progress)
    except Exception:
        log.exception("the search engine %s could not be readied; %s goes on", name,
                      standing.answering)  # fmt: skip
        with wiki.lock.hold("catch-up"):
            choice.give_up(failed_at=now)
        return False
    return True


def _switch(wiki: Wiki, choice: SearchChoice, name: str, progress: Progress) -> None:
    with wiki.lock.hold("catch-up"):
        coming = choice.prepare(name)
    for _round in range(_ROUNDS):
        _read_ours(wiki, coming, progress)
        follow_friends(wiki, batch=BATCH, progress=progress, into=(coming,))
        with wiki.lock.hold("catch-up"):
            if _is_as_far(wiki, coming):
                choice.take_over()
                log.info("the search engine is %s from now on", name)
                return
    raise TimeoutError(f"{name} never caught up")


def _read_ours(wiki: Wiki, coming: ComingSearch, progress: Progress) -> None:
    stands, store = _bookmark(wiki, coming), wiki.store
    total, done = store.count_after(stands), 0
    for batch in batched(store.log(stands), BATCH):
        with wiki.lock.hold("catch-up"):
            if coming.bookmark() != stands:
                return  # Whoever held the lock between began anew.
            coming.apply(batch, store)
        stands = batch[-1].revision
        done += len(batch)
        progress(coming.name, done, total)


def _bookmark(wiki: Wiki, coming: ComingSearch) -> RevisionId | None:
    """Where to go on; what was read of a history that was replaced is void."""
    stands = coming.bookmark()
    try:
        wiki.store.count_after(stands)
    except RevisionNotFound:
        with wiki.lock.hold("catch-up"):
            coming.reset()
        return None
    return stands


def _is_as_far(wiki: Wiki, coming: ComingSearch) -> bool:
    """Whether it holds our log to its head, and of every friend's what is held already."""
    if coming.bookmark() != wiki.store.head():
        return False
    answering = next(one for one in wiki.mirror_projections if one.name == coming.name)
    held, marks = answering.mirror_marks(), coming.mirror_marks()
    mirrors = {str(one.origin): (one.form, one.tip) for one in wiki.mirrors.all()}
    return all(marks.get(origin) in (mark, mirrors.get(origin)) for origin, mark in held.items())
