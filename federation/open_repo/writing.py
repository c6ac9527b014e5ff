"""Commits of the open branch, as one stream for `git fast-import`."""

import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from app.failpoint import reached
from federation.git import Git, GitFailed
from federation.open_repo import message
from federation.open_repo.reading import OpenCommit
from federation.wire import BRANCH

# A save's few objects stay loose. None is synced: what a power cut takes is derived again.
_FEW = ("core.fsync=none", "fastimport.unpackLimit=1000000")
_MANY = ("core.fsync=committed,reference", "fastimport.unpackLimit=1")
_MANY_FROM = 100


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes into the repository of `git`; those of `erased` are not named."""

    git: Git
    erased: frozenset[str]

    def write(
        self,
        commits: Iterator[OpenCommit],
        *,
        parent: str,
        content: Callable[[str], bytes],
        bulk: int,
    ) -> list[str]:
        """The ids of the commits, the last of which the branch now names.

        No git is started where there is none. `bulk` is about how many there are. Raises GitFailed.
        """
        first = next(commits, None)
        if first is None:
            return []
        reached("derive.before-objects")
        many = max(bulk, len(first.changes)) >= _MANY_FROM
        with self.git.process(
            # The branch may stand further on: whoever moved it there died before saying so.
            "fast-import", "--quiet", "--done", "--force", "--date-format=raw",
            settings=_MANY if many else _FEW, stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            ids = _fed(process, self._stream(chain([first], commits), parent, content))
        reached("derive.after-ref")
        return ids

    def _stream(
        self, commits: Iterable[OpenCommit], parent: str, content: Callable[[str], bytes]
    ) -> Iterator[bytes]:
        """Without the final `done` git throws everything away: half a stream is no commit."""
        for number, commit in enumerate(commits, 1):
            words = message.text(commit.entry, commit.earlier, self.erased)
            yield b"commit %s\nmark :%d\n" % (BRANCH.encode(), number)
            yield message.header(commit.entry, self.erased)
            yield b"data %d\n%s\n" % (len(words), words)
            if parent and number == 1:  # the next ones follow on the branch by themselves
                yield b"from %s\n" % parent.encode()
            for file, blob in commit.changes.items():
                if blob is None:
                    yield b"D %s\n" % file.encode()
                else:
                    data = content(blob)
                    yield b"M 100644 inline %s\ndata %d\n" % (file.encode(), len(data))
                    yield data + b"\n"
            # Some forty bytes each: the pipe holds a whole batch of answers until they are read.
            yield b"\nget-mark :%d\n" % number
        yield b"done\n"


def _fed(process: subprocess.Popen[bytes], pieces: Iterator[bytes]) -> list[str]:
    """The marks that the process tells once it has taken everything in. Raises GitFailed."""
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        for piece in pieces:
            process.stdin.write(piece)
        process.stdin.close()
    except BrokenPipeError:
        process.wait()
    ids = process.stdout.read().decode().split()
    said = process.stderr.read().decode("utf-8", "replace")
    if process.wait():
        raise GitFailed(process.returncode, said)
    return ids
