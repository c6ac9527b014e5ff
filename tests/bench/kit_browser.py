"""A site on a key in real Chromium, opened from files, with the processor slowed."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Page, sync_playwright

SLOWED = 4
WORDS = (
    "atelier", "compost", "repair cafe", "énergie solaire", "partager outils", "jardn", "fablab",
    "méthode de réunion", "lautrec", "numerique",
)  # fmt: skip
# From what is typed until its answer is drawn, for each in turn, in milliseconds.
_TYPE = """async (words) => {
  const section = document.querySelector("[data-offline-search]");
  const box = document.querySelector("#q");
  const took = [];
  for (const word of words) {
    const began = performance.now();
    const drawn = new Promise((done) => {
      new MutationObserver((_, seen) => { seen.disconnect(); done(); })
        .observe(section, { attributeFilter: ["data-answered"] });
    });
    box.value = word;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await drawn;
    took.push(performance.now() - began);
  }
  return took;
}"""
_FIRST_ANSWER = (
    "() => { const [one] = performance.getEntriesByName('search');"
    " return one.startTime + one.duration }"
)


@dataclass(frozen=True, slots=True)
class Searched:
    """`titles_s` until an answer from titles, `texts_s` until all texts are read, both from the
    opening of the page; `first_ms` and each of `later_ms` from a word typed to its answer drawn."""

    titles_s: float
    texts_s: float
    first_ms: float
    later_ms: Sequence[float]


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def _slow_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_context(offline=True).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    yield page
    page.context.close()


def opened_s(browser: Browser, site: Path) -> float:
    """Until a click on the first screen is answered."""
    with _slow_page(browser) as page:
        began = perf_counter()
        page.goto((site / "index.html").as_uri(), wait_until="load")
        page.locator("#q").click()
        return perf_counter() - began


def searched(browser: Browser, site: Path) -> Searched:
    with _slow_page(browser) as page:
        page.goto((site / "recherche/index.html").as_uri() + "#q=outil")
        page.wait_for_selector("[data-offline-search][data-ready]", timeout=600_000)
        titles_ms = page.evaluate(_FIRST_ANSWER)
        texts_ms = page.evaluate("() => performance.getEntriesByName('search-ready')[0].startTime")
        first_ms, *later_ms = page.evaluate(_TYPE, WORDS)
        return Searched(titles_ms / 1000, texts_ms / 1000, first_ms, later_ms)
