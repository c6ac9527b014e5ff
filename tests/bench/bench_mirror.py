"""A friend's pages taken in: the first time, a hundred changes later, and when nothing is new."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.actions.catch_up import catch_up
from app.actions.wiki import Wiki
from app.domain.network import InstanceId, Mirror, Slice
from app.domain.revision import Change
from app.domain.site import Site
from app.engines.git_store import GitStore
from app.main import create_instance, instance
from app.ports import MirrorProjection, PageStore
from app.settings import Settings
from tests.bench.corpus import GeneratedPage, pages
from tests.bench.instance import AUTHORS, BATCH, KEPT, created, in_batches
from tests.bench.report import Measure, spread

FRIEND = "beta.example"
CHANGED = 100
ROUNDS = 200
FIRST_BAR_S = 45.0
RATIO_BAR = 1.5
IDLE_BAR_MS = 1.0


@dataclass
class OneMirror:
    """The mirror of one friend; None: not enrolled yet."""

    folder: Path
    mirror: Mirror | None = None

    def __post_init__(self) -> None:
        self.reader = GitStore.mirror(self.folder)

    def all(self) -> Sequence[Mirror]:
        return [self.mirror] if self.mirror else []

    def store(self, origin: str) -> PageStore:
        assert origin == FRIEND
        return self.reader

    def move(self) -> None:
        """What a visit does once all is validated."""
        _git(self.folder, "update-ref", "refs/heads/open", "refs/heads/main")
        tip = self.reader.head()
        assert tip is not None
        self.mirror = Mirror(
            InstanceId(FRIEND), "Beta", "", f"https://{FRIEND}", 1, 1, tip, Slice(),
            datetime(2026, 1, 1, tzinfo=UTC),
        )  # fmt: skip


def measure() -> Iterator[Measure]:
    took: dict[int, float] = {}
    for count in (1_000, 10_000):
        with _followed(count) as (wiki, mirrors):
            bar = FIRST_BAR_S if count == 10_000 else None
            yield from _first(wiki, mirrors, count, bar)
            took[count] = _changes_s(wiki, mirrors, count)
            note = f"{took[count] * 1000 / CHANGED:.1f} ms each"
            yield Measure(f"{CHANGED} changes of {count:,}", took[count], "s", note=note)
            if count == 10_000:
                yield from _idle(wiki)
    ratio = took[10_000] / took[1_000]
    yield Measure(f"{CHANGED} changes, 10,000 against 1,000", ratio, "times", RATIO_BAR)


@contextmanager
def _followed(count: int) -> Iterator[tuple[Wiki, OneMirror]]:
    """An empty wiki, and the repository of a friend of `count` pages, each saved twice."""
    folder = KEPT / f"mirror-{count}"
    shutil.rmtree(folder, ignore_errors=True)
    _fill(folder / "beta.git", count)
    create_instance(folder / "data", Site("Alpha", "", "https://alpha.example"))
    mirrors = OneMirror(folder / "beta.git")
    with instance(Settings(data=folder / "data")) as one:
        wiki = replace(one.wiki, mirrors=mirrors, mirror_projections=_readers(one.wiki))
        catch_up(wiki)
        yield wiki, mirrors
    mirrors.reader.close()
    shutil.rmtree(folder)


def _readers(wiki: Wiki) -> tuple[MirrorProjection, ...]:
    return (wiki.index, wiki.search)  # type: ignore[return-value]


def _fill(repository: Path, count: int) -> None:
    store = GitStore.create(repository)
    made = [_open(page) for page in pages(count)]
    for changes in (created, _edited):
        for some in in_batches(made, BATCH):
            store.commit_all([changes(page) for page in some])
    store.maintain(force=True)
    store.close()


def _open(page: GeneratedPage) -> GeneratedPage:
    """Nothing else is in an open repository."""
    lines = page.text.split("\n")
    said = {"licence: ": "licence: CC-BY-SA-4.0", "status: ": "status: published"}
    for start, line in said.items():
        lines = [line if each.startswith(start) else each for each in lines]
    return replace(page, text="\n".join(lines))


def _edited(page: GeneratedPage, *, words: str = "Relu.", later: int = 1) -> Change:
    first = created(page)
    text = f"{page.text}\n{words}\n"
    return replace(
        first,
        files={page.path.file: text.encode()},
        expects={},
        author=AUTHORS[later % len(AUTHORS)],
        at=first.at + timedelta(days=later),
    )


def _first(wiki: Wiki, mirrors: OneMirror, count: int, bar: float | None) -> Iterator[Measure]:
    mirrors.move()
    both = wiki.mirror_projections
    each = {one.name: _timed(replace(wiki, mirror_projections=(one,))) for one in both}
    shown = wiki.index.origins().get(FRIEND, 0)
    parts = ", ".join(f"{name} {took_s:.1f} s" for name, took_s in each.items())
    note = f"{parts}; {shown:,} pages shown, {2 * count:,} commits"
    yield Measure(f"first mirror of {count:,} pages", sum(each.values()), "s", bar, note=note)


def _changes_s(wiki: Wiki, mirrors: OneMirror, count: int) -> float:
    """The middle of three rounds, each of a hundred other pages."""
    every = [_open(page) for page in pages(count)]
    rounds = []
    for number in range(3):
        store = GitStore(mirrors.folder)
        some = every[number * CHANGED : (number + 1) * CHANGED]
        store.commit_all([_edited(page, words="Revu.", later=2 + number) for page in some])
        store.close()
        mirrors.move()
        rounds.append(_timed(wiki))
    return statistics.median(rounds)


def _idle(wiki: Wiki) -> Iterator[Measure]:
    alone = replace(wiki, mirrors=OneMirror(wiki.mirrors.folder), mirror_projections=())
    with_ms = [_timed(wiki) * 1000 for _ in range(ROUNDS)]
    without_ms = [_timed(alone) * 1000 for _ in range(ROUNDS)]
    more_ms = statistics.median(with_ms) - statistics.median(without_ms)
    note = f"with: {spread(with_ms)}; without: {spread(without_ms)}"
    yield Measure("nothing new at a friend, for each save", more_ms, "ms", IDLE_BAR_MS, note=note)


def _timed(wiki: Wiki) -> float:
    began = time.perf_counter()
    if not catch_up(wiki):
        raise RuntimeError("a friend's log was not read to its end")
    return time.perf_counter() - began


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True)
