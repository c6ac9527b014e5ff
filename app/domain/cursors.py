"""Marks that lead on through a long list: whoever reads it hands the last one back."""

import binascii
import json
import re
from base64 import b64decode, urlsafe_b64encode
from hashlib import blake2b
from typing import Any

from app.domain.errors import InvalidQuery

_MARK_BYTES = 6
_BEYOND = 2**63
_UNFIT = re.compile("[\0\ud800-\udfff]")


def write_cursor(purpose: str, values: tuple[Any, ...]) -> str:
    said = json.dumps([purpose, *values], separators=(",", ":")).encode()
    return urlsafe_b64encode(_mark(said) + said).decode().rstrip("=")


def read_cursor(cursor: str, purpose: str, types: tuple[type, ...]) -> tuple[Any, ...]:
    """The values of a cursor. Raises InvalidQuery where it is not one of ours for that purpose."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        data = b64decode(padded, altchars=b"-_", validate=True)
        mark, said = data[:_MARK_BYTES], data[_MARK_BYTES:]
        values = json.loads(said) if mark == _mark(said) else []
    except (ValueError, binascii.Error, RecursionError):
        values = []
    fits = isinstance(values, list) and len(values) == len(types) + 1 and values[0] == purpose
    if not fits or not all(_is_sound(v, t) for v, t in zip(values[1:], types, strict=True)):
        raise InvalidQuery(reason="ce repère de page n’est pas, ou plus, valable.")
    return tuple(values[1:])


def _is_sound(value: object, wanted: type) -> bool:
    """Of that type, and nothing that a database could not take: the mark is no secret."""
    if isinstance(value, str):
        return wanted is str and not _UNFIT.search(value)
    return type(value) is wanted and (not isinstance(value, int) or abs(value) < _BEYOND)


def _mark(said: bytes) -> bytes:
    """Catches what was cut or altered on the way; it guards no secret."""
    return blake2b(said, digest_size=_MARK_BYTES).digest()
