"""Reading: every page of the wiki in turn over 16 connections, one worker; then its memory."""

import time
from collections.abc import Iterator

from tests.bench import load
from tests.bench.instance import Instance, instance
from tests.bench.report import Measure, number
from tests.bench.server import Running

BAR_PER_S = 2_500.0
BAR_MB = 300.0
SECONDS = 10
FIRST_SECONDS = 1
FIRST_ROUNDS = 400


def measure() -> Iterator[Measure]:
    for count, memory_bar in ((1_000, None), (10_000, BAR_MB)):
        wiki = instance(count)
        with wiki.serve() as server:
            yield first_views(wiki, server, count)
            yield views(wiki, server, count)
            name = f"memory of the worker after it, {count:,} pages"
            note = f"{server.own_memory_mb():.0f} MB its own, the rest mapped files"
            yield Measure(name, server.memory_mb(), "MB", memory_bar, note=note)


def first_views(wiki: Instance, server: Running, count: int) -> Measure:
    """Until each page was seen once: what a view costs when nothing is kept yet."""
    began, seen, rounds = time.perf_counter(), 0, 0
    while seen < len(wiki.urls) and rounds < FIRST_ROUNDS:
        done = load.drive(
            server.url, wiki.urls, seconds=FIRST_SECONDS, folder=wiki.folder, first=seen
        )
        seen, rounds = seen + done.requests, rounds + 1
    rate = seen / (time.perf_counter() - began)
    return Measure(f"first views, {count:,} pages", rate, "requests/s", note=f"{seen} answers")


def views(wiki: Instance, server: Running, count: int) -> Measure:
    seen = load.drive(server.url, wiki.urls, seconds=SECONDS, folder=wiki.folder)
    whole = not (seen.refused or seen.broken)
    rate = seen.requests_per_s if whole else 0.0
    name = f"page views, {count:,} pages"
    return Measure(name, rate, "requests/s", BAR_PER_S, "higher", told(seen))


def told(seen: load.Load) -> str:
    refused = f", {seen.refused} REFUSED" if seen.refused else ""
    broken = f", {seen.broken} connections closed unannounced" if seen.broken else ""
    return f"p99 {number(seen.p99_ms)} ms, {seen.requests} answers{refused}{broken}"
