"""How much is new in what people follow: for a number beside their name.

No screen waits for it: what was counted last is shown, and counted anew beside, in one thread, at
most every few minutes for each person and only where the index has changed.
"""

import logging
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from app.actions.news import count_news
from app.actions.wiki import Wiki
from app.domain.people import Person

STALE_AFTER = timedelta(minutes=5)
PEOPLE_LIMIT = 1_000
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Count:
    pages: int
    at: datetime
    generation: tuple[int, int]


class Notices:
    """One per application."""

    def __init__(self, wiki: Wiki) -> None:
        self._wiki = wiki
        self._counts: OrderedDict[str, _Count] = OrderedDict()
        self._asked: set[str] = set()
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="notices")

    def count(self, person: Person) -> int:
        """Pages new or changed, as far as is known now."""
        held = self._counts.get(person.id)
        if self._is_old(held) and self._take_turn(person.id):
            self._pool.submit(self._count, person)
        return held.pages if held else 0

    def put(self, person: Person, pages: int) -> None:
        """What a screen has just counted."""
        self._keep(person, _Count(pages, self._wiki.clock.now(), self._generation()))

    def _keep(self, person: Person, count: _Count) -> None:
        """Unless something counted later is there."""
        with self._lock:
            held = self._counts.get(person.id)
            if held is not None and held.at > count.at:
                return
            self._counts[person.id] = count
            self._counts.move_to_end(person.id)
            while len(self._counts) > PEOPLE_LIMIT:
                self._counts.popitem(last=False)

    def forget(self, person: Person) -> None:
        """What was counted is true no more: it is counted anew the next time."""
        with self._lock:
            self._counts.pop(person.id, None)

    def _generation(self) -> tuple[int, int]:
        return self._wiki.index.generation(), self._wiki.discussions.generation()

    def settle(self) -> None:
        """Returns once all that was asked is counted."""
        self._pool.submit(lambda: None).result()

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    def _is_old(self, held: _Count | None) -> bool:
        if held is None:
            return True
        if held.generation == self._generation():
            return False
        return self._wiki.clock.now() - held.at >= STALE_AFTER

    def _take_turn(self, person_id: str) -> bool:
        with self._lock:
            free = person_id not in self._asked
            self._asked.add(person_id)
            return free

    def _count(self, person: Person) -> None:
        try:
            at, generation = self._wiki.clock.now(), self._generation()
            self._keep(person, _Count(count_news(self._wiki, person), at, generation))
        except Exception:
            log.exception("what is new could not be counted; it is tried again later")
        finally:
            self._asked.discard(person.id)
