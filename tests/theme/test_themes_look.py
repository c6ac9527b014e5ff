"""Both themes on sample screens: axe finds nothing, nothing is cut, nothing moves unasked.

The screens of the default theme that are not here are looked at on real servers, in tests/e2e.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.theme.accessible import THEMES, Eye, eye
from tests.theme.serving import served

pytestmark = pytest.mark.browser
SCREENS = {
    "default": ("place-signed-in", "portal", "directory-table", "changes", "figures"),
    "rivage": ("home", "search", "directory-list", "place", "method", "minicool", "discussion",
               "signin", "style"),
}  # fmt: skip


@pytest.fixture(scope="module")
def addresses() -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(served(THEMES[name])) for name in SCREENS}


@pytest.fixture(scope="module")
def looking(browser: Browser) -> Iterator[Eye]:
    with eye(browser) as found:
        yield found


@pytest.mark.parametrize(
    ("theme", "screen"), [(theme, screen) for theme in SCREENS for screen in SCREENS[theme]]
)
def test_a_screen_is_for_everyone_in_either_theme(
    looking: Eye, addresses: dict[str, str], theme: str, screen: str
) -> None:
    looking.go(f"{addresses[theme]}/{screen}.html", scripts=True)
    looking.put("light", narrow=False)
    found = {"wide and light": looking.wrong()}
    looking.put("dark", narrow=True)
    found["narrow and dark"] = looking.wrong()
    assert found == {"wide and light": [], "narrow and dark": []}
