"""Searching with snippets and facets: 60 questions from rare to common, over one connection; and
titles suggested while these are typed."""

import time
from collections.abc import Iterator
from random import Random

import httpx

from tests.bench.instance import Instance, instance
from tests.bench.lexicon import FIELD, words
from tests.bench.report import Measure, percentile, spread

# At 10,000 pages a wiki has another engine: Whoosh's figure there is told without a bar.
SIZES = ((1_000, 80.0), (5_000, 80.0), (10_000, None))
SUGGEST, SUGGEST_SIZE, SUGGEST_BAR_MS = "/-/suggest", 5_000, 20.0
WARM_UP = ("bonjour", "tiers lieu", "atelier bois")


def queries() -> list[str]:
    """20 common words, 15 of the middle, 10 rare, 10 of two words, 5 of three; accents or not."""
    chance = Random("60 questions")
    tail = words()
    asked = chance.sample(FIELD, 20)
    asked += chance.sample(tail[300:2_000], 15) + chance.sample(tail[8_000:], 10)
    asked += [" ".join(chance.sample(FIELD, 2)) for _ in range(10)]
    asked += [
        " ".join([*chance.sample(FIELD, 2), chance.choice(tail[300:3_000])]) for _ in range(5)
    ]
    chance.shuffle(asked)
    return [plain(query) if chance.random() < 0.3 else query for query in asked]


def plain(text: str) -> str:
    """As people type in a hurry."""
    return text.translate(str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc"))


def measure() -> Iterator[Measure]:
    for count, bar in SIZES:
        took, typed = searches_ms(instance(count))
        name = f"search, p95 of 60 queries, {count:,} pages"
        yield Measure(name, percentile(took, 95), "ms", bar, note=spread(took))
        if count == SUGGEST_SIZE:
            name = f"suggestions, p95 while they are typed, {count:,} pages"
            yield Measure(name, percentile(typed, 95), "ms", SUGGEST_BAR_MS, note=spread(typed))


def searches_ms(wiki: Instance) -> tuple[list[float], list[float]]:
    """Each question once, after a visit and a few others.

    The visit waits for what a server readies when it starts, beside which nothing is quick.
    """
    with (
        wiki.serve() as server,
        httpx.Client(base_url=server.url, timeout=60, trust_env=False) as client,
    ):
        client.get("/").raise_for_status()
        for query in WARM_UP:
            ask_ms(client, query)
        took = [ask_ms(client, query) for query in queries()]
        return took, [ask_ms(client, typed, SUGGEST) for typed in beginnings()]


def beginnings() -> list[str]:
    """What stands in the search box after two, four and six letters of each question."""
    return [query[:letters] for query in queries() for letters in (2, 4, 6)]


def ask_ms(client: httpx.Client, query: str, address: str = "/api/v1/search") -> float:
    began = time.perf_counter()
    client.get(address, params={"q": query}).raise_for_status()
    return (time.perf_counter() - began) * 1000
