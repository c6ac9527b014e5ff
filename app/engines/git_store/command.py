"""How git is run: GitPython's command interface, with nothing inherited from whoever starts us."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import PIPE

import git

from app.domain.errors import EngineFailed

BRANCH = "refs/heads/main"
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    # Who the reflog says moved the branch; commits carry their own author and committer.
    "GIT_COMMITTER_NAME": "maillage",
    "GIT_COMMITTER_EMAIL": "maillage@localhost",
    "LC_ALL": "C",
    "TZ": "UTC",
}


@contextmanager
def git_errors(doing: str) -> Iterator[None]:
    """Turns what git says into EngineFailed: its words stay in the traceback, for the log."""
    try:
        yield
    except (git.GitCommandError, git.GitCommandNotFound, OSError) as error:
        raise EngineFailed(doing=doing) from error


class GitCommand:
    """Runs git on one bare repository."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._git = git.Git(str(self.folder))
        self._git.update_environment(**_ENVIRONMENT, GIT_DIR=str(self.folder))

    def run(self, *arguments: str, passing: int | None = None) -> bytes:
        """What the command prints. Raises git.GitCommandError when it fails."""
        return self._git.execute(_command(arguments), stdout_as_string=False, **_apart(passing))

    def succeeds(self, *arguments: str) -> bool:
        status, _, _ = self._git.execute(
            _command(arguments), with_extended_output=True, with_exceptions=False
        )
        return status == 0

    def says(self, *arguments: str) -> tuple[int, str]:
        """Exit status and all that was printed, for commands whose failure is an answer."""
        status, out, err = self._git.execute(
            _command(arguments),
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
        )
        text = (out + b"\n" + os.fsencode(err)).decode("utf-8", "replace")
        return status, text

    @contextmanager
    def process(
        self, *arguments: str, passing: int | None = None
    ) -> Iterator[git.Git.AutoInterrupt]:
        """A running command with pipes; gone, with its pipes, when the block is left."""
        process = self.start(*arguments, passing=passing)
        try:
            yield process
        finally:
            end(process)

    def start(self, *arguments: str, passing: int | None = None) -> git.Git.AutoInterrupt:
        """A running command, that the caller must `end`.

        `passing` is a file descriptor that the child keeps: a lock held through it stays held
        until the child is gone, even when we are killed first.
        """
        return self._git.execute(
            _command(arguments), as_process=True, istream=PIPE, **_apart(passing)
        )

    def stream(self, *arguments: str) -> Iterator[bytes]:
        """The NUL-terminated pieces that a command prints, as they come."""
        with self.process(*arguments) as process:
            rest = b""
            while chunk := process.stdout.read1(65536):
                *whole, rest = (rest + chunk).split(b"\0")
                yield from whole
            if rest:
                yield rest
            process.wait()


def end(process: git.Git.AutoInterrupt) -> None:
    """Kill what still runs, wait for it and close its pipes. May be called twice."""
    if process.proc is None:
        return
    if process.poll() is None:
        process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        with suppress(BrokenPipeError):
            pipe.close()
    process.proc.wait()


def _apart(passing: int | None) -> dict[str, object]:
    """In a session of its own: an interrupt typed at a terminal does not cut a save in two."""
    return {"start_new_session": True, "pass_fds": () if passing is None else (passing,)}


def _command(arguments: Sequence[str]) -> list[str]:
    """GitPython hands our own environment down, so variables meant for another git are unset."""
    foreign = sorted(
        name
        for name in os.environ
        if name.startswith("GIT_")
        and not name.startswith("GIT_PYTHON_")
        and name not in _ENVIRONMENT
        and name != "GIT_DIR"
    )
    unset = ["env", *(f"--unset={name}" for name in foreign)] if foreign else []
    return [*unset, str(git.Git.GIT_PYTHON_GIT_EXECUTABLE), *arguments]
