"""What comes from a friend is checked at the door, once, and what comes twice has come once."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from app.actions.delete_page import delete_page
from app.actions.move_page import move_page
from app.actions.retract import close_page, retract_page
from app.domain.network import PeerState
from app.domain.page_path import BlobId, PagePath
from app.domain.proposal import Outcome, Proposal, ProposalState, Way
from app.domain.revision import Signature
from app.failpoint import armed
from federation import receive
from federation.documents import (
    STATUS,
    read_status,
)
from federation.envelope import open_envelope
from federation.errors import WireError
from federation.keys import KeyRing
from tests.actions.two_wikis import PLACE, START, Pair, Side, open_pair, page_text
from tests.federation.offers import made, send

DELIVERED, WITHDRAWN = ProposalState.delivered, ProposalState.withdrawn
ACCEPTED = ProposalState.accepted
UNKNOWN = "8f0c2d54-3b7e-4c1a-9d2e-6a5b4c3d2e1f"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    yield from open_pair(tmp_path)


@pytest.fixture
def alpha(pair: Pair) -> Side:
    return pair.alpha


@pytest.fixture
def beta(pair: Pair) -> Side:
    return pair.beta


def refused(pair: Pair, proposal: Proposal, **keys: object) -> tuple[int, str]:
    """The status and name of the refusal; nothing is kept of what was sent."""
    before = len(pair.alpha.proposals())
    with pytest.raises(WireError) as caught:
        send(pair, proposal, **keys)
    assert len(pair.alpha.proposals()) == before
    assert caught.value.sentence.endswith(".")
    return caught.value.status, caught.value.name


def test_a_proposal_is_kept_for_review(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    answer = send(pair, proposal)
    kept = alpha.records.get(proposal.id)

    assert answer == {"id": str(proposal.id), "state": "delivered"}
    assert (kept.way, kept.peer, kept.state) == (Way.incoming, pair.beta.id, DELIVERED)
    assert (kept.title, kept.text) == ("Café PLUM", proposal.text)
    assert kept.author.name == "Béa"
    assert kept.seen_head == alpha.wiki.store.head()


def test_the_same_one_again_is_the_same_answer(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)

    assert send(pair, proposal) == send(pair, proposal)
    assert len(alpha.proposals()) == 1


def test_the_answer_to_one_that_comes_again_tells_its_end(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    send(pair, proposal)
    outcome = Outcome(proposal.id, ProposalState.declined, "Non", None, START)
    alpha.records.settle(outcome, expects=(DELIVERED,), told=False)

    assert send(pair, proposal)["state"] == "declined"


def test_another_text_under_the_same_number_is_refused(pair: Pair) -> None:
    proposal = made(pair)
    send(pair, proposal)
    step = replace(proposal.steps[0], text=proposal.text.replace("mieux", "pis"))

    assert refused(pair, replace(proposal, steps=(step,))) == (409, "id_taken")


def test_a_number_of_one_of_our_own_is_refused(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    alpha.records.add(replace(proposal, peer=pair.beta.id))

    assert refused(pair, proposal) == (409, "id_taken")


def test_a_record_that_was_cut_short_is_there_when_it_comes_again(pair: Pair, alpha: Side) -> None:
    class Killed(BaseException):
        pass

    def fall() -> None:
        raise Killed

    proposal = made(pair)
    armed["receive.after-record"] = fall
    try:
        with pytest.raises(Killed):
            send(pair, proposal)
    finally:
        armed.clear()

    assert send(pair, proposal)["state"] == "delivered"
    assert len(alpha.proposals()) == 1


def test_one_for_somebody_else_is_refused(pair: Pair) -> None:
    assert refused(pair, made(pair), to="gamma.test") == (400, "wrong_addressee")


def test_a_stranger_is_refused(pair: Pair) -> None:
    author = {"name": "Gil", "address": f"{'0' * 26}@gamma.test"}
    strange = {"from": "gamma.test", "author": author}

    assert refused(pair, made(pair), **strange) == (403, "not_enrolled")


def test_a_blocked_friend_and_a_blocked_person_are_refused(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    alpha.records.block_person(pair.beta.id, proposal.author.address)
    assert refused(pair, proposal) == (403, "person_blocked")

    alpha.records.set_state(pair.beta.id, PeerState.blocked)
    assert refused(pair, proposal) == (403, "blocked")


def test_a_signature_of_another_key_is_refused(pair: Pair, tmp_path: Path) -> None:
    other, _ = KeyRing.create(tmp_path / "autre")

    assert refused(pair, made(pair), ring=other) == (401, "unknown_key")


def test_words_put_into_the_mouth_of_our_own_people_are_refused(pair: Pair) -> None:
    author = Signature("Alice", f"{'0' * 26}@alpha.test")
    proposal = made(pair)
    step = replace(proposal.steps[0], author=author)

    assert refused(pair, replace(proposal, steps=(step,)))[0] == 400


def test_an_unknown_page_and_a_draft_are_not_found(pair: Pair, alpha: Side) -> None:
    path = PagePath("place", "brouillon")
    alpha.save(page_text("Brouillon").replace("published", "draft"), path)
    draft = alpha.page(path)
    hidden = made(pair, page_id=draft.id, base=draft.blob, path=path)

    assert refused(pair, made(pair, page_id="0" * 26)) == (404, "page_not_found")
    assert refused(pair, hidden) == (404, "page_not_found")


def test_a_base_that_never_stood_here_is_unknown(pair: Pair) -> None:
    assert refused(pair, made(pair, base=BlobId("a" * 40))) == (409, "base_unknown")


def test_a_base_of_another_page_or_of_a_time_when_it_was_closed_is_unknown(
    pair: Pair, alpha: Side
) -> None:
    path = PagePath("place", "ouverte-tard")
    alpha.save(page_text("Tard").replace("published", "draft"), path)
    secret = alpha.page(path).blob
    alpha.change("status: draft", "status: published", path)
    row = alpha.page(path)
    text = row.text.replace("Premier", "Tout premier")

    said = {"page_id": row.id, "path": path}
    assert refused(pair, made(pair, text, base=secret, **said)) == (409, "base_unknown")
    assert refused(pair, made(pair, text, **said)) == (409, "base_unknown")
    assert send(pair, made(pair, text, base=row.blob, **said))


def test_an_older_version_is_a_base_and_a_moved_page_is_found_by_its_id(
    pair: Pair, alpha: Side
) -> None:
    proposal = made(pair)
    alpha.change("opened: 2010", "opened: 2011")
    move_page(alpha.wiki, PLACE, "plum", base=alpha.page().revision, by=alpha.reader())
    send(pair, proposal)

    assert alpha.records.get(proposal.id).path == PagePath("place", "plum")
    assert send(pair, proposal)["state"] == "delivered"


def test_a_page_that_is_gone_or_shared_no_more_is_gone(pair: Pair, alpha: Side) -> None:
    proposal, steward = made(pair), alpha.reader()
    close_page(alpha.wiki, PLACE, "Fermée", by=steward)
    assert refused(pair, proposal) == (410, "retracted")
    retract_page(alpha.wiki, PLACE, "Retirée", by=steward)
    assert refused(pair, proposal) == (410, "retracted")


def test_a_deleted_page_is_gone(pair: Pair, alpha: Side) -> None:
    proposal = made(pair)
    delete_page(alpha.wiki, PLACE, base=alpha.page().revision, by=alpha.reader())

    assert refused(pair, proposal) == (410, "page_gone")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("licence: CC-BY-SA-4.0", "licence: CC0-1.0", (422, "licence_refused")),
        ("kind: place", "kind: method", (422, "invalid_page")),
        ("status: published", "status: draft", (422, "invalid_page")),
        ("opened: 2010", "opened: [jamais]", (422, "invalid_page")),
        ("---\nkind", "kind", (422, "invalid_page")),
        ("Premier passage.", "é" * 140_000, (413, "too_large")),
        ("zzz", "zzz", (422, "refused")),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused(
    pair: Pair, alpha: Side, old: str, new: str, said: tuple[int, str]
) -> None:
    assert refused(pair, made(pair, alpha.page().text.replace(old, new))) == said


def test_another_licence_beside_the_text_is_refused(pair: Pair) -> None:
    assert refused(pair, made(pair, licence="CC0-1.0")) == (422, "licence_refused")


def test_another_kind_of_address_is_refused(pair: Pair) -> None:
    assert refused(pair, made(pair, path=PagePath("method", "x"))) == (422, "invalid_page")


def test_what_is_no_envelope_is_refused(pair: Pair) -> None:
    for body in (b"", b"{}", b"[" * 5000, b"\xff", b"x" * 2_000_000):
        with pytest.raises(WireError):
            pair.alpha.receiver.proposal(body)


def test_one_friend_has_so_many_open_proposals_and_no_more(
    pair: Pair, alpha: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "OPEN_LIMIT", 2)
    first, second = made(pair), made(pair)
    send(pair, first)
    send(pair, second)
    with pytest.raises(WireError) as caught:
        send(pair, made(pair))

    assert (caught.value.status, caught.value.retry_after_s) == (429, 3600)
    assert send(pair, first)["state"] == "delivered"
    outcome = Outcome(second.id, ProposalState.declined, "Non", None, START)
    alpha.records.settle(outcome, expects=(DELIVERED,), told=False)
    assert send(pair, made(pair))["state"] == "delivered"


@pytest.mark.parametrize("limit", ["DAY_BYTES", "DAY_LIMIT"])
def test_one_friend_has_a_daily_budget(
    pair: Pair, alpha: Side, monkeypatch: pytest.MonkeyPatch, limit: str
) -> None:
    size = len(made(pair).text.encode())
    monkeypatch.setattr(receive, limit, {"DAY_BYTES": size + 10, "DAY_LIMIT": 1}[limit])
    send(pair, made(pair))

    assert refused(pair, made(pair)) == (429, "too_many_requests")
    alpha.clock.pass_time(days=1, seconds=1)
    assert send(pair, made(pair))["state"] == "delivered"


def status(pair: Pair, proposal: Proposal) -> Outcome:
    body = pair.alpha.receiver.status(str(proposal.id))
    opened = open_envelope(body, payload_type=STATUS, keys=pair.beta.keys_of(pair.alpha.id))
    return read_status(opened).outcome


def test_whoever_knows_the_number_is_told_the_signed_state(pair: Pair) -> None:
    proposal = made(pair)
    send(pair, proposal)

    assert (status(pair, proposal).state, status(pair, proposal).proposal) == (
        DELIVERED, proposal.id,
    )  # fmt: skip


@pytest.mark.parametrize("number", ["", "x", "../etc", UNKNOWN, "0" * 36])
def test_another_number_is_unknown(pair: Pair, number: str) -> None:
    with pytest.raises(WireError) as caught:
        pair.alpha.receiver.status(number)
    assert caught.value.status == 404


def test_files_are_not_taken_with_a_proposal(pair: Pair) -> None:
    name = f"{sha256(b'x').hexdigest()}.png"
    entry = {"name": name, "data": b64encode(b"x").decode(), "sidecar": "licence: CC0-1.0\n"}

    assert refused(pair, made(pair), media=[entry]) == (422, "media_refused")


def test_nothing_is_written_before_a_reviewer_accepts(pair: Pair, alpha: Side) -> None:
    head = alpha.wiki.store.head()
    send(pair, made(pair))

    assert alpha.wiki.store.head() == head
