"""What a batch of a log leaves to be found: our pages, and a friend's."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.finding.marks import key_of
from app.domain.network import Mirror
from app.domain.page_path import BlobId, PagePath
from app.domain.readings import AskReadings, Left
from app.domain.revision import LogEntry
from app.engines.searching.reading import Draft, Readers, Reading
from app.ports import PageStore

# So many are looked up one by one; for more, the whole tree is listed.
_FEW = 200
# The key of each page that was touched, once: what an index made of it, None where it is not to be
# found. Read as it is taken.
Taken = Iterator[tuple[str, Any | None]]


@dataclass(frozen=True, slots=True)
class Intake:
    store: PageStore
    readers: Readers
    readings: AskReadings

    def of_ours(self, entries: Sequence[LogEntry], reading: Reading) -> Taken:
        last = _last_states(entries)
        files = [Left(path, blob, at) for path, (blob, at) in last.items() if blob]
        return self._taken(last, files, reading)

    def standing(self, left: Sequence[Left], reading: Reading) -> Taken:
        """Our pages as they stand, where nothing is held yet."""
        return self._taken((), left, reading)

    def of_friend(self, mirror: Mirror, entries: Sequence[LogEntry], reading: Reading) -> Taken:
        """Open pages of the slice that were not set aside."""
        last = _last_states(entries)
        stands = self._at_tip(mirror, last)
        # Where another entry replaces the text, it is still to come: none is read for nothing.
        files = [
            Left(path, blob, at)
            for path, (blob, at) in last.items()
            if blob and stands[path] == blob and path.file not in mirror.quarantined
        ]
        return self._taken(last, files, reading)

    def _taken(self, touched: Iterable[PagePath], files: Sequence[Left], reading: Reading) -> Taken:
        read = {file.path for file in files}
        for path in touched:
            if path not in read:
                yield key_of(str(path), reading.origin), None
        for file, made in zip(files, self.readers.read(reading, files, self._drafts), strict=True):
            yield key_of(str(file.path), reading.origin), made

    def _drafts(self, files: Sequence[Left]) -> list[Draft]:
        told = self.readings.told([file.blob for file in files])
        return [
            Draft(file.path, file.at, told=known)
            if (known := told.get(file.blob))
            else Draft(file.path, file.at, self.store.read_blob(file.blob))
            for file in files
        ]

    def _at_tip(self, mirror: Mirror, paths: Collection[PagePath]) -> dict[PagePath, BlobId | None]:
        if len(paths) < _FEW:
            return {path: self.store.blob_of(path.file, mirror.tip) for path in paths}
        tree = dict(self.store.files(mirror.tip))
        return {path: tree.get(path.file) for path in paths}


def _last_states(
    entries: Iterable[LogEntry],
) -> dict[PagePath, tuple[BlobId | None, datetime]]:
    """For each page that the batch touches, what it left there and when."""
    last: dict[PagePath, tuple[BlobId | None, datetime]] = {}
    for entry in entries:
        for change in entry.changes:
            if path := change.page:
                last[path] = (change.after, entry.at)
    return last
