"""Wikis whose commands begin at once, and whose servers may be killed and started again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx

from tests import loopback
from tests.e2e.friends import Friend, until
from tests.e2e.processes import WITHIN_S, Done, finish, start


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
            return loopback.get(f"{self.url}/healthz", timeout=60).status_code == 200
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
