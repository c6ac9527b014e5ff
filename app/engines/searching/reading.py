"""Page files as an index takes them, on every processor where they are many."""

import json
import logging
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.batches import batched
from app.domain.errors import InvalidPage, TooLarge
from app.domain.finding.fields import Findable, findable
from app.domain.network import Slice
from app.domain.outline import Outline, outline_of
from app.domain.page import Page, parse_file
from app.domain.page_path import PagePath
from app.domain.readings import Left, Told
from app.ports import Renderer

log = logging.getLogger(__name__)
# Stands for a body that nobody reads; no text has this sign.
_BODY = "\0"
_SHOWN_STATUSES = ("published", "archived")
# For fewer, other processes take longer to begin than the work takes.
MANY = 400
_TOGETHER = 25
# So many of these are asked for before the first is taken.
_AHEAD = 16
_YIELDING = 5


class Draft(NamedTuple):
    """A file of a log, last changed `at`: its bytes, or what it was found to say."""

    path: PagePath
    at: datetime
    data: bytes = b""
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read. Of a friend (`origin`), pages of those licences and that slice alone."""

    renderer: Renderer
    prepare: Callable[[Findable], Any]
    host: str = ""
    origin: str = ""
    licences: frozenset[str] = frozenset()
    slice: Slice | None = None

    def __call__(self, draft: Draft) -> Any | None:
        """What an index is to be given; None where it is not to be found."""
        path, _at, data, told = draft
        page = _told_page(path, told) if told else shown_page(path, data)
        if page is None or not self._fits(page):
            return None

        def read(text: str) -> Outline:
            if told and text is page.body:
                return outline_of(json.loads(told.outline))
            return self.renderer.outline(text)

        return self.prepare(findable(page, read, draft.at, origin=self.origin, host=self.host))

    def _fits(self, page: Page) -> bool:
        if self.slice is None:
            return True
        return page.licence in self.licences and self.slice.takes(page)


def shown_page(path: PagePath, data: bytes) -> Page | None:
    """The page that the file says, where it is for everybody to find."""
    try:
        page = parse_file(path, data)
    except (InvalidPage, TooLarge):
        return None
    return page if isinstance(page, Page) and page.status in _SHOWN_STATUSES else None


def _told_page(path: PagePath, told: Told) -> Page | None:
    """The same of a text that was read already; its body is in its outline alone."""
    page = Page(path, "", json.loads(told.front), _BODY)
    return page if page.status in _SHOWN_STATUSES else None


AskDrafts = Callable[[Sequence[Left]], Sequence[Draft]]


class Readers:
    """Other processes that read while there is much to read, and are let go of after."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def read(
        self, reading: Reading, files: Sequence[Left], drafts: AskDrafts
    ) -> Iterator[Any | None]:
        """In the order of the files, however it is done. Only some hundreds are held at a time:
        whoever takes them and `drafts`, which takes up the next, work beside the others."""
        if len(files) < MANY or (os.cpu_count() or 1) < 2:
            self.close()
            return (reading(draft) for some in batched(files, _TOGETHER) for draft in drafts(some))
        return self._beside(reading, files, drafts)

    def close(self) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None

    def _beside(
        self, reading: Reading, files: Sequence[Left], drafts: AskDrafts
    ) -> Iterator[Any | None]:
        asked: deque[Future[list[Any | None]]] = deque()
        given = 0
        try:
            for some in batched(files, _TOGETHER):
                asked.append(self._begun().submit(_read_all, reading, drafts(some)))
                if len(asked) > _AHEAD:
                    for made in asked.popleft().result():
                        given += 1
                        yield made
            while asked:
                for made in asked.popleft().result():
                    given += 1
                    yield made
        except BrokenProcessPool:
            log.warning("pages are read by one process: others were stopped")
            self.close()
            yield from (
                reading(one) for some in batched(files[given:], _TOGETHER) for one in drafts(some)
            )
        finally:
            for one in asked:
                one.cancel()

    def _begun(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                os.cpu_count(), multiprocessing.get_context("spawn"), initializer=_begin
            )
        return self._pool


def _read_all(reading: Reading, drafts: Sequence[Draft]) -> list[Any | None]:
    return [reading(draft) for draft in drafts]


def _begin() -> None:
    """People who wait come first; nobody is left behind by a parent that was killed."""
    os.nice(_YIELDING)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
