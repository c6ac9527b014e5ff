"""The map of 10,000 places, the processor slowed four times: until it is drawn, and its weight."""

import shutil
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import httpx
from playwright.sync_api import Browser, sync_playwright

from app.domain.page_path import PagePath
from app.domain.revision import Change
from app.engines.git_store import GitStore
from tests.bench import prose
from tests.bench.corpus import page_id, slug
from tests.bench.instance import AUTHORS, BATCH, KEPT, MAILLAGE, in_batches, maillage
from tests.bench.report import Measure, number
from tests.bench.server import free_port, running

COUNT = 10_000
SHOWN_BAR_MS, WEIGHT_BAR_KB = 1_500.0, 250.0
SLOWER = 4
VISITS = 5
# Waits for the mark that the map leaves; asking again and again would lay the page out each time.
SHOWN = """new Promise((seen) => new PerformanceObserver((list) => {
  for (const one of list.getEntriesByName("map-shown")) seen(one.startTime);
}).observe({ type: "mark", buffered: true }))"""
# Where people live: most places stand around a few towns, the others anywhere.
TOWNS = ((48.86, 2.35), (45.76, 4.84), (43.30, 5.40), (43.60, 1.44), (44.84, -0.58), (47.22, -1.55),
         (50.63, 3.06), (48.58, 7.75), (48.11, -1.68), (43.61, 3.87), (-21.1, 55.5))  # fmt: skip


def measure() -> Iterator[Measure]:
    with _served() as url:
        yield _points(url)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            visits = [_visit(browser, f"{url}/lieux?view=map") for _ in range(VISITS)]
            browser.close()
    times, weights = [took for took, _ in visits], [weight for _, weight in visits]
    note = f"max {number(max(times))}, n={VISITS}, processor slowed {SLOWER} times, nothing kept"
    name = f"map of {COUNT:,} places first shown, median"
    yield Measure(name, statistics.median(times), "ms", SHOWN_BAR_MS, note=note)
    told = "HTML, style, scripts, font, contours, points, as sent"
    yield Measure(f"the same in all, {COUNT:,} places", weights[0], "kB", WEIGHT_BAR_KB, note=told)


def _points(url: str) -> Measure:
    """After the first time: the server keeps what it made."""
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        client.get("/lieux.points.json").raise_for_status()
        took = []
        for _ in range(20):
            began = time.perf_counter()
            client.get("/lieux.points.json").raise_for_status()
            took.append((time.perf_counter() - began) * 1000)
    return Measure(f"points of {COUNT:,} places asked for again", statistics.median(took), "ms")


def _visit(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds until places stand on the map, and kilobytes that came over the wire."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(url, wait_until="commit")
    shown = page.evaluate(SHOWN)
    assert page.locator("[data-map][data-shown] .mark").count()
    page.wait_for_load_state("networkidle")
    context.close()
    return shown, sum(sizes) / 1000


@contextmanager
def _served() -> Iterator[str]:
    folder = KEPT / "map"
    shutil.rmtree(folder, ignore_errors=True)
    KEPT.mkdir(exist_ok=True)
    named = ["--name", "Carte", "--region", "", "--base-url", "https://alpha.example"]
    maillage("init", *named, folder=folder)
    _fill(folder / "pages.git")
    maillage("rebuild", folder=folder)
    port = free_port()
    command = [str(MAILLAGE), "serve", "--data", str(folder),
               "--port", str(port)]  # fmt: skip
    with running(command, port=port, ready="/readyz", log=folder.with_suffix(".log")) as server:
        yield server.url
    shutil.rmtree(folder)


def _fill(repository: Path) -> None:
    store = GitStore(repository)
    try:
        for some in in_batches(list(range(COUNT)), BATCH):
            store.commit_all([_place(n) for n in some])
        store.maintain(force=True)
    finally:
        store.close()


def _place(n: int) -> Change:
    chance = Random(f"place {n}")
    title = prose.title(chance)
    lat, lon = chance.choice(TOWNS)
    spread = 0.25 if chance.random() < 0.6 else 2.2
    lat, lon = round(chance.gauss(lat, spread), 5), round(chance.gauss(lon, spread), 5)
    path = PagePath("place", f"{slug(title)[:60].strip('-')}-{n}")
    text = (
        f'---\nkind: place\nid: {page_id(n)}\ntitle: "{title}"\nlang: fr\nlicence: CC-BY-SA-4.0\n'
        f"status: published\nterritory: {{country: FR, city: Commune {n % 900}}}\n"
        f"coordinates: [{lat}, {lon}]\n---\n\nUn lieu.\n"
    )
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=n)
    return Change({path.file: text.encode()}, {path.file: None}, AUTHORS[n % 5], at, title)
