"""Ends that one side tells the other: the owner decides, and no end is told away."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.network import InstanceId
from app.domain.proposal import Outcome, Proposal, ProposalState
from federation.documents import OUTCOME, outcome_payload
from federation.envelope import seal
from federation.errors import WireError
from tests.actions.two_wikis import START, Pair, Side, open_pair
from tests.federation.offers import made, send

DELIVERED, WITHDRAWN = ProposalState.delivered, ProposalState.withdrawn
ACCEPTED = ProposalState.accepted


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    yield from open_pair(tmp_path)


@pytest.fixture
def alpha(pair: Pair) -> Side:
    return pair.alpha


def outcome(
    pair: Pair, proposal: Proposal, state: ProposalState, *, to: InstanceId | None = None
) -> dict[str, str]:
    """Beta tells alpha."""
    told = Outcome(proposal.id, state, "Voilà", None, START + timedelta(hours=1))
    payload = outcome_payload(told, sender=pair.beta.id, to=to or pair.alpha.id)
    return pair.alpha.receiver.outcome(seal(OUTCOME, payload, pair.beta.ring))


def test_its_proposer_takes_it_back_once(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    send(pair, proposal)

    assert outcome(pair, proposal, WITHDRAWN)["state"] == "withdrawn"
    assert outcome(pair, proposal, WITHDRAWN)["state"] == "withdrawn"
    kept = alpha.records.get(proposal.id)
    assert (kept.state, kept.told, kept.reason) == (WITHDRAWN, True, "Voilà")


def test_what_was_decided_is_not_taken_back(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    send(pair, proposal)
    decided = Outcome(proposal.id, ACCEPTED, "", None, START)
    alpha.records.settle(decided, expects=(DELIVERED,), told=False)

    assert outcome(pair, proposal, WITHDRAWN)["state"] == "accepted"


def test_a_proposer_cannot_decide_for_the_owner(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    send(pair, proposal)
    with pytest.raises(WireError) as caught:
        outcome(pair, proposal, ACCEPTED)

    assert caught.value.status == 403
    assert alpha.records.get(proposal.id).state is DELIVERED


def ours(pair: Pair, state: ProposalState = DELIVERED) -> Proposal:
    """A proposal of alpha's for a page of beta's."""
    proposal = made(pair, peer=pair.beta.id, state=state)
    pair.alpha.records.add(proposal)
    return proposal


@pytest.mark.parametrize("before", [ProposalState.queued, DELIVERED, WITHDRAWN])
def test_the_owner_tells_us_the_end_whatever_we_thought(
    pair: Pair, alpha: Side, before: ProposalState
) -> None:
    proposal = ours(pair, before)
    for _ in range(2):
        assert outcome(pair, proposal, ACCEPTED)["state"] == "accepted"
    kept = alpha.records.get(proposal.id)

    assert (kept.state, kept.told, kept.decided_by) == (ACCEPTED, True, "Réseau beta")


def test_an_end_that_was_told_stays(pair: Pair, alpha: Side) -> None:
    proposal = ours(pair)
    outcome(pair, proposal, ProposalState.declined)

    assert outcome(pair, proposal, ACCEPTED)["state"] == "declined"


def test_an_outcome_of_a_third_network_or_for_one_is_refused(pair: Pair, alpha: Side) -> None:
    proposal = made(pair, peer=InstanceId("gamma.test"), state=DELIVERED)
    alpha.records.add(proposal)
    with pytest.raises(WireError) as caught:
        outcome(pair, proposal, ACCEPTED)
    assert caught.value.status == 404

    with pytest.raises(WireError) as caught:
        outcome(pair, ours(pair), ACCEPTED, to=InstanceId("gamma.test"))
    assert caught.value.name == "wrong_addressee"
    assert alpha.records.get(proposal.id).state is DELIVERED
