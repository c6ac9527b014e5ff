"""Signed envelopes: everything that instances say to each other travels in one.

The signature covers the bytes as they came, so nothing is read before it holds. An envelope is the
same on the wire, in a file and on a USB key.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from federation.errors import WireError
from federation.keys import PublicKey, Signer, statement, verify

LIMIT_BYTES = 1024 * 1024
SIGNATURES_LIMIT = 8
_DEPTH_LIMIT = 16
_INTEGER_LIMIT = 2**53
_DIGITS_LIMIT = 17


@dataclass(frozen=True, slots=True)
class Opened:
    """What was in an envelope, and whose signature holds (the keyid). `raw` is the whole of it."""

    payload: dict[str, Any]
    keyid: str
    raw: bytes
    payload_type: str


@dataclass(frozen=True, slots=True)
class _Closed:
    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]


def seal(payload_type: str, payload: Mapping[str, Any], ring: Signer) -> bytes:
    """The envelope. Raises ValueError where canonical JSON cannot say it, WireError (413)."""
    said = canonical(payload)
    signed = ring.signatures(statement(payload_type, said))
    sealed = canonical(
        {
            "payloadType": payload_type,
            "payload": base64.b64encode(said).decode(),
            "signatures": [
                {"keyid": keyid, "sig": base64.b64encode(signature).decode()}
                for keyid, signature in signed
            ],
        }
    )
    _bounded(sealed)
    return sealed


def canonical(payload: Mapping[str, Any]) -> bytes:
    """The one way to write it: sorted keys, no spaces, UTF-8, no floats.

    Raises ValueError on anything else.
    """
    _require_plain(payload)
    text = json.dumps(
        payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def open_envelope(data: bytes, *, payload_type: str, keys: Sequence[PublicKey]) -> Opened:
    """What it says, once a signature by one of `keys` holds.

    Raises WireError: 413 too large, 400 malformed or of another type, 401 where no keyid is known
    (`unknown_key`) or no signature holds (`bad_signature`).
    """
    closed = _unfold(data, payload_type)
    known = {key.keyid: key for key in keys}
    signed = [(known[keyid], sig) for keyid, sig in closed.signatures if keyid in known]
    if not signed:
        raise WireError(401, "unknown_key", "La clé de cet envoi n’est pas connue ici.")
    data_signed = statement(closed.payload_type, closed.payload)
    holds = next((key for key, sig in signed if verify(key, data_signed, sig)), None)
    if holds is None:
        raise WireError(401, "bad_signature", "La signature de cet envoi n’est pas bonne.")
    return Opened(read_json(closed.payload), holds.keyid, data, payload_type)


def peek(data: bytes, *, payload_type: str) -> dict[str, Any]:
    """What it says, whoever wrote it: to find out which key to check it with, and for no more."""
    return read_json(_unfold(data, payload_type).payload)


def keyids(data: bytes, *, payload_type: str) -> tuple[str, ...]:
    """The keyids that it claims to be signed by."""
    return tuple(keyid for keyid, _ in _unfold(data, payload_type).signatures)


def read_json(data: bytes) -> dict[str, Any]:
    """A JSON object without floats, huge integers, keys said twice, lone surrogates or deep nests.

    Raises WireError (400).
    """
    try:
        found = json.loads(
            data.decode(), object_pairs_hook=_once, parse_float=_no_float,
            parse_constant=_no_float, parse_int=_integer,
        )  # fmt: skip
        if not isinstance(found, dict):
            raise ValueError("not an object")
        _require_plain(found)
    except (ValueError, RecursionError) as error:
        raise malformed() from error
    return found


def malformed() -> WireError:
    return WireError(400, "malformed", "Cet envoi n’est pas écrit comme il faut.")


def _unfold(data: bytes, payload_type: str) -> _Closed:
    _bounded(data)
    said = read_json(data)
    try:
        found = _Closed(
            said["payloadType"],
            base64.b64decode(said["payload"], validate=True),
            tuple(
                (one["keyid"], base64.b64decode(one["sig"], validate=True))
                for one in said["signatures"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise malformed() from error
    lawful = all(isinstance(keyid, str) for keyid, _ in found.signatures)
    if not lawful or not 1 <= len(found.signatures) <= SIGNATURES_LIMIT:
        raise malformed()
    if found.payload_type != payload_type:
        raise WireError(400, "wrong_type", "Cet envoi n’est pas du genre attendu ici.")
    return found


def _bounded(data: bytes) -> None:
    if len(data) > LIMIT_BYTES:
        raise WireError(413, "too_large", "Cet envoi dépasse la limite d’un mébioctet.")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key said twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError(f"not an integer: {text[:20]}")


def _integer(text: str) -> int:
    if len(text) > _DIGITS_LIMIT:
        raise ValueError("an integer too large for some readers")
    return int(text)


def _require_plain(value: object, depth: int = 0) -> None:
    """Raises ValueError on what not every reader of JSON would read the same."""
    if depth > _DEPTH_LIMIT:
        raise ValueError("nested too deep")
    if isinstance(value, str):
        value.encode()  # a lone surrogate raises
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError("a key that is no text")
            key.encode()
            _require_plain(inner, depth + 1)
    elif isinstance(value, list | tuple):
        for inner in value:
            _require_plain(inner, depth + 1)
    elif isinstance(value, int):
        if abs(value) >= _INTEGER_LIMIT:
            raise ValueError("an integer too large for some readers")
    elif value is not None:
        raise ValueError(f"not of JSON, or a float: {type(value).__name__}")
