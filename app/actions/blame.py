"""Who wrote what in a page: the walk through its versions, and what of it this reader may know."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from app.actions.read_page import read_page
from app.actions.rights import sees_revision
from app.actions.wiki import Wiki
from app.domain.blame import Told, Traced, trace
from app.domain.errors import InvalidPage, TooLarge
from app.domain.page import Page, parse_file
from app.domain.page_path import PagePath, RevisionId
from app.domain.passages import passages_of
from app.domain.people import Reader
from app.domain.rows import PageRow, RevisionRow

# How far back one page is walked: versions, and bytes read for them.
VERSIONS_READ, BYTES_READ = 400, 24 * 1024 * 1024
_BATCH = 100
_KEPT = 64


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of the version that wrote a part: its row (None where it is not public for
    this reader), the one before it where both may be compared, or the day before which it lies."""

    row: RevisionRow | None = None
    older: RevisionRow | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """The page, and for each passage and key of it where it comes from."""

    row: PageRow
    passages: tuple[tuple[str, Origin], ...]
    fields: tuple[tuple[str, Origin], ...]


@dataclass(frozen=True, slots=True)
class _Walked:
    """`rows` newest first, as far as they were read."""

    passages: tuple[str, ...]
    rows: tuple[RevisionRow, ...]
    traced: Traced


def blame(wiki: Wiki, path: PagePath, *, reader: Reader, through_minor: bool = False) -> Written:
    """Raises PageNotFound, Gone, Moved.

    `through_minor`: small edits are looked through, to who wrote what they touched.
    """
    row = read_page(wiki, path, reader=reader)
    walked = _WALKS.get(wiki, row, through_minor=through_minor)
    origins = _Origins(wiki, reader, walked)
    passages = zip(walked.passages, walked.traced.passages, strict=True)
    return Written(
        row,
        tuple((text, origins.of(number)) for text, number in passages),
        tuple((key, origins.of(number)) for key, number in walked.traced.fields.items()),
    )


class _Origins:
    def __init__(self, wiki: Wiki, reader: Reader, walked: _Walked) -> None:
        rows = walked.rows
        seen = [sees_revision(wiki, reader, row) for row in rows]
        self._last = rows[-1].at if rows else None
        self._origins = [
            Origin(row, rows[n + 1] if n + 1 < len(rows) and seen[n + 1] else None)
            if seen[n]
            else Origin()
            for n, row in enumerate(rows)
        ]

    def of(self, number: int | None) -> Origin:
        if number is None:
            return Origin(before=self._last)
        return self._origins[number]


class _Walks:
    """The last walks, by the version that they began at: they are the same for every reader."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str, RevisionId, bool], _Walked] = OrderedDict()
        self._lock = Lock()

    def get(self, wiki: Wiki, row: PageRow, *, through_minor: bool) -> _Walked:
        # Names of people may be erased from the index without a new version of the page.
        key = (wiki.index.generation(), str(row.path), row.revision, through_minor)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        walked = _walk(wiki, row, through_minor=through_minor)
        with self._lock:
            self._kept[key] = walked
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return walked


_WALKS = _Walks()


def _walk(wiki: Wiki, row: PageRow, *, through_minor: bool) -> _Walked:
    read = _Reading(wiki, row, through_minor=through_minor)
    found = trace(read.versions(), whole=False)
    if read.at_the_end and None in (*found.passages, *found.fields.values()):
        last = len(read.rows) - 1
        found = Traced(
            tuple(last if n is None else n for n in found.passages),
            {key: last if n is None else n for key, n in found.fields.items()},
            found.read,
        )
    return _Walked(tuple(read.newest), tuple(read.rows), found)


class _Reading:
    """Versions newest first, each read once; those that only moved or deleted it are passed over.

    `at_the_end`: the first version of all was read.
    """

    def __init__(self, wiki: Wiki, row: PageRow, *, through_minor: bool) -> None:
        self._wiki, self._row, self._through_minor = wiki, row, through_minor
        self.rows: list[RevisionRow] = []
        self.newest: list[str] = []
        self.at_the_end = False

    def versions(self) -> Iterator[Told]:
        budget = BYTES_READ
        for row, older in self._pairs():
            budget -= row.size_bytes
            if len(self.rows) >= VERSIONS_READ or budget < 0:
                return
            told = self._told(row, light=row.minor and self._through_minor)
            if not self.rows:
                self.newest = list(told.passages)
            self.rows.append(row)
            self.at_the_end = older is None
            yield told

    def _pairs(self) -> Iterator[tuple[RevisionRow, RevisionRow | None]]:
        """Each version that wrote something, with the one before it."""
        waiting: RevisionRow | None = None
        for row in self._rows():
            if row.blob is None:
                continue
            if waiting is not None and waiting.blob != row.blob:
                yield waiting, row
            waiting = row
        if waiting is not None:
            yield waiting, None

    def _rows(self) -> Iterator[RevisionRow]:
        cursor: str | None = None
        while True:
            rows, cursor = self._wiki.index.history(self._row.path, after=cursor, size=_BATCH)
            yield from rows
            if cursor is None:
                return

    def _told(self, row: RevisionRow, *, light: bool) -> Told:
        assert row.blob is not None
        data = self._wiki.store.read_blob(row.blob)
        try:
            found = parse_file(row.path, data)
        except (InvalidPage, TooLarge):
            return Told(passages_of(data.decode(errors="replace")), {}, light)
        if not isinstance(found, Page):
            return Told((), {}, light)
        return Told(passages_of(found.body), found.front, light)
