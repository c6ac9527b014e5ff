"""Read on in friends' logs, as far as the mirrors that we hold of them go.

Nothing is asked of a friend's repository where nothing changed: marks are compared first, so that
each save may come by here.
"""

import logging
from collections.abc import Callable, Iterator, Sequence

from app import failpoint
from app.actions.wiki import Wiki
from app.domain.batches import batched
from app.domain.errors import RevisionNotFound, WikiError
from app.domain.network import Mirror
from app.domain.page_path import RevisionId
from app.domain.revision import LogEntry
from app.ports import MirrorProjection, PageStore

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
Mark = tuple[str, RevisionId]
# What has to be read: the mark is where the projection stands in that friend's log.
Late = tuple[MirrorProjection, Mirror, Mark | None]


def is_due(wiki: Wiki) -> bool:
    """True where a mirror is not what the projections hold of it."""
    return bool(_late(wiki, wiki.mirror_projections) or _strangers(wiki, wiki.mirror_projections))


def follow_friends(
    wiki: Wiki, *, batch: int, progress: Progress, into: Sequence[MirrorProjection] = ()
) -> bool:
    """Take in what changed in every mirror, `batch` entries at a time; True where all succeeded.

    Friends that are no longer mirrored are forgotten. The lock of catch-up is held for one batch
    at a time. A mirror that changes meanwhile is read on too. `into` names other projections than
    the wiki's.
    """
    chosen = into or wiki.mirror_projections
    dropped = [_drop(wiki, *stranger) for stranger in _strangers(wiki, chosen)]
    failed: set[tuple[str, str]] = set()
    while late := [each for each in _late(wiki, chosen) if _key(each) not in failed]:
        failed |= {_key(each) for each in late if not _advance(wiki, each, batch, progress)}
    return all(dropped) and not failed


def behind_friends(wiki: Wiki) -> dict[str, int]:
    """By projection and friend, how many entries are still to be read where there are any."""
    return {
        f"{projection.name} {mirror.origin}": _missing(wiki, mirror, mark)
        for projection, mirror, mark in _late(wiki, wiki.mirror_projections)
    }


def _late(wiki: Wiki, projections: Sequence[MirrorProjection]) -> list[Late]:
    mirrors = list(wiki.mirrors.all())
    found = []
    for projection in projections:
        marks = projection.mirror_marks() if mirrors else {}
        for mirror in mirrors:
            mark = marks.get(str(mirror.origin))
            if mark != (mirror.form, mirror.tip):
                found.append((projection, mirror, mark))
    return found


def _key(late: Late) -> tuple[str, str]:
    return late[0].name, str(late[1].origin)


def _missing(wiki: Wiki, mirror: Mirror, mark: Mark | None) -> int:
    """At least 1: the friend's pages are not told as they stand."""
    try:
        store = wiki.mirrors.store(str(mirror.origin))
        return max(1, store.count_after(_read_up_to(mirror, mark, store)))
    except WikiError:
        return 1


def _read_up_to(mirror: Mirror, mark: Mark | None, store: PageStore) -> RevisionId | None:
    """Where to go on; None: from the start."""
    if mark is None or mark[0] != mirror.form:
        return None
    try:
        store.count_after(mark[1])
    except RevisionNotFound:
        return None
    return mark[1]


def _advance(wiki: Wiki, late: Late, batch: int, progress: Progress) -> bool:
    projection, mirror, _ = late
    origin = str(mirror.origin)
    try:
        _read_on(wiki, late, batch, progress)
        # Not so where the mirror is being moved, or was forgotten meanwhile: the next time, then.
        return projection.mirror_marks().get(origin) == (mirror.form, mirror.tip)
    except Exception:
        log.exception("%s stopped in the log of %s; it goes on there", projection.name, origin)
        return False


def _read_on(wiki: Wiki, late: Late, batch: int, progress: Progress) -> None:
    projection, mirror, mark = late
    origin = str(mirror.origin)
    store = wiki.mirrors.store(origin)
    after = _read_up_to(mirror, mark, store)
    failpoint.reached("pull.before-index")
    if mark is not None and after is None:
        # Another form, or a history that was replaced: what was derived from it is void.
        with wiki.lock.hold("catch-up"):
            projection.drop_mirror(origin)
    stands = mark if after is not None else None
    total, done = store.count_after(after), 0
    for some in batched(_up_to(mirror.tip, store.log(after)), batch):
        with wiki.lock.hold("catch-up"):
            if projection.mirror_marks().get(origin) != stands:
                return  # Whoever held the lock between began anew.
            projection.apply_mirror(mirror, some, store)
        stands = (mirror.form, some[-1].revision)
        done += len(some)
        progress(f"{projection.name} {origin}", done, total)


def _up_to(tip: RevisionId, entries: Iterator[LogEntry]) -> Iterator[LogEntry]:
    """What lies beyond the tip was not promised by a signed head yet."""
    for entry in entries:
        yield entry
        if entry.revision == tip:
            return


def _strangers(
    wiki: Wiki, projections: Sequence[MirrorProjection]
) -> list[tuple[MirrorProjection, str]]:
    """What is kept of friends of whom no mirror is held any more."""
    marks = [(one, origin) for one in projections for origin in one.mirror_marks()]
    held = {str(mirror.origin) for mirror in wiki.mirrors.all()}
    return [(projection, origin) for projection, origin in marks if origin not in held]


def _drop(wiki: Wiki, projection: MirrorProjection, origin: str) -> bool:
    try:
        with wiki.lock.hold("catch-up"):
            projection.drop_mirror(origin)
    except Exception:
        log.exception("%s could not forget %s", projection.name, origin)
        return False
    return True
