"""Keys of a friend that change: rotations, thieves, revocations."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import PeerRefused, Refused
from app.domain.network import InstanceId
from federation.documents import HEAD, INSTANCE, REVOCATION, instance_payload, revocation_payload
from federation.envelope import seal
from federation.keys import KeyRing, PublicKey, RecoveryKey, Revoked
from tests.federation.trusting import BETA, DAY, Clock, Network, One, stolen


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[One, One]]:
    network, clock = Network(), Clock()
    alpha, beta = (One(name, tmp_path, network, clock) for name in ("alpha", "beta"))
    yield alpha, beta
    alpha.records.close()
    beta.records.close()


def test_an_unchanged_friend_stays_as_it_is(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    before = alpha.records.peer(BETA)
    assert not alpha.trust.refresh(BETA)
    assert alpha.records.peer(BETA) == before


def test_a_friend_may_change_its_name(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    beta.answers(name="Tout neuf", region="occitanie")
    assert not alpha.trust.refresh(BETA)
    identity = alpha.records.peer(BETA).identity
    assert (identity.name, identity.region) == ("Tout neuf", "occitanie")


def test_a_rotated_key_is_taken_and_the_old_one_stays_for_the_overlap(
    both: tuple[One, One],
) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    before = beta.says()
    beta.trust.rotate_own()
    assert alpha.believes(beta, beta.says()), "signed by both while they overlap"
    assert alpha.trust.refresh(BETA)
    assert alpha.records.peer(BETA).identity == beta.trust.identity()
    assert alpha.believes(beta, before)
    assert alpha.believes(beta, beta.says())
    alpha.clock.at += 31 * DAY
    assert not alpha.believes(beta, before)
    assert alpha.believes(beta, beta.says())


@pytest.mark.parametrize("missed", [3, 12])
def test_a_friend_who_missed_several_rotations_follows_them(
    both: tuple[One, One], missed: int
) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    for _ in range(missed):
        beta.trust.rotate_own()
    assert alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA)[0] == beta.ring.public
    assert alpha.believes(beta, beta.says())


def test_an_old_document_neither_alarms_nor_brings_an_old_key_back(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    slow = beta.trust.own_document()
    beta.trust.rotate_own()
    alpha.trust.refresh(BETA)
    assert not alpha.trust.take(BETA, slow)
    assert alpha.trust.keys_of(BETA)[0] == beta.ring.public
    assert alpha.records.visit(BETA).alarm == ""


def test_a_key_that_nothing_vouches_for_raises_an_alarm(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    before = alpha.trust.keys_of(BETA)
    beta.ring, _ = KeyRing.create(beta.folder / "impostor")
    beta.answers()
    with pytest.raises(PeerRefused):
        alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == before
    assert "clé" in alpha.records.visit(BETA).alarm


def test_a_rotation_signed_by_another_key_vouches_for_nothing(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    old = beta.ring.public.keyid
    beta.ring, _ = KeyRing.create(beta.folder / "impostor")
    beta.ring.rotate(beta.clock.now())
    forged = beta.payload()["rotations"][0] | {"old": old}
    beta.answers(rotations=[forged], recovery=beta.payload()["recovery"])
    with pytest.raises(PeerRefused):
        alpha.trust.refresh(BETA)


def test_an_old_key_cannot_vouch_for_a_thief_once_another_is_pinned(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    thief = stolen(beta)
    beta.trust.rotate_own()
    alpha.trust.refresh(BETA)
    thief.rotate(beta.clock.now())
    beta.ring = thief
    beta.answers()
    with pytest.raises(PeerRefused):
        alpha.trust.refresh(BETA)
    assert alpha.records.visit(BETA).alarm


def test_another_recovery_key_raises_an_alarm(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    beta.answers(recovery=alpha.payload()["recovery"])
    with pytest.raises(PeerRefused, match="secours"):
        alpha.trust.refresh(BETA)


def test_a_revocation_by_the_recovery_key_replaces_all_keys(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    beta.trust.rotate_own()
    alpha.trust.refresh(BETA)
    thief = stolen(beta)
    beta.clock.at += DAY
    identity = beta.trust.revoke_own(beta.words)
    assert alpha.trust.refresh(BETA)
    assert alpha.records.peer(BETA).identity == identity
    assert alpha.trust.keys_of(BETA) == [beta.ring.public]
    assert not alpha.believes(beta, seal(HEAD, {"id": BETA.value}, thief))
    assert alpha.believes(beta, beta.says())


def test_a_key_rotated_after_a_revocation_is_taken(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    beta.trust.revoke_own(beta.words)
    beta.trust.rotate_own()
    assert alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA)[0] == beta.ring.public


def test_a_thief_who_rotated_is_put_out_by_the_recovery_key(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    honest, thief = beta.ring, stolen(beta)
    thief.rotate(beta.clock.now())
    beta.ring = thief
    beta.answers()
    assert alpha.trust.refresh(BETA), "nothing tells a thief with the key from its owner"
    beta.ring, beta.clock.at = honest, beta.clock.at + DAY
    beta.trust.revoke_own(beta.words)
    beta.answers()
    assert alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == [honest.public]


def test_an_old_revocation_does_not_bring_its_key_back(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    beta.trust.revoke_own(beta.words)
    once = stolen(beta)
    beta.clock.at += DAY
    beta.trust.revoke_own(beta.words)
    alpha.trust.refresh(BETA)
    beta.answers(seal(INSTANCE, beta.payload(**_shown_by(once, beta)), once))
    with pytest.raises(PeerRefused):
        alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == [beta.ring.public]


def _shown_by(ring: KeyRing, beta: One) -> dict[str, Any]:
    said = instance_payload(beta.site, ring, beta.describe(), at=beta.clock.now())
    return {key: said[key] for key in ("keys", "revocations", "rotations")}


def test_a_friend_enrolled_after_a_revocation_does_not_take_it_again(both: tuple[One, One]) -> None:
    alpha, beta = both
    beta.trust.revoke_own(beta.words)
    alpha.enrol(beta)
    assert not alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == [beta.ring.public]


def test_revoked_keys_fall_even_where_the_document_shows_one(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    thief, new = stolen(beta), PublicKey.of(b"n" * 32)
    revoked = Revoked((thief.keyid,), new, beta.clock.now())
    sealed = seal(REVOCATION, revocation_payload(BETA, revoked), RecoveryKey(beta.words))
    beta.answers(revocations=[json.loads(sealed)])
    with pytest.raises(PeerRefused):
        alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == [new]


@pytest.mark.parametrize("wrong", ["signer", "instance", "type"])
def test_a_revocation_of_somebody_else_changes_nothing(both: tuple[One, One], wrong: str) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    before = alpha.trust.keys_of(BETA)
    revoked = Revoked((beta.ring.keyid,), PublicKey.of(b"n" * 32), beta.clock.now())
    words = alpha.words if wrong == "signer" else beta.words
    about = InstanceId("gamma.example") if wrong == "instance" else BETA
    kind = HEAD if wrong == "type" else REVOCATION
    sealed = seal(kind, revocation_payload(about, revoked), RecoveryKey(words))
    beta.answers(revocations=[json.loads(sealed)])
    assert not alpha.trust.refresh(BETA)
    assert alpha.trust.keys_of(BETA) == before


def test_other_words_revoke_nothing(both: tuple[One, One]) -> None:
    alpha, beta = both
    before = beta.ring.keyid
    for words in (alpha.words, "", "ABCD " * 14):
        with pytest.raises(Refused):
            beta.trust.revoke_own(words)
    assert beta.ring.keyid == before
