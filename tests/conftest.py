"""What holds for every test: the longest files first, so that no processor waits at the end."""

from pathlib import Path

import pytest

_TESTS = Path(__file__).parent
_FIRST = ("e2e", "visual", "federation", "cli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole servers and browsers before all else; the order within a folder stays."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(_TESTS).parts[0]
        return _FIRST.index(folder) if folder in _FIRST else len(_FIRST)

    items.sort(key=rank)
