"""Pages of a site laid out by other processes, where there are many: see `sharing`."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from app.theme.offline.drawing import Drawer
from app.theme.offline.searching import ShardWriter
from app.theme.offline.sharing import Layout, Sheet, batches, lay_out

# Fewer pages are drawn sooner than another process begins.
FEWEST = 600
# Batches that wait to be laid out, for each process: memory stays what it is.
_WAITING = 4
_MOST = 3


class Hands:
    """Who lays pages out, beside whoever asks the wiki for them."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool, self._count = pool, count

    def draw(self, sheets: Iterable[Sheet]) -> None:
        """Each written to its file; an error of any is raised here."""
        waiting: deque[Future[None]] = deque()
        for batch in batches(sheets):
            waiting.append(self._pool.submit(_draw, batch))
            if len(waiting) > _WAITING * self._count:
                waiting.popleft().result()
        for one in waiting:
            one.result()

    def write_shards(self, writer: ShardWriter, numbers: Iterable[int]) -> None:
        """Shared between them and this process."""
        waiting: list[Future[None]] = []
        for number in numbers:
            if sum(not one.done() for one in waiting) < 2 * self._count:
                waiting.append(self._pool.submit(writer.write, number))
            else:
                writer.write(number)
        for one in waiting:
            one.result()


@contextmanager
def hands(layout: Layout, folder: Path, *, pages: int) -> Iterator[Hands | None]:
    """None where there is too little to do, or one processor alone."""
    count = min(_MOST, (os.cpu_count() or 1) - 1)
    if pages < FEWEST or count < 1:
        yield None
        return
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(layout, folder)
    )
    try:
        yield Hands(pool, count)
    finally:
        pool.shutdown(cancel_futures=True)


# What the process was handed when it began.
_begun: list[tuple[Drawer, Path]] = []


def _begin(layout: Layout, folder: Path) -> None:
    _begun.append((layout.drawer(), folder))


def _draw(sheets: list[Sheet]) -> None:
    drawer, folder = _begun[0]
    for sheet in sheets:
        put(folder, sheet.file, lay_out(drawer, sheet))


def put(folder: Path, file: str, content: bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
