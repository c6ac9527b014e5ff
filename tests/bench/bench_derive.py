"""The open repository: what it adds to a save, and all of it from nothing."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.page_path import PagePath, RevisionId
from app.domain.revision import Change
from app.engines.clock import SystemClock
from app.engines.git_store import GitStore
from federation.open_repo import OpenRepository
from tests.bench.instance import AUTHORS, BATCH, fill
from tests.bench.report import Measure, spread

SAVE_BAR_MS = 30.0
RATIO_BAR = 1.3
SCRATCH_BAR_S = 30.0
SAVES = 100


class Wiki:
    """Generated pages, each saved twice: 10,000 pages are 20,000 commits."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        GitStore.create(folder / "pages.git").close()
        fill(folder / "pages.git", count)
        self.store = GitStore(folder / "pages.git")
        files = (file for file, _ in self.store.files())
        self.pages = [page for file in files if (page := PagePath.from_file(file))]
        for start in range(0, count, BATCH):
            self.store.commit_all([self.change(p, 0) for p in self.pages[start : start + BATCH]])
        self.store.maintain(force=True)
        self.open = OpenRepository(folder / "open.git", clock=SystemClock())

    def change(self, page: PagePath, number: int) -> Change:
        text = (self.store.read(page.file) or b"") + b"\nLigne %d.\n" % number
        at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=number)
        return Change({page.file: text}, {}, AUTHORS[1], at, f"Ligne {number}")

    def derive_ms(self, after: RevisionId | None) -> float:
        entries = list(self.store.log(after))
        began = time.perf_counter()
        self.open.bookmark()
        self.open.apply(entries, self.store)
        return (time.perf_counter() - began) * 1000

    def save_ms(self, number: int) -> float:
        """What deriving one saved page takes, the asking for the bookmark included."""
        before = self.store.head()
        self.store.commit(self.change(self.pages[number * 13 % len(self.pages)], number))
        return self.derive_ms(before)

    def close(self) -> None:
        self.open.close()
        self.store.close()


def measure() -> Iterator[Measure]:
    with tempfile.TemporaryDirectory() as scratch:
        small, large = (Wiki(Path(scratch) / str(count), count) for count in (1_000, 10_000))
        small.derive_ms(None)
        took_s = large.derive_ms(None) / 1000
        name = "open repository from nothing, 10,000 pages, 20,000 commits"
        yield Measure(name, took_s, "s", SCRATCH_BAR_S)
        # In turn, so that what else the machine does weighs on both alike.
        times = [(small.save_ms(n), large.save_ms(n)) for n in range(1, SAVES + 1)]
        few, many = (list(column) for column in zip(*times, strict=True))
        medians = [statistics.median(few), statistics.median(many)]
        yield Measure("deriving a save, 1,000 pages", medians[0], "ms", note=spread(few))
        yield Measure(
            "deriving a save, 10,000 pages", medians[1], "ms", SAVE_BAR_MS, note=spread(many)
        )
        yield Measure("the second to the first", medians[1] / medians[0], "times", RATIO_BAR)
        small.close()
        large.close()
