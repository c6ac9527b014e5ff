"""Whoosh's index as `app.ports.FullText`: batches of pages in, answers out."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock

from app.domain.errors import EngineFailed
from app.domain.finding.marks import Mark
from app.domain.finding.question import synonyms_of
from app.domain.finding.synonyms import AskGroups, no_groups
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
from app.engines.search_whoosh import snapshot as stored
from app.engines.search_whoosh.answering import answer, every
from app.engines.search_whoosh.document import Document, document
from app.engines.search_whoosh.merging import SMALL, policy
from app.engines.search_whoosh.schema import CODEC, FACTS, TEXT, WORDS
from app.engines.search_whoosh.snapshot import EMPTY, Damaged, Part, Snapshot
from app.engines.search_whoosh.suggesting import suggest

# What reading damaged bytes raises.
_UNREADABLE = (OSError, ValueError, LookupError, EOFError, struct.error, zlib.error)
_MEMORY_MB = 128


class WhooshIndex:
    """`FullText` over an index in `folder`.

    Each reader looks at the folder before it answers, and takes in what a commit brought (segments
    it knows are kept open).
    """

    def __init__(self, folder: Path, synonyms: AskGroups = no_groups) -> None:
        self._folder = folder
        self._groups, self._ask_groups = no_groups(), synonyms
        self._synonyms = synonyms_of(self._groups)
        self._held = EMPTY
        self._lock = RLock()

    def mark(self) -> Mark | None:
        held = self._now()
        return held.mark if held.generation >= 0 else None

    prepare = staticmethod(document)

    batch = 500

    def take(
        self, pages: Iterable[tuple[str, Document | None]], mark: Mark, *, dropping: str = ""
    ) -> None:
        """Put documents in the place of those of the same keys, and move the mark, at once."""
        with self._lock:
            held = self._ready()
            pages = dict(pages)
            found = (place for key in pages for place in _places(held.find(key)))
            leaving = _places(held.of(dropping)) if dropping else ()
            gone = sorted({*leaving, *found})
            arriving = [page for page in pages.values() if page is not None]
            if arriving or gone:
                self._write(held, mark, gone, arriving)
            else:
                stored.write_mark(self._folder, held.generation, mark)
            self._held = self._load()

    def reset(self) -> None:
        with self._lock:
            stored.create(self._folder)
            self._held = self._load()

    def ours(self) -> set[str]:
        return {
            path
            for part in self._now().parts
            for doc, path in enumerate(part.segment.columns.paths)
            if part.stands(doc) and not part.segment.columns.origin(doc)
        }

    def tidy(self) -> int:
        """Merge what saves left in small segments; how many there are now. Under the write lock."""
        with self._lock:
            held = self._now()
            if held.generation >= 0 and len(held.parts) > 1:
                self._write(held, held.mark, [], [], largest=held.count)
                self._held = self._load()
            return len(self._held.parts)

    def find(self, query: SearchQuery) -> SearchPage:
        """The best pages for the words, or the selection in its order where there are none."""
        held = self._now()
        try:
            return answer(held, query, self._synonyms)
        except _UNREADABLE as error:
            raise EngineFailed(doing="chercher") from error

    def every(self, query: SearchQuery, *, limit: int) -> list[Located]:
        held = self._now()
        try:
            return every(held, query, self._synonyms, limit)
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


def _places(found: Iterable[tuple[Part, int]]) -> list[int]:
    """Where documents stand in the whole."""
    return [part.start + doc for part, doc in found]
