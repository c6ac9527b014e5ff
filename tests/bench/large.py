"""A wiki of a hundred thousand pages, made once and kept for as long as the corpus is the same.

Unlike `instance`, it outlives changes of the code: what it derives catches up by itself.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

from app.actions.catch_up import catch_up
from app.domain.page_path import PagePath
from app.engines.git_store import GitStore
from app.main import instance as opened
from app.settings import Settings
from tests.bench import corpus, front_matter, lexicon, prose
from tests.bench.corpus import GeneratedPage, names, page_of
from tests.bench.instance import KEPT, Instance, created, maillage

PAGES = 100_000
_BATCH = 2_000
_MADE = "bench-made"


@cache
def large(count: int = PAGES) -> Instance:
    """An instance of `count` generated pages, whose projections are up to date."""
    folder = KEPT / f"large-{_state()}-{count}"
    if not (folder / _MADE).is_file():
        for old in KEPT.glob(f"large-*-{count}"):
            shutil.rmtree(old)
        _make(folder, count)
    with opened(Settings(data=folder, search="tantivy")) as one:
        if not catch_up(one.wiki, wait=True):
            raise RuntimeError("the instance did not catch up")
        files = one.wiki.store.files()
        found = tuple(page for file, _ in files if (page := PagePath.from_file(file)))
    return Instance(folder, found, "")


def _make(folder: Path, count: int) -> None:
    KEPT.mkdir(exist_ok=True)
    named = ["--name", "Banc", "--region", "", "--base-url", "https://alpha.example"]
    maillage("init", *named, "--empty", folder=folder)
    store = GitStore(folder / "pages.git")
    try:
        for some in _generated(count):
            store.commit_all([created(page) for page in some])
        store.maintain(force=True)
    finally:
        store.close()
    (folder / _MADE).touch()


def _generated(count: int) -> Iterator[list[GeneratedPage]]:
    """On every processor: a page takes longer to write than to import."""
    starts = range(0, count, _BATCH)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(partial(_some, count=count), starts)


def _some(start: int, *, count: int) -> list[GeneratedPage]:
    known = _names(count)
    paths = [str(name.path) for name in known]
    return [page_of(n, known[n], paths) for n in range(start, min(start + _BATCH, count))]


@cache
def _names(count: int) -> list[corpus.Name]:
    return names(count)


def _state() -> str:
    seen = hashlib.sha256()
    for module in (corpus, front_matter, lexicon, prose):
        seen.update(Path(str(module.__file__)).read_bytes())
    return seen.hexdigest()[:10]
