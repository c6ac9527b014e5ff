"""The files of the whole wiki that the network keeps ready: which, how fresh, where the last is."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from app.actions.ask_kit import KitMaking, ask_kit, kit_ask, mark_of_ask
from app.actions.keep_file import keep_file
from app.actions.rights import require, signature_of
from app.actions.wiki import Wiki
from app.domain.errors import Refused, TooMany
from app.domain.people import STRANGER, Reader, Role
from app.domain.selection import Selection
from app.domain.standing_kits import (
    EVERY_DAYS,
    STANDING_FILE,
    StandingKits,
    read_standing,
    standing_file,
)
from app.domain.taking import KitAsk, KitJob, KitState

log = logging.getLogger(__name__)
_read = lru_cache(maxsize=16)(read_standing)


def standing_of(wiki: Wiki) -> StandingKits:
    """What the network keeps ready, as it stands at the head of the log."""
    blob = wiki.store.blob_of(STANDING_FILE)
    return _read(wiki.store.read_blob(blob) if blob else None)


def set_standing(wiki: Wiki, making: KitMaking, said: StandingKits, *, by: Reader) -> None:
    """One commit, and the files that are due are asked for. Those of formats that are not
    installed stay named.

    Raises NotAllowed below steward, Refused on what is not offered.
    """
    person = require(by, Role.steward)
    before = standing_of(wiki)
    if said.every_days not in EVERY_DAYS or not set(said.formats) <= {
        *making.formats, *before.formats,
    }:  # fmt: skip
        raise Refused(reason="ce choix n’est pas proposé ici.")
    keep_file(
        wiki, STANDING_FILE, lambda _: standing_file(said), by=signature_of(wiki, person),
        note="Choisir les fichiers toujours prêts", doing="enregistrer ce choix",
    )  # fmt: skip
    ask_standing(wiki, making)


def ask_standing(wiki: Wiki, making: KitMaking) -> int:
    """Ask for those that are due; how many. Cheap where none is."""
    due = list(_due(wiki, making))
    for ask in due:
        try:
            ask_kit(wiki, making, ask, by=STRANGER, standing=True)
        except (Refused, TooMany) as error:
            log.warning("no kit of the whole wiki as %s: %s", ask.format, error)
    return len(due)


def _due(wiki: Wiki, making: KitMaking) -> Iterator[KitAsk]:
    said = standing_of(wiki)
    formats = [name for name in said.formats if name in making.formats]
    jobs = making.shelf.jobs() if formats else []
    since = wiki.clock.now() - timedelta(days=said.every_days)
    for name in formats:
        ask = kit_ask(making, Selection(), format=name, lang=wiki.site.lang)
        last = next((job for job in jobs if job.standing and job.ask == ask), None)
        if last is None or (last.ended and last.asked_at <= since and _old(wiki, making, last)):
            yield ask


def _old(wiki: Wiki, making: KitMaking, last: KitJob) -> bool:
    there = last.state is KitState.ready and making.shelf.file(last) is not None
    return not there or last.mark != mark_of_ask(wiki, making, last.ask)


def standing_kits(making: KitMaking) -> list[KitJob]:
    """Those that are ready, newest first."""
    ready = [
        job for job in making.shelf.jobs()
        if job.standing and job.state is KitState.ready and making.shelf.file(job)
    ]  # fmt: skip
    return sorted(ready, key=lambda job: (job.made.made_at if job.made else job.asked_at, job.id),
                  reverse=True)  # fmt: skip


def latest_kits(making: KitMaking) -> dict[str, KitJob]:
    """The last of each, by format, in the order in which people want them."""
    found: dict[str, KitJob] = {}
    for job in standing_kits(making):
        found.setdefault(job.ask.format, job)
    order = (*making.formats, *found)
    return {name: found[name] for name in dict.fromkeys(order) if name in found}
