"""What holds for every test: the longest files first, so that no processor waits at the end, and
none without the programs that it needs."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsers import chromium
from tests.compiled import share_templates
from tests.programs import leave_out_what_has_no_program

_TESTS = Path(__file__).parent
# Each takes a processor for more than a minute by itself: none may be the last to begin.
_LONGEST = ("e2e/test_axe_writing.py", "e2e/test_federation_kill.py", "e2e/test_fifty_people.py")
_FIRST = ("e2e", "visual", "federation", "web", "cli")


def pytest_configure() -> None:
    share_templates()
    # Nothing of what is imported and collected is ever let go: looked for in vain, again and again.
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files, then whole servers and browsers; the order within a folder stays."""

    def rank(item: pytest.Item) -> tuple[int, int]:
        file = item.path.relative_to(_TESTS)
        folder = file.parts[0]
        return (
            _LONGEST.index(file.as_posix()) if file.as_posix() in _LONGEST else len(_LONGEST),
            _FIRST.index(folder) if folder in _FIRST else len(_FIRST),
        )

    items.sort(key=rank)
    leave_out_what_has_no_program(items)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the file's tests, each in a context of its own."""
    with chromium() as found:
        yield found
