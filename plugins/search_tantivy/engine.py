"""Tantivy's index as `app.ports.FullText`: batches of pages in, answers out."""

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from threading import RLock

import tantivy

from app.domain.errors import EngineFailed
from app.domain.finding.marks import Mark
from app.domain.finding.question import synonyms_of
from app.domain.finding.synonyms import AskGroups, no_groups
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
from plugins.search_tantivy import recent
from plugins.search_tantivy import schema as at
from plugins.search_tantivy.answering import answer, every
from plugins.search_tantivy.document import Prepared, document, mark_document, prepared
from plugins.search_tantivy.families import Seen
from plugins.search_tantivy.recent import Recent
from plugins.search_tantivy.snapshot import (
    NO_STAMP,
    UNREADABLE,
    Damaged,
    Snapshot,
    mark_bytes,
    small_segments,
    stamp_of,
    term,
)
from plugins.search_tantivy.suggesting import suggest

# So many pages at once are an import, not a save.
_LARGE = 100
# So many entries of a log fill a segment that no later merge takes up.
BATCH = 20_000
_SMALL_BYTES, _LARGE_BYTES = 15_000_000, 300_000_000
# Tantivy merges so many small segments; upkeep does where there are fewer, but for a few.
_TOGETHER, _UNTIDY = 8, 4
# More segments than this are merged at once.
_SEGMENTS = 24


class TantivyIndex:
    """`FullText` over an index in `folder`.

    Each reader looks at the folder before it answers, and takes in what a commit brought.
    """

    def __init__(self, folder: Path, synonyms: AskGroups = no_groups) -> None:
        self._folder = folder
        self._groups, self._ask_groups = no_groups(), synonyms
        self._synonyms = synonyms_of(self._groups)
        self._index: tantivy.Index | None = None
        self._held: Snapshot | None = None
        self._stamp = NO_STAMP
        self._lock = RLock()

    def mark(self) -> Mark | None:
        held = self._now()
        return held.mark if held else None

    prepare = staticmethod(prepared)

    batch = BATCH

    def take(
        self, pages: Iterable[tuple[str, Prepared | None]], mark: Mark, *, dropping: str = ""
    ) -> None:
        """Put documents in the place of those of the same keys, and move the mark, at once."""
        with self._lock:
            if self._now() is None:
                self._begin()
            coming = iter(pages)
            some = dict(islice(coming, _LARGE))
            if len(some) == _LARGE:
                self._write(chain(some.items(), coming), mark, {}, dropping, large=True)
                return
            held = recent.left(self._held.recent() if self._held else {}, some, dropping)
            kept = recent.kept(held, some)
            again = {**held, **some} if held and kept.keys() >= held.keys() else some
            self._write(again.items(), mark, kept, dropping)

    def reset(self) -> None:
        with self._lock:
            self._begin()
            self._load()

    def ours(self) -> Iterable[str]:
        held = self._now()
        if held is None:
            return ()
        return {held.facts(one).path for one in held.all_of(term(at.ORIGIN, at.OURS))}

    def tidy(self) -> int:
        """Merge what saves left in small segments; how many there are now. Under the write lock."""
        with self._lock:
            held = self._now()
            if held is None:
                return 0
            small = small_segments(self._folder)
            if small >= _UNTIDY:
                writer = self._writer(_SMALL_BYTES)
                # Tantivy merges eight and no fewer: other marks make up the number.
                for _ in range(max(1, _TOGETHER - small)):
                    writer.add_document(mark_document(mark_bytes(held.mark)))
                    writer.commit()
                writer.wait_merging_threads()
                self._commit(self._writer(_SMALL_BYTES), held.mark, {})
                self._load()
            return int(self._held.searcher.num_segments) if self._held else 0

    def find(self, query: SearchQuery) -> SearchPage:
        """The best pages for the words, or the selection in its order where there are none."""
        held = self._now()
        if held is None:
            return SearchPage(0, (), {}, None)
        try:
            return held.answered(query, lambda: answer(held, query, self._synonyms))
        except UNREADABLE as error:
            raise EngineFailed(doing="chercher") from error

    def every(self, query: SearchQuery, *, limit: int) -> list[Located]:
        held = self._now()
        if held is None:
            return []
        try:
            return every(held, query, self._synonyms, limit)
        except UNREADABLE as error:
            raise EngineFailed(doing="chercher") from error

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:
        held = self._now()
        return suggest(held, text, size=size) if held else []

    def close(self) -> None:
        """Lets go of the files; a later call opens them again."""
        with self._lock:
            self._index = self._held = None
            self._stamp = NO_STAMP

    # What is within

    def _now(self) -> Snapshot | None:
        """The index as the newest commit left it; None where there is none to be trusted."""
        if stamp_of(self._folder) != self._stamp:
            with self._lock:
                self._load()
        return self._held

    def _load(self) -> None:
        stamp = stamp_of(self._folder)
        if stamp == self._stamp:
            return
        groups = self._ask_groups()
        if groups is not self._groups:
            self._groups, self._synonyms = groups, synonyms_of(groups)
        seen: Mapping[int, Seen] = self._held.families.seen if self._held else {}
        try:
            self._held = Snapshot(stamp, self._searcher(stamp), seen)
        except (*UNREADABLE, Damaged):
            self._index = self._held = None
        self._stamp = stamp

    def _searcher(self, stamp: tuple[int, ...]) -> tantivy.Searcher:
        if stamp == NO_STAMP:
            raise Damaged("no index")
        if self._index is None:
            self._index = _opened(self._folder)
        else:
            self._index.reload()
        return self._index.searcher()

    def _begin(self) -> None:
        """An empty index in the folder, which is emptied first."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for file in self._folder.iterdir():
            if file.is_file():
                file.unlink(missing_ok=True)
        self._index = _opened(self._folder)
        self._commit(self._writer(_SMALL_BYTES), Mark(), {})

    def _write(
        self,
        pages: Iterable[tuple[str, Prepared | None]],
        mark: Mark,
        kept: Recent,
        dropping: str,
        *,
        large: bool = False,
    ) -> None:
        writer = self._writer(_LARGE_BYTES if large else _SMALL_BYTES)
        has_pages = self._held is not None and self._held.count > 0
        try:
            if dropping:
                writer.delete_documents_by_term(at.ORIGIN, dropping)
            for key, page in pages:
                if has_pages:
                    writer.delete_documents_by_term(at.KEY, key)
                if page is not None:
                    writer.add_document(document(page))
            self._commit(writer, mark, kept)
        except BaseException:
            writer.rollback()
            raise
        if large:
            # A merge that is left is lost, and begins anew with the next commit.
            writer.wait_merging_threads()
        self._load()
        if not large and self._held and self._held.searcher.num_segments > _SEGMENTS:
            writer.wait_merging_threads()
            self._load()

    def _writer(self, size_bytes: int) -> tantivy.IndexWriter:
        """For this process alone, until it is let go. One thread: equal pages, equal index."""
        return _opened(self._folder).writer(size_bytes, 1)

    def _commit(self, writer: tantivy.IndexWriter, mark: Mark, kept: Recent) -> None:
        writer.delete_documents_by_term(at.KEY, at.MARK_KEY)
        writer.add_document(mark_document(mark_bytes(mark), recent.written(kept)))
        writer.commit()


def _opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index(at.SCHEMA, str(folder))
    index.register_tokenizer(at.WORDS, at.words_analyzer())
    index.config_reader("manual")
    return index
