"""Files that wait between two steps of a form: a day at most, and so many bytes in all."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.domain.errors import EngineFailed
from app.domain.parking import is_name, new_name

KEPT_S = 86_400
LIMIT_BYTES = 200 * 1024 * 1024


class ParkedFiles:
    """In a folder that may be emptied at any time; any process finds what another has parked."""

    def __init__(self, folder: Path, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder, self._limit = folder, limit_bytes

    def park(self, data: bytes) -> str:
        """Raises EngineFailed where the disk takes nothing."""
        name = new_name()
        draft = self._folder / f".{name}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._tidy(len(data))
            draft.write_bytes(data)
            draft.replace(self._folder / name)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise EngineFailed(doing="garder ce fichier") from error
        return name

    def parked(self, name: str) -> bytes | None:
        if not is_name(name):
            return None
        file = self._folder / name
        try:
            return None if self._is_old(file.stat().st_mtime) else file.read_bytes()
        except OSError:
            return None

    def drop(self, name: str) -> None:
        if is_name(name):
            (self._folder / name).unlink(missing_ok=True)

    def _is_old(self, at: float) -> bool:
        return time.time() - at > KEPT_S

    def _tidy(self, coming_bytes: int) -> None:
        """What is old goes, then the oldest until there is room."""
        left = self._limit - coming_bytes
        for at, size, file in sorted(self._files(), reverse=True):
            left -= size
            if left < 0 or self._is_old(at):
                with suppress(OSError):
                    file.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for file in self._folder.iterdir():
            with suppress(OSError):
                stat = file.stat()
                yield stat.st_mtime, stat.st_size, file
