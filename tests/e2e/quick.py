"""Commands and servers as processes of their own, without the second that each would take to import
the program: a process that has imported it already forks for each of them."""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from tests.e2e.friends import Friend, until

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["app.cli", "tests.e2e.quick"])
WITHIN_S = 120


@dataclass(frozen=True, slots=True)
class Done:
    """`status` is negative where a signal ended the process."""

    status: int
    out: str
    err: str


def start(*arguments: str, env: Mapping[str, str], said: Path, stdin: str = "") -> BaseProcess:
    """What it says stands in `said`.out and `said`.err."""
    process = CONTEXT.Process(target=_become, args=(arguments, dict(env), str(said), stdin))
    process.start()
    return process


def finish(process: BaseProcess, said: Path) -> Done:
    process.join(WITHIN_S)
    assert process.exitcode is not None, "the command does not end"
    out, err = (said.with_suffix(end).read_text("utf-8") for end in (".out", ".err"))
    return Done(process.exitcode, out, err)


def _become(arguments: tuple[str, ...], env: dict[str, str], said: str, stdin: str) -> None:
    """In the new process: the command, and nothing of the test."""
    from app.cli import main

    os.environ.update(env)
    Path(f"{said}.in").write_text(stdin, "utf-8")
    for stream, end, how in ((0, "in", os.O_RDONLY), (1, "out", _WRITTEN), (2, "err", _WRITTEN)):
        opened = os.open(f"{said}.{end}", how, 0o600)
        os.dup2(opened, stream)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(stream, how, encoding="utf-8", closefd=False, buffering=1)
        for stream, how in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["maillage", *arguments]
    main()


_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@dataclass
class Quick(Friend):
    """A friend whose commands begin at once, and whose server may be killed and started again."""

    process: BaseProcess | None = None
    started: int = 0

    def command(self, *arguments: str, stdin: str = "", **env: str) -> Done:
        return finish(*self.begin(*arguments, stdin=stdin, **env))

    def begin(self, *arguments: str, stdin: str = "", **env: str) -> tuple[BaseProcess, Path]:
        """A command that goes on while another one does."""
        self.started += 1
        said = self.data.parent / f"said-{self.name}-{self.started}"
        words = (*arguments, "--data", str(self.data))
        return start(*words, env=self.env | env, said=said, stdin=stdin), said

    def run(self, *arguments: str, ok: bool = True, stdin: str = "") -> str:
        done = self.command(*arguments, stdin=stdin)
        assert (done.status == 0) is ok, (arguments, done)
        return done.out

    def serve(self, **env: str) -> None:
        self.process, said = self.begin("serve", "--port", str(self.port), **env)
        until(lambda: self._answers(said), f"{self.name} does not start")

    def _answers(self, said: Path) -> bool:
        assert self.process is not None
        assert self.process.is_alive(), said.with_suffix(".err").read_text("utf-8")
        try:
            return httpx.get(f"{self.url}/healthz", timeout=60).status_code == 200
        except httpx.TransportError:
            return False

    def stop(self) -> None:
        """As an operator does; nothing is done where it was killed."""
        if self.process is not None:
            self.process.terminate()
            self.died()

    def died(self) -> int:
        """How the server ended, once it has."""
        assert self.process is not None
        self.process.join(WITHIN_S)
        status, self.process = self.process.exitcode, None
        assert status is not None, "the server goes on"
        return status


@contextmanager
def stopped(*friends: Quick) -> Iterator[None]:
    try:
        yield
    finally:
        for friend in friends:
            friend.stop()
