"""Locks between threads and processes: one file each, held with flock."""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import Busy


class FileLocks:
    """Named locks in `folder` (made when missing). A dead process holds none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._mine = threading.local()

    @contextmanager
    def hold(self, name: str, *, wait: bool = True) -> Iterator[None]:
        """Hold the lock of that name, waiting for it unless `wait` is false.

        Raises:
            Busy: another holds it, and `wait` is false.
            RuntimeError: this thread holds it already, and would wait for itself.
        """
        held = self._held()
        if name in held:
            raise RuntimeError(f"this thread already holds the lock {name!r}")
        # Opened anew each time: flock is between open files, so it is between threads too.
        descriptor = os.open(self._file(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _take(descriptor, wait=wait)
            held.add(name)
            yield
        finally:
            held.discard(name)
            os.close(descriptor)

    def _file(self, name: str) -> Path:
        if not name or name.startswith(".") or "/" in name or "\0" in name:
            raise ValueError(f"not the name of a lock: {name!r}")
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{name}.lock"

    def _held(self) -> set[str]:
        if not hasattr(self._mine, "names"):
            self._mine.names = set()
        return self._mine.names


def _take(descriptor: int, *, wait: bool) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        raise Busy from error
