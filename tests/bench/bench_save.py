"""Writing: a durable commit alone, then a whole save request through the API."""

import os
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx

from app.domain.page_path import PagePath
from app.domain.revision import Change
from app.engines.git_store import GitStore
from tests.bench.instance import AUTHORS, Instance, instance
from tests.bench.report import Measure, spread

COMMIT_BAR_MS = 60.0
RATIO_BAR = 1.3
REQUEST_BAR_MS = 200.0
COMMITS = 150
REQUESTS = 60


def measure() -> Iterator[Measure]:
    small, large = commits_ms(instance(1_000), instance(10_000))
    medians = [statistics.median(small), statistics.median(large)]
    yield Measure("durable commit, 1,000 pages", medians[0], "ms", note=spread(small))
    yield Measure(
        "durable commit, 10,000 pages", medians[1], "ms", COMMIT_BAR_MS, note=spread(large)
    )
    yield Measure("the second to the first", medians[1] / medians[0], "times", RATIO_BAR)
    for count, bar in ((1_000, None), (10_000, REQUEST_BAR_MS)):
        took = requests_ms(instance(count))
        name = f"whole save request, {count:,} pages"
        yield Measure(name, statistics.median(took), "ms", bar, note=spread(took))


def commits_ms(small: Instance, large: Instance) -> tuple[list[float], list[float]]:
    """Commits to both in turn, so that what else the machine does weighs on both alike."""
    os.sync()  # what was written before would be waited for here
    stores = [GitStore(wiki.folder / "pages.git") for wiki in (small, large)]
    took: tuple[list[float], list[float]] = ([], [])
    try:
        for number in range(COMMITS):
            for wiki, store, times in zip((small, large), stores, took, strict=True):
                page = wiki.pages[number * 13 % len(wiki.pages)]
                times.append(commit_ms(store, page, number))
    finally:
        for store in stores:
            store.close()
    return took


def commit_ms(store: GitStore, page: PagePath, number: int) -> float:
    blob = store.blob_of(page.file)
    text = (store.read(page.file) or b"") + f"\nLigne {number}.\n".encode()
    change = Change(
        files={page.file: text},
        expects={page.file: blob},
        author=AUTHORS[0],
        at=datetime.now(UTC),
        note=f"Ligne {number}",
    )
    began = time.perf_counter()
    store.commit(change)
    return (time.perf_counter() - began) * 1000


def requests_ms(wiki: Instance) -> list[float]:
    """Each save of another page: read, then change it with the revision read as base."""
    headers = {"Authorization": f"Bearer {wiki.token}"}
    with (
        wiki.serve() as server,
        httpx.Client(base_url=server.url, headers=headers, timeout=60, trust_env=False) as client,
    ):
        return [save_ms(client, wiki.pages[n * 17 % len(wiki.pages)], n) for n in range(REQUESTS)]


def save_ms(client: httpx.Client, page: PagePath, number: int) -> float:
    address = f"/api/v1/pages/{page}"
    seen = client.get(address).raise_for_status().json()
    text = f"{seen['text']}\nUne ligne de plus, la {number}, pour le banc.\n"
    body = {"text": text, "base": seen["revision"], "note": "Banc"}
    began = time.perf_counter()
    client.put(address, json=body).raise_for_status()
    return (time.perf_counter() - began) * 1000
