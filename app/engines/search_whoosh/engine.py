"""The search engine as the wiki sees it: a projection of the log, and answers."""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import RLock

from app.domain.errors import EngineFailed, InvalidPage
from app.domain.finding.question import synonyms_of
from app.domain.finding.synonyms import AskGroups, no_groups
from app.domain.licence import LICENCES_FILE, read_policy
from app.domain.network import Mirror
from app.domain.page_path import PagePath, RevisionId
from app.domain.revision import LogEntry
from app.domain.search import SearchPage, SearchQuery, Suggestion
from app.engines.search_whoosh import snapshot as stored
from app.engines.search_whoosh.answering import answer
from app.engines.search_whoosh.document import Document
from app.engines.search_whoosh.intake import Intake, shown_page
from app.engines.search_whoosh.merging import SMALL, policy
from app.engines.search_whoosh.schema import CODEC, FACTS, TEXT, WORDS
from app.engines.search_whoosh.snapshot import EMPTY, Damaged, Mark, Part, Snapshot
from app.engines.search_whoosh.suggesting import suggest
from app.ports import PageStore, Renderer

# What reading damaged bytes raises.
_UNREADABLE = (OSError, ValueError, LookupError, EOFError, struct.error, zlib.error)
_MEMORY_MB = 128


class WhooshSearch:
    """A `Projection` named `search`, and `Search`, over an index in `folder`.

    Any number of processes and threads may read: each looks at the folder before it answers, and
    takes in what a commit brought (segments it knows are kept open). One at a time may write, under
    the lock that `catch_up` holds. A folder that is damaged, or of an older version, has no
    bookmark and answers nothing; the next `apply` begins it anew.
    """

    name = "search"

    def __init__(
        self,
        folder: Path,
        renderer: Renderer,
        *,
        synonyms: AskGroups = no_groups,
        host: str = "",
    ) -> None:
        """`host` is our own instance, that friends' pages may have been adapted from."""
        self._folder = folder
        self._renderer, self._host = renderer, host
        self._groups, self._ask_groups = no_groups(), synonyms
        self._synonyms = synonyms_of(self._groups)
        self._held = EMPTY
        self._lock = RLock()

    # Projection

    def bookmark(self) -> RevisionId | None:
        revision = self._now().mark.revision
        return RevisionId(revision) if revision else None

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch in. Pages that may not be shown to everybody leave the index."""
        if not entries:
            return
        with self._lock:
            held = self._ready()
            licences = self._open_licences(held, entries, store)
            mirrors = dict(held.mark.mirrors)
            if licences != held.mark.open_licences:
                # Friends' pages were judged by those that were open: they are to be read again.
                mirrors = {origin: ("", tip) for origin, (_, tip) in mirrors.items()}
            mark = Mark(str(entries[-1].revision), licences, mirrors)
            self._take(held, mark, self._intake(store).of_ours(entries))

    # MirrorProjection

    def mirror_marks(self) -> Mapping[str, tuple[str, RevisionId]]:
        marks = self._now().mark.mirrors
        return {origin: (form, RevisionId(tip)) for origin, (form, tip) in marks.items()}

    def apply_mirror(self, mirror: Mirror, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Take a batch of a friend's log in. What is not shown here leaves the index."""
        if not entries:
            return
        with self._lock:
            held = self._ready()
            origin = str(mirror.origin)
            form, _ = held.mark.mirrors.get(origin, (mirror.form, ""))
            licences = held.mark.open_licences or self._open_licences(held, (), store)
            taken = self._intake(store).of_friend(mirror, entries, licences)
            places = [] if form == mirror.form else _places(held.of(origin))
            marks = {**held.mark.mirrors, origin: (mirror.form, str(entries[-1].revision))}
            self._take(held, replace(held.mark, mirrors=marks), taken, places)

    def drop_mirror(self, origin: str) -> None:
        with self._lock:
            held = self._now()
            if held.generation >= 0:
                marks = {of: mark for of, mark in held.mark.mirrors.items() if of != origin}
                self._take(held, replace(held.mark, mirrors=marks), {}, _places(held.of(origin)))

    def reset(self) -> None:
        with self._lock:
            stored.create(self._folder)
            self._held = self._load()

    def tidy(self) -> int:
        """Merge what saves left in small segments; how many there are now. Under the write lock."""
        with self._lock:
            held = self._now()
            if held.generation >= 0 and len(held.parts) > 1:
                self._write(held, held.mark, [], [], largest=held.count)
                self._held = self._load()
            return len(self._held.parts)

    def check(self, store: PageStore) -> list[str]:
        """Sentences about what the index and the tree at its bookmark do not agree on."""
        held = self._now()
        if held.generation < 0:
            return ["L’index de recherche est absent ou abîmé : lancez « maillage rebuild »."]
        due = self._due(store, held)
        there = {
            path
            for part in held.parts
            for doc, path in enumerate(part.segment.columns.paths)
            if part.live >> (8 * doc) & 1 and not part.segment.columns.origin(doc)
        }
        missing, extra = sorted(due - there), sorted(there - due)
        said = [f"La page « {path} » manque à l’index de recherche." for path in missing]
        return said + [f"La page « {path} » est de trop dans l’index." for path in extra]

    # Search

    def find(self, query: SearchQuery) -> SearchPage:
        """The best pages for the words, or the selection in its order where there are none."""
        held = self._now()
        try:
            return answer(held, query, self._synonyms)
        except _UNREADABLE as error:
            raise EngineFailed(doing="chercher") from error

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:
        return suggest(self._now(), text, size=size)

    def close(self) -> None:
        """Lets go of the files; a later call opens them again."""
        with self._lock:
            for part in self._held.parts:
                part.segment.close()
            self._held = EMPTY

    # What is within

    def _now(self) -> Snapshot:
        """The index as the newest commit left it."""
        if stored.stamp_of(self._folder) != self._held.stamp:
            with self._lock:
                self._held = self._load()
        return self._held

    def _ready(self) -> Snapshot:
        """The same, in a folder that holds an index."""
        if self._now().generation < 0:
            stored.create(self._folder)
        return self._now()

    def _take(
        self,
        held: Snapshot,
        mark: Mark,
        taken: Mapping[str, Document | None],
        leaving: Sequence[int] = (),
    ) -> None:
        """Put documents in the place of those of the same keys, and move the mark, at once."""
        found = (place for key in taken for place in _places(held.find(key)))
        gone = sorted({*leaving, *found})
        arriving = [one for one in taken.values() if one is not None]
        if arriving or gone:
            self._write(held, mark, gone, arriving)
        else:
            stored.write_mark(self._folder, held.generation, mark)
        self._held = self._load()

    def _intake(self, store: PageStore) -> Intake:
        return Intake(store, self._renderer, self._host)

    def _load(self) -> Snapshot:
        groups = self._ask_groups()
        if groups is not self._groups:
            self._groups, self._synonyms = groups, synonyms_of(groups)
        known = {part.segment.id: part.segment for part in self._held.parts}
        try:
            return stored.load(self._folder, known)
        except Damaged:
            return EMPTY

    def _write(
        self,
        held: Snapshot,
        mark: Mark,
        leaving: Sequence[int],
        arriving: Sequence[Document],
        *,
        largest: int = SMALL,
    ) -> None:
        writer = stored.index_in(self._folder).writer(codec=CODEC, limitmb=_MEMORY_MB)
        try:
            for place in leaving:
                writer.delete_document(place)
            for one in arriving:
                writer.add_document(**{WORDS: one.words, FACTS: one.facts, TEXT: one.text})
            stored.write_mark(self._folder, held.generation + 1, mark)
            writer.commit(mergetype=policy(largest=largest))
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        stored.tidy(self._folder, held.generation + 1)
        stored.write_mark(self._folder, held.generation + 1, mark)

    def _open_licences(
        self, held: Snapshot, entries: Sequence[LogEntry], store: PageStore
    ) -> tuple[str, ...]:
        """The open licences after the batch; read again where it changes them."""
        changed = [c for e in entries for c in e.changes if c.file == LICENCES_FILE]
        if not changed and held.mark.open_licences:
            return held.mark.open_licences
        blob = changed[-1].after if changed else None
        try:
            return tuple(read_policy(store.read_blob(blob) if blob else None).open_ids())
        except InvalidPage:
            return ()

    def _due(self, store: PageStore, held: Snapshot) -> set[str]:
        at = RevisionId(held.mark.revision) if held.mark.revision else None
        return {str(path) for path in _shown_paths(store, at)} if at else set()


def _shown_paths(store: PageStore, at: RevisionId) -> Iterator[PagePath]:
    for file, blob in store.files(at):
        path = PagePath.from_file(file)
        if path and shown_page(path, store.read_blob(blob)):
            yield path


def _places(found: Iterable[tuple[Part, int]]) -> list[int]:
    """Where documents stand in the whole."""
    return [part.start + doc for part, doc in found]
