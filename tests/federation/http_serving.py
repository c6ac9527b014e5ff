"""Real servers on loopback, in threads of the test: ours, and peers that misbehave."""

import os
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from ipaddress import ip_network
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from federation.git import Git, init

LOOPBACK = (ip_network("127.0.0.0/8"),)
_AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "Aïcha"),
        ("EMAIL", "a@alpha.example"),
        ("DATE", "1700000000 +0000"),
    )
}


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


@contextmanager
def serving(app: ASGIApp, **more: object) -> Iterator[str]:
    """The address of `app` behind a real server."""
    config = uvicorn.Config(app, log_level="critical", lifespan="off", **more)
    server = _Server(config)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            assert server.ready.wait(20)
            scheme = "https" if more.get("ssl_certfile") else "http"
            yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            thread.join(20)


Behave = Callable[[socket.socket, bytes], None]


@contextmanager
def peer(behave: Behave) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads one request of each connection, then does as it likes.

    The second value is what it was asked so far.
    """
    seen: list[bytes] = []
    threads: list[threading.Thread] = []
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    thread = threading.Thread(target=answer, args=[connection])
                    thread.start()
                    threads.append(thread)

        def answer(connection: socket.socket) -> None:
            with closing(connection), suppress(OSError):
                request = b""
                while b"\r\n\r\n" not in request and (piece := connection.recv(65536)):
                    request += piece
                seen.append(request)
                behave(connection, request)

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", seen
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join(20)
            for thread in threads:
                thread.join(20)


def answering(status: str, *headers: str, body: bytes = b"") -> Behave:
    """The behaviour of a peer that always answers the same."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    whole = "\r\n".join([*lines, "", ""]).encode() + body
    return lambda connection, _: connection.sendall(whole)


def open_repository(folder: Path, *, files: int = 3, size_bytes: int = 200) -> Git:
    """A bare repository whose branch `open` holds two commits, of files that do not compress."""
    git = init(folder)
    first = commit(
        git, {f"pages/place/aa/lieu-{n}.md": os.urandom(size_bytes) for n in range(files)}
    )
    commit(git, {"pages/place/aa/lieu-0.md": b"deux"}, parent=first)
    return git


def commit(git: Git, files: dict[str, bytes], *, parent: str = "", ref: str = "open") -> str:
    """The id of a new commit on a branch, of those files alone."""
    data = [b"commit refs/heads/%s\n" % ref.encode()]
    data.append(b"author A <a@alpha.example> 1700000000 +0000\n")
    data.append(b"committer A <a@alpha.example> 1700000000 +0000\ndata 1\nx\n")
    if parent:
        data.append(b"from %s\n" % parent.encode())
    for name, content in files.items():
        data.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content))
    git.run("fast-import", "--quiet", "--force", stdin=b"".join(data), environment=_AUTHOR)
    return git.run("rev-parse", f"refs/heads/{ref}").decode().strip()


def stock_git(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """git as anybody has it, run to its end."""
    return subprocess.run(
        ["git", *words], cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(cwd), "GIT_CONFIG_NOSYSTEM": "1",
             "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"},
    )  # fmt: skip
