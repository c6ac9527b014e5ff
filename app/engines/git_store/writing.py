"""A save as a stream for `git fast-import`: blobs, trees, commits and the branch in one go."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.errors import InvalidPath, Stale
from app.domain.page_path import BlobId
from app.domain.revision import Change, Signature
from app.engines.git_store import message
from app.engines.git_store.command import BRANCH

# A file's name has a dot and a folder's has none, so that no file ever stands where a folder does.
_FILE = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_-]*/)*[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[a-z0-9]+)+")
FILE_LIMIT = 240

Blobs = Mapping[str, BlobId | None]


def is_file(path: str) -> bool:
    """True for a path that this store writes and reads; anything else does not exist here."""
    return len(path) <= FILE_LIMIT and bool(_FILE.fullmatch(path))


def blob_id(data: bytes) -> BlobId:
    return BlobId(hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest())


@dataclass(frozen=True, slots=True)
class Step:
    """A change with only the files that it really alters."""

    change: Change
    files: Mapping[str, bytes | None]


def touched(changes: Iterable[Change]) -> list[str]:
    """Every file that the changes write or expect something of.

    Raises:
        InvalidPath: one of them can be no file here.
    """
    files = dict.fromkeys(file for change in changes for file in (*change.expects, *change.files))
    for file in files:
        if not is_file(file):
            raise InvalidPath(path=file[:200])
    return list(files)


def plan(changes: Sequence[Change], blobs: Blobs) -> list[Step]:
    """What each change alters, one after the other, from a tree that holds `blobs`.

    Raises:
        Stale: a file is not what a change expects; the first one says which.
    """
    now = dict(blobs)
    steps = []
    for change in changes:
        for file, expected in change.expects.items():
            if now[file] != expected:
                raise Stale(path=file)
        after = {
            file: None if data is None else blob_id(data) for file, data in change.files.items()
        }
        files = {file: change.files[file] for file, blob in after.items() if now[file] != blob}
        steps.append(Step(change, files))
        now |= after
    return steps


def stream(steps: Sequence[Step], *, parent: str | None) -> Iterator[bytes]:
    """Commands that commit each step, tell the last commit's id, and say that all was said.

    Without the final `done` git throws everything away: half a stream is no commit.
    """
    for step in steps:
        yield from _commit(step, parent)
        parent = None  # the next ones follow on the branch by themselves
    yield b"get-mark :1\ndone\n"


def _commit(step: Step, parent: str | None) -> Iterator[bytes]:
    change, at_s = step.change, message.seconds(step.change.at)
    text = message.encode(change.note, change.trailers).encode()
    yield (
        f"commit {BRANCH}\nmark :1\n"
        f"author {_ident(change.author)} {at_s} +0000\n"
        f"committer {_ident(change.committer or change.author)} {at_s} +0000\n"
        f"data {len(text)}\n"
    ).encode()
    yield text + b"\n"
    if parent:
        yield f"from {parent}\n".encode()
    for file, data in step.files.items():
        if data is None:
            yield f"D {file}\n".encode()
        else:
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (file.encode(), len(data), data)
    yield b"\n"


def _ident(signature: Signature) -> str:
    clean = message.clean_signature(signature)
    return f"{clean.name} <{clean.address}>"
