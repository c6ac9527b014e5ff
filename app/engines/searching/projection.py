"""The search engine as the wiki sees it: a projection of the log, and answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from threading import RLock

from app.domain.batches import batched
from app.domain.errors import InvalidPage, RevisionNotFound
from app.domain.finding.marks import Mark
from app.domain.licence import LICENCES_FILE, read_policy
from app.domain.network import Mirror
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.readings import NO_READINGS, AskReadings
from app.domain.revision import LogEntry
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
from app.engines.searching.intake import Intake
from app.engines.searching.reading import Readers, Reading, shown_page
from app.ports import FullText, PageStore, Renderer


class SearchProjection:
    """A `Projection` and `MirrorProjection` named `search`, and `Search`, over an index of words.

    `host` is our own instance; `readings` tells what of the wiki was read already.
    """

    name = "search"

    def __init__(
        self,
        index: FullText,
        renderer: Renderer,
        *,
        host: str = "",
        readings: AskReadings = NO_READINGS,
    ) -> None:
        self._index = index
        self._reading = Reading(renderer, index.prepare, host)
        self._readers, self._readings = Readers(), readings
        self._lock = RLock()

    # Projection

    @property
    def batch(self) -> int:
        return self._index.batch

    def bookmark(self) -> RevisionId | None:
        revision = self._mark().revision
        return RevisionId(revision) if revision else None

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch in. Pages that may not be shown to everybody leave the index."""
        if not entries:
            return
        with self._lock:
            held = self._mark()
            licences = _open_licences(held, entries, store)
            mirrors = dict(held.mirrors)
            if licences != held.open_licences:
                # Friends' pages were judged by those that were open: they are to be read again.
                mirrors = {origin: ("", tip) for origin, (_, tip) in mirrors.items()}
            mark = Mark(str(entries[-1].revision), licences, mirrors)
            self._index.take(self._intake(store).of_ours(entries, self._reading), mark)

    def start(self, store: PageStore) -> RevisionId | None:
        """Take in our pages as they stand, without their log, where another has read it; up to
        where. Until all are there nothing is marked as read."""
        with self._lock:
            found = self._readings.standing()
            if found is None or not _knows(store, found[0]):
                return None
            self._index.reset()
            revision, left = found
            licences = _licences_at(store.blob_of(LICENCES_FILE, revision), store)
            for some in batched(left, self._index.batch):
                taken = self._intake(store).standing(some, self._reading)
                self._index.take(taken, Mark(None, licences))
            self._index.take((), Mark(str(revision), licences))
            return revision

    # MirrorProjection

    def mirror_marks(self) -> Mapping[str, tuple[str, RevisionId]]:
        marks = self._mark().mirrors
        return {origin: (form, RevisionId(tip)) for origin, (form, tip) in marks.items()}

    def apply_mirror(self, mirror: Mirror, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch of a friend's log in. What is not shown here leaves the index."""
        if not entries:
            return
        with self._lock:
            held = self._mark()
            origin = str(mirror.origin)
            form, _ = held.mirrors.get(origin, (mirror.form, ""))
            licences = held.open_licences or _open_licences(held, (), store)
            reading = replace(
                self._reading, origin=origin, licences=frozenset(licences), slice=mirror.slice
            )
            taken = self._intake(store).of_friend(mirror, entries, reading)
            marks = {**held.mirrors, origin: (mirror.form, str(entries[-1].revision))}
            dropping = "" if form == mirror.form else origin
            self._index.take(taken, replace(held, mirrors=marks), dropping=dropping)

    def drop_mirror(self, origin: str) -> None:
        with self._lock:
            held = self._index.mark()
            if held:
                marks = {of: mark for of, mark in held.mirrors.items() if of != origin}
                self._index.take((), replace(held, mirrors=marks), dropping=origin)

    def reset(self) -> None:
        with self._lock:
            self._index.reset()

    def tidy(self) -> int:
        """Merge what saves left in small pieces; how many there are now. Under the write lock."""
        with self._lock:
            return self._index.tidy()

    def check(self, store: PageStore) -> list[str]:
        """Sentences about what the index and the tree at its bookmark do not agree on."""
        held = self._index.mark()
        if held is None:
            return ["L’index de recherche est absent ou abîmé : lancez « maillage rebuild »."]
        at = RevisionId(held.revision) if held.revision else None
        due = {str(path) for path in _shown_paths(store, at)} if at else set()
        there = set(self._index.ours())
        missing, extra = sorted(due - there), sorted(there - due)
        said = [f"La page « {path} » manque à l’index de recherche." for path in missing]
        return said + [f"La page « {path} » est de trop dans l’index." for path in extra]

    # Search

    def find(self, query: SearchQuery) -> SearchPage:
        """The best pages for the words, or the selection in its order where there are none."""
        return self._index.find(query)

    def every(self, query: SearchQuery, *, limit: int) -> Sequence[Located]:
        return self._index.every(query, limit=limit)

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:
        return self._index.suggest(text, size=size)

    def close(self) -> None:
        """Lets go of the files; a later call opens them again."""
        with self._lock:
            self._readers.close()
            self._index.close()

    # What is within

    def _mark(self) -> Mark:
        return self._index.mark() or Mark()

    def _intake(self, store: PageStore) -> Intake:
        return Intake(store, self._readers, self._readings)


def _open_licences(held: Mark, entries: Sequence[LogEntry], store: PageStore) -> tuple[str, ...]:
    """The open licences after the batch; read again where it changes them."""
    changed = [c for e in entries for c in e.changes if c.file == LICENCES_FILE]
    if not changed and held.open_licences:
        return held.open_licences
    return _licences_at(changed[-1].after if changed else None, store)


def _knows(store: PageStore, revision: RevisionId) -> bool:
    """Not where the history was replaced since."""
    try:
        store.count_after(revision)
    except RevisionNotFound:
        return False
    return True


def _licences_at(blob: BlobId | None, store: PageStore) -> tuple[str, ...]:
    try:
        return tuple(read_policy(store.read_blob(blob) if blob else None).open_ids())
    except InvalidPage:
        return ()


def _shown_paths(store: PageStore, at: RevisionId) -> Iterator[PagePath]:
    for file, blob in store.files(at):
        path = PagePath.from_file(file)
        if path and shown_page(path, store.read_blob(blob)):
            yield path
