"""Envelopes: read only once a signature holds, and never in two ways."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.envelope import (
    LIMIT_BYTES,
    canonical,
    keyids,
    open_envelope,
    peek,
    read_json,
    seal,
)
from federation.errors import WireError
from federation.keys import KeyRing, Signer, statement

KIND = "application/vnd.wikifed.head+json"
OTHER = "application/vnd.wikifed.outcome+json"


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("ring") / "keys")[0]


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(tmp_path_factory.mktemp("stranger") / "keys")[0]


def opened(data: bytes, ring: KeyRing, kind: str = KIND) -> dict[str, Any]:
    return open_envelope(data, payload_type=kind, keys=ring.public_keys()).payload


def refusal(data: bytes, ring: KeyRing, kind: str = KIND) -> tuple[int, str]:
    with pytest.raises(WireError) as refused:
        opened(data, ring, kind)
    return refused.value.status, refused.value.name


def raw(payload: bytes, ring: Signer, kind: str = KIND, /, **changes: Any) -> bytes:
    """An envelope around any bytes, signed as they are."""
    signed = ring.signatures(statement(kind, payload))
    envelope = {
        "payloadType": kind,
        "payload": base64.b64encode(payload).decode(),
        "signatures": [
            {"keyid": keyid, "sig": base64.b64encode(sig).decode()} for keyid, sig in signed
        ],
    }
    return json.dumps(envelope | changes).encode()


def test_what_was_sealed_is_what_is_read(ring: KeyRing) -> None:
    payload = {"é": "œuf 🥚\u2028\u202e", "n": [1, -2, None, True], "": {}}
    data = seal(KIND, payload, ring)
    found = open_envelope(data, payload_type=KIND, keys=ring.public_keys())
    assert (found.payload, found.keyid, found.raw) == (payload, ring.keyid, data)
    assert keyids(data, payload_type=KIND) == (ring.keyid,)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_canonical_json_reads_back_and_is_one_text(payload: dict[str, Any]) -> None:
    said = canonical(payload)
    assert read_json(said) == payload
    assert canonical(dict(reversed(payload.items()))) == said


def test_canonical_json_is_sorted_and_bare() -> None:
    assert canonical({"b": [1, 2], "a": "é\n"}) == '{"a":"é\\n","b":[1,2]}'.encode()


@pytest.mark.parametrize(
    "value", [1.0, float("nan"), 2**53, -(2**53), "\ud800", {1: 2}, {"\udfff": 1}, b"x", {1, 2}],
    ids=repr,
)  # fmt: skip
def test_what_readers_would_not_read_alike_is_not_sealed(ring: KeyRing, value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - every one of them has its own words
        seal(KIND, {"x": value}, ring)


@pytest.mark.parametrize(
    "payload",
    [b"", b"null", b"[]", b'"x"', b"{", b"{}{}", b"\xff", b'{"a":1,"a":1}', b'{"a":{"b":1,"b":2}}',
     b'{"a":1.5}', b'{"a":1e3}', b'{"a":NaN}', b'{"a":Infinity}', b'{"a":9007199254740992}',
     b'{"a":' + b"9" * 5000 + b"}", b'{"a":"\\ud800"}', b'{"\\udfff":1}', b"\xef\xbb\xbf{}",
     b'{"a":' + b"[" * 17 + b"]" * 17 + b"}", b'{"a":' + b"[" * 100_000, b'{"a":"\n"}'],
    ids=lambda payload: repr(payload[:24]),
)  # fmt: skip
def test_a_payload_that_is_no_plain_json_is_malformed(ring: KeyRing, payload: bytes) -> None:
    assert refusal(raw(payload, ring), ring) == (400, "malformed")


@pytest.mark.parametrize(
    "changes",
    [{"payload": None}, {"payload": "é"}, {"payload": "e30"}, {"payload": "e30= "},
     {"signatures": []}, {"signatures": None}, {"signatures": {}}, {"signatures": [1]},
     {"signatures": [{}]}, {"signatures": [{"keyid": 1, "sig": ""}]},
     {"signatures": [{"keyid": "x", "sig": "*"}]},
     {"signatures": [{"keyid": "x", "sig": ""}] * 9}, {"extra": 1.5}],
    ids=repr,
)  # fmt: skip
def test_an_envelope_that_is_none_is_malformed(ring: KeyRing, changes: dict[str, Any]) -> None:
    assert refusal(raw(b"{}", ring, **changes), ring) == (400, "malformed")


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"[" * 200_000, b'{"a":' * 100_000, b'{"payload":"","payload":""}'],
    ids=lambda data: repr(data[:20]),
)  # fmt: skip
def test_what_is_no_envelope_is_malformed(ring: KeyRing, data: bytes) -> None:
    assert refusal(data, ring) == (400, "malformed")
    with pytest.raises(WireError):
        peek(data, payload_type=KIND)


def test_a_word_changed_on_the_way_is_noticed(ring: KeyRing) -> None:
    data = json.loads(seal(KIND, {"state": "declined"}, ring))
    data["payload"] = base64.b64encode(b'{"state":"accepted"}').decode()
    assert refusal(json.dumps(data).encode(), ring) == (401, "bad_signature")


def test_a_signature_is_of_one_type_alone(ring: KeyRing) -> None:
    data = seal(KIND, {}, ring)
    assert refusal(data, ring, OTHER) == (400, "wrong_type")
    passed_off = json.dumps(json.loads(data) | {"payloadType": OTHER}).encode()
    assert refusal(passed_off, ring, OTHER) == (401, "bad_signature")


def test_lengths_part_the_type_from_the_payload() -> None:
    assert statement("a b", b"c") != statement("a", b"b c")
    assert statement("é", b"xy") == b"WIKIFED1 2 \xc3\xa9 2 xy"


def test_a_strangers_key_is_not_known(ring: KeyRing, stranger: KeyRing) -> None:
    assert refusal(seal(KIND, {}, stranger), ring) == (401, "unknown_key")
    with pytest.raises(WireError):
        open_envelope(seal(KIND, {}, ring), payload_type=KIND, keys=[])


def test_a_stranger_under_a_known_keyid_is_noticed(ring: KeyRing, stranger: KeyRing) -> None:
    data = json.loads(seal(KIND, {}, stranger))
    data["signatures"][0]["keyid"] = ring.keyid
    assert refusal(json.dumps(data).encode(), ring) == (401, "bad_signature")


def test_one_signature_that_holds_is_enough(ring: KeyRing, stranger: KeyRing) -> None:
    data = json.loads(seal(KIND, {"a": 1}, stranger))
    data["signatures"] += json.loads(seal(KIND, {"a": 1}, ring))["signatures"]
    assert opened(json.dumps(data).encode(), ring) == {"a": 1}


def test_reading_twice_is_reading_once(ring: KeyRing) -> None:
    data = seal(KIND, {"id": "x"}, ring)
    assert opened(data, ring) == opened(data, ring)


def test_an_envelope_has_a_bound(ring: KeyRing) -> None:
    with pytest.raises(WireError) as refused:
        seal(KIND, {"text": "x" * LIMIT_BYTES}, ring)
    assert refused.value.status == 413
    spaces = LIMIT_BYTES - len(raw(b"{}", ring))
    assert opened(raw(b"{}", ring) + b" " * spaces, ring) == {}
    assert refusal(raw(b"{}", ring) + b" " * (spaces + 1), ring) == (413, "too_large")


def test_nothing_is_parsed_before_the_signature_holds(ring: KeyRing, stranger: KeyRing) -> None:
    assert refusal(raw(b"not json", stranger), ring) == (401, "unknown_key")


def test_both_keys_sign_while_they_overlap(tmp_path: Path) -> None:
    ring, _ = KeyRing.create(tmp_path / "keys")
    old = ring.public
    ring.rotate(datetime.now(UTC))
    data = seal(KIND, {}, ring)
    assert open_envelope(data, payload_type=KIND, keys=[old]).keyid == old.keyid
    assert open_envelope(data, payload_type=KIND, keys=[old, ring.public]).keyid == ring.keyid
