"""Pages drawn by several processes: this one asks the wiki for them, others lay them out.

What a page shows comes from the wiki and takes about as long as its layout, its addresses and the
index of its words, for which no wiki is needed.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from app.domain.kit import KitPage
from app.theme.offline.addresses import KitAddresses
from app.theme.offline.drawing import Drawer, KitFacts, offline_theme, rewriter_of
from app.theme.offline.searching import ShardWriter

# Fewer pages are drawn sooner than another process begins.
FEWEST = 600
_BATCH = 24
# Batches that wait to be laid out, for each process: memory stays what it is.
_WAITING = 4
_MOST = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to lay out: see `KitPage`. `file` is where it stands in the kit."""

    file: str
    template: str
    view: Any
    url: str


@dataclass(frozen=True, slots=True)
class Layout:
    """All that laying a page out takes, as another process can be handed it. `media` are the files
    of media by address."""

    folder: Path
    themes: tuple[Path, ...]
    facts: KitFacts
    addresses: KitAddresses
    media: Mapping[str, str | None]

    def drawer(self) -> Drawer:
        theme = offline_theme(self.themes)
        rewriter = rewriter_of(theme, self.addresses, self.media.get, self.facts.lang)
        return Drawer(theme, self.facts, rewriter)


class Hands:
    """Who lays pages out, beside whoever asks the wiki for them."""

    def __init__(self, pool: ProcessPoolExecutor, count: int) -> None:
        self._pool, self._count = pool, count

    def draw(self, sheets: Iterable[Sheet]) -> None:
        """Each written to its file; an error of any is raised here."""
        waiting: deque[Future[None]] = deque()
        for batch in _batches(sheets):
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
def hands(layout: Layout, *, pages: int) -> Iterator[Hands | None]:
    """None where there is too little to do, or one processor alone."""
    count = min(_MOST, (os.cpu_count() or 1) - 1)
    if pages < FEWEST or count < 1:
        yield None
        return
    pool = ProcessPoolExecutor(
        count, mp_context=get_context("spawn"), initializer=_begin, initargs=(layout,)
    )
    try:
        yield Hands(pool, count)
    finally:
        pool.shutdown(cancel_futures=True)


def sheet_of(page: KitPage, file: str) -> Sheet:
    return Sheet(file, page.template, page.view, page.url)


def _batches(sheets: Iterable[Sheet]) -> Iterator[list[Sheet]]:
    batch: list[Sheet] = []
    for sheet in sheets:
        batch.append(sheet)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


# What the process was handed when it began.
_begun: list[tuple[Drawer, Path]] = []


def _begin(layout: Layout) -> None:
    _begun.append((layout.drawer(), layout.folder))


def _draw(sheets: list[Sheet]) -> None:
    drawer, folder = _begun[0]
    for sheet in sheets:
        lay_out(drawer, sheet, lambda file, data: put(folder, file, data))


def lay_out(drawer: Drawer, sheet: Sheet, put: Callable[[str, bytes], None]) -> None:
    html = drawer.sheet(sheet.template, sheet.view, sheet.url, sheet.file)
    put(sheet.file, html.encode())


def put(folder: Path, file: str, content: bytes) -> None:
    path = folder / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
