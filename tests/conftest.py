"""What holds for every test: the longest files first, so that no processor waits at the end, and no
browser test without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsers import CHROMIUM, chromium

_TESTS = Path(__file__).parent
# `make test` says it loudly and leaves them out; whoever calls pytest alone is told here.
_NO_BROWSER = pytest.mark.skip(reason="Chromium is not installed")
_FIRST = ("e2e", "visual", "federation", "cli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole servers and browsers before all else; the order within a folder stays."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(_TESTS).parts[0]
        return _FIRST.index(folder) if folder in _FIRST else len(_FIRST)

    items.sort(key=rank)
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(_NO_BROWSER)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the file's tests, each in a context of its own."""
    with chromium() as found:
        yield found
