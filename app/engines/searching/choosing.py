"""The search of a wiki that may change its engine while people search.

The one that answers goes on, and is kept up with the log, while the other reads from the start in
a folder of its own. Then a file says so, and every process asks the other from that moment on: an
answer counts only where no change came while it was made, so that none is given by a folder that
was just removed.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TypeVar

from app.domain.errors import Refused, WikiError
from app.domain.finding.engines import AUTO, EMBEDDED, Standing, engine_for
from app.domain.finding.synonyms import AskGroups, no_groups
from app.domain.network import Mirror
from app.domain.page_path import PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.readings import NO_READINGS, AskReadings
from app.domain.revision import LogEntry
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
from app.engines.searching.projection import SearchProjection
from app.engines.searching.standing import (
    NAME,
    NO_STAMP,
    read_standing,
    stamp_of,
    write_standing,
)
from app.ports import PageStore, Renderer, SearchEngine

T = TypeVar("T")


class _Open:
    """One engine, closed once it is left and nobody waits for its answer any more."""

    def __init__(self, name: str, search: SearchProjection) -> None:
        self.name, self.search = name, search
        self._users, self._left = 0, False
        self._lock = RLock()

    @contextmanager
    def used(self) -> Iterator[SearchProjection]:
        with self._lock:
            self._users += 1
        try:
            yield self.search
        finally:
            with self._lock:
                self._users -= 1
                self._close_where_done()

    def leave(self) -> None:
        with self._lock:
            self._left = True
            self._close_where_done()

    def _close_where_done(self) -> None:
        if self._left and not self._users:
            self.search.close()


class ChosenSearch:
    """A `Projection` and `MirrorProjection` named `search`, `Search` and `SearchChoice`.

    `setting` is the name of an engine, or `auto`. Raises Refused where there is no such engine.
    """

    name = "search"

    def __init__(
        self,
        folder: Path,
        engines: Mapping[str, SearchEngine],
        renderer: Renderer,
        *,
        setting: str = AUTO,
        synonyms: AskGroups = no_groups,
        host: str = "",
        readings: AskReadings = NO_READINGS,
    ) -> None:
        if setting not in (AUTO, *engines):
            raise Refused(
                reason=Phrase(
                    "le moteur de recherche « {name} » n’est pas installé : installez-le, ou"
                    " choisissez MAILLAGE_SEARCH=auto.",
                    name=setting,
                )
            )
        self._folder, self._engines, self._renderer = folder, engines, renderer
        self._setting, self._synonyms, self._host = setting, synonyms, host
        self._readings = readings
        self._stamp = NO_STAMP
        self._standing = self._read()
        self._open: _Open | None = None
        self._coming: SearchProjection | None = None
        self._lock = RLock()

    # Projection and MirrorProjection, under the lock of catch-up

    @property
    def batch(self) -> int:
        return self._now().search.batch

    def bookmark(self) -> RevisionId | None:
        return self._ask(lambda search: search.bookmark())

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        if entries and self.bookmark() is None:
            self._begin(_pages_of(store))
        with self._now().used() as search:
            search.apply(entries, store)

    def start(self, store: PageStore) -> RevisionId | None:
        """See `SearchProjection.start`."""
        self._begin(_pages_of(store))
        with self._now().used() as search:
            return search.start(store)

    def mirror_marks(self) -> Mapping[str, tuple[str, RevisionId]]:
        return self._ask(lambda search: search.mirror_marks())

    def apply_mirror(self, mirror: Mirror, entries: Sequence[LogEntry], store: PageStore) -> None:
        with self._now().used() as search:
            search.apply_mirror(mirror, entries, store)

    def drop_mirror(self, origin: str) -> None:
        with self._now().used() as search:
            search.drop_mirror(origin)

    def reset(self) -> None:
        """Forget everything, an engine that was to come too."""
        with self._now().used() as search:
            search.reset()
        self._stand(Standing(self._now().name))
        self._clear()

    def tidy(self) -> int:
        with self._now().used() as search:
            return search.tidy()

    def check(self, store: PageStore) -> list[str]:
        with self._now().used() as search:
            return search.check(store)

    # Search

    def find(self, query: SearchQuery) -> SearchPage:
        return self._ask(lambda search: search.find(query))

    def every(self, query: SearchQuery, *, limit: int) -> Sequence[Located]:
        return self._ask(lambda search: search.every(query, limit=limit))

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:
        return self._ask(lambda search: search.suggest(text, size=size))

    def close(self) -> None:
        """Lets go of the files; a later call opens them again."""
        with self._lock:
            if self._open:
                self._open.leave()
            if self._coming:
                self._coming.close()
            self._open = self._coming = None

    # SearchChoice

    def standing(self) -> Standing:
        self._now()
        return self._standing

    def wanted(self, pages: int) -> str:
        return engine_for(self._setting, self.standing().answering, pages, self._engines)

    def prepare(self, name: str) -> SearchProjection:
        """What it has read already, before a stop, is not read again."""
        with self._lock:
            self._stand(replace(self.standing(), coming=name))
            if self._coming is None:
                self._coming = self._made(name)
            return self._coming

    def take_over(self) -> None:
        with self._lock:
            self._stand(Standing(self.standing().coming))
            self._forget_coming()
            self._clear()

    def give_up(self, *, failed_at: datetime | None = None) -> None:
        with self._lock:
            now = self.standing()
            failed = now.coming if failed_at else ""
            self._forget_coming()
            self._stand(Standing(now.answering, "", failed, failed_at))
            self._clear()

    # What is within

    def _ask(self, ask: Callable[[SearchProjection], T]) -> T:
        """The answer of the engine that answered all the while that it was made."""
        while True:
            opened = self._now()
            with opened.used() as search:
                try:
                    answer = ask(search)
                except WikiError:
                    if self._now() is opened:
                        raise
                    continue
            if self._now() is opened:
                return answer

    def _now(self) -> _Open:
        if self._open is None or stamp_of(self._folder) != self._stamp:
            with self._lock:
                self._look()
        assert self._open is not None
        return self._open

    def _look(self) -> None:
        """Open the engine that answers, where it is another one."""
        stamp = stamp_of(self._folder)
        self._standing = self._read()
        name = self._standing.answering
        if self._open is None or self._open.name != name:
            left, self._open = self._open, _Open(name, self._made(name))
            if left:
                left.leave()
        self._stamp = stamp

    def _read(self) -> Standing:
        """What the file says; what it should where it says nothing, or an engine that is gone."""
        said = read_standing(self._folder)
        if said is None or said.answering not in self._engines:
            return Standing(EMBEDDED if self._setting == AUTO else self._setting)
        return said

    def _stand(self, standing: Standing) -> None:
        write_standing(self._folder, standing)
        with self._lock:
            self._look()

    def _begin(self, pages: int) -> None:
        """An index that holds nothing yet may be any engine's at once."""
        now = self.standing()
        name = engine_for(self._setting, now.answering, pages, self._engines)
        if name != now.answering or read_standing(self._folder) is None:
            self._stand(Standing(name))
            self._clear()

    def _made(self, name: str) -> SearchProjection:
        index = self._engines[name].open(self._folder / name, self._synonyms)
        return SearchProjection(index, self._renderer, host=self._host, readings=self._readings)

    def _forget_coming(self) -> None:
        if self._coming:
            self._coming.close()
        self._coming = None

    def _clear(self) -> None:
        """Remove all but the index that answers: an engine that was left, an older layout."""
        kept = {self._standing.answering, self._standing.coming}
        for one in self._folder.iterdir():
            if one.is_dir() and one.name not in kept:
                shutil.rmtree(one, ignore_errors=True)
            elif one.is_file() and one.name != NAME:
                one.unlink(missing_ok=True)


def _pages_of(store: PageStore) -> int:
    return sum(1 for file, _ in store.files() if PagePath.from_file(file))
