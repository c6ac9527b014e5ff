"""Typing in a page of 30,000 characters, the processor slowed four times: ms until a key shows."""

import statistics
from collections.abc import Iterator
from random import Random

from playwright.sync_api import BrowserContext, Page

from tests.bench import prose
from tests.bench.report import Measure, number, percentile
from tests.bench.screens import signed_in

BAR_MS = 50.0
SLOWER = 4
CHARACTERS = 30_000
KEYS = 60
FORM = "/lieux/banc-de-frappe/edit"
MODES = {"plain": "textarea[data-body]", "source": "textarea[data-body]", "visual": ".ProseMirror"}

# From the arrival of the key to the picture that shows it: the next frame, and what follows it.
_WATCH = """
() => {
  window.keyTimes = [];
  addEventListener('keydown', (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.keyTimes.push(performance.now() - began);
      after.port2.postMessage(0);
    });
  }, true);
}
"""


def measure() -> Iterator[Measure]:
    text = _text()
    with signed_in() as (context, url):
        for mode, where in MODES.items():
            times = _typed(context, f"{url}{FORM}", text, mode, where)
            middle = number(statistics.median(times))
            note = f"median {middle}, max {number(max(times))}, n={len(times)}"
            name = f"a key in {mode} mode, p95, {len(text):,} characters"
            yield Measure(name, percentile(times, 95), "ms", BAR_MS, note=note)


def _text() -> str:
    """Pages of the bench one after the other, as long as one long page."""
    chance = Random(4)
    said = ""
    while len(said) < CHARACTERS:
        said += prose.body(chance, ["Café PLUM"]) + "\n\n"
    return said[:CHARACTERS].rsplit("\n", 1)[0]


def _typed(context: BrowserContext, url: str, text: str, mode: str, where: str) -> list[float]:
    page = context.new_page()
    if mode == "plain":
        # Its scripts are not fetched: the field as the browser alone gives it.
        page.route("**/*.js", lambda route: route.abort())
    page.add_init_script(f"localStorage.setItem('writing-mode', JSON.stringify('{mode}'))")
    page.goto(url)
    page.locator("textarea[data-body]").evaluate("(one, text) => { one.value = text }", text)
    if mode != "plain":
        _enter(page, mode)
    page.locator(where).click()
    page.keyboard.press("Control+End")
    page.evaluate(_WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    for count in range(1, KEYS + 1):
        page.keyboard.press("e" if count % 6 else "Space")
        page.wait_for_function("count => window.keyTimes.length >= count", arg=count)
    times = page.evaluate("window.keyTimes")
    page.on("dialog", lambda dialog: dialog.accept())
    page.close()
    return times


def _enter(page: Page, mode: str) -> None:
    page.locator("[data-writer]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-writer][data-mode]:not([data-mode=''])", timeout=60_000)
    if page.locator("[data-writer]").get_attribute("data-mode") != mode:
        page.locator(f"[data-mode={mode}]:is(button)").click()
        page.wait_for_selector(f"[data-writer][data-mode={mode}]", timeout=60_000)
