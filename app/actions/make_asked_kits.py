"""Make the kits that were asked for, one after the other, in the background.

One process does, whoever holds the lock. What it was at when it stopped is begun again by the next
one; a file is offered only once it is whole.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from app.actions.ask_kit import LOCK, KitMaking, mark_of_ask, turn
from app.actions.find_pages import settled
from app.actions.make_kit import make_kit
from app.actions.pack_kit import write_file
from app.actions.standing_kits import latest_kits
from app.actions.wiki import Wiki
from app.domain.errors import Busy, Refused, WikiError
from app.domain.kit import KitChoice
from app.domain.phrase import Phrase
from app.domain.selection import Selection
from app.domain.taking import (
    TOLD,
    TRIES,
    KitJob,
    KitState,
    MadeKit,
    Stayed,
    kit_filename,
)
from app.failpoint import reached

MAKER = "kit-maker"
# What is told of kits that are gone, so that their address still says how to have them again.
REMEMBERED = 300
_DAY_S = 86_400
_TOLD_EVERY_S = 0.5
log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The server stops: what is under way waits for the next one."""


def make_asked_kits(
    wiki: Wiki, making: KitMaking, *, stopped: Callable[[], bool] = lambda: False
) -> int:
    """Make all that waits; how many. Nothing where another process makes them."""
    if not _work(making):
        return 0
    with suppress(Busy), wiki.lock.hold(MAKER, wait=False):
        _take_up(making)
        made = 0
        while not stopped() and (job := _next(making)) is not None:
            tidy(wiki, making)
            _make(wiki, making, job, stopped)
            made += 1
        tidy(wiki, making)
        return made
    return 0


def _work(making: KitMaking) -> bool:
    return any(not job.ended for job in making.shelf.jobs())


def _next(making: KitMaking) -> KitJob | None:
    return min((job for job in making.shelf.jobs() if not job.ended), key=turn, default=None)


def _take_up(making: KitMaking) -> None:
    """Nobody but us makes any: what is said to be under way was cut short."""
    for job in making.shelf.jobs():
        if job.state is KitState.making:
            making.shelf.drop(job.id)
            if job.began >= TRIES:
                why = Phrase("le serveur s’est arrêté {tries} fois en le préparant.", tries=TRIES)
                _fail(making, job, why)
            else:
                making.shelf.put(replace(job, state=KitState.waiting, done=0, of=0))


def _make(wiki: Wiki, making: KitMaking, job: KitJob, stopped: Callable[[], bool]) -> None:
    with wiki.lock.hold(LOCK):
        # Whoever asked meanwhile may have said more of it.
        job = making.shelf.job(job.id) or job
        mark = mark_of_ask(wiki, making, job.ask)
        job = replace(job, state=KitState.making, began=job.began + 1, mark=mark)
        making.shelf.put(job)
    reached("kit.begun")
    making.shelf.drop(job.id)
    try:
        made = _written(wiki, making, job, _Telling(making, job, stopped))
    except _Stopped:
        making.shelf.drop(job.id)
        making.shelf.put(replace(job, state=KitState.waiting, began=job.began - 1))
    except WikiError as error:
        _fail(making, job, _reason(error))
    except Exception:
        log.exception("the kit %s (%s) could not be made", job.id, job.ask.format)
        why = Phrase("une erreur imprévue l’a arrêté ; elle est notée dans le journal du serveur.")
        _fail(making, job, why)
    else:
        ended = replace(job, state=KitState.ready, made=made, asker="", done=made.pages,
                        of=made.pages)  # fmt: skip
        making.shelf.put(ended)


def _written(wiki: Wiki, making: KitMaking, job: KitJob, tell: "_Telling") -> MadeKit:
    exporter = making.formats.get(job.ask.format)
    if exporter is None:
        raise Refused(reason=Phrase("« {name} » n’est plus un format d’ici.", name=job.ask.format))
    tell.require_room()
    choice = KitChoice(job.ask.pictures, job.ask.form, job.ask.lang)
    kit = make_kit(wiki, making.draw, Selection.parse(job.ask.query), choice, progress=tell)
    name = kit_filename(wiki.site, exporter, job.ask, kit.words, kit.at)
    file = making.shelf.place(job.id, name)
    write_file(exporter, kit, file)
    reached("kit.written")
    size = file.stat().st_size
    if size > making.bounds.limit_bytes:
        raise Refused(
            reason=Phrase(
                "il ferait {size} Mo, plus que ce serveur ne garde. Prenez moins de pages, ou des "
                "images plus légères.", size=size // 1_000_000,
            )
        )  # fmt: skip
    return MadeKit(
        name, size, making.shelf.sum(file), job.mark, kit.revision, kit.at, wiki.clock.now(),
        kit.count, _licences(wiki, job), len(kit.left_out),
        tuple(Stayed(one.title, one.url, one.licence) for one in kit.left_out[:TOLD]),
        mark_of_ask(wiki, making, job.ask) != job.mark,
    )  # fmt: skip


def _licences(wiki: Wiki, job: KitJob) -> tuple[tuple[str, int], ...]:
    chosen = Selection.parse(job.ask.query).but(open_only=True)
    groups = wiki.index.figures(settled(wiki, chosen), "licence").groups
    return tuple((group.key, group.count) for group in groups)


def _reason(error: WikiError) -> Phrase:
    """What stopped it, ready to be said in any language."""
    reason = error.params.get("reason")
    if isinstance(reason, Phrase):
        return reason
    said = {name: str(value) for name, value in error.params.items()}
    return Phrase(type(error).sentence, **said)


def _fail(making: KitMaking, job: KitJob, why: Phrase) -> None:
    """Nothing of it stays. It is tried again when somebody asks again, not before."""
    making.shelf.drop(job.id)
    params = {name: str(value) for name, value in why.params.items()}
    making.shelf.put(replace(job, state=KitState.failed, why=why.template, params=params, asker=""))


class _Telling:
    """Notes how far it is, now and then; stops where the server does, or the disk is full."""

    def __init__(self, making: KitMaking, job: KitJob, stopped: Callable[[], bool]) -> None:
        self._making, self._job, self._stopped = making, job, stopped
        self._told_at = 0.0

    def __call__(self, done: int, of: int) -> None:
        if self._stopped():
            raise _Stopped
        reached("kit.drawing")
        if time.monotonic() - self._told_at < _TOLD_EVERY_S and done < of:
            return
        self._told_at = time.monotonic()
        self.require_room()
        self._making.shelf.put(replace(self._job, done=done, of=of))

    def require_room(self) -> None:
        if self._making.shelf.free_bytes() < self._making.bounds.reserve_bytes:
            raise Refused(reason=Phrase("il n’y a plus assez de place sur le disque du serveur."))


def tidy(wiki: Wiki, making: KitMaking) -> None:
    """Files nobody asked for in a long time go, then those asked for longest ago until the others
    fit; the network's own stay while there is room. What was asked is remembered longer."""
    shelf, bounds = making.shelf, making.bounds
    for stray in shelf.strays():
        shelf.drop(stray)
    since = wiki.clock.now().timestamp() - bounds.days * _DAY_S
    newest = {job.id for job in latest_kits(making).values()}
    left = bounds.limit_bytes
    ready = [job for job in shelf.jobs() if job.state is KitState.ready]
    for job in sorted(ready, key=lambda one: (one.id not in newest, -shelf.wanted_at(one.id))):
        size = job.made.size_bytes if job.made and shelf.file(job) else 0
        old = shelf.wanted_at(job.id) < since and job.id not in newest
        if not size or size > left or old:
            shelf.drop(job.id)
            shelf.put(replace(job, state=KitState.gone))
        else:
            left -= size
    for job in [one for one in shelf.jobs() if one.ended][REMEMBERED:]:
        if job.id not in newest:
            shelf.forget(job.id)
