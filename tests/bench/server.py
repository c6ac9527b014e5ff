"""A server in its own process: started on a free port, watched, stopped."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_LIMIT_S = 120.0
POLL_S = 0.005


@dataclass(frozen=True, slots=True)
class Running:
    """A server that has answered. `start_s` is from its spawn to its first 200."""

    url: str
    pid: int
    start_s: float

    def memory_mb(self) -> float:
        """Resident memory of the largest process of the server: its worker."""
        return max(_memory_mb(pid, "Rss") for pid in _family(self.pid))

    def own_memory_mb(self) -> float:
        """What of it no file stands behind."""
        return max(_memory_mb(pid, "Anonymous") for pid in _family(self.pid))


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running(
    command: Sequence[str],
    *,
    port: int,
    ready: str,
    log: Path,
    env: Mapping[str, str] | None = None,
) -> Iterator[Running]:
    """The server `command` starts, once `ready` answers 200; stopped at the end.

    Raises RuntimeError with the end of its log where it does not get ready.
    """
    with log.open("wb") as out:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            env=env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _wait(process, f"http://127.0.0.1:{port}{ready}", log)
            yield Running(f"http://127.0.0.1:{port}", process.pid, time.perf_counter() - began)
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.perf_counter() + START_LIMIT_S
    with httpx.Client(timeout=5, trust_env=False) as client:
        while time.perf_counter() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"the server stopped: {_tail(log)}")
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(POLL_S)
    raise RuntimeError(f"the server did not get ready: {_tail(log)}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Asks the whole group of processes that this one leads to end, then makes it."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, how)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                continue


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _memory_mb(pid: int, part: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{part}:"):
            return int(line.split()[1]) / 1024
    return 0.0
