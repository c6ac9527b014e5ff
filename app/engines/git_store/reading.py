"""Reading one branch of a repository: ours, or a friend's that nothing here writes to."""

from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import EngineFailed, RevisionNotFound
from app.domain.page_path import BlobId, RevisionId
from app.domain.revision import LogEntry
from app.engines.git_store import log, upkeep, writing
from app.engines.git_store.command import GitCommand, git_errors
from app.engines.git_store.objects import Objects

_NEAR = 8  # steps back from the head that are walked before git is asked about ancestry
_KNOWN_LIMIT = 10_000


class StoreReader:
    """The verbs of PageStore that change nothing, over `branch` of the bare repository at `folder`.

    Safe between threads, beside other processes that write there, and over a folder that another
    takes the place of (each question is put to what stands at that path then).
    """

    def __init__(self, folder: Path, *, branch: str) -> None:
        """Raises EngineFailed where `folder` holds no repository."""
        if not (folder / "HEAD").is_file():
            raise EngineFailed(doing="ouvrir l’archive des pages")
        self._folder = folder
        self._branch = branch
        self._command = GitCommand(folder)
        self._objects = Objects(self._command)
        self._known: tuple[RevisionId | None, set[RevisionId]] = (None, set())

    def head(self) -> RevisionId | None:
        """Raises EngineFailed where the branch names nothing: damaged is not the same as empty."""
        (found,) = self._find(self._branch)
        if found is None and upkeep.has_branch(self._folder, self._branch):
            raise EngineFailed(doing="lire l’archive des pages")
        return RevisionId(found.name) if found else None

    def blob_of(self, file: str, at: RevisionId | None = None) -> BlobId | None:
        if at is not None:
            self._require(at, file)
        if not writing.is_file(file):
            return None
        (found,) = self._find(f"{at or self._branch}:{file}")
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

    def files(
        self, at: RevisionId | None = None, *, under: str = ""
    ) -> Iterator[tuple[str, BlobId]]:
        if at is not None:
            self._require(at, "")
        at = at or self.head()
        return self._files(at, under) if at else iter(())

    def _files(self, at: RevisionId, under: str) -> Iterator[tuple[str, BlobId]]:
        with git_errors("lire la liste des pages"):
            for _, name, path in upkeep.tree(self._command, str(at), under):
                yield path, BlobId(name)

    def verify(self) -> list[str]:
        with git_errors("vérifier l’archive"):
            return list(upkeep.broken(self._command, self._branch))

    def close(self) -> None:
        self._objects.close()

    def _find(self, *names: str) -> list:
        with git_errors("lire l’archive"):
            return self._objects.find(*names)

    def _is_listed(self, file: str, at: RevisionId | None) -> bool:
        """True where the folder names the file: one that is then not found was lost."""
        folder, _, name = file.rpartition("/")
        with git_errors("lire l’archive"):
            answer = self._objects.contents(f"{at or self._branch}:{folder}")
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
