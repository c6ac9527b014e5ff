"""Every projection from nothing: SQL, rendered HTML, search."""

from collections.abc import Iterator

from tests.bench.instance import instance, rebuild_s
from tests.bench.report import Measure

BAR_S = 120.0


def measure() -> Iterator[Measure]:
    for count, bar in ((1_000, None), (10_000, BAR_S)):
        took_s, used_s = rebuild_s(instance(count).folder)
        note = f"{used_s:.0f} s of one processor"
        yield Measure(f"rebuild, {count:,} pages", took_s, "s", bar, note=note)
