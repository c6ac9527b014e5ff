"""Payloads at the door: what passes becomes a value, what does not changes nothing."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from app.domain.media import MediumName
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Signature
from app.domain.site import Site
from federation.documents import (
    Description,
    Head,
    HeadBundle,
    Revocation,
    SentMedium,
    head_payload,
    instance_payload,
    outcome_payload,
    proposal_payload,
    read_head,
    read_instance,
    read_outcome,
    read_proposal,
    read_revocation,
    read_status,
    require_addressee,
    revocation_payload,
)
from federation.errors import WireError
from federation.keys import KeyRing, PublicKey, Revoked, fingerprint

NOW = datetime(2026, 11, 22, 12, 0, 0, 5, tzinfo=UTC)
ALPHA, BETA = InstanceId("alpha.example"), InstanceId("beta.example:8443")
PAGE = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
ZOE = Signature("Zoé", "01hzzz@beta.example:8443")
OLD, NEW = PublicKey.of(b"o" * 32), PublicKey.of(b"n" * 32)
BYTES = b"\x89PNG\x00"
MEDIUM = SentMedium(MediumName(sha256(BYTES).hexdigest(), "png"), BYTES, "alt: un café\n")
HEAD = Head(
    ALPHA, 3, 12, RevisionId("a" * 40), NOW, (PAGE,), HeadBundle("3-10.bundle", 10, 99, "b" * 64)
)
OUTGOING = Proposal(
    id=ProposalId("0b6d0e2e-5a3f-4c1d-9e59-0d9c7f2f9a11"), way=Way.outgoing, peer=ALPHA,
    page_id=PAGE, path=PagePath("place", "cafe-plum"), title="Café", base=BlobId("c" * 40),
    licence="CC-BY-SA-4.0",
    steps=(
        Step(Signature("Ali", "01hyyy@gamma.example"), NOW, "un\ndeux", "---\ntitle: A\n---\n"),
        Step(ZOE, NOW, "", "---\r\ntitle: B\t🥚\r\n---\r\n"),
    ),
    made_at=NOW, changed_at=NOW, state=ProposalState.queued, person="01HZZZ",
)  # fmt: skip
ACCEPTED = Outcome(OUTGOING.id, ProposalState.accepted, "merci\nbien", BlobId("d" * 40), NOW)
Payload = dict[str, Any]


def proposal(**changes: Any) -> Payload:
    return proposal_payload(OUTGOING, sender=BETA, media=[MEDIUM]) | changes


def outcome(**changes: Any) -> Payload:
    return outcome_payload(ACCEPTED, sender=ALPHA, to=BETA) | changes


def revocation(**changes: Any) -> Payload:
    return revocation_payload(ALPHA, Revoked((OLD.keyid,), NEW, NOW)) | changes


def received(payload: Payload) -> Any:
    return read_proposal(payload, now=NOW)


@pytest.fixture
def instance(tmp_path: Any) -> Callable[..., Payload]:
    ring, words = KeyRing.create(tmp_path / "keys")
    ring.revoke(words, NOW, seal=lambda *_: b'{"payload":"","signatures":[]}')
    ring.rotate(NOW)
    site = Site("Alpha", "bretagne", "https://alpha.example")
    said = Description(("CC0-1.0",), "Maillage", "0.1", 3, {"open_proposals": 50})

    def payload(**changes: Any) -> Payload:
        return instance_payload(site, ring, said, at=NOW) | changes

    return payload


def refusal(read: Callable[[Payload], Any], payload: Payload) -> int:
    with pytest.raises(WireError) as refused:
        read(payload)
    return refused.value.status


def test_a_head_is_read_as_it_was_said() -> None:
    assert read_head(head_payload(HEAD)) == HEAD
    empty = replace(HEAD, tip=None, bundle=None, retracted=())
    assert read_head(head_payload(empty)) == empty


def test_an_instance_is_read_as_it_was_said(instance: Callable[..., Payload]) -> None:
    payload = instance()
    said = read_instance(payload, base_url="https://alpha.example")
    assert said.identity.id == ALPHA
    assert said.identity.fingerprint == fingerprint(said.keys[0])
    assert [key.until for key in said.keys] == [None, NOW + timedelta(days=30)]
    assert said.rotations[0].signed_by(said.keys[1])
    assert said.revocations == (b'{"payload":"","signatures":[]}',)
    assert (said.licences, said.software, said.epoch) == (("CC0-1.0",), "Maillage 0.1", 3)
    assert said.limits == {"open_proposals": 50}


def test_a_proposal_is_read_as_it_was_said() -> None:
    offered = read_proposal(proposal(), now=NOW + timedelta(days=1))
    assert (offered.sender, offered.to, offered.media) == (BETA, ALPHA, (MEDIUM,))
    assert offered.proposal == replace(
        OUTGOING, way=Way.incoming, peer=BETA, title="", state=ProposalState.delivered, told=True,
        person="", changed_at=NOW + timedelta(days=1),
    )  # fmt: skip


def test_an_outcome_is_read_as_it_was_said() -> None:
    for read in (read_outcome, read_status):
        told = read(outcome())
        assert (told.sender, told.to, told.outcome) == (ALPHA, BETA, ACCEPTED)


def test_telling_the_same_twice_has_one_id() -> None:
    other = outcome_payload(replace(ACCEPTED, state=ProposalState.stale), sender=ALPHA, to=BETA)
    assert outcome()["id"] == outcome()["id"] != other["id"]


def test_a_status_may_say_that_it_waits_and_an_outcome_may_not() -> None:
    waiting = outcome(state="delivered", blob=None)
    assert read_status(waiting).outcome.state is ProposalState.delivered
    assert refusal(read_outcome, waiting) == 400


def test_a_revocation_is_read_as_it_was_said() -> None:
    assert read_revocation(revocation()) == Revocation(ALPHA, (OLD.keyid,), NEW, NOW)


def test_what_a_later_release_adds_is_left_aside() -> None:
    later = {"sent_by": "pigeon", "nest": {"x": [1]}}
    assert read_head(head_payload(HEAD) | later) == HEAD
    assert read_outcome(outcome(**later)).outcome == ACCEPTED


def test_times_are_said_in_utc() -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5)))
    assert head_payload(replace(HEAD, at=there))["time"] == "2026-11-22T12:00:00.000005Z"


def test_an_envelope_for_somebody_else_is_refused() -> None:
    for said in (received(proposal()), read_outcome(outcome())):
        require_addressee(said, said.to)
        with pytest.raises(WireError) as refused:
            require_addressee(said, InstanceId("gamma.example"))
        assert (refused.value.status, refused.value.name) == (400, "wrong_addressee")


@pytest.mark.parametrize("key", sorted(set(proposal()) - {"media"}))
def test_a_proposal_without_one_of_its_keys_is_malformed(key: str) -> None:
    payload = proposal()
    del payload[key]
    assert refusal(received, payload) == 400


AUTHOR = {"name": "Zoé", "address": ZOE.address}
STEP = proposal()["steps"][1]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "7"}, {"id": 7}, {"id": "0B6D0E2E-5A3F-4C1D-9E59-0D9C7F2F9A11"},
        {"id": "0b6d0e2e-5a3f-1c1d-9e59-0d9c7f2f9a11"}, {"from": "../etc"}, {"to": "a b"},
        {"to": "alpha.example\n"}, {"from": "alpha.example"}, {"page_id": "x" * 26},
        {"base_blob": "HEAD"}, {"base_blob": "-" * 40}, {"base_blob": "a" * 40 + "\n"},
        {"steps": []}, {"steps": [STEP] * 21}, {"steps": {}}, {"time": "hier"},
        {"time": "2026-02-30T00:00:00Z"}, {"time": "2026-01-01T00:00:00+01:00"}, {"time": 0},
        {"steps": [STEP | {"text": "a\0b"}]}, {"steps": [STEP | {"text": "a\x1b[2J"}]},
        {"steps": [STEP | {"text": b"x"}]}, {"steps": [STEP | {"date": "9999-99-99T00:00:00Z"}]},
        {"steps": [STEP | {"message": "x" * 2001}]},
        {"author": AUTHOR | {"name": "\u202e\u200b"}}, {"author": AUTHOR | {"name": "x" * 201}},
        {"author": AUTHOR | {"address": "zoe"}}, {"author": AUTHOR | {"address": "a@b@beta"}},
        {"author": AUTHOR | {"address": "<a@beta.example"}},
        {"author": AUTHOR | {"name": "Quelqu’un d’autre"}},
        {"media": [{"name": "x", "data": "", "sidecar": ""}]},
        {"media": [{"name": str(MEDIUM.name), "data": "AAAA", "sidecar": ""}]},
        {"media": [{"name": str(MEDIUM.name), "data": "é", "sidecar": ""}]},
    ],
    ids=repr,
)  # fmt: skip
def test_a_proposal_that_is_not_exact_is_malformed(changes: Payload) -> None:
    assert refusal(received, proposal(**changes)) == 400


@pytest.mark.parametrize(
    "changes",
    [{"licence": "libre de droits"}, {"licence": "-x"}, {"licence": "a\nb"}, {"path": "../x"},
     {"path": "place"}, {"path": "place/CON"}, {"path": "place/con"}, {"path": "place/a/b"}],
    ids=repr,
)  # fmt: skip
def test_a_licence_or_an_address_that_cannot_be_is_told_apart(changes: Payload) -> None:
    assert refusal(received, proposal(**changes)) == 422


@pytest.mark.parametrize("host", ["gamma.example", "beta.example", "alpha.example"])
def test_nobody_offers_in_the_name_of_another_instances_people(host: str) -> None:
    author = {"name": "Zoé", "address": f"01hzzz@{host}"}
    payload = proposal(author=author, steps=[STEP | {"author": author}])
    with pytest.raises(WireError) as refused:
        received(payload)
    assert refused.value.name == "wrong_author"


def test_names_and_messages_are_cleaned() -> None:
    author = {"name": " Zo\u0065\u0301\u202e <b>\n\x07x\u200b ", "address": ZOE.address}
    step = STEP | {"author": author, "message": "\ufeffun\r\n\x00deux\u2066  trois\n\n"}
    found = received(proposal(author=author, steps=[step])).proposal
    assert found.author.name == "Zoé b x"
    assert found.message == "un\ndeux trois"
    assert read_outcome(outcome(reason="non\u2028\u202eoui\n")).outcome.reason == "non oui"


def test_the_text_of_a_page_is_left_to_the_letter() -> None:
    assert received(proposal()).proposal.text == OUTGOING.text


@pytest.mark.parametrize(
    "changes",
    [{"epoch": -1}, {"epoch": True}, {"epoch": "3"}, {"seq": 2**53}, {"seq": None},
     {"tip": "main"}, {"tip": ""}, {"tip": "A" * 40}, {"retracted": ["x" * 26]},
     {"retracted": None}, {"retracted": [PAGE] * 20_001}, {"id": "Alpha.example"}, {"id": ""},
     {"bundle": {"name": "../x", "seq": 1, "size_bytes": 1, "sha256": "b" * 64}},
     {"bundle": {"name": "3-13.bundle", "seq": 13, "size_bytes": 1, "sha256": "b" * 64}},
     {"bundle": {"name": "2-1.bundle", "seq": 1, "size_bytes": 1, "sha256": "b" * 64}},
     {"bundle": {"name": "3-1.bundle", "seq": 1, "size_bytes": -1, "sha256": "b" * 64}},
     {"bundle": {"name": "3-1.bundle", "seq": 1, "size_bytes": 1, "sha256": "b" * 63}}],
    ids=lambda changes: repr(changes)[:70],
)  # fmt: skip
def test_a_head_that_is_not_exact_is_malformed(changes: Payload) -> None:
    assert refusal(read_head, head_payload(HEAD) | changes) == 400


@pytest.mark.parametrize(
    "changes",
    [{"keys": []}, {"keys": [{"keyid": "0" * 64, "public": base64.b64encode(b"o" * 32).decode()}]},
     {"keys": [{"keyid": OLD.keyid, "public": "o" * 44}]}, {"name": "\u200b"}, {"name": "x" * 201},
     {"id": "alpha.example:443"}, {"recovery": "x"}, {"protocol": [2]}, {"protocol": []},
     {"revocations": ["x"]}, {"revocations": [{"a": 1.5}]}, {"rotations": [{}]},
     {"limits": {"a": -1}}, {"software": "Maillage"}, {"id": ["alpha.example"]}],
    ids=lambda changes: repr(changes)[:70],
)  # fmt: skip
def test_an_instance_that_is_not_exact_is_malformed(
    instance: Callable[..., Payload], changes: Payload
) -> None:
    read = lambda payload: read_instance(payload, base_url="")  # noqa: E731 - one reader of two
    assert refusal(read, instance(**changes)) == 400


@pytest.mark.parametrize(
    "changes",
    [{"revoked": []}, {"revoked": [NEW.keyid]}, {"new": OLD.keyid}, {"public": ""}, {"id": "/"},
     {"time": None}],
    ids=repr,
)  # fmt: skip
def test_a_revocation_that_is_not_exact_is_malformed(changes: Payload) -> None:
    assert refusal(read_revocation, revocation(**changes)) == 400


@pytest.mark.parametrize(
    "changes",
    [{"state": "queued"}, {"state": "ACCEPTED"}, {"blob": "x"}, {"reason": "x" * 2001},
     {"proposal": "x"}, {"from": 1}, {"id": None}, {"to": "../../x"}, {"reason": None}],
    ids=repr,
)  # fmt: skip
def test_an_outcome_that_is_not_exact_is_malformed(changes: Payload) -> None:
    assert refusal(read_outcome, outcome(**changes)) == 400


def test_every_key_may_be_anything_and_only_wire_errors_come_of_it(
    instance: Callable[..., Payload],
) -> None:
    readers: list[tuple[Callable[[Payload], Any], Payload]] = [
        (lambda said: read_instance(said, base_url=""), instance()),
        (read_head, head_payload(HEAD)),
        (received, proposal()),
        (read_outcome, outcome()),
        (read_revocation, revocation()),
    ]
    hostile = [None, True, -1, 2**52, "", "\0", "é" * 300, [], [None], [[]], {}, {"a": {}}, [{}]]
    for read, payload in readers:
        for key in payload:
            for value in hostile:
                try:
                    read(payload | {key: value})
                except WireError as error:
                    status = error.status
                else:
                    status = 200
                assert status in (200, 400, 422), (key, value)
