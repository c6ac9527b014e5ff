"""Real servers for tests: the installed command, its own process, any free port."""

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
_READY = "Application startup complete"
_LISTENING = re.compile(r"Uvicorn running on (http://[0-9.:]+)")


def maillage(
    *arguments: str, data: Path, stdin: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the wiki to its end; `env` is added to our own environment."""
    return subprocess.run(
        [*COMMAND, *arguments, "--data", str(data)],
        input=stdin, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, **(env or {})},
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
def served(
    data: Path, *, workers: int = 1, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server on `data`, stopped at the end however it went; port 0 is any free one."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port), "--workers", str(workers), "--data", str(data)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, **(env or {})},
    )  # fmt: skip
    drained = threading.Thread(target=_drain, daemon=True)
    try:
        server = _listening(process, workers)
        drained = threading.Thread(target=_drain, args=(server,), daemon=True)
        drained.start()
        yield server
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(30)
        if drained.ident:
            drained.join(30)
        process.stdout.close()


def _drain(server: Server) -> None:
    """Read on, so that a server that says much is never held up."""
    for line in server.process.stdout:
        server.said.append(line)


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
