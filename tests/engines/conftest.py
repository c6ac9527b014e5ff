"""One contract for all search engines: a test that asks for `make_engine` runs with each."""

import pytest

from tests.engines.search_engines import ENGINES, Make


@pytest.fixture(scope="session", params=ENGINES)
def make_engine(request: pytest.FixtureRequest) -> Make:
    return ENGINES[request.param]
