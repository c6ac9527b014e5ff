"""What was written here reaches its owner, and both sides come to the same end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import failpoint
from app.actions.delete_page import delete_page
from app.actions.outcome import repair
from app.actions.propose import Propose, propose, withdraw
from app.actions.review import accept, decline
from app.domain.network import PeerState
from app.domain.people import Role
from app.domain.proposal import Proposal, ProposalState
from app.engines.locks import FileLocks
from federation.documents import STATUS
from federation.envelope import seal
from federation.receive import outcome_of
from federation.wire import OUTCOMES, PROPOSALS, Answer
from tests.actions.two_wikis import PLACE, LoopWire, Pair, Side, join, open_pair

ACCEPTED, DECLINED = ProposalState.accepted, ProposalState.declined
DELIVERED, QUEUED = ProposalState.delivered, ProposalState.queued
WITHDRAWN, STALE = ProposalState.withdrawn, ProposalState.stale


class Killed(BaseException):
    """The program stops here, as in a power cut."""


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    yield from open_pair(tmp_path)


@pytest.fixture
def alpha(pair: Pair) -> Side:
    return pair.alpha  # the owner


@pytest.fixture
def beta(pair: Pair) -> Side:
    return pair.beta  # the proposer


@pytest.fixture
def wire(pair: Pair) -> LoopWire:
    return pair.wires["beta"]


@pytest.fixture
def kill_at() -> Iterator[Callable[[str], None]]:
    def arm(name: str) -> None:
        assert name in failpoint.NAMES

        def fall() -> None:
            del failpoint.armed[name]
            raise Killed

        failpoint.armed[name] = fall

    yield arm
    failpoint.armed.clear()


def offer(beta: Side, new: str = "Premier, mieux dit.") -> Proposal:
    text = beta.page(origin=str(beta.friend)).text.replace("Premier passage.", new)
    command = Propose(str(beta.friend), PLACE, text, "Mieux dit")
    return propose(beta.wiki, command, by=beta.reader(Role.contributor))


def states(pair: Pair, proposal: Proposal) -> tuple[ProposalState, ProposalState]:
    """At its owner's, at its proposer's."""
    return pair.alpha.records.get(proposal.id).state, pair.beta.records.get(proposal.id).state


def take(alpha: Side, proposal: Proposal) -> None:
    accept(alpha.wiki, proposal.id, by=alpha.reader(Role.reviewer))


def test_a_queued_proposal_is_delivered_once(pair: Pair, beta: Side, wire: LoopWire) -> None:
    proposal = offer(beta)

    assert beta.deliver() == 1
    assert states(pair, proposal) == (DELIVERED, DELIVERED)
    assert beta.deliver() == 0
    assert [path for _, path in wire.sent] == [PROPOSALS]


def test_an_acceptance_is_known_to_the_proposer(pair: Pair, alpha: Side, beta: Side) -> None:
    proposal = offer(beta)
    beta.deliver()
    take(alpha, proposal)
    assert alpha.deliver() == 1
    known = beta.records.get(proposal.id)

    assert states(pair, proposal) == (ACCEPTED, ACCEPTED)
    assert known.blob == alpha.page().blob
    assert known.decided_by == "Réseau alpha"
    assert alpha.records.get(proposal.id).told
    assert alpha.deliver(later=True) == 0


def test_a_proposer_who_was_not_told_asks(pair: Pair, alpha: Side, beta: Side) -> None:
    proposal = offer(beta)
    beta.deliver()
    decline(alpha.wiki, proposal.id, "Pas tout à fait.", by=alpha.reader())
    assert beta.deliver() == 0
    beta.deliver(later=True)

    assert states(pair, proposal) == (DECLINED, DECLINED)
    assert beta.records.get(proposal.id).reason == "Pas tout à fait."


def test_a_declined_change_can_be_proposed_again(pair: Pair, alpha: Side, beta: Side) -> None:
    first = offer(beta)
    beta.deliver()
    decline(alpha.wiki, first.id, "Pas tout à fait.", by=alpha.reader())
    pair.deliver()
    second = offer(beta, "Premier, bien dit.")
    beta.deliver()
    take(alpha, second)
    pair.deliver()

    assert states(pair, first) == (DECLINED, DECLINED)
    assert states(pair, second) == (ACCEPTED, ACCEPTED)
    assert "bien dit" in alpha.page().text


def test_a_page_that_was_deleted_is_stale_for_both(pair: Pair, alpha: Side, beta: Side) -> None:
    proposal = offer(beta)
    beta.deliver()
    delete_page(alpha.wiki, PLACE, base=alpha.page().revision, by=alpha.reader())
    with pytest.raises(Exception, match="supprimée"):
        take(alpha, proposal)
    pair.deliver()

    assert states(pair, proposal) == (STALE, STALE)


def test_a_page_deleted_before_it_arrives_ends_it_here(pair: Pair, alpha: Side, beta: Side) -> None:
    proposal = offer(beta)
    delete_page(alpha.wiki, PLACE, base=alpha.page().revision, by=alpha.reader())
    beta.deliver()
    kept = beta.records.get(proposal.id)

    assert (kept.state, kept.reason) == (
        STALE, "La page n’est plus partagée par Réseau alpha.",
    )  # fmt: skip


def test_a_refusal_is_told_in_the_owners_words(alpha: Side, beta: Side) -> None:
    alpha.records.block_person(beta.id, offer(beta).author.address)
    beta.deliver()
    (kept,) = beta.proposals()

    assert kept.state is DECLINED
    assert kept.reason == (
        "Réseau alpha ne peut pas prendre cette proposition : "
        "alpha.test ne prend plus rien de cette personne."
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [(409, STALE), (404, STALE), (410, STALE), (403, DECLINED), (422, DECLINED), (413, DECLINED)],
)
def test_an_answer_that_will_not_change_ends_it(
    beta: Side, wire: LoopWire, status: int, state: ProposalState
) -> None:
    proposal = offer(beta)
    wire.cut = status
    beta.deliver()

    assert beta.records.get(proposal.id).state is state
    assert beta.records.get(proposal.id).reason


@pytest.mark.parametrize("cut", ["before", "after", 500, 503, 429, 401, 302])
def test_an_answer_that_may_change_is_waited_for(
    pair: Pair, beta: Side, wire: LoopWire, cut: str | int
) -> None:
    proposal = offer(beta)
    wire.cut = cut
    assert beta.deliver() == 0
    assert beta.records.get(proposal.id).state is QUEUED
    wire.cut = None
    assert beta.deliver() == 0
    beta.clock.pass_time(minutes=2)

    assert beta.deliver() == 1
    assert states(pair, proposal) == (DELIVERED, DELIVERED)
    assert len(pair.alpha.proposals()) == 1


def test_who_does_not_answer_is_left_in_peace_for_longer_each_time(
    beta: Side, wire: LoopWire
) -> None:
    offer(beta)
    wire.cut = "before"
    for _ in range(24 * 60):
        beta.deliver()
        beta.clock.pass_time(minutes=1)

    assert 5 < len(wire.sent) < 20


def test_a_friend_that_asks_for_time_is_given_it(beta: Side, wire: LoopWire) -> None:
    offer(beta)
    wire.cut, wire.retry_after_s = 429, 3600
    beta.deliver()
    wire.cut = None
    beta.clock.pass_time(minutes=59)
    assert beta.deliver() == 0
    beta.clock.pass_time(minutes=2)

    assert beta.deliver() == 1


def test_a_friend_that_does_not_answer_is_asked_once_in_a_round(beta: Side, wire: LoopWire) -> None:
    for role in Role:
        text = beta.page(origin=str(beta.friend)).text.replace("Premier", f"De {role}")
        command = Propose(str(beta.friend), PLACE, text)
        propose(beta.wiki, command, by=beta.reader(role))
    wire.cut = "before"
    beta.deliver()

    assert len(wire.sent) == 1


def test_whoever_asks_for_it_is_not_made_to_wait(beta: Side, wire: LoopWire) -> None:
    offer(beta)
    wire.cut = "before"
    beta.deliver()
    wire.cut = None

    assert beta.deliverer.deliver_due(beta.clock.now(), all_now=True) == 1


def test_one_process_delivers_at_a_time(beta: Side, wire: LoopWire, tmp_path: Path) -> None:
    offer(beta)
    with FileLocks(tmp_path / "beta" / "locks").hold("deliver"):
        assert beta.deliver() == 0
    assert wire.sent == []


@pytest.mark.parametrize(
    "point", ["deliver.before-send", "deliver.after-send", "deliver.after-record"]
)
@pytest.mark.parametrize("act", ["send", "tell", "withdraw"])
def test_a_delivery_cut_short_ends_the_same(
    pair: Pair, alpha: Side, beta: Side, kill_at: Callable[[str], None], point: str, act: str
) -> None:
    proposal = offer(beta)
    side = beta
    if act != "send":
        beta.deliver()
    if act == "tell":
        take(alpha, proposal)
        side = alpha
    if act == "withdraw":
        withdraw(beta.wiki, proposal.id, by=beta.reader(Role.contributor))
    kill_at(point)
    with pytest.raises(Killed):
        side.deliver()
    for one in (alpha, beta):
        repair(one.wiki)
    pair.deliver()
    if act == "send":
        take(alpha, proposal)
        pair.deliver()

    end = WITHDRAWN if act == "withdraw" else ACCEPTED
    assert states(pair, proposal) == (end, end)
    assert alpha.trailers("Proposal") == ([] if act == "withdraw" else [str(proposal.id)])
    assert len(alpha.proposals()) == 1


def test_the_crash_of_an_owner_while_receiving_leaves_one_proposal(
    pair: Pair, beta: Side, kill_at: Callable[[str], None]
) -> None:
    proposal = offer(beta)
    kill_at("receive.after-record")
    with pytest.raises(Killed):
        beta.deliver()
    pair.deliver()

    assert states(pair, proposal) == (DELIVERED, DELIVERED)
    assert len(pair.alpha.proposals()) == 1


def test_one_taken_back_before_it_left_is_ended_on_both_sides(
    pair: Pair, alpha: Side, beta: Side, wire: LoopWire
) -> None:
    proposal = offer(beta)
    wire.cut = "after"
    beta.deliver()
    wire.cut = None
    withdraw(beta.wiki, proposal.id, by=beta.reader(Role.contributor))
    pair.deliver()

    assert states(pair, proposal) == (WITHDRAWN, WITHDRAWN)
    assert beta.records.get(proposal.id).told


def test_one_taken_back_that_never_arrived_is_done_with(
    pair: Pair, beta: Side, wire: LoopWire
) -> None:
    proposal = offer(beta)
    withdraw(beta.wiki, proposal.id, by=beta.reader(Role.contributor))
    pair.deliver()

    assert beta.records.get(proposal.id).told
    assert pair.alpha.proposals() == []
    assert [path for _, path in wire.sent] == [OUTCOMES]


def test_what_was_accepted_cannot_be_taken_back_and_both_see_it(
    pair: Pair, alpha: Side, beta: Side
) -> None:
    proposal = offer(beta)
    beta.deliver()
    take(alpha, proposal)
    withdraw(beta.wiki, proposal.id, by=beta.reader(Role.contributor))
    beta.deliver()

    assert states(pair, proposal) == (ACCEPTED, ACCEPTED)
    pair.deliver()
    assert all(side.records.get(proposal.id).told for side in (alpha, beta))


def test_an_acceptance_cut_short_is_not_undone_by_taking_back(
    pair: Pair, alpha: Side, beta: Side, kill_at: Callable[[str], None]
) -> None:
    proposal = offer(beta)
    beta.deliver()
    kill_at("accept.after-commit")
    with pytest.raises(Killed):
        take(alpha, proposal)
    withdraw(beta.wiki, proposal.id, by=beta.reader(Role.contributor))
    pair.deliver()

    assert states(pair, proposal) == (ACCEPTED, ACCEPTED)
    assert alpha.trailers("Proposal") == [str(proposal.id)]


def test_an_owner_who_forgot_it_is_sent_it_again(pair: Pair, alpha: Side, beta: Side) -> None:
    proposal = offer(beta)
    beta.deliver()
    with alpha.records._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM proposals")
    beta.deliver(later=True)

    assert states(pair, proposal) == (DELIVERED, DELIVERED)


@pytest.mark.parametrize("sent", [False, True])
def test_a_blocked_friend_is_left_alone_and_a_former_one_ends_what_waits(
    alpha: Side, beta: Side, wire: LoopWire, sent: bool
) -> None:
    proposal = offer(beta)
    if sent:
        beta.deliver()
    beta.records.set_state(alpha.id, PeerState.blocked)
    assert beta.deliver() == 0
    assert len(wire.sent) == sent
    beta.records.forget_peer(alpha.id)

    assert beta.deliver() == 1
    assert beta.records.get(proposal.id).state is STALE


class Forger(LoopWire):
    """Answers `GET` with what it was told to."""

    body = b""

    def get(self, *_: str, **__: str) -> Answer:
        return Answer(200, self.body)


@pytest.mark.parametrize("forged", ["signed by us", "of another", "for others"])
def test_an_answer_that_its_owner_did_not_sign_for_us_is_not_believed(
    alpha: Side, beta: Side, forged: str
) -> None:
    proposal = offer(beta)
    beta.deliver()
    take(alpha, proposal)
    payload = outcome_of(alpha.records.get(proposal.id), sender=alpha.id)
    if forged == "of another":
        payload["proposal"] = "6f1c7f7e-3c5c-4b64-9d5a-0a8f6d1f2b3c"
    if forged == "for others":
        payload["to"] = "gamma.test"
    forger = Forger()
    forger.body = seal(STATUS, payload, beta.ring if forged == "signed by us" else alpha.ring)
    join(beta, forger, alpha)

    assert beta.deliver(later=True) == 0
    assert beta.records.get(proposal.id).state is DELIVERED
