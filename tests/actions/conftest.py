"""Fixtures of the acts between networks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.actions.two_wikis import Pair, Side, open_pair


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    yield from open_pair(tmp_path)


@pytest.fixture
def alpha(pair: Pair) -> Side:
    """The owner of the page."""
    return pair.alpha


@pytest.fixture
def beta(pair: Pair) -> Side:
    return pair.beta
