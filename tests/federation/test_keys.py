"""The ring of keys: what it signs, how it changes, what a slip of the pen or a crash does."""

import base64
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.errors import EngineFailed, Refused
from federation import keys
from federation.keys import (
    KeyRing,
    PublicKey,
    RecoveryKey,
    Revoked,
    Signer,
    fingerprint,
    rotation_statement,
    same_fingerprint,
    verify,
)

DAY = timedelta(days=1)
# RFC 8032, section 7.1, test 2.
SEED = bytes.fromhex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
PUBLIC = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
SIGNATURE = bytes.fromhex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def now() -> datetime:
    return datetime.now(UTC)


def sealed(revoked: Revoked, signer: Signer) -> bytes:
    """As an envelope would: what is revoked, and the signer's name."""
    keyid, signature = signer.signatures(b"x")[0]
    return json.dumps([*revoked.keyids, revoked.new.keyid, keyid, signature.hex()]).encode()


def test_a_signature_is_ed25519() -> None:
    public = PublicKey.of(PUBLIC)
    assert verify(public, b"\x72", SIGNATURE)
    assert not verify(public, b"\x73", SIGNATURE)
    assert not verify(public, b"\x72", SIGNATURE[:-1])
    assert not verify(PublicKey.of(b"\xff" * 32), b"\x72", SIGNATURE)


def test_a_ring_signs_and_opens_again(folder: Path) -> None:
    ring, _ = KeyRing.create(folder)
    again = KeyRing.open(folder)
    assert again.keyid == ring.keyid == ring.public.keyid
    assert verify(again.public, b"data", ring.sign(b"data"))
    assert not verify(again.public, b"date", ring.sign(b"data"))


def test_keys_are_for_the_servers_own_account(folder: Path) -> None:
    KeyRing.create(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_recovery_key_is_kept_nowhere(folder: Path) -> None:
    ring, words = KeyRing.create(folder)
    seed = base64.b32decode(words.replace(" ", ""))[:32]
    held = (folder / "ring.json").read_bytes()
    assert base64.b64encode(seed) not in held
    assert seed.hex().encode() not in held
    assert RecoveryKey(words).public == ring.recovery


def test_a_ring_is_never_made_over_another(folder: Path) -> None:
    ring, _ = KeyRing.create(folder)
    with pytest.raises(Refused):
        KeyRing.create(folder)
    assert KeyRing.open(folder).keyid == ring.keyid


@pytest.mark.parametrize("held", [None, b"", b"{}", b"[1]", b'{"version": 2}', b"\xff"])
def test_a_ring_that_cannot_be_read_is_told(folder: Path, held: bytes | None) -> None:
    folder.mkdir()
    if held is not None:
        (folder / "ring.json").write_bytes(held)
    with pytest.raises(EngineFailed):
        KeyRing.open(folder)


def test_a_keyid_is_of_its_key() -> None:
    with pytest.raises(ValueError, match="keyid"):
        PublicKey("0" * 64, PUBLIC)
    with pytest.raises(ValueError, match="keyid"):
        PublicKey.of(PUBLIC[:31])


def test_a_fingerprint_is_eight_groups_of_four() -> None:
    read = fingerprint(PublicKey.of(PUBLIC))
    assert read == "HH3R HUFG IQST 6BCS SQQ3 T5I3 TMEJ PHII"
    assert same_fingerprint(read.lower().replace(" ", "-"), read)
    assert same_fingerprint(read.replace("I", "1"), read)
    assert not same_fingerprint(read[:-1], read)
    assert not same_fingerprint("é" + read[1:], read)


def test_recovery_words_are_fourteen_groups_and_forgive_what_people_write(folder: Path) -> None:
    ring, words = KeyRing.create(folder)
    assert [len(group) for group in words.split()] == [4] * 14
    written = "\n".join(words.lower().split()).replace("o", "0").replace("b", "8")
    assert RecoveryKey(written).public == ring.recovery


@pytest.mark.parametrize("at", [0, 7, 30, 55, 68])
def test_a_slip_of_the_pen_is_noticed(folder: Path, at: int) -> None:
    _, words = KeyRing.create(folder)
    slip = words[:at] + ("A" if words[at] != "A" else "C") + words[at + 1 :]
    for wrong in (slip, words[:-1], words + "A", "", "é" * 56):
        with pytest.raises(Refused):
            RecoveryKey(wrong)


def test_a_rotation_is_signed_by_the_old_key(folder: Path) -> None:
    ring, _ = KeyRing.create(folder)
    old = ring.public
    rotation = ring.rotate(now())
    assert rotation.new == ring.public != old
    assert rotation.signed_by(old)
    assert not rotation.signed_by(ring.public)
    assert not replace(rotation, new=old).signed_by(old)
    assert verify(old, rotation_statement(old.keyid, ring.public), rotation.signature)
    assert KeyRing.open(folder).rotations == (rotation,)


def test_an_old_key_stays_good_for_thirty_days_and_signs_too(folder: Path) -> None:
    ring, _ = KeyRing.create(folder)
    old, at = ring.public, now()
    ring.rotate(at)
    assert ring.public_keys(at) == [ring.public, replace(old, until=at + 30 * DAY)]
    assert [keyid for keyid, _ in ring.signatures(b"x")] == [ring.keyid, old.keyid]
    assert verify(old, b"x", ring.signatures(b"x")[1][1])
    assert ring.public_keys(at + 30 * DAY) == [ring.public]


def test_a_key_past_its_overlap_signs_no_more_and_is_dropped(folder: Path) -> None:
    ring, _ = KeyRing.create(folder)
    ring.rotate(now() - 31 * DAY)
    assert [keyid for keyid, _ in ring.signatures(b"x")] == [ring.keyid]
    ring.rotate(now())
    held = json.loads((folder / "ring.json").read_bytes())
    assert len(held["older"]) == 1


def test_what_one_process_changes_another_uses(folder: Path) -> None:
    ring, words = KeyRing.create(folder)
    other = KeyRing.open(folder)
    ring.rotate(now())
    assert other.keyid == ring.keyid
    ring.revoke(words, now(), seal=sealed)
    assert other.keyid == ring.keyid
    assert verify(ring.public, b"x", other.sign(b"x"))


def test_rotations_at_once_leave_one_chain(folder: Path) -> None:
    first, _ = KeyRing.create(folder)
    start = first.public
    rings = [KeyRing.open(folder) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda ring: ring.rotate(now()), rings))
    known = {start.keyid: start}
    for rotation in first.rotations:
        assert rotation.signed_by(known[rotation.old])
        known[rotation.new.keyid] = rotation.new
    assert len(known) == 5
    assert rotation.new == first.public


def test_a_revocation_ends_every_older_key(folder: Path) -> None:
    ring, words = KeyRing.create(folder)
    first = ring.keyid
    ring.rotate(now())
    second = ring.keyid
    said = json.loads(ring.revoke(words, now(), seal=sealed))
    assert said[:4] == [second, first, ring.keyid, ring.recovery.keyid]
    assert verify(ring.recovery, b"x", bytes.fromhex(said[4]))
    assert ring.public_keys() == [ring.public]
    assert ring.rotations == ()
    assert [json.loads(one) for one in KeyRing.open(folder).revocations] == [said]


def test_words_of_another_ring_revoke_nothing(folder: Path, tmp_path: Path) -> None:
    ring, _ = KeyRing.create(folder)
    _, others = KeyRing.create(tmp_path / "other")
    before = ring.keyid
    with pytest.raises(Refused):
        ring.revoke(others, now(), seal=sealed)
    assert (ring.keyid, ring.revocations) == (before, ())


def test_a_seal_that_fails_revokes_nothing(folder: Path) -> None:
    ring, words = KeyRing.create(folder)
    before = ring.keyid

    def broken(revoked: Revoked, signer: Signer) -> bytes:
        raise ValueError(f"{revoked} {signer}")

    with pytest.raises(ValueError, match="Revoked"):
        ring.revoke(words, now(), seal=broken)
    assert KeyRing.open(folder).keyid == before


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_writing_leaves_the_old_ring(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    ring, _ = KeyRing.create(folder)
    before = ring.keyid

    def cut(*_: object) -> None:
        raise OSError("no more power")

    with monkeypatch.context() as patched:
        patched.setattr(*((os, "fsync", cut) if step == "fsync" else (Path, "replace", cut)))
        with pytest.raises(EngineFailed):
            ring.rotate(now())
    assert KeyRing.open(folder).keyid == before
    ring.rotate(now())
    assert KeyRing.open(folder).keyid == ring.keyid != before


def test_the_overlap_is_the_one_documented() -> None:
    assert keys.OVERLAP == 30 * DAY
