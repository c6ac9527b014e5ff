"""The browser of the tests: Chromium without a window, started in one place."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, expect, sync_playwright

from tests.programs import found

# The same engine twice. The shell has no window to draw: each screen costs it half as much.
CHROMIUM = found("browser")
# Only a fault waits so long: five seconds, as it is otherwise, pass on a machine that is busy.
expect.set_options(timeout=60_000)
# No name but ours has an address: what a screen asks elsewhere fails at once, and nothing goes out.
_NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
_ARGUMENTS = ["--no-sandbox", _NOWHERE]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


_kept: list[Browser] = []
_open = ExitStack()


def kept_open() -> Browser:
    """The one that goes from file to file, since to start it costs a second of a processor; to the
    tests of a file it is the fixture `browser`."""
    if not (_kept and _kept[0].is_connected()):
        let_go()
        _kept.append(_open.enter_context(chromium()))
    return _kept[0]


def let_go() -> None:
    """Close it: what comes next has no use for it."""
    _kept.clear()
    _open.close()
