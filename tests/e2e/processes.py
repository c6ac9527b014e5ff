"""Commands as processes of their own, without the seconds that each would take to import the
program: a process that has imported it already forks for each of them."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

CONTEXT = multiprocessing.get_context("forkserver")
# What a command imports, what it imports to open a wiki, and what a server imports besides.
CONTEXT.set_forkserver_preload(
    ["app.cli", "app.main", "app.engines.search_whoosh", "app.web.application", "app.web.tiles",
     "federation.routes", "uvicorn", __name__]
)  # fmt: skip
WITHIN_S = 120
_WRITTEN = os.O_WRONLY | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True, slots=True)
class Done:
    """`status` is negative where a signal ended the process."""

    status: int
    out: str
    err: str


def start(
    *arguments: str,
    env: Mapping[str, str],
    said: Path,
    stdin: str = "",
    heard: Connection | None = None,
) -> BaseProcess:
    """Begin a command; `env` is added to our own environment.

    What it says stands in `said`.out and `said`.err, or goes both into `heard` as it is said.
    """
    known = {**os.environ, **env}
    process = CONTEXT.Process(
        target=_become, args=(arguments, known, os.getcwd(), str(said), stdin, heard)
    )
    process.start()
    return process


def finish(process: BaseProcess, said: Path) -> Done:
    """What a command that `start` began came to; AssertionError where it does not end."""
    process.join(WITHIN_S)
    assert process.exitcode is not None, "the command does not end"
    out, err = (said.with_suffix(end).read_text("utf-8") for end in (".out", ".err"))
    return Done(process.exitcode, out, err)


def _become(
    arguments: tuple[str, ...],
    env: dict[str, str],
    folder: str,
    said: str,
    stdin: str,
    heard: Connection | None,
) -> None:
    """In the new process: the command, and nothing of the test."""
    from app.cli import main

    gc.freeze()  # what was imported before it began is never let go
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    Path(f"{said}.in").write_text(stdin, "utf-8")
    os.dup2(os.open(f"{said}.in", os.O_RDONLY), 0)
    for stream, end in ((1, "out"), (2, "err")):
        os.dup2(heard.fileno() if heard else os.open(f"{said}.{end}", _WRITTEN, 0o600), stream)
    if heard:
        heard.close()
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(stream, how, encoding="utf-8", closefd=False, buffering=1)
        for stream, how in ((0, "r"), (1, "w"), (2, "w"))
    )
    sys.argv = ["maillage", *arguments]
    main()
