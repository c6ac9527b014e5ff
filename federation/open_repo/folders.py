"""The folder of the open repository: who may write there, and how a new one takes its place.

Beside `open.git` stand its locks, and for the time of a rebuild `open.git.new` and `open.git.old`.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.failpoint import reached
from federation.git import drop


@contextmanager
def held(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """An exclusive lock on the file, between threads and processes; False where another has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(descriptor)


def beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f"{folder.name}.{suffix}")


def heal(folder: Path) -> None:
    """Finish a swap that was cut off, and remove what a rebuild left. The lock is the caller's."""
    new, old = beside(folder, "new"), beside(folder, "old")
    if not folder.exists() and old.exists():
        # The old one steps aside only for a new one that is whole.
        (new if new.exists() else old).rename(folder)
    drop(new)
    drop(old)


def swap(folder: Path) -> None:
    """`<folder>.new` takes the place of `folder`. The lock is the caller's."""
    new, old = beside(folder, "new"), beside(folder, "old")
    reached("derive.before-swap")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    reached("derive.after-swap")
    drop(old)
