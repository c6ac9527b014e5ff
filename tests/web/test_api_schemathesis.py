"""Whatever a program sends to the API, the answer is never an error of the server.

Requests are made from the API's own description (OpenAPI), right and wrong ones, the same at each
run; a long profile makes many more.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable

from tests.web.conftest import BASE_URL, Alpha, serve_alpha

if TYPE_CHECKING:
    from schemathesis import APIOperation, Case

EXAMPLES, LONG_EXAMPLES = 6, 300
# Answers that say that the server, not the question, is at fault; friends' networks may be so.
OURS = (500, 503)


@pytest.fixture(scope="module")
def alpha(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """One wiki for all questions: what some of them write stays."""
    yield from serve_alpha(tmp_path_factory.mktemp("schemathesis") / "alpha")


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """Imported by who asks alone: each process of the tests would take a second for it."""
    with warnings.catch_warnings():
        # What it brings with it warns of its own ways.
        warnings.simplefilter("ignore")
        import schemathesis  # noqa: F401


def operations(alpha: Alpha) -> list[APIOperation]:
    import schemathesis

    schema = schemathesis.openapi.from_dict(alpha.app.openapi())
    return [found.ok() for found in schema.get_all_operations()]


def answer(alpha: Alpha, case: Case, headers: dict[str, str]) -> int:
    """The status of the answer; what fails within is raised as it is."""
    from requests import Request

    sent = Request(**case.as_transport_kwargs(base_url=BASE_URL)).prepare()
    try:
        return alpha.client.request(
            str(sent.method), str(sent.url), content=sent.body, headers={**sent.headers, **headers}
        ).status_code
    finally:
        alpha.client.cookies.clear()


def attack(alpha: Alpha, headers: dict[str, str], examples: int) -> list[str]:
    """The requests that were answered with an error of the server, one for each operation."""
    from schemathesis import GenerationMode

    failed = []
    for operation in operations(alpha):
        for mode in GenerationMode:

            @settings(max_examples=examples, derandomize=True, deadline=None, database=None,
                      suppress_health_check=list(HealthCheck), phases=[Phase.generate])  # fmt: skip
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Case) -> None:
                status = answer(alpha, case, headers)
                assert status not in OURS, f"{status} {case.as_curl_command()}"

            try:
                # An operation that asks for nothing cannot be asked wrongly.
                with suppress(Unsatisfiable):
                    ask()
            except AssertionError as error:
                failed.append(f"{operation.label}: {error}")
    return failed


@pytest.mark.parametrize("signed_in", [False, True], ids=["a stranger", "a steward"])
def test_no_question_is_answered_with_an_error_of_the_server(alpha: Alpha, signed_in: bool) -> None:
    assert attack(alpha, alpha.token() if signed_in else {}, EXAMPLES) == []


@pytest.mark.long
@pytest.mark.parametrize("signed_in", [False, True], ids=["a stranger", "a steward"])
def test_of_many_questions_none_is(alpha: Alpha, signed_in: bool) -> None:
    assert attack(alpha, alpha.token() if signed_in else {}, LONG_EXAMPLES) == []
