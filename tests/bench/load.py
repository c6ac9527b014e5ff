"""Load by `wrk`: many connections over a list of addresses, one after another."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CYCLE = Path(__file__).with_name("cycle.lua")
UNITS_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True, slots=True)
class Load:
    """What `wrk` saw. `refused` answers are no page; `broken` connections ended unannounced."""

    requests_per_s: float
    p99_ms: float
    requests: int
    refused: int
    broken: int


def available() -> bool:
    return shutil.which("wrk") is not None


def drive(
    url: str,
    paths: Sequence[str],
    *,
    seconds: int,
    folder: Path,
    first: int = 0,
    connections: int = 16,
) -> Load:
    """`wrk` over all of `paths` in turn, from the one numbered `first`, as a browser asks."""
    listed = folder / "paths.txt"
    listed.write_text("\n".join(paths) + "\n")
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "--latency"]
    said = subprocess.run(
        [*command, "-s", str(CYCLE), url, "--", str(listed), str(first)],
        check=True,
        capture_output=True,
        text=True,
        timeout=seconds + 60,
    ).stdout
    return read(said)


def read(said: str) -> Load:
    """What the text of `wrk` says."""
    errors = re.search(
        r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said
    )
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    total = re.search(r"(\d+) requests in", said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return Load(
        requests_per_s=float(rate[1]) if rate else 0.0,
        p99_ms=float(slow[1]) * UNITS_MS[slow[2]] if slow else 0.0,
        requests=int(total[1]) if total else 0,
        refused=int(refused[1]) if refused else 0,
        broken=sum(map(int, errors.groups())) if errors else 0,
    )
