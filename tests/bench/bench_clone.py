"""Eight stock `git clone` of all open pages at once, from one address, while people read pages."""

import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

import httpx

from tests.bench.instance import Instance, instance
from tests.bench.report import Measure, number, percentile
from tests.bench.server import Running

PAGES = 10_000
CLONES = 8
READERS = 4
ALONE_VIEWS = 2_000
OPEN_GIT = "/git/open.git"
BAR_P99_MS = 500.0


def measure() -> Iterator[Measure]:
    wiki = instance(PAGES)
    with wiki.serve() as server, tempfile.TemporaryDirectory() as folder:
        alone = clone_s(server, Path(folder) / "alone")
        yield Measure(f"one clone, {PAGES:,} pages", alone, "s", note=told(Path(folder) / "alone"))
        quiet = views_ms(server, wiki, ended=threading.Event(), limit=ALONE_VIEWS // READERS)
        yield Measure("page views with nobody cloning, p99", percentile(quiet, 99), "ms")
        yield from together(server, wiki, Path(folder))


def together(server: Running, wiki: Instance, folder: Path) -> Iterator[Measure]:
    """Every clone must succeed: one that fails raises."""
    ended = threading.Event()
    with ThreadPoolExecutor(CLONES + 1) as pool:
        reading = pool.submit(views_ms, server, wiki, ended=ended)
        cloning = [pool.submit(clone_s, server, folder / str(n)) for n in range(CLONES)]
        try:
            took = [clone.result() for clone in cloning]
        finally:
            ended.set()
        seen = reading.result()
    note = f"all {len(took)} whole, median {number(percentile(took, 50))} s"
    yield Measure(f"{CLONES} clones at once, the slowest", max(took), "s", note=note)
    note = f"median {number(percentile(seen, 50))} ms, n={len(seen)}"
    name = f"page views during {CLONES} clones, p99"
    yield Measure(name, percentile(seen, 99), "ms", BAR_P99_MS, note=note)


def clone_s(server: Running, into: Path) -> float:
    """Seconds that a stock clone takes. Raises RuntimeError with what git says where it fails."""
    began = time.perf_counter()
    done = subprocess.run(
        ["git", "clone", "--bare", "--quiet", f"{server.url}{OPEN_GIT}", str(into)],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(into.parent), "LC_ALL": "C"},
    )
    if done.returncode:
        raise RuntimeError(f"git clone: {done.stderr.strip()}")
    return time.perf_counter() - began


def told(clone: Path) -> str:
    """How much came, then the clone is removed."""
    git = ["git", "--git-dir", str(clone)]
    commits = subprocess.check_output([*git, "rev-list", "--count", "HEAD"], text=True).strip()
    size = sum(file.stat().st_size for file in clone.rglob("*.pack"))
    shutil.rmtree(clone)
    return f"{commits} versions, {size / 1e6:.1f} MB"


def views_ms(
    server: Running, wiki: Instance, *, ended: threading.Event, limit: int | None = None
) -> list[float]:
    """What each view took, of some readers who turn page after page, until it is ended."""
    with ThreadPoolExecutor(READERS) as pool:
        shares = [wiki.urls[first::READERS] for first in range(READERS)]
        read = [pool.submit(read_ms, server, share, ended, limit) for share in shares]
        return [took for one in read for took in one.result()]


def read_ms(
    server: Running, urls: Sequence[str], ended: threading.Event, limit: int | None
) -> list[float]:
    took = []
    with httpx.Client(base_url=server.url, trust_env=False, timeout=60) as client:
        for url in islice(cycle(urls), limit):
            if ended.is_set():
                break
            began = time.perf_counter()
            client.get(url).raise_for_status()
            took.append((time.perf_counter() - began) * 1000)
    return took
