"""Real servers for tests: a process of its own for each, any free port."""

import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TextIO

from tests.compiled import with_templates
from tests.e2e.processes import CONTEXT, finish, start

COMMAND = [sys.executable, "-c", "from app.cli import main; main()"]
_READY = "Application startup complete"
_LISTENING = re.compile(r"Uvicorn running on (http://[0-9.:]+)")
_ENDS_WITHIN_S = 30
Process = subprocess.Popen[str] | BaseProcess


def maillage(
    *arguments: str, data: Path, stdin: str = "", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the wiki to its end; `env` is added to our own environment."""
    with tempfile.TemporaryDirectory() as folder:
        said, words = Path(folder) / "said", (*arguments, "--data", str(data))
        with closing(start(*words, env=env or {}, said=said, stdin=stdin)) as process:
            done = finish(process, said)
    return subprocess.CompletedProcess(words, done.status, done.out, done.err)


@dataclass
class Server:
    url: str
    process: Process
    said: list[str]

    def kill(self) -> None:
        self.process.kill()
        _ended(self.process)


@contextmanager
def served(
    data: Path, *, workers: int = 1, port: int = 0, env: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server on `data`, stopped at the end however it went; port 0 is any free one.

    Several workers are started as an operator starts them: by the installed command itself.
    """
    with_templates(data)
    words = ("serve", "--port", str(port), "--workers", str(workers), "--data", str(data))
    begin = _forked if workers == 1 else _installed
    with begin(words, env or {}) as (process, voice):
        drained = threading.Thread(target=_drain, daemon=True)
        try:
            server = _listening(process, voice, workers)
            drained = threading.Thread(target=_drain, args=(server, voice), daemon=True)
            drained.start()
            yield server
        finally:
            process.terminate()
            if not _ended(process):
                process.kill()
                _ended(process)
            if drained.ident:
                drained.join(_ENDS_WITHIN_S)


@contextmanager
def _forked(words: tuple[str, ...], env: Mapping[str, str]) -> Iterator[tuple[Process, TextIO]]:
    reader, writer = CONTEXT.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder, reader:
        with writer:
            process = start(*words, env=env, said=Path(folder) / "said", heard=writer)
        with os.fdopen(reader.fileno(), encoding="utf-8", closefd=False) as voice, closing(process):
            yield process, voice


@contextmanager
def _installed(words: tuple[str, ...], env: Mapping[str, str]) -> Iterator[tuple[Process, TextIO]]:
    process = subprocess.Popen(
        [*COMMAND, *words],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, **env},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        yield process, process.stdout


def _ended(process: Process) -> bool:
    """Whether it is gone, within half a minute."""
    if isinstance(process, BaseProcess):
        process.join(_ENDS_WITHIN_S)
        return process.exitcode is not None
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _drain(server: Server, voice: TextIO) -> None:
    """Read on, so that a server that says much is never held up."""
    for line in voice:
        server.said.append(line)


def _listening(process: Process, voice: TextIO, workers: int) -> Server:
    """The server once it has said its address, and each worker that it is ready."""
    said: list[str] = []
    url = ""
    for line in voice:
        said.append(line)
        if found := _LISTENING.search(line):
            url = found[1]
        if url and sum(_READY in one for one in said) >= workers:
            return Server(url, process, said)
    raise AssertionError("the server did not start:\n" + "".join(said))
