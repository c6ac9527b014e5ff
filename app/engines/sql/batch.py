"""A batch of log entries as events: what each commit did to each page, and where that leaves it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.page_path import BlobId, PagePath
from app.domain.revision import FileChange, LogEntry
from app.domain.rows import PageState
from app.engines.sql.database import to_micros
from app.engines.sql.versions import Version, Versions

_HOLDS_A_PAGE = (PageState.live, PageState.broken)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an address holds at some moment. `state` None: nothing, the row goes away.

    `blob` is the content, that of before for a deleted page; `last` the entry that left it so
    (None: an earlier batch did).
    """

    path: PagePath
    n: int | None
    state: PageState | None
    thread: str
    blob: BlobId | None
    title: str = ""
    status: str = ""
    licence: str = ""
    last: LogEntry | None = None

    @property
    def holds_a_page(self) -> bool:
        return self.state in _HOLDS_A_PAGE


class Batch:
    """`standings` and `homes` (the address of each thread) begin as the tables have them."""

    def __init__(
        self,
        reader: Versions,
        standings: Iterable[Standing],
        known_threads: Iterable[str],
        *,
        next_revision: int,
        next_commit: int,
    ) -> None:
        self._reader = reader
        self._standings = {standing.path: standing for standing in standings}
        self._homes = {s.thread: s.path for s in self._standings.values() if s.thread}
        self._homes |= {s.thread: s.path for s in self._standings.values() if s.holds_a_page}
        self._known = set(known_threads)
        self._next_revision, self._next_commit = next_revision, next_commit
        self.revisions: list[dict[str, Any]] = []
        self.commits: list[dict[str, Any]] = []
        self.replaced: set[str] = set()

    def touched(self) -> list[Standing]:
        return [standing for standing in self._standings.values() if standing.last is not None]

    def take(self, entry: LogEntry) -> None:
        changes = [(change, path) for change in entry.changes if (path := change.page)]
        after = {path: self._after(change, path) for change, path in changes}
        arriving = {v.thread for v in after.values() if v is not None and not v.target_id}
        moves: list[Standing] = []
        for change, path in changes:
            version = after[path]
            old = self._standings.get(path) or Standing(path, None, None, "", None)
            if version is None:
                moves += self._removed(entry, old, arriving)
            elif version.state is PageState.redirect:
                moves += self._redirected(entry, old, arriving, change, version)
            else:
                moves += self._written(entry, old, after, change, version)
        for standing in moves:
            self._settle(standing)
        self.commits.append({"n": self._next_commit, "revision": entry.revision.value})
        self._next_commit += 1

    def _after(self, change: FileChange, path: PagePath) -> Version | None:
        """None where no page is left there, or none that is shown."""
        return self._reader.version(path, change.after) if change.after is not None else None

    def _settle(self, standing: Standing) -> None:
        before = self._standings.get(standing.path)
        if before is not None and before.blob is not None and before.blob != standing.blob:
            self.replaced.add(before.blob.value)
        elif standing.state is not PageState.live and standing.blob is not None:
            self.replaced.add(standing.blob.value)
        self._standings[standing.path] = standing
        if standing.thread and standing.state is not PageState.redirect and standing.state:
            self._homes[standing.thread] = standing.path

    def _removed(self, entry: LogEntry, old: Standing, arriving: set[str]) -> list[Standing]:
        if old.state is None or old.state is PageState.deleted:
            return []
        if old.state is PageState.redirect or old.thread in arriving:
            return [replace(old, state=None, blob=None, last=entry)]
        self._tell_deletion(entry, old)
        return [replace(old, state=PageState.deleted, last=entry)]

    def _redirected(
        self,
        entry: LogEntry,
        old: Standing,
        arriving: set[str],
        change: FileChange,
        version: Version,
    ) -> list[Standing]:
        if old.holds_a_page and old.thread not in arriving:
            self._tell_deletion(entry, old)
        return [_standing(entry, old, change, version, version.thread)]

    def _written(
        self,
        entry: LogEntry,
        old: Standing,
        after: Mapping[PagePath, Version | None],
        change: FileChange,
        version: Version,
    ) -> list[Standing]:
        thread = version.thread or (old.thread if old.holds_a_page else "") or str(old.path)
        event, left = self._event(old, thread, after)
        if old.holds_a_page and old.thread != thread and self._stays_nowhere(old, after):
            self._tell_deletion(entry, old)
        self._tell(entry, old.path, thread, change.after, version, event)
        standings = [_standing(entry, old, change, version, thread)]
        if left is not None and left.state is PageState.deleted and left.path != old.path:
            # The page lives again elsewhere: one page, one row.
            standings.append(replace(left, state=None, blob=None, last=entry))
        return standings

    def _event(
        self, old: Standing, thread: str, after: Mapping[PagePath, Version | None]
    ) -> tuple[str, Standing | None]:
        """What happened to the page, and the row of its address before (None: it had none)."""
        if old.holds_a_page and old.thread == thread:
            return "changed", None
        home = self._homes.get(thread)
        left = self._standings.get(home) if home is not None else None
        if left is None or left.thread != thread:
            return ("restored" if thread in self._known else "created"), None
        if left.holds_a_page:
            gone = left.path in after and _is_no_page(after[left.path])
            return ("moved" if gone else "created"), left
        return ("restored" if thread in self._known else "created"), left

    def _stays_nowhere(self, old: Standing, after: Mapping[PagePath, Version | None]) -> bool:
        return all(v is None or v.thread != old.thread for v in after.values())

    def _tell_deletion(self, entry: LogEntry, old: Standing) -> None:
        said = Version(
            PageState.deleted, old.thread, "", old.title, "", old.status, old.licence, 0, ""
        )
        self._tell(entry, old.path, old.thread, None, said, "deleted")

    def _tell(
        self,
        entry: LogEntry,
        path: PagePath,
        thread: str,
        blob: BlobId | None,
        version: Version,
        event: str,
    ) -> None:
        self._known.add(thread)
        self.revisions.append(
            {
                "id": self._next_revision, "n": self._next_commit, "kind": path.kind,
                "slug": path.slug, "thread": thread, "revision": entry.revision.value,
                "blob": blob.value if blob is not None else None, "author": entry.author.name,
                "author_address": entry.author.address, "at": to_micros(entry.at),
                "note": entry.note, "minor": entry.minor, "size_bytes": version.size_bytes,
                "title": version.title, "status": version.status, "licence": version.licence,
                "event": event,
            }
        )  # fmt: skip
        self._next_revision += 1


def _is_no_page(version: Version | None) -> bool:
    return version is None or version.state is PageState.redirect


def _standing(
    entry: LogEntry, old: Standing, change: FileChange, version: Version, thread: str
) -> Standing:
    return Standing(
        old.path, old.n, version.state, thread, change.after, version.title, version.status,
        version.licence, entry,
    )  # fmt: skip


def touched_paths(entries: Sequence[LogEntry]) -> dict[PagePath, BlobId | None]:
    """Every page address that the entries change, with its last blob."""
    return {
        path: change.after
        for entry in entries
        for change in entry.changes
        if (path := change.page) is not None
    }
