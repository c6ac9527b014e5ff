"""Reading: every page of the wiki in turn over 16 connections, one worker; then its memory."""

from collections.abc import Iterator

from tests.bench import load
from tests.bench.instance import Instance, instance
from tests.bench.report import Measure, number
from tests.bench.server import Running

BAR_PER_S = 2_500.0
BAR_MB = 300.0
SECONDS = 10
# Enough to have asked for every page once, were it only a fifth of the bar.
FIRST_SECONDS = 20


def measure() -> Iterator[Measure]:
    for count, memory_bar in ((1_000, None), (10_000, BAR_MB)):
        wiki = instance(count)
        with wiki.serve() as server:
            yield from views(wiki, server, count)
            name = f"memory of the worker after it, {count:,} pages"
            yield Measure(name, server.memory_mb(), "MB", memory_bar)


def views(wiki: Instance, server: Running, count: int) -> Iterator[Measure]:
    first = load.drive(server.url, wiki.urls, seconds=FIRST_SECONDS, folder=wiki.folder)
    yield Measure(
        f"page views from a cold start, {count:,} pages",
        first.requests_per_s,
        "requests/s",
        note=told(first),
    )
    seen = load.drive(server.url, wiki.urls, seconds=SECONDS, folder=wiki.folder)
    yield Measure(
        f"page views, {count:,} pages",
        0.0 if seen.refused or seen.broken else seen.requests_per_s,
        "requests/s",
        BAR_PER_S,
        "higher",
        told(seen),
    )


def told(seen: load.Load) -> str:
    refused = f", {seen.refused} REFUSED" if seen.refused else ""
    broken = f", {seen.broken} connections closed unannounced" if seen.broken else ""
    return f"p99 {number(seen.p99_ms)} ms, {seen.requests} answers{refused}{broken}"
