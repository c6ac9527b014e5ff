"""Reading `git log` as the entries that projections take in."""

import re
from collections.abc import Iterator

from app.domain.page_path import BlobId, RevisionId
from app.domain.revision import FileChange, LogEntry, Signature
from app.engines.git_store import message

ARGUMENTS = (
    "log",
    "--first-parent",
    "--reverse",
    "--root",
    "--raw",
    "-z",
    "--no-renames",
    "--no-abbrev",
    "--no-notes",
    "--no-color",
    "--no-ext-diff",
    "--encoding=UTF-8",
    "--format=%H%x00%an%x00%ae%x00%at%x00%B%x00",
)
_NOTHING = set("0")
_NUMBER = re.compile(r"-?[0-9]{1,20}")


def entries(pieces: Iterator[bytes]) -> Iterator[LogEntry]:
    """Entries from the NUL-separated pieces of a log, in the order they come.

    Five pieces of a commit, then two for each of its files (a line that begins with a colon, and
    the path), with empty pieces between: where each stands decides what it is, never its text.
    """
    piece = next(pieces, None)
    while piece is not None:
        if not piece.strip():
            piece = next(pieces, None)
            continue
        head = [piece.lstrip(b"\n"), *(next(pieces) for _ in range(4))]
        changes, piece = _changes(pieces)
        yield _entry([part.decode("utf-8", "replace") for part in head], changes)


def _changes(pieces: Iterator[bytes]) -> tuple[list[FileChange], bytes | None]:
    """The files of one commit, and the piece that begins the next one."""
    changes = []
    for piece in pieces:
        text = piece.lstrip(b"\n")
        if text.startswith(b":"):
            _, _, before, after, _ = text.decode().split(" ")
            path = next(pieces).decode("utf-8", "surrogateescape")
            changes.append(FileChange(path, _blob(before), _blob(after)))
        elif text:
            return changes, text
    return changes, None


def _entry(head: list[str], changes: list[FileChange]) -> LogEntry:
    revision, name, address, at_s, text = head
    note, trailers = message.decode(text)
    return LogEntry(
        revision=RevisionId(revision),
        author=Signature(name, address),
        at=message.utc(int(at_s) if _NUMBER.fullmatch(at_s) else 0),
        note=note,
        trailers=trailers,
        changes=tuple(changes),
    )


def _blob(name: str) -> BlobId | None:
    return None if set(name) == _NOTHING else BlobId(name)
