"""The one way that federation runs git: nothing inherited, nothing fetched unasked, a bound on all.

Repositories that friends filled are read with it, so it trusts nothing in them; and no process of
it outlives the block that started it.
"""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_ENVIRONMENT = {
    # Where git and curl would look for settings and passwords of whoever runs the server.
    "HOME": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A call that reaches out names its protocol in its own environment.
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
    "TZ": "UTC",
}
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.symlinks=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "fetch.fsckObjects=true",
    "transfer.fsckObjects=true",
    "fetch.unpackLimit=1",
    "fetch.recurseSubmodules=no",
    "gc.auto=0",
    "maintenance.auto=0",
    "http.followRedirects=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=60",
)
CHUNK_BYTES = 65536
SAID_LIMIT = 4000


class GitFailed(Exception):
    """`status` is git's, negative where a signal ended it; `said` is its standard error."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"git ended with {status}: {said[:SAID_LIMIT]}")
        self.status, self.said = status, said[:SAID_LIMIT]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one git may use; None is no limit of ours. All but `wall_s` go for each process of it.

    Past a limit the process is killed or its call fails: GitFailed either way.
    """

    address_space_bytes: int | None = None
    file_size_bytes: int | None = None
    cpu_s: int | None = None
    wall_s: float | None = None

    @property
    def prefix(self) -> tuple[str, ...]:
        """A shell that narrows itself, then becomes the command that follows."""
        asked = {
            "v": _in_blocks(self.address_space_bytes, 1024),
            "f": _in_blocks(self.file_size_bytes, 512),
            "t": self.cpu_s,
        }
        narrowed = [f"ulimit -{letter} {n}" for letter, n in asked.items() if n is not None]
        if not narrowed:
            return ()
        return ("sh", "-c", " && ".join(["ulimit -c 0", *narrowed, 'exec "$@"']), "sh")


NO_LIMITS = Limits()


class Git:
    """git on the bare repository at `folder`. Safe between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def run(
        self,
        *arguments: str,
        stdin: bytes = b"",
        limits: Limits | None = None,
        settings: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> bytes:
        """What the command prints. Raises GitFailed when it fails or goes past a limit."""
        with self.process(
            *arguments,
            limits=limits,
            settings=settings,
            environment=environment,
            stderr=subprocess.PIPE,
        ) as process:
            out, err = process.communicate(stdin)
        if process.returncode:
            raise GitFailed(process.returncode, err.decode("utf-8", "replace").strip())
        return bytes(out)

    def succeeds(self, *arguments: str, limits: Limits | None = None) -> bool:
        try:
            self.run(*arguments, limits=limits)
        except GitFailed:
            return False
        return True

    def stream(
        self,
        *arguments: str,
        limits: Limits | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> Iterator[bytes]:
        """The NUL-terminated pieces that a command prints, as they come. Raises GitFailed."""
        with self.process(*arguments, limits=limits, environment=environment) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            rest = b""
            while chunk := process.stdout.read(CHUNK_BYTES):
                *whole, rest = (rest + chunk).split(b"\0")
                yield from whole
            if rest:
                yield rest
            if process.wait():
                raise GitFailed(process.returncode, " ".join(arguments[:1]))

    @contextmanager
    def process(
        self,
        *arguments: str,
        limits: Limits | None = None,
        settings: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        stderr: int = subprocess.DEVNULL,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """A running command with pipes, in a session of its own.

        It is gone, with all that it started and its pipes, when the block is left or `wall_s` is
        over. Raises GitFailed where it cannot be started.
        """
        limits = limits or NO_LIMITS
        try:
            process = subprocess.Popen(
                self.command(*arguments, limits=limits, settings=settings),
                env=self.environment(environment),
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                start_new_session=True,
            )
        except OSError as error:
            raise GitFailed(127, str(error)) from error
        watch = _watch(process, limits.wall_s)
        try:
            yield process
        finally:
            if watch is not None:
                watch.cancel()
            end(process)

    def command(
        self, *arguments: str, limits: Limits | None = None, settings: Sequence[str] = ()
    ) -> list[str]:
        """The words to start, for those who start processes in another way."""
        told = (word for setting in (*_SETTINGS, *settings) for word in ("-c", setting))
        return [*(limits or NO_LIMITS).prefix, "git", *told, *arguments]

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """All that the command may know; nothing of our own environment but where programs are."""
        path = {"PATH": os.environ.get("PATH", os.defpath), "GIT_DIR": str(self.folder)}
        return path | _ENVIRONMENT | dict(more or {})


def init(folder: Path, *, branch: str = "open") -> Git:
    """A new bare repository at `folder`, whose HEAD names `branch`. Raises GitFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    git = Git(folder)
    git.run(
        "init", "--bare", "--quiet", "--template=", "--object-format=sha1",
        f"--initial-branch={branch}",
    )  # fmt: skip
    return git


def drop(folder: Path) -> None:
    """Remove a repository and all that stands in it; nothing is done where there is none."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the command and all that it started, wait for it and close its pipes."""
    _kill_group(process)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    process.wait()


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _watch(process: subprocess.Popen[bytes], wall_s: float | None) -> threading.Timer | None:
    if wall_s is None:
        return None
    watch = threading.Timer(wall_s, _kill_group, [process])
    watch.daemon = True
    watch.start()
    return watch


def _in_blocks(size_bytes: int | None, block_bytes: int) -> int | None:
    return None if size_bytes is None else max(1, size_bytes // block_bytes)
