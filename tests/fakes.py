"""The seams in memory. They pass the same contract tests as the real engines."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.domain.errors import EngineFailed, RevisionNotFound
from app.domain.page_path import BlobId, RevisionId
from app.domain.revision import Change, FileChange, LogEntry
from app.engines.git_store import message, writing

Tree = dict[str, BlobId]


class MemoryStore:
    """PageStore without git: the whole tree of each revision, in a list."""

    def __init__(self) -> None:
        self._entries: list[LogEntry] = []
        self._trees: dict[RevisionId, Tree] = {}
        self._blobs: dict[BlobId, bytes] = {}
        self._lock = threading.Lock()

    def head(self) -> RevisionId | None:
        return self._entries[-1].revision if self._entries else None

    def blob_of(self, file: str, at: RevisionId | None = None) -> BlobId | None:
        return self._tree(at).get(file)

    def read_blob(self, blob: BlobId) -> bytes:
        if blob not in self._blobs:
            raise EngineFailed(doing="lire une page")
        return self._blobs[blob]

    def read(self, file: str, at: RevisionId | None = None) -> bytes | None:
        blob = self.blob_of(file, at)
        return None if blob is None else self.read_blob(blob)

    def commit(self, change: Change) -> RevisionId:
        return self.commit_all([change])[0]

    def commit_all(self, changes: Sequence[Change]) -> list[RevisionId]:
        with self._lock:
            now = self._tree(None)
            steps = writing.plan(
                changes, {file: now.get(file) for file in writing.touched(changes)}
            )
            notes = [message.encode(change.note, change.trailers) for change in changes]
            return [self._append(step, note) for step, note in zip(steps, notes, strict=True)]

    def log(self, after: RevisionId | None = None) -> Iterator[LogEntry]:
        return iter(self._entries[self._position(after) :])

    def files(
        self, at: RevisionId | None = None, *, under: str = ""
    ) -> Iterator[tuple[str, BlobId]]:
        found = (item for item in self._tree(at).items() if item[0].startswith(under))
        return iter(sorted(found, key=lambda item: item[0].encode()))

    def count_after(self, after: RevisionId | None) -> int:
        return len(self._entries) - self._position(after)

    def verify(self) -> list[str]:
        return []

    def bundle(self, out: str) -> None:
        if not self._entries:
            raise EngineFailed(doing="écrire la sauvegarde")
        Path(out).write_bytes(b"".join(self._blobs.values()))

    def close(self) -> None:
        """Nothing is held open."""

    def _tree(self, at: RevisionId | None) -> Tree:
        if at is not None and at not in self._trees:
            raise RevisionNotFound(path=str(at))
        head = at or self.head()
        return dict(self._trees[head]) if head else {}

    def _position(self, after: RevisionId | None) -> int:
        if after is None:
            return 0
        if after not in self._trees:
            raise RevisionNotFound(path=str(after))
        return [entry.revision for entry in self._entries].index(after) + 1

    def _append(self, step: writing.Step, text: str) -> RevisionId:
        head, tree = self.head(), self._tree(None)
        if head and not step.files:
            return head
        changes = []
        for file, data in sorted(step.files.items()):
            after = None if data is None else writing.blob_id(data)
            changes.append(FileChange(file, tree.pop(file, None), after))
            if after and data is not None:
                tree[file] = after
                self._blobs[after] = data
        entry = self._entry(step.change, text, tuple(changes))
        self._trees[entry.revision] = tree
        self._entries.append(entry)
        return entry.revision

    def _entry(self, change: Change, text: str, changes: tuple[FileChange, ...]) -> LogEntry:
        named = f"{self.head()} {len(self._entries)} {change.at} {text} {changes}"
        note, trailers = message.decode(text)
        return LogEntry(
            revision=RevisionId(hashlib.sha1(named.encode(), usedforsecurity=False).hexdigest()),
            author=message.clean_signature(change.author),
            at=message.utc(message.seconds(change.at)),
            note=note,
            trailers=trailers,
            changes=changes,
        )
