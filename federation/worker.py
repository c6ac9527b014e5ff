"""What goes on by itself: visits that are due, deliveries, bundles. One process at a time."""

import logging
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from app.actions.wiki import Wiki
from app.domain.errors import Busy, PeerNotFound
from app.domain.network import InstanceId, Peer, PullOutcome, PullReport
from federation.open_repo import OpenRepository
from federation.records import FederationRecords

log = logging.getLogger(__name__)

LEASE = "federation"
JITTER = 0.2
LONGEST_WAIT = timedelta(days=1)


class Visiting(Protocol):
    def __call__(self, peer: Peer) -> PullReport: ...


class Delivering(Protocol):
    def __call__(self, now: datetime) -> int: ...


class Healing(Protocol):
    def __call__(self) -> None: ...


class Worker:
    """`every` is the time between two visits to a friend that answers."""

    def __init__(
        self,
        wiki: Wiki,
        *,
        records: FederationRecords,
        open_repo: OpenRepository,
        visit: Visiting,
        deliver: Delivering,
        heal: Healing,
        every: timedelta,
        random: Random,
    ) -> None:
        self._wiki, self._records, self._open = wiki, records, open_repo
        self._visit, self._deliver, self._heal = visit, deliver, heal
        self._every, self._random = every, random
        self._healed = False
        self._stopped = threading.Event()

    def work(self) -> None:
        """One round. Does nothing where another process of this instance is at it."""
        with suppress(Busy), self._wiki.lock.hold(LEASE, wait=False):
            if not self._healed:
                self._heal()
                self._healed = True
            self._deliver(self._wiki.clock.now())
            for instance in self._records.due(self._wiki.clock.now()):
                if self._stopped.is_set():
                    return
                self._visit_one(instance)
            self._publish()

    def stop(self) -> None:
        """No further visit is begun."""
        self._stopped.set()

    def _visit_one(self, instance: InstanceId) -> None:
        """The next visit is put off first: a friend that kills us is not visited again at once."""
        failures = self._records.visit(instance).failures
        now = self._wiki.clock.now()
        self._records.schedule(instance, now + self._wait(failures + 1))
        try:
            report = self._visit(self._records.peer(instance))
        except PeerNotFound:
            return
        if report.outcome in (PullOutcome.updated, PullOutcome.unchanged):
            failures = -1
        self._records.schedule(instance, self._wiki.clock.now() + self._wait(failures + 1))
        log.info("%s: %s %s", instance, report.outcome, report.reason)

    def _wait(self, failures: int) -> timedelta:
        """Twice as long after each failure, give or take a fifth, so that friends do not all come
        at once."""
        wait = min(self._every * 2 ** min(failures, 20), max(LONGEST_WAIT, self._every))
        return wait * (1 + JITTER * (2 * self._random.random() - 1))

    def _publish(self) -> None:
        """What makes the next first visit cheap: a bundle, and a repository that is packed."""
        if self._open.bundle_due():
            self._open.make_bundle()
        self._open.maintain()
