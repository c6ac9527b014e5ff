"""Real servers for tests: the installed command, its own process, any free port."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
_READY = "Application startup complete"
_LISTENING = re.compile(r"Uvicorn running on (http://[0-9.:]+)")


def maillage(*arguments: str, data: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command of the wiki to its end."""
    return subprocess.run(
        [*COMMAND, *arguments, "--data", str(data)],
        input=stdin, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@dataclass
class Server:
    url: str
    process: subprocess.Popen[str]
    said: list[str]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def served(data: Path, *, workers: int = 1) -> Iterator[Server]:
    """A server on `data`, stopped at the end however it went."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--workers", str(workers), "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        yield _listening(process, workers)
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        process.stdout.close()


def _listening(process: subprocess.Popen[str], workers: int) -> Server:
    """The server once it has said its address, and each worker that it is ready."""
    said: list[str] = []
    url = ""
    for line in process.stdout:
        said.append(line)
        if found := _LISTENING.search(line):
            url = found[1]
        if url and sum(_READY in one for one in said) >= workers:
            return Server(url, process, said)
    raise AssertionError("the server did not start:\n" + "".join(said))
