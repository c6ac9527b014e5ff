"""A visit to a friend: 100 changed pages, nothing new, and what it takes of memory.

The friend's repository is on this disk, so that the network counts for nothing.
"""

import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.network import PullOutcome
from app.domain.page_path import RevisionId
from app.domain.revision import Change
from app.domain.rules import Rules
from app.domain.site import Site
from app.engines.git_store import GitStore
from app.main import create_instance, open_instance
from app.settings import Settings
from federation.git import Git
from federation.pull import Puller
from federation.sources import FETCH, LOCAL
from federation.validate import KnownFiles, validate
from federation.visit import PullSettings
from tests.bench.instance import AUTHORS, KEPT, fill
from tests.bench.report import Measure, spread
from tests.federation.hostile import (
    ORIGIN,
    LocalSource,
    Owner,
    bomb,
    open_head,
    page,
    page_file,
)
from tests.federation.visits import Alpha, alpha

CHANGED = 100
ROUNDS = 5
SETTINGS = PullSettings(reserve_bytes=0)
# Twice: what was fetched is checked in the staging, then fetched again into the mirror.
RATIO_BAR, GROWTH_BAR, RSS_BAR_MB = 2.0, 1.3, 600


class Corpus(Owner):
    """A friend with generated pages, saved as the program saves them."""

    def __init__(self, folder: Path, count: int) -> None:
        super().__init__(folder)
        GitStore.create(folder).close()
        fill(folder, count)
        self.store = GitStore(folder)
        self.seq = 1
        self.point(str(self.store.head()))

    def change(self) -> LocalSource:
        """One more version of a hundred pages, a commit each."""
        self.seq += 1
        files = [(f, blob) for f, blob in self.store.files() if f.startswith("pages/")]
        changes = []
        for at, (file, blob) in enumerate(files[:: len(files) // CHANGED][:CHANGED]):
            text = self.store.read_blob(blob) + f"\nVersion {self.seq}.\n".encode()
            when = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=self.seq, seconds=at)
            changes.append(Change({file: text}, {file: blob}, AUTHORS[at % 5], when, "Changer"))
        self.store.commit_all(changes)
        self.point(str(self.store.head()))
        return LocalSource(self, seq=self.seq)


def measure() -> Iterator[Measure]:
    KEPT.mkdir(exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="pull-", dir=KEPT))
    try:
        # First, while this process is small: children begin with its memory.
        yield from _memory(work)
        checks: dict[int, float] = {}
        for count in (1_000, 10_000):
            folder = work / str(count)
            corpus = Corpus(folder / "owner.git", count)
            yield from _without_index(folder, corpus, count, checks)
            yield from _with_index(folder, corpus, count)
        few, many = checks[1_000], checks[10_000]
        note = f"{few:.3f} s and {many:.3f} s"
        growth = "checking 100 pages, of 10,000 over of 1,000"
        yield Measure(growth, many / few, "x", GROWTH_BAR, note=note)
    finally:
        shutil.rmtree(work)


def _without_index(
    folder: Path, corpus: Corpus, count: int, checks: dict[int, float]
) -> Iterator[Measure]:
    one = alpha(folder, settings=SETTINGS)
    one.owner = corpus
    took_s, _ = _timed(lambda: _pulled(one, one.source(seq=corpus.seq)))
    yield Measure(f"first visit, {count:,} pages, index apart", took_s, "s")
    pulls, fetches, validations = [], [], []
    for number in range(ROUNDS):
        source = corpus.change()
        fetched, validated = _bare(one, folder / f"bare-{number}")
        fetches.append(fetched)
        validations.append(validated)
        pulls.append(_timed(lambda source=source: _pulled(one, source))[0])
    checks[count] = statistics.median(validations)
    apart = statistics.median(fetches) + statistics.median(validations)
    pulled = statistics.median(pulls)
    note = f"fetch {statistics.median(fetches):.3f} s, checking {checks[count]:.3f} s"
    yield Measure(f"{CHANGED} changed pages of {count:,}, index apart", pulled, "s", note=note)
    name = f"the same over a bare fetch and its checking, {count:,}"
    yield Measure(name, pulled / apart, "x", RATIO_BAR, note=spread(pulls))
    idle = [_timed(lambda: one.pull(one.source(seq=corpus.seq)))[0] for _ in range(20)]
    name = f"a visit with nothing new, {count:,} pages"
    yield Measure(name, statistics.median(idle) * 1000, "ms", note=spread(idle))
    one.mirrors.close()


def _bare(one: Alpha, copy: Path) -> tuple[float, float]:
    """Seconds of `git fetch` into a copy of the mirror, and of checking what it brought."""
    shutil.copytree(one.mirrors.repository(ORIGIN), copy)
    git, kept = Git(copy), one.mirrors.kept(ORIGIN)
    assert kept is not None
    owner = one.owner
    refs = "refs/heads/open:refs/heads/open"
    fetched, _ = _timed(lambda: git.run(*FETCH, str(owner.folder), refs, environment=LOCAL))
    list_file = copy.with_suffix(".db")
    shutil.copy(one.mirrors.known_files(ORIGIN), list_file)
    with KnownFiles(list_file) as known:
        validated, _ = _timed(
            lambda: validate(
                git, old=kept.mirror.tip, new=RevisionId(str(owner.tip)), known=known, rules=Rules()
            )
        )
    return fetched, validated


def _indexed(folder: Path, corpus: Corpus) -> Alpha:
    data = folder / "alpha"
    create_instance(data, Site("Alpha", "", "https://alpha.example"))
    wiki = open_instance(Settings(data=data)).wiki
    puller = Puller(data / "peers", wiki.mirrors, wiki, open_head=open_head, settings=SETTINGS)
    return Alpha(data / "peers", wiki.mirrors, wiki, puller, corpus)


def _with_index(folder: Path, corpus: Corpus, count: int) -> Iterator[Measure]:
    one = _indexed(folder, corpus)
    took_s, _ = _timed(lambda: _pulled(one, one.source(seq=corpus.seq)))
    yield Measure(f"first visit, {count:,} pages, index included", took_s, "s")
    pulls = [_timed(lambda: _pulled(one, corpus.change()))[0] for _ in range(3)]
    name = f"{CHANGED} changed pages of {count:,}, index included"
    yield Measure(name, statistics.median(pulls), "s", note=spread(pulls))
    for projection in one.wiki.projections:
        projection.close()


def _memory(work: Path) -> Iterator[Measure]:
    """The peak of this process and that of the largest git, taken together."""
    owner = work / "big.git"
    _peak_mb(lambda: Corpus(owner, 10_000))
    peak_mb = _peak_mb(lambda: _first_visit(work / "rss", owner))
    name = "memory of a first visit, 10,000 pages, index included"
    yield Measure(name, peak_mb, "MB", RSS_BAR_MB)
    for size_mb in (300, 1_500):
        one = alpha(work / f"bomb-{size_mb}")
        one.owner.save({page_file("moulin"): page(1)})
        source = one.source()
        size_bytes = size_mb * 1_000_000
        source.bundle_file = bomb(one.owner, work / f"{size_mb}.bundle", size_bytes=size_bytes)
        peak_mb = _peak_mb(lambda one=one, source=source: one.pull(source))
        name = f"memory of a visit that hides {size_mb:,} MB"
        yield Measure(name, peak_mb, "MB", RSS_BAR_MB)


def _first_visit(folder: Path, owner: Path) -> None:
    one = _indexed(folder, Corpus(owner, 10_000))
    _pulled(one, one.source(seq=1))


def _peak_mb(act: Callable[[], object]) -> float:
    """In a process of its own, whose peak is its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        act()
        kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        peak_kb = sum(resource.getrusage(kind).ru_maxrss for kind in kinds)
        os.write(writing, str(peak_kb).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)
    with os.fdopen(reading) as told:
        return int(told.read()) / 1024


def _pulled(one: Alpha, source: LocalSource) -> None:
    report = one.pull(source)
    if report.outcome is not PullOutcome.updated:
        raise RuntimeError(report.reason)


def _timed(act: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    made = act()
    return time.perf_counter() - began, made
