"""Lighter copies of pictures, in a folder that may be emptied at any time."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# After a clean-up this part of the limit is left; between two, that many copies may be written.
_LEFT = 0.8
_MEASURED_EVERY = 200
_SEEN_EVERY_S = 86_400


class Copies:
    """Files by name, at most `limit_bytes` of them in all: those not asked for longest go first.

    Safe between threads and processes: a file is there whole or not at all.
    """

    def __init__(self, folder: Path, *, limit_bytes: int) -> None:
        self._folder, self._limit = folder, limit_bytes
        self._lock = threading.Lock()
        self._size_bytes = 0
        self._written = 0

    def get(self, name: str) -> bytes | None:
        file = self._file(name)
        try:
            data = file.read_bytes()
            _seen(file)
        except OSError:
            return None
        return data

    def keep(self, name: str, data: bytes) -> None:
        """A full disk keeps nothing, and breaks nothing."""
        file = self._file(name)
        draft = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.write_bytes(data)
                draft.replace(file)
            except OSError:
                draft.unlink(missing_ok=True)
                raise
            self._count(len(data))

    def _file(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _count(self, size_bytes: int) -> None:
        with self._lock:
            if self._written % _MEASURED_EVERY == 0:
                self._size_bytes = sum(size for _, size, _ in self._files())
            else:
                self._size_bytes += size_bytes
            self._written += 1
            if self._size_bytes > self._limit:
                self._make_room()

    def _make_room(self) -> None:
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, file in files:
            if total <= self._limit * _LEFT:
                break
            with suppress(OSError):
                file.unlink()
            total -= size
        self._size_bytes = total

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """(last time asked for, size, file)."""
        for file in self._folder.glob("??/*"):
            with suppress(OSError):
                stat = file.stat()
                yield stat.st_mtime, stat.st_size, file


def _seen(file: Path) -> None:
    """Marked once a day: reading stays free of writing."""
    if time.time() - file.stat().st_mtime > _SEEN_EVERY_S:
        os.utime(file)
