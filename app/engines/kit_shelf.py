"""Kits that were asked for: a small file of state for each, and the file that was made of it."""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from app.domain.errors import EngineFailed
from app.domain.taking import KitJob, is_kit_id, job_text, read_job

_SEEN_EVERY_S = 3600


class KitShelf:
    """In a folder that may be emptied at any time: what is gone is made again when asked for.

    `folder/<id>.json` is the state, `folder/<id>/<filename>` the file; what begins with a dot is
    not whole. Safe between threads and processes: the state is there whole or not at all.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def job(self, job_id: str) -> KitJob | None:
        if not is_kit_id(job_id):
            return None
        state = self._state(job_id)
        try:
            seen = state.stat()
            return _read(state, seen.st_ino, seen.st_mtime_ns)
        except OSError:
            return None

    def jobs(self) -> list[KitJob]:
        names = [file.stem for file in self._folder.glob("[!.]*.json")]
        found = [job for name in names if (job := self.job(name)) is not None]
        return sorted(found, key=lambda job: (job.asked_at, job.id), reverse=True)

    def put(self, job: KitJob) -> None:
        state = self._state(job.id)
        draft = state.with_name(f".{state.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(job_text(job))
            draft.replace(state)
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise EngineFailed(doing="noter cette demande") from error

    def forget(self, job_id: str) -> None:
        self.drop(job_id)
        self._state(job_id).unlink(missing_ok=True)

    def place(self, job_id: str, filename: str) -> Path:
        folder = self._folder / job_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder / filename

    def file(self, job: KitJob) -> Path | None:
        made = job.made
        if made is None:
            return None
        file = self._folder / job.id / made.filename
        try:
            return file if file.stat().st_size == made.size_bytes else None
        except OSError:
            return None

    def sum(self, file: Path) -> str:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()

    def drop(self, job_id: str) -> None:
        shutil.rmtree(self._folder / job_id, ignore_errors=True)

    def wanted(self, job_id: str) -> None:
        folder = self._folder / job_id
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _SEEN_EVERY_S:
                os.utime(folder)

    def wanted_at(self, job_id: str) -> float:
        try:
            return (self._folder / job_id).stat().st_mtime
        except OSError:
            return 0.0

    def strays(self) -> list[str]:
        """Folders of files whose state is gone."""
        return [one.name for one in self._folders() if not self._state(one.name).exists()]

    def free_bytes(self) -> int:
        try:
            return shutil.disk_usage(_standing(self._folder)).free
        except OSError:
            return 0

    def _folders(self) -> Iterator[Path]:
        with suppress(OSError):
            yield from (one for one in self._folder.iterdir() if is_kit_id(one.name))

    def _state(self, job_id: str) -> Path:
        return self._folder / f"{job_id}.json"


@lru_cache(maxsize=1024)
def _read(state: Path, _inode: int, _changed_ns: int) -> KitJob | None:
    """Every second somebody asks what waits: a state that is as it was is not read again. Raises
    OSError."""
    return read_job(state.read_bytes())


def _standing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.parents) if one.exists())
