"""Large files that are derived, in a folder that may be emptied at any time."""

from contextlib import suppress
from pathlib import Path

from app.domain.errors import Busy, EngineFailed
from app.domain.keeping import KeptFile, Write
from app.ports import Lock

# The file of before stays too: somebody may be about to read it.
_LEFT = 2


class KeptFiles:
    """The newest file of each name, at `folder/name/mark`. Safe between threads and processes: one
    writes, and a file is there whole or not at all."""

    def __init__(self, folder: Path, lock: Lock) -> None:
        self._folder, self._lock = folder, lock

    def kept(self, name: str, mark: str, write: Write) -> KeptFile:
        home = self._folder / name
        if (home / mark).exists():
            return KeptFile(home / mark, mark)
        try:
            with self._lock.hold(f"file-{name}", wait=False):
                if not (home / mark).exists():
                    _make(home, mark, write)
        except Busy:
            return _newest(home)
        return KeptFile(home / mark, mark)


def _make(home: Path, mark: str, write: Write) -> None:
    draft = home / f".{mark}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as out:
            write(out)
        draft.replace(home / mark)
        for old in (*_files(home)[_LEFT:], *home.glob(".*")):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise EngineFailed(doing="écrire le fichier à emporter") from error
    finally:
        draft.unlink(missing_ok=True)


def _newest(home: Path) -> KeptFile:
    files = _files(home)
    if not files:
        raise Busy
    return KeptFile(files[0], files[0].name)


def _files(home: Path) -> list[Path]:
    """Those that are whole, newest first."""
    found = []
    with suppress(OSError):
        for file in home.glob("[!.]*"):
            found.append((file.stat().st_mtime_ns, file))
    return [file for _, file in sorted(found, reverse=True)]
