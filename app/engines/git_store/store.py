"""The store itself: what app.ports.PageStore promises, over the parts beside this file."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import git

from app.domain.errors import EngineFailed, RevisionNotFound
from app.domain.page_path import BlobId, RevisionId
from app.domain.revision import Change, LogEntry
from app.engines.git_store import log, upkeep, writing
from app.engines.git_store.command import BRANCH, GitCommand, git_errors
from app.engines.git_store.lock import held
from app.engines.git_store.objects import Objects

_ATTEMPTS = 3
_NEAR = 8  # steps back from the head that are walked before git is asked about ancestry
_KNOWN_LIMIT = 10_000
# A save's few objects stay loose, each of them fsynced; the pack they travel in is thrown away.
_FEW = ("-c", "core.fsync=none,loose-object,reference", "-c", "fastimport.unpackLimit=1000000")
# A bulk load is kept as one pack.
_MANY = ("-c", "core.fsync=committed,reference", "-c", "fastimport.unpackLimit=1")
_MANY_FROM = 20


class GitStore:
    """Every page and medium with its history, in the bare repository at `folder`.

    One object per process, closed on shutdown; safe between threads and between processes.
    Two files stand beside the repository: `<folder>.lock` (writing) and `<folder>.upkeep.lock`.
    """

    def __init__(self, folder: Path) -> None:
        """Raises EngineFailed where `folder` holds no repository."""
        if not (folder / "HEAD").is_file():
            raise EngineFailed(doing="ouvrir l’archive des pages")
        self._folder = folder
        self._command = GitCommand(folder)
        self._objects = Objects(self._command)
        self._known: tuple[RevisionId | None, set[RevisionId]] = (None, set())
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

    def head(self) -> RevisionId | None:
        """Raises EngineFailed where the branch names nothing: damaged is not the same as empty."""
        (found,) = self._find(BRANCH)
        if found is None and upkeep.has_branch(self._folder):
            raise EngineFailed(doing="lire l’archive des pages")
        return RevisionId(found.name) if found else None

    def blob_of(self, file: str, at: RevisionId | None = None) -> BlobId | None:
        if at is not None:
            self._require(at, file)
        if not writing.is_file(file):
            return None
        (found,) = self._find(f"{at or BRANCH}:{file}")
        if found is None and self._is_listed(file, at):
            raise EngineFailed(doing="lire une page")
        return BlobId(found.name) if found and found.type == "blob" else None

    def read_blob(self, blob: BlobId) -> bytes:
        with git_errors("lire une page"):
            answer = self._objects.contents(str(blob))
        if answer is None or answer[0].type != "blob":
            raise EngineFailed(doing="lire une page")
        return answer[1]

    def read(self, file: str, at: RevisionId | None = None) -> bytes | None:
        blob = self.blob_of(file, at)
        return None if blob is None else self.read_blob(blob)

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

    def log(self, after: RevisionId | None = None) -> Iterator[LogEntry]:
        head = self.head()
        if after is not None:
            self._require(after, "")
        return self._entries(after, head) if head and after != head else iter(())

    def _entries(self, after: RevisionId | None, head: RevisionId) -> Iterator[LogEntry]:
        span = [str(head), *([f"^{after}"] if after else [])]
        with git_errors("lire l’histoire"):
            yield from log.entries(self._command.stream(*log.ARGUMENTS, *span, "--"))

    def count_after(self, after: RevisionId | None) -> int:
        head = self.head()
        if after is not None:
            self._require(after, "")
        if head is None or after == head:
            return 0
        span = [str(head), *([f"^{after}"] if after else [])]
        with git_errors("lire l’histoire"):
            return int(self._command.run("rev-list", "--count", "--first-parent", *span, "--"))

    def files(self, at: RevisionId | None = None) -> Iterator[tuple[str, BlobId]]:
        if at is not None:
            self._require(at, "")
        at = at or self.head()
        return self._files(at) if at else iter(())

    def _files(self, at: RevisionId) -> Iterator[tuple[str, BlobId]]:
        with git_errors("lire la liste des pages"):
            for _, name, path in upkeep.tree(self._command, str(at)):
                yield path, BlobId(name)

    def verify(self) -> list[str]:
        with git_errors("vérifier l’archive"):
            return list(upkeep.broken(self._command))

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

    def close(self) -> None:
        self._objects.close()

    def _find(self, *names: str) -> list:
        with git_errors("lire l’archive"):
            return self._objects.find(*names)

    def _is_listed(self, file: str, at: RevisionId | None) -> bool:
        """True where the folder names the file: one that is then not found was lost."""
        folder, _, name = file.rpartition("/")
        with git_errors("lire l’archive"):
            answer = self._objects.contents(f"{at or BRANCH}:{folder}")
        return answer is not None and f" {name}\0".encode() in answer[1]

    def _require(self, revision: RevisionId, path: str) -> None:
        """Raises RevisionNotFound unless `revision` is a commit of main."""
        head = self.head()
        known_at, known = self._known
        if head != known_at or len(known) > _KNOWN_LIMIT:
            known = set()
            self._known = (head, known)
        if revision in known:
            return
        if head is None or not (self._is_near(revision, head) or self._is_on(revision, head)):
            raise RevisionNotFound(path=path or str(revision))
        known.add(revision)

    def _is_near(self, revision: RevisionId, head: RevisionId) -> bool:
        back = (f"{head}~{step}" for step in range(_NEAR))
        return any(each and each.name == str(revision) for each in self._find(*back))

    def _is_on(self, revision: RevisionId, head: RevisionId) -> bool:
        (found,) = self._find(str(revision))
        if found is None or found.type != "commit":
            return False
        with git_errors("lire l’histoire"):
            return self._command.succeeds("merge-base", "--is-ancestor", str(revision), str(head))

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
