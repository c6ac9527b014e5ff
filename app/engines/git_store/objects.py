"""Reading objects through one `git cat-file` that lives as long as the store."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import git

from app.engines.git_store.command import GitCommand, end

_LIFE = 50_000  # questions to one child: it keeps packs open that a repack has since removed
_AT_ONCE = 200  # questions written before their answers are read: both fit in a pipe


@dataclass(frozen=True, slots=True)
class Found:
    """One object: its full name, its type (`blob`, `tree`, `commit`) and its size."""

    name: str
    type: str
    size_bytes: int


class Objects:
    """Answers about objects by name, or by `<commit>:<path>`. Safe between threads.

    The child is started at the first question, and again when it has died (or when this process
    is a fork of the one that started it). It sees what other processes write.
    """

    def __init__(self, command: GitCommand) -> None:
        self._command = command
        self._process: git.Git.AutoInterrupt | None = None
        self._asked = 0
        self._lock = threading.RLock()

    def find(self, *names: str) -> list[Found | None]:
        """What stands under each name; None where there is nothing."""
        with self._lock:
            found: list[Found | None] = []
            for start in range(0, len(names), _AT_ONCE):
                found += self._again(self._infos, names[start : start + _AT_ONCE])
            return found

    def contents(self, name: str) -> tuple[Found, bytes] | None:
        with self._lock:
            return self._again(self._contents, name)

    def close(self) -> None:
        with self._lock:
            if self._process is not None:
                end(self._process)
                self._process = None

    def _again(self, ask, question):
        """Once more with a new child, when the one we had turns out to be dead."""
        try:
            return ask(question)
        except (BrokenPipeError, EOFError):
            self.close()
            return ask(question)
        except BaseException:
            # An interrupt between question and answer would leave the answer to the next one.
            self.close()
            raise

    def _infos(self, names: Sequence[str]) -> list[Found | None]:
        process = self._ask("".join(f"info {name}\n" for name in names))
        return [_found(process.stdout.readline()) for _ in names]

    def _contents(self, name: str) -> tuple[Found, bytes] | None:
        process = self._ask(f"contents {name}\n")
        found = _found(process.stdout.readline())
        if found is None:
            return None
        data = process.stdout.read(found.size_bytes + 1)
        if len(data) != found.size_bytes + 1:
            raise EOFError
        return found, data[:-1]

    def _ask(self, questions: str) -> git.Git.AutoInterrupt:
        process = self._alive()
        process.stdin.write(questions.encode())
        process.stdin.flush()
        return process

    def _alive(self) -> git.Git.AutoInterrupt:
        self._asked += 1
        if self._process is None or self._process.poll() is not None or self._asked > _LIFE:
            self.close()
            self._asked = 0
            self._process = self._command.start("cat-file", "--batch-command")
            os.set_blocking(self._process.stderr.fileno(), False)
        # A child that complains must not block on a full pipe that nobody reads.
        self._process.stderr.read()
        return self._process


def _found(line: bytes) -> Found | None:
    if not line.endswith(b"\n"):
        raise EOFError
    words = line.decode().split()
    if len(words) != 3 or not words[2].isdigit():
        return None  # `<name> missing`
    return Found(words[0], words[1], int(words[2]))
