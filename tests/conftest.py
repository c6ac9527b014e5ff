"""What holds for every test: the longest files first, so that no processor waits at the end, one
browser for file after file, and none without the programs that it needs."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsers import kept_open, let_go
from tests.compiled import share_templates
from tests.programs import leave_out_what_has_no_program

_TESTS = Path(__file__).parent
# Each takes a processor for more than a minute by itself: none may be the last to begin.
_LONGEST = ("e2e/test_axe_writing.py", "e2e/test_federation_kill.py", "e2e/test_fifty_people.py")
# What takes hundredths of a second by the file ends: all processors are busy until then.
_FOLDERS = ("e2e", "visual", "offline", "theme", "relevance", "federation", "web", "cli", "actions",
            "engines", "plugins")  # fmt: skip
_LAST = ("bench", "domain")


def pytest_configure() -> None:
    share_templates()
    # Nothing of what is imported and collected is ever let go: looked for in vain, again and again.
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files, those that need a browser, other whole servers, and so on to the smallest;
    the order within a folder stays."""
    shown = {item.path for item in items if _is_shown(item)}

    def rank(item: pytest.Item) -> tuple[int, bool, int]:
        file = item.path.relative_to(_TESTS)
        name, folder = file.as_posix(), file.parts[0]
        return (
            _LONGEST.index(name) if name in _LONGEST else len(_LONGEST),
            item.path not in shown,
            _place(folder),
        )

    items.sort(key=rank)
    leave_out_what_has_no_program(items)


def _is_shown(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def _place(folder: str) -> int:
    if folder in _FOLDERS:
        return _FOLDERS.index(folder)
    return len(_FOLDERS) + (folder in _LAST)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    if nextitem is None or (nextitem.path != item.path and not _is_shown(nextitem)):
        let_go()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the file's tests, each in a context of its own."""
    found = kept_open()
    yield found
    for context in found.contexts:
        context.close()
