"""The file is written by another process, while this one asks the wiki for the next pages.

Where a disk is full, the library's threads end and whoever hands it the next page waits for ever:
a process can be ended, a thread of a server cannot. And the library's thread asks Python for the
words that it indexes: beside all that draws, it would wait for its turn each time.
"""

import os
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from pathlib import Path
from queue import Empty, Full

from app.domain.collecting import collect_seldom
from app.domain.errors import Refused
from app.domain.phrase import Phrase
from plugins.export_zim.entries import About, Parcel, ZimDraft

# Batches that wait to be written: memory stays what it is.
_WAITING = 4
# The longest that nothing moves, and between two looks at the process, in seconds.
PATIENCE_S, _LOOK_S = 600.0, 0.5
# The library's thread waits so long for Python while pages are laid out, in seconds.
_TURN_S = 0.0002
# Pages whose lists the library's index holds before it lays them down. It would hold ten thousand:
# it looks for the place of each page in each list, and the longer they are the longer that takes.
_LISTED = {"XAPIAN_FLUSH_THRESHOLD": "500"}
_END = None
Lighter = Callable[[list[Parcel]], list[Parcel]]


class Beside:
    """Writes `whole`, that is there at its `end`; closed before that, it leaves what it has written
    of a draft."""

    def __init__(self, whole: Path, about: About) -> None:
        spawned = get_context("spawn")
        self._batches: Queue[list[Parcel] | None] = spawned.Queue(_WAITING)
        self._heard, said = spawned.Pipe(duplex=False)
        handed = (self._batches, said, whole, about)
        self._process = spawned.Process(target=_write, args=handed, daemon=True)
        self._process.start()
        said.close()

    def close(self) -> None:
        self._process.kill()
        self._process.join()
        self._batches.cancel_join_thread()
        self._batches.close()
        self._heard.close()

    def put(self, batch: list[Parcel] | None, lighter: Lighter | None = None) -> None:
        """An error of what was put before is raised here, or by `end`. Rather than wait, a part
        of the work that the batch gives is done by `lighter`."""
        late = time.monotonic() + PATIENCE_S
        if lighter is not None and batch is not None and self._batches.full():
            batch = lighter(batch)
        while True:
            if self._heard.poll():
                self._listen()
            try:
                return self._batches.put(batch, timeout=min(_LOOK_S, PATIENCE_S))
            except Full:
                if time.monotonic() > late:
                    raise _stuck() from None

    def end(self) -> None:
        self.put(_END)
        if not self._heard.poll(PATIENCE_S):
            raise _stuck()
        self._listen()

    def _listen(self) -> None:
        try:
            error = self._heard.recv()
        except EOFError:
            raise _stuck() from None
        if isinstance(error, Exception):
            raise error


def _stuck() -> Refused:
    return Refused(reason=Phrase("rien n’est écrit : le disque est peut-être plein."))


def _next(batches: "Queue[list[Parcel] | None]") -> list[Parcel] | None:
    """The next batch; nobody is left behind by a process that was killed."""
    while True:
        try:
            return batches.get(timeout=_LOOK_S)
        except Empty:
            parent = parent_process()
            if parent is None or not parent.is_alive():
                os._exit(1)


def _write(
    batches: "Queue[list[Parcel] | None]", said: Connection, whole: Path, about: About
) -> None:
    sys.setswitchinterval(_TURN_S)
    collect_seldom()
    os.environ |= _LISTED
    # The library speaks of its progress.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    try:
        draft = ZimDraft(whole, about)
        while (batch := _next(batches)) is not _END:
            draft.add(batch)
        draft.end()
    except Exception as error:
        said.send(error)
    else:
        said.send(None)
    said.close()
    # What the library holds of a file that failed would wait for its threads.
    os._exit(0)
