"""Pages of a site laid out by other processes, where there are many: see `sharing`."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from app.domain.batches import batched
from app.domain.collecting import collect_seldom
from app.theme.offline.contents import Screen
from app.theme.offline.drawing import Drawer
from app.theme.offline.searching import Held, ShardWriter, count_and_spill, spill
from app.theme.offline.sharing import BATCH, Layout, Sheet, lay_out

# Fewer pages are drawn sooner than another process begins.
FEWEST = 600
# Batches that wait to be laid out, for each process: memory stays what it is.
_WAITING = 4
_MOST = 3
Work = Callable[[Iterable[Sheet | Screen]], None]


class Hands:
    """Who lays pages out, beside whoever asks the wiki for them."""

    def __init__(self, pool: ProcessPoolExecutor, count: int, own: Work) -> None:
        self._pool, self._count, self._own = pool, count, own
        self._counting: list[Future[None]] = []

    def draw(self, sheets: Iterable[Sheet | Screen]) -> None:
        """Each written to its file, by this process too where the others have enough to do; an
        error of any is raised here."""
        waiting: deque[Future[None]] = deque()
        for batch in batched(sheets, BATCH):
            while waiting and waiting[0].done():
                waiting.popleft().result()
            if len(waiting) < _WAITING * self._count:
                waiting.append(self._pool.submit(_draw, batch))
            else:
                self._own(batch)
        for one in waiting:
            one.result()

    def spill(self, spool: Path, held: Held) -> None:
        """Words are counted by who waits; they are later, where nobody does."""
        if sum(not one.done() for one in self._counting) < self._count:
            self._counting.append(self._pool.submit(count_and_spill, spool, held))
        else:
            spill(spool, held)

    def write_shards(self, writer: ShardWriter, numbers: Iterable[int]) -> None:
        """Shared between them and this process."""
        for one in self._counting:
            one.result()
        waiting: list[Future[None]] = []
        for number in numbers:
            if sum(not one.done() for one in waiting) < 2 * self._count:
                waiting.append(self._pool.submit(writer.write, number))
            else:
                writer.write(number)
        for one in waiting:
            one.result()


@contextmanager
def hands(layout: Layout, folder: Path, own: Drawer, *, pages: int) -> Iterator[Hands | None]:
    """None where there is too little to do, or one processor alone. `own` draws what `layout`
    draws, in this process."""
    count = min(_MOST, (os.cpu_count() or 1) - 1)
    if pages < FEWEST or count < 1:
        yield None
        return
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(layout, folder)
    )
    try:
        yield Hands(pool, count, partial(draw, own, folder))
    finally:
        pool.shutdown(cancel_futures=True)


# What the process was handed when it began.
_begun: list[tuple[Drawer, Path]] = []


def _begin(layout: Layout, folder: Path) -> None:
    collect_seldom()
    _begun.append((layout.drawer(), folder))


def _draw(sheets: list[Sheet | Screen]) -> None:
    draw(*_begun[0], sheets)


def draw(drawer: Drawer, folder: Path, sheets: Iterable[Sheet | Screen]) -> None:
    """Each written to its file, in this process."""
    for sheet in sheets:
        put(folder, sheet.file, lay_out(drawer, sheet))


def put(folder: Path, file: str, content: bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
