"""Records of federation, in a real database, by threads and processes at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from app.domain.errors import AlreadyDecided, EngineFailed, PeerNotFound, ProposalNotFound
from app.domain.media import MediumName
from app.domain.network import (
    Identity,
    InstanceId,
    Peer,
    PeerState,
    PullOutcome,
    PullReport,
    Quarantined,
    Slice,
)
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.phrase import Phrase
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Signature
from app.engines.sql.database import Database
from app.engines.sql.migrations import migrate
from federation.documents import SentMedium
from federation.keys import PublicKey, fingerprint
from federation.records import FederationRecords, Pinned
from federation.records.steps import STEPS

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)
BETA, GAMMA = InstanceId("beta.example"), InstanceId("gamma.example:8443")
KEY, NEXT, RECOVERY = (PublicKey.of(bytes([n]) * 32) for n in (1, 2, 3))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "federation.sqlite"


@pytest.fixture
def records(file: Path) -> Iterator[FederationRecords]:
    opened = FederationRecords(Database(file, durable=True), migrate)
    yield opened
    opened.close()


def friend(instance: InstanceId = BETA, key: PublicKey = KEY, **changes: object) -> Peer:
    identity = Identity(
        instance, "Réseau Bêta", "bretagne", f"https://{instance}", key.keyid, fingerprint(key)
    )
    chosen = Slice({"kind": ("method", "place"), "theme": ('a "b"',)}, 1000)
    return replace(Peer(identity, PeerState.active, chosen, NOW, "Alice"), **changes)


def pinned(*keys: PublicKey) -> Pinned:
    return Pinned(keys or (KEY,), RECOVERY)


def offered(way: Way = Way.incoming, **changes: object) -> Proposal:
    author = Signature("Zoé", "01hzzz@beta.example")
    steps = (
        Step(author, NOW - DAY, "d’abord", "---\ntitle: A\n---\n"),
        Step(author, NOW, "ensuite", "---\ntitle: B\n---\n"),
    )
    state = ProposalState.delivered if way is Way.incoming else ProposalState.queued
    bare = Proposal(
        id=ProposalId(str(uuid4())), way=way, peer=BETA, page_id="01ARZ3NDEKTSV4RRFFQ69G5FAV",
        path=PagePath("place", "cafe-plum"), title="Café", base=BlobId("a" * 40),
        licence="CC-BY-SA-4.0", steps=steps, made_at=NOW - DAY, changed_at=NOW, state=state,
        told=way is Way.incoming, seen_head=RevisionId("b" * 40),
    )  # fmt: skip
    return replace(bare, **changes)


def end(proposal: Proposal, state: ProposalState = ProposalState.accepted) -> Outcome:
    return Outcome(proposal.id, state, "merci", BlobId("c" * 40), NOW + DAY)


def report(outcome: PullOutcome = PullOutcome.updated, **changes: object) -> PullReport:
    return replace(PullReport(BETA, outcome, NOW, 1.5), **changes)


def test_a_friend_comes_back_as_it_was_kept(records: FederationRecords) -> None:
    assert records.add_peer(friend(), pinned(KEY, replace(NEXT, until=NOW)))
    assert records.peers() == [friend()] == [records.peer(BETA)]
    assert records.pinned(BETA) == pinned(KEY, replace(NEXT, until=NOW))


def test_a_friend_is_kept_once(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    assert not records.add_peer(friend(key=NEXT), pinned(NEXT))
    assert records.pinned(BETA).keys == (KEY,)


def test_friends_stand_by_name(records: FederationRecords) -> None:
    other = friend(GAMMA)
    other = replace(other, identity=replace(other.identity, name="alpha"))
    records.add_peer(friend(), pinned())
    records.add_peer(other, pinned())
    assert [one.id for one in records.peers()] == [GAMMA, BETA]


def test_a_stranger_is_not_found(records: FederationRecords) -> None:
    for ask in (records.peer, records.pinned, records.forget_peer):
        with pytest.raises(PeerNotFound):
            ask(BETA)
    with pytest.raises(PeerNotFound):
        records.change_slice(BETA, Slice())
    with pytest.raises(PeerNotFound):
        records.block_person(BETA, "x@beta.example")


def test_keys_are_pinned_only_over_the_one_expected(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    later = friend(key=NEXT).identity
    assert records.pin(later, pinned(NEXT), expects=KEY.keyid)
    assert not records.pin(friend().identity, pinned(KEY), expects=KEY.keyid)
    assert records.peer(BETA).identity == later
    assert records.pinned(BETA).keys == (NEXT,)


def test_a_slice_a_state_and_blocked_people_change(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    records.change_slice(BETA, Slice({"lang": ("fr",)}))
    records.set_state(BETA, PeerState.blocked)
    for person in ("b@beta.example", "a@beta.example", "a@beta.example", "c@beta.example"):
        records.block_person(BETA, person)
    records.unblock_person(BETA, "c@beta.example")
    found = records.peer(BETA)
    assert (found.slice, found.state) == (Slice({"lang": ("fr",)}), PeerState.blocked)
    assert found.blocked_people == ("a@beta.example", "b@beta.example")


def test_forgetting_a_friend_leaves_proposals_alone(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    records.add(proposal := offered())
    records.add_report(report())
    records.forget_peer(BETA)
    assert records.peers() == []
    assert records.reports(BETA) == []
    assert records.get(proposal.id) == proposal


def test_nothing_is_kept_of_a_stranger(records: FederationRecords) -> None:
    records.add_report(report())
    assert records.reports(BETA) == []


def test_a_report_comes_back_whole(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    full = report(
        received=3, removed=1, versions=9, size_bytes=10**10, reason="parce que", new_epoch=True,
        by="Alice", pages=(("place/cafe-plum", "Café"),),
        quarantined=(
            Quarantined("pages/place/ca/cafe.md", PagePath("place", "cafe"), "illisible", True),
            Quarantined("x", None, "ailleurs", False),
        ),
    )  # fmt: skip
    records.add_report(full)
    assert records.reports(BETA) == [full]


def test_the_last_fifty_reports_stay(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    for number in range(53):
        records.add_report(report(received=number))
    kept = records.reports(BETA, size=100)
    assert [one.received for one in kept] == list(range(52, 2, -1))


def test_failures_count_until_a_visit_goes_well(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    records.add_report(report(PullOutcome.failed, reason="loin"))
    records.add_report(report(PullOutcome.refused, reason="une fourche", alarm=True))
    records.add_report(report(PullOutcome.planned))
    records.add_report(report(PullOutcome.failed, reason="loin"))
    visit = records.visit(BETA)
    assert (visit.failures, visit.alarm, visit.last_success_at) == (3, "une fourche", None)
    records.add_report(report(PullOutcome.unchanged))
    visit = records.visit(BETA)
    assert (visit.failures, visit.alarm) == (0, "")
    assert visit.last_success_at == NOW + timedelta(seconds=1.5)


def test_friends_are_due_longest_waiting_first(records: FederationRecords) -> None:
    delta = InstanceId("delta.example")
    for one in (BETA, GAMMA, delta):
        records.add_peer(friend(one), pinned())
    records.schedule(BETA, NOW)
    records.schedule(GAMMA, NOW - DAY)
    records.schedule(delta, NOW + DAY)
    assert records.due(NOW) == [GAMMA, BETA]
    records.set_state(GAMMA, PeerState.blocked)
    assert records.due(NOW) == [BETA]


def test_a_proposal_comes_back_as_it_was_kept(records: FederationRecords) -> None:
    for proposal in (offered(), offered(Way.outgoing, person="01X", blob=BlobId("e" * 40))):
        assert records.add(proposal)
        assert records.get(proposal.id) == proposal


def test_media_come_with_a_proposal(records: FederationRecords) -> None:
    proposal = offered()
    medium = SentMedium(MediumName("f" * 64, "png"), b"\x89\x00", "alt: é\n")
    records.add(proposal, media=[medium])
    assert records.media(proposal.id) == [medium]


def test_adding_again_changes_nothing(records: FederationRecords) -> None:
    records.add(proposal := offered())
    assert not records.add(replace(proposal, way=Way.outgoing, peer=GAMMA, title="autre"))
    assert records.get(proposal.id) == proposal


def test_proposals_are_listed_by_condition_newest_first(records: FederationRecords) -> None:
    old = offered(changed_at=NOW - DAY, page_id="01BX5ZZKBKACTAV9WEVGEMMVRZ")
    mine = offered(Way.outgoing, person="01X", changed_at=NOW)
    other = offered(peer=GAMMA, changed_at=NOW + DAY)
    for one in (old, mine, other):
        records.add(one)
    assert records.all() == [other, mine, old]
    assert records.all(size=1) == [other]
    assert records.all(way=Way.outgoing) == [mine] == records.all(person="01X")
    assert records.all(states=[ProposalState.delivered, ProposalState.stale]) == [other, old]
    assert records.all(peer=GAMMA) == [other]
    assert records.all(page_id=old.page_id, way=Way.incoming) == [old]


def test_settling_gives_the_proposal_its_end(records: FederationRecords) -> None:
    records.add(proposal := offered())
    settled = records.settle(
        end(proposal), expects=[ProposalState.delivered], by="Rachel", told=False
    )
    assert settled == replace(
        proposal, state=ProposalState.accepted, reason="merci", blob=BlobId("c" * 40),
        changed_at=NOW + DAY, decided_by="Rachel", told=False,
    )  # fmt: skip
    records.mark_told(proposal.id)
    assert records.get(proposal.id).told


def test_what_has_its_end_keeps_it(records: FederationRecords) -> None:
    records.add(proposal := offered())
    expects = [ProposalState.delivered]
    records.settle(end(proposal), expects=expects, told=False)
    with pytest.raises(AlreadyDecided) as refused:
        records.settle(end(proposal, ProposalState.declined), expects=expects, told=False)
    assert refused.value.state == "accepted"
    assert records.get(proposal.id).state is ProposalState.accepted


def test_what_does_not_exist_is_not_settled(records: FederationRecords) -> None:
    unknown = offered()
    with pytest.raises(ProposalNotFound):
        records.settle(end(unknown), expects=[ProposalState.delivered], told=True)
    with pytest.raises(ProposalNotFound):
        records.mark_told(unknown.id)
    with pytest.raises(ProposalNotFound):
        records.get(unknown.id)


def test_of_many_who_settle_at_once_one_does(file: Path) -> None:
    several = [FederationRecords(Database(file, durable=True), migrate) for _ in range(4)]
    several[0].add(proposal := offered())
    ends = [ProposalState.accepted, ProposalState.declined, ProposalState.stale]
    together = Barrier(len(several))

    def decide(number: int) -> str:
        together.wait()
        outcome = end(proposal, ends[number % 3])
        try:
            several[number].settle(outcome, expects=[ProposalState.delivered], told=False)
        except AlreadyDecided as refused:
            return f"lost to {refused.state}"
        return outcome.state.value

    with ThreadPoolExecutor(len(several)) as threads:
        said = sorted(threads.map(decide, range(len(several))))
    won = several[0].get(proposal.id).state.value
    assert said == sorted([won, *[f"lost to {won}"] * 3])
    for one in several:
        one.close()


def test_what_must_be_said_is_found(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    waiting, ended, told = offered(), offered(), offered()
    queued, sent, withdrawn = (offered(Way.outgoing) for _ in range(3))
    for one in (waiting, ended, told, queued, sent, withdrawn):
        records.add(one)
    review, ours = [ProposalState.delivered], [ProposalState.queued]
    records.settle(end(ended), expects=review, told=False)
    records.settle(end(told), expects=review, told=True)
    records.settle(end(sent, ProposalState.delivered), expects=ours, told=True)
    records.settle(end(withdrawn, ProposalState.withdrawn), expects=ours, told=False)
    assert {one.id for one in records.untold(NOW)} == {
        ended.id, queued.id, sent.id, withdrawn.id,
    }  # fmt: skip


def test_what_is_put_off_waits(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    records.add(proposal := offered(Way.outgoing))
    records.postpone(proposal.id, NOW + DAY)
    assert records.untold(NOW) == []
    assert records.tries(proposal.id) == 1
    assert records.untold(NOW + DAY) == [proposal]
    outcome = end(proposal, ProposalState.delivered)
    records.settle(outcome, expects=[ProposalState.queued], told=True)
    assert records.tries(proposal.id) == 0
    assert len(records.untold(NOW)) == 1


def test_nothing_is_said_to_who_is_blocked_or_gone(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    records.add(offered(Way.outgoing))
    records.set_state(BETA, PeerState.blocked)
    assert records.untold(NOW) == []
    records.forget_peer(BETA)
    assert records.untold(NOW) == []


def test_what_a_friend_sent_is_counted(records: FederationRecords) -> None:
    texts = [Step(Signature("A", "a@beta.example"), NOW, "", "é" * 1000)]
    old, new = offered(steps=tuple(texts), changed_at=NOW - DAY), offered(steps=tuple(texts))
    for one in (old, new, offered(Way.outgoing), offered(peer=GAMMA)):
        records.add(one)
    assert records.open_incoming(BETA) == 2
    assert records.open_outgoing(BETA) == 1
    assert records.count_received(BETA, NOW - DAY) == 2
    assert records.count_received(BETA, NOW) == 1
    assert 2000 < records.received_bytes(BETA, NOW) < 2200
    records.settle(end(old), expects=[ProposalState.delivered], told=True)
    assert records.open_incoming(BETA) == 1
    assert records.count_ended(BETA, ProposalState.accepted) == 1


def test_own_words_are_kept_by_name(records: FederationRecords) -> None:
    assert records.own("epoch") is None
    records.keep_own("epoch", "1")
    records.keep_own("epoch", "2")
    assert records.own("epoch") == "2"


def test_opening_again_loses_nothing(file: Path) -> None:
    for number in range(3):
        records = FederationRecords(Database(file, durable=True), migrate)
        assert (records.own("seen") or "") == "x" * number
        records.keep_own("seen", "x" * (number + 1))
        records.close()


def test_a_file_of_a_later_release_is_refused(file: Path) -> None:
    database = Database(file, durable=True)
    migrate(database, "federation", [*STEPS, ("CREATE TABLE later (id TEXT)",)])
    with pytest.raises(EngineFailed):
        FederationRecords(database, migrate)
    database.close()


def test_a_reason_can_still_be_said_in_another_language(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    reason = Phrase("Il répond {status}.", status=418)
    records.add_report(report(PullOutcome.failed, reason=reason))
    (kept,) = records.reports(BETA)
    assert isinstance(kept.reason, Phrase)
    assert (kept.reason.template, kept.reason.params) == (reason.template, reason.params)


def test_visits_that_find_nothing_new_are_told_once(records: FederationRecords) -> None:
    records.add_peer(friend(), pinned())
    for outcome in (PullOutcome.updated, *[PullOutcome.unchanged] * 3):
        records.add_report(report(outcome))
    outcomes = [each.outcome for each in records.reports(BETA)]
    assert outcomes == [PullOutcome.unchanged, PullOutcome.updated]
