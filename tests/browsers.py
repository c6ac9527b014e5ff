"""The browser of the tests: Chromium without a window, started in one place."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.programs import found

# The same engine twice. The shell has no window to draw: each screen costs it half as much.
CHROMIUM = found("browser")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium, closed at the end; to the tests of a file it is the fixture `browser`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()
