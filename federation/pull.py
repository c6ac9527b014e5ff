"""A visit to a friend: idle, head, staging, validated, promoted, indexed; or refused, or failed.

Nothing that a friend sends makes `Puller.pull` raise, and an interrupted visit leaves the mirror as
it was.
"""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from app.actions.wiki import Wiki
from app.domain.errors import Busy
from app.domain.network import InstanceId, Peer, PullOutcome, PullReport
from app.domain.phrase import Phrase
from federation import staging
from federation.documents.values import Head
from federation.mirrors import PeerMirrors
from federation.promotion import repair
from federation.sources import Source
from federation.validate import forget_known
from federation.visit import Done, PullSettings, Stopped, Visit, stopped_by

log = logging.getLogger(__name__)

OpenHead = Callable[[InstanceId, bytes], Head]


@dataclass(frozen=True, slots=True)
class _Outcome:
    outcome: PullOutcome
    reason: str = ""
    alarm: bool = False


class Puller:
    """Visits friends. `folder` is that of the mirrors; safe between threads and processes."""

    def __init__(
        self,
        folder: Path,
        mirrors: PeerMirrors,
        wiki: Wiki,
        *,
        open_head: OpenHead,
        settings: PullSettings | None = None,
    ) -> None:
        """`open_head` gives what a sealed head says, once its signature was found to be that of the
        instance; it raises PeerRefused or WireError otherwise."""
        self._folder, self._mirrors, self._wiki = folder, mirrors, wiki
        self._open_head, self._settings = open_head, settings or PullSettings()

    def pull(
        self, peer: Peer, source: Source, *, dry_run: bool = False, by: str = ""
    ) -> PullReport:
        """One visit now, after one that is under way; with `dry_run`, what it would change.

        Never raises.
        """
        started_at, began = self._wiki.clock.now(), monotonic()
        done = Done()
        try:
            with self._wiki.lock.hold(lock_name(peer.id)):
                repair(self._mirrors, peer.id)
                visit = Visit(
                    self._mirrors, self._wiki, peer, source,
                    open_head=self._open_head, settings=self._settings, dry_run=dry_run,
                    done=done,
                )  # fmt: skip
                told = _Outcome(visit.run())
        except Exception as error:
            if isinstance(error, sqlite3.Error):
                # The list is damaged: without it, the next visit judges the whole tip again.
                forget_known(self._mirrors.known_files(peer.id))
            told = _told(peer.id, error)
        return PullReport(
            peer=peer.id,
            outcome=told.outcome,
            started_at=started_at,
            took_s=monotonic() - began,
            received=done.received,
            removed=done.removed,
            versions=done.versions,
            size_bytes=done.size_bytes,
            reason=told.reason,
            alarm=told.alarm,
            new_epoch=done.new_epoch,
            quarantined=done.quarantined,
            by=by,
            pages=done.pages,
        )

    def heal(self) -> None:
        """At start: remove what killed visits left, and put each mirror back where it stood."""
        staging.clean(self._folder)
        for mirror in self._mirrors.all():
            try:
                with self._wiki.lock.hold(lock_name(mirror.origin), wait=False):
                    repair(self._mirrors, mirror.origin)
            except Busy:
                continue

    def drop(self, instance: InstanceId) -> None:
        """Hold nothing of that friend any more. Raises Busy while a visit goes on."""
        with self._wiki.lock.hold(lock_name(instance), wait=False):
            self._mirrors.drop(instance)


def lock_name(instance: InstanceId) -> str:
    return f"pull-{instance.folder}"


def _told(instance: InstanceId, error: Exception) -> _Outcome:
    """What a person is told of it. What we did not foresee is in the log, never in the report."""
    stopped = error if isinstance(error, Stopped) else stopped_by(error)
    if stopped is None:
        log.exception("the visit to %s broke off", instance)
        return _Outcome(
            PullOutcome.failed, Phrase("La visite s’est interrompue. Rien n’a changé ici.")
        )
    log.info("the visit to %s: %s", instance, stopped.sentence)
    return _Outcome(stopped.outcome, stopped.sentence, stopped.alarm)
