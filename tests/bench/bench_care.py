"""Pages that may be the same, looked for among 10,000 places, and the lists of care."""

import time
from collections.abc import Iterator
from contextlib import closing

from app.domain.care import OF_PAGES, CareQuery
from app.engines.likeness import Lookalikes
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.bench.instance import instance
from tests.bench.report import Measure
from tests.bench.twins import Told, directory

PLACES = PAGES = 10_000
FIRST_BAR_S = 5.0
LIST_BAR_MS = 500.0


def measure() -> Iterator[Measure]:
    yield from _twins()
    folder = instance(PAGES).folder
    with closing(SqlProjection(folder / "projection.sqlite", MarkdownRenderer())) as sql:
        yield from _lists(sql)


def _twins() -> Iterator[Measure]:
    known = directory(PLACES)
    told = Told(known.places)
    looks = Lookalikes(told)
    began = time.perf_counter()
    found = {one.names for one in looks.suspects()}
    took_s = time.perf_counter() - began
    yield Measure("doubles among 10,000 places, the first time", took_s, "s", FIRST_BAR_S)
    told.change(5, known.places[4])
    began = time.perf_counter()
    looks.suspects()
    yield Measure("the same after a save", (time.perf_counter() - began) * 1000, "ms", 50.0)
    right = len(found & known.twins)
    yield Measure("planted doubles found", right / len(known.twins), "", 0.95, "higher")
    yield Measure(
        "of those told, planted", right / len(found), "", note="others share name and town"
    )


def _lists(sql: SqlProjection) -> Iterator[Measure]:
    for which in OF_PAGES:
        query = CareQuery(which, before="2026-06-01", year="2025")
        began = time.perf_counter()
        _, total = sql.care(query)
        took_ms = (time.perf_counter() - began) * 1000
        yield Measure(
            f"list {which} at 10,000 pages, not kept", took_ms, "ms", LIST_BAR_MS,
            note=f"{total} lines",
        )  # fmt: skip
