"""A hundred thousand pages in the engine of large wikis: questions that arrive steadily, whether or
not the one before was answered; suggestions; a save until it is found; the index from nothing."""

import asyncio
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import cycle, islice
from random import Random

import httpx

from app.actions.catch_up import catch_up
from app.domain.revision import Change
from app.domain.search import SearchQuery
from app.main import Instance as Opened
from app.main import instance as opened
from app.settings import Settings
from tests.bench.bench_search import WARM_UP, queries
from tests.bench.instance import AUTHORS
from tests.bench.large import PAGES, Instance, large
from tests.bench.report import Measure, percentile, spread

SEARCH_BAR_MS, SUGGEST_BAR_MS, VISIBLE_BAR_MS, BUILT_BAR_S = 15.0, 20.0, 100.0, 90.0
RATE, SECONDS = 50, 30
SAVES = 20


def measure(count: int = PAGES) -> Iterator[Measure]:
    wiki = large(count)
    yield Measure(f"index from nothing, {count:,} pages", built_s(wiki), "s", BUILT_BAR_S)
    yield visible(wiki, count)
    with wiki.serve() as server:
        once = asyncio.run(steadily(server.url, [f"?q={q}" for q in queries()], len(queries())))
        name = f"search, {count:,} pages, each question for the first time, p95"
        yield Measure(name, percentile(once, 95), "ms", note=spread(once))
        took = asyncio.run(steadily(server.url, [f"?q={q}" for q in queries()], RATE * SECONDS))
        name = f"search, {count:,} pages, {RATE} a second for {SECONDS} s, p95"
        yield Measure(name, percentile(took, 95), "ms", SEARCH_BAR_MS, note=spread(took))
        typed = asyncio.run(steadily(server.url, beginnings(), 300, path="/-/suggest"))
        yield Measure(
            "suggestions, p95", percentile(typed, 95), "ms", SUGGEST_BAR_MS, note=spread(typed)
        )


def built_s(wiki: Instance) -> float:
    """Only the search engine reads anew."""
    shutil.rmtree(wiki.folder / "search", ignore_errors=True)
    with opened(Settings(data=wiki.folder, search="tantivy")) as one:
        began = time.perf_counter()
        if not catch_up(one.wiki):
            raise RuntimeError("the index was not built")
        return time.perf_counter() - began


def visible(wiki: Instance, count: int) -> Measure:
    """From the moment that the log is read to the first answer that has the page."""
    with opened(Settings(data=wiki.folder, search="tantivy")) as one:
        took = [_visible_ms(wiki, one, number) for number in range(SAVES)]
    name = f"a save until it is found, {count:,} pages, p95"
    return Measure(name, percentile(took, 95), "ms", VISIBLE_BAR_MS, note=spread(took))


def _visible_ms(wiki: Instance, one: Opened, number: int) -> float:
    search, store = one.wiki.projections[1], one.wiki.store
    file = wiki.pages[number].file
    word = f"banc{number}x{int(time.time())}"
    text = (store.read(file) or b"") + f"\n{word}\n".encode()
    before = store.head()
    store.commit(Change({file: text}, {}, AUTHORS[0], datetime.now(UTC), word))
    entries = list(store.log(before))
    began = time.perf_counter()
    search.apply(entries, store)
    if not one.wiki.search.find(SearchQuery(word)).total:
        raise RuntimeError("the save was not found")
    return (time.perf_counter() - began) * 1000


def beginnings() -> list[str]:
    """What a person has typed so far, letter by letter."""
    chance = Random("typing")
    return [f"?q={query[: chance.randint(1, 8)]}" for query in queries()]


async def steadily(
    url: str, asked: Sequence[str], count: int, *, path: str = "/api/v1/search"
) -> list[float]:
    """Milliseconds from when each question was due, in an open loop: who is late makes others
    wait, as people would."""
    limits = httpx.Limits(max_connections=64)
    async with httpx.AsyncClient(
        base_url=url, timeout=60, trust_env=False, limits=limits
    ) as client:
        await client.get("/")
        for query in WARM_UP:
            await client.get("/api/v1/search", params={"q": query})
        began = time.perf_counter() + 0.2
        due = [
            _ask(client, f"{path}{question}", began + number / RATE)
            for number, question in enumerate(islice(cycle(asked), count))
        ]
        return list(await asyncio.gather(*due))


async def _ask(client: httpx.AsyncClient, address: str, due: float) -> float:
    await asyncio.sleep(max(0.0, due - time.perf_counter()))
    (await client.get(address)).raise_for_status()
    return (time.perf_counter() - due) * 1000
