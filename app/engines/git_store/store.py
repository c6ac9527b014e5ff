"""The store itself: what app.ports.PageStore promises, over the parts beside this file."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import git

from app.domain.page_path import BlobId, RevisionId
from app.domain.revision import Change
from app.engines.git_store import upkeep, writing
from app.engines.git_store.command import BRANCH, GitCommand, git_errors
from app.engines.git_store.lock import held
from app.engines.git_store.mirror import MirrorStore
from app.engines.git_store.reading import StoreReader

_ATTEMPTS = 3
# A save's few objects stay loose, each of them fsynced; the pack they travel in is thrown away.
_FEW = ("-c", "core.fsync=none,loose-object,reference", "-c", "fastimport.unpackLimit=1000000")
# A bulk load is kept as one pack.
_MANY = ("-c", "core.fsync=committed,reference", "-c", "fastimport.unpackLimit=1")
_MANY_FROM = 20


class GitStore(StoreReader):
    """Every page and medium with its history, in the bare repository at `folder`.

    One object per process, closed on shutdown; safe between threads and between processes.
    Two files stand beside the repository: `<folder>.lock` (writing) and `<folder>.upkeep.lock`.
    """

    def __init__(self, folder: Path) -> None:
        """Raises EngineFailed where `folder` holds no repository."""
        super().__init__(folder, branch=BRANCH)
        with held(self._lock("lock"), wait=False) as alone, git_errors("ouvrir l’archive"):
            if alone is not None:
                upkeep.configure(folder)
                self._heal()

    @classmethod
    def create(cls, folder: Path) -> "GitStore":
        """The store at `folder`, made empty where there is none."""
        with git_errors("créer l’archive des pages"):
            if not (folder / "HEAD").is_file():
                upkeep.create(folder)
        return cls(folder)

    @staticmethod
    def mirror(folder: Path) -> MirrorStore:
        """A friend's repository, for reading alone. Raises EngineFailed where there is none."""
        return MirrorStore(folder)

    @classmethod
    def from_bundle(cls, folder: Path, bundle: Path) -> "GitStore":
        """A new store at `folder` with all that `bundle` holds, every object checked.

        Raises EngineFailed, and leaves nothing, where the bundle is damaged or `folder` exists.
        """
        with git_errors("relire la sauvegarde"):
            folder.mkdir(parents=True)
            try:
                upkeep.create(folder)
                upkeep.load(GitCommand(folder), bundle)
                _sync(folder / "refs/heads")
            except BaseException:
                shutil.rmtree(folder)
                raise
        return cls(folder)

    def commit(self, change: Change) -> RevisionId:
        return self.commit_all([change])[0]

    def commit_all(self, changes: Sequence[Change]) -> list[RevisionId]:
        """One commit per change, all of them or none; each sees what those before it did.

        The id given for a change that changes nothing is that of the commit before it.
        """
        if not changes:
            return []
        files = writing.touched(changes)
        with held(self._lock("lock")) as lock:
            for _ in range(_ATTEMPTS - 1):
                try:
                    return self._write(changes, files, lock)
                except git.GitCommandError:
                    upkeep.heal_locks(self._folder)
            with git_errors("enregistrer"):
                return self._write(changes, files, lock)

    def _write(self, changes: Sequence[Change], files: list[str], lock: int) -> list[RevisionId]:
        head = self.head()
        found = self._find(*(f"{head}:{file}" for file in files)) if head else [None] * len(files)
        blobs = {
            file: BlobId(each.name) if each else None
            for file, each in zip(files, found, strict=True)
        }
        steps = writing.plan(changes, blobs)
        # The very first commit is written even when it holds nothing: there must be a head.
        real = [step.files or not (head or at) for at, step in enumerate(steps)]
        made = self._import(
            [s for s, is_real in zip(steps, real, strict=True) if is_real], head, lock
        )
        return _ids(real, made, head)

    def _import(
        self, steps: list[writing.Step], head: RevisionId | None, lock: int
    ) -> list[RevisionId]:
        """The new commits, on the disk. Raises git.GitCommandError when git would not."""
        if not steps:
            return []
        how = _MANY if sum(len(step.files) for step in steps) >= _MANY_FROM else _FEW
        arguments = (*how, "fast-import", "--quiet", "--done", "--date-format=raw")
        with self._command.process(*arguments, passing=lock) as process:
            try:
                for piece in writing.stream(steps, parent=str(head) if head else None):
                    process.stdin.write(piece)
                process.stdin.close()
            except BrokenPipeError:
                process.wait()
            last = process.stdout.read().decode().strip()
            process.wait()
        _sync(self._folder / "refs/heads")
        if len(steps) == 1:
            return [RevisionId(last)]
        span = [last, *([f"^{head}"] if head else [])]
        names = self._command.run("rev-list", "--first-parent", "--reverse", *span)
        return [RevisionId(name) for name in names.decode().split()]

    def bundle(self, out: str) -> None:
        """Raises EngineFailed where there is nothing yet, or `out` cannot be written."""
        target = Path(out).absolute()
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        with git_errors("écrire la sauvegarde"):
            try:
                self._command.run("bundle", "create", "--quiet", str(draft), BRANCH)
                _sync(draft)
                draft.replace(target)
                _sync(target.parent)
            finally:
                draft.unlink(missing_ok=True)

    def maintain(self, *, force: bool = False) -> bool:
        """Pack when there is enough to pack; False where there was not, or another is at it."""
        if not (force or upkeep.is_due(self._folder)):
            return False
        with held(self._lock("upkeep.lock"), wait=False) as lock, git_errors("ranger l’archive"):
            if lock is None:
                return False
            upkeep.pack(self._command, passing=lock)
            self._objects.close()  # the next reader opens the new packs and lets the old ones go
            return True

    def _heal(self) -> None:
        """Clear what a killed git left. The caller holds the writing lock."""
        upkeep.heal_locks(self._folder)
        with held(self._lock("upkeep.lock"), wait=False) as alone:
            if alone is not None:
                upkeep.heal_leftovers(self._folder)

    def _lock(self, suffix: str) -> Path:
        return self._folder.with_name(f"{self._folder.name}.{suffix}")


def _ids(
    real: Sequence[object], made: Sequence[RevisionId], head: RevisionId | None
) -> list[RevisionId]:
    """For each change the commit it made, or the one in force when it made none."""
    ids, left = [], iter(made)
    for is_real in real:
        head = next(left) if is_real else head
        ids.append(head)
    return ids


def _sync(path: Path) -> None:
    """A renamed file is on the disk once its folder is."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
