"""The whole open repository as one file, that a friend's first visit may read in pieces."""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from federation.git import Git
from federation.open_repo.folders import held
from federation.wire import BRANCH

KEPT = 2
_NAME = re.compile(r"([0-9]+)-([0-9]+)\.bundle")
_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle of the open branch as it stood at `epoch` and `seq`."""

    path: Path
    name: str
    epoch: int
    seq: int
    sha256: str
    size_bytes: int


class Bundles:
    """Those in one folder. Beside each stands a record of its size and hash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def newest(self, epoch: int) -> Bundle | None:
        return next((b for b in map(self._read, self._names()) if b and b.epoch == epoch), None)

    def epochs(self) -> set[int]:
        return {_numbers(path)[0] for path in self._names()}

    def make(self, git: Git, *, epoch: int, seq_of: Callable[[str], int | None]) -> Bundle | None:
        """A new bundle, whole and on the disk; the oldest ones go.

        None where another process makes one, or `seq_of` does not know the commit it ends at.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with held(self.folder / ".lock", wait=False) as alone:
            if not alone:
                return None
            draft = (self.folder / "draft.part").absolute()
            try:
                git.run("bundle", "create", "--quiet", str(draft), BRANCH)
                tip = git.run("bundle", "list-heads", str(draft)).split()[0].decode()
                seq = seq_of(tip)
                return None if seq is None else self._keep(draft, epoch=epoch, seq=seq)
            finally:
                draft.unlink(missing_ok=True)

    def _keep(self, draft: Path, *, epoch: int, seq: int) -> Bundle:
        target = self.folder / f"{epoch}-{seq}.bundle"
        bundle = Bundle(target, target.name, epoch, seq, _sha256(draft), draft.stat().st_size)
        _record(target).write_text(json.dumps(asdict(bundle) | {"path": ""}), "utf-8")
        for path in (_record(target), draft):
            _sync(path)
        draft.replace(target)
        _sync(self.folder)
        for old in self._names()[KEPT:]:
            self._remove(old)
        return bundle

    def keep_epoch(self, epoch: int) -> None:
        """Remove those of any other: what was taken back must not be read from them."""
        for path in self._names():
            if _numbers(path)[0] != epoch:
                self._remove(path)

    def _names(self) -> list[Path]:
        """Newest first."""
        found = [path for path in self.folder.glob("*.bundle") if _NAME.fullmatch(path.name)]
        return sorted(found, key=_numbers, reverse=True)

    def _read(self, path: Path) -> Bundle | None:
        """None where it is not whole: it goes and its record with it, or was never finished."""
        try:
            said = json.loads(_record(path).read_text("utf-8"))
            bundle = Bundle(**said | {"path": path})
            return bundle if path.stat().st_size == bundle.size_bytes else None
        except (OSError, ValueError, TypeError):
            return None

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        _record(path).unlink(missing_ok=True)


def _record(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _numbers(path: Path) -> tuple[int, int]:
    match = _NAME.fullmatch(path.name)
    assert match is not None
    return int(match[1]), int(match[2])


def _sha256(path: Path) -> str:
    seen = hashlib.sha256()
    for chunk in _chunks(path):
        seen.update(chunk)
    return seen.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
