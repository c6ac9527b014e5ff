"""From the spawn of the server to its first 200 of /readyz."""

import statistics
from collections.abc import Iterator

from tests.bench.instance import Instance, instance
from tests.bench.report import Measure, spread

BAR_S = 3.0
TIMES = 5


def measure() -> Iterator[Measure]:
    for count, bar in ((1_000, None), (10_000, BAR_S)):
        took_s = [start_s(instance(count)) for _ in range(TIMES)]
        name = f"start, {count:,} pages"
        yield Measure(name, statistics.median(took_s), "s", bar, note=spread(took_s))


def start_s(wiki: Instance) -> float:
    with wiki.serve() as server:
        return server.start_s
