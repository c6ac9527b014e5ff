"""What a steward is told of a visit that does not come to its end."""

import pytest

from app.domain.network import PullOutcome
from federation.wire import Answer
from tests.federation.world import DirectWire, World


@pytest.fixture
def pair(tmp_path):
    world = World(tmp_path)
    alpha, beta = world.add("alpha", "beta")
    world.link_all()
    yield alpha, beta, world
    world.close()


def test_a_friend_that_does_not_answer_is_tried_again_without_an_alarm(pair):
    alpha, beta, world = pair
    world.cut = {frozenset(("alpha", "beta"))}
    report = alpha.service.pull(beta.id)
    assert (report.outcome, report.alarm) == (PullOutcome.failed, False)
    status = alpha.service.peer(beta.id)
    assert (status.failures, status.last) == (1, report)


def test_an_address_with_no_network_is_refused_without_an_alarm(pair, monkeypatch):
    alpha, beta, _ = pair
    monkeypatch.setattr(DirectWire, "get", lambda *_said, **_more: Answer(404, b""))
    report = alpha.service.pull(beta.id)
    assert (report.outcome, report.alarm) == (PullOutcome.refused, False)


def test_a_key_that_nothing_vouches_for_is_an_alarm(pair):
    alpha, beta, _ = pair
    (beta.data / "keys" / "ring.json").unlink()
    beta.restart()
    report = alpha.service.pull(beta.id)
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)
    assert alpha.service.peer(beta.id).last.alarm
