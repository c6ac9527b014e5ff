"""The keys of this instance: what it signs with, and the paper that can take a stolen key back.

Everything stands in one file, replaced whole, so that a key and what vouches for it are never
apart. This module must not know what is signed.
"""

import base64
import fcntl
import hmac
import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain.errors import EngineFailed, Refused

OVERLAP = timedelta(days=30)
ROTATION_TYPE = "application/vnd.wikifed.rotation+json"
RING_FILE = "ring.json"
_KEY_BYTES = 32
_CHECK_BYTES = 3
_FINGERPRINT_BYTES = 20
# Enough for decades: a friend who stayed away that long enrols again by hand.
_ROTATIONS_KEPT = 50
# Each signs along: an envelope takes eight signatures at most. Who knows only an older key follows
# the rotations.
_RETIRED_KEPT = 4
_REVOCATIONS_KEPT = 10


@dataclass(frozen=True, slots=True)
class PublicKey:
    """`until` is when an older key stops being good (None: in use). Raises ValueError where the
    keyid is not that of the key, so that no key can bear the name of another."""

    keyid: str
    raw: bytes
    until: datetime | None = None

    def __post_init__(self) -> None:
        if len(self.raw) != _KEY_BYTES or self.keyid != sha256(self.raw).hexdigest():
            raise ValueError("not the keyid of this key")

    @classmethod
    def of(cls, raw: bytes, *, until: datetime | None = None) -> "PublicKey":
        return cls(sha256(raw).hexdigest(), raw, until)

    def good_at(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Rotation:
    """`old` (a keyid) says that `new` goes on in its place."""

    old: str
    new: PublicKey
    signature: bytes

    def signed_by(self, old: PublicKey) -> bool:
        data = rotation_statement(self.old, self.new)
        return self.old == old.keyid and verify(old, data, self.signature)


@dataclass(frozen=True, slots=True)
class Revoked:
    """What a revocation says: these keyids are good no more, `new` is in use."""

    keyids: tuple[str, ...]
    new: PublicKey
    at: datetime


class Signer(Protocol):
    """Whoever can put signatures under data."""

    def signatures(self, data: bytes) -> Sequence[tuple[str, bytes]]:
        """Keyid and signature of each key that signs, the one in use first."""


def statement(payload_type: str, payload: bytes) -> bytes:
    """The bytes that are signed: with lengths, so that no two pairs give the same."""
    name = payload_type.encode()
    return b"WIKIFED1 %d %b %d %b" % (len(name), name, len(payload), payload)


def rotation_statement(old: str, new: PublicKey) -> bytes:
    said = f'{{"new":"{new.keyid}","old":"{old}"}}'
    return statement(ROTATION_TYPE, said.encode())


def verify(public: PublicKey, data: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public.raw).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: PublicKey) -> str:
    """What two people compare: the first 160 bits of the key's SHA-256 in base 32 (A-Z, 2-7),
    eight groups of four."""
    return _groups(base64.b32encode(sha256(public.raw).digest()[:_FINGERPRINT_BYTES]).decode())


def same_fingerprint(one: str, other: str) -> bool:
    """Compares as a person does: spaces, hyphens and case do not count. In constant time."""
    return hmac.compare_digest(_bare(one).encode(), _bare(other).encode())


class RecoveryKey:
    """The key that is on paper only. Raises Refused where the words were not copied well."""

    def __init__(self, words: str) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(_seed_of(words))
        self.public = PublicKey.of(self._private.public_key().public_bytes_raw())

    def signatures(self, data: bytes) -> list[tuple[str, bytes]]:
        return [(self.public.keyid, self._private.sign(data))]


@dataclass(frozen=True, slots=True)
class _Held:
    """A private key (32 bytes); `until` once another is in use."""

    private: bytes
    until: datetime | None = None

    @classmethod
    def new(cls) -> "_Held":
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> PublicKey:
        key = Ed25519PrivateKey.from_private_bytes(self.private)
        return PublicKey.of(key.public_key().public_bytes_raw(), until=self.until)

    def sign(self, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.private).sign(data)


@dataclass(frozen=True, slots=True)
class _State:
    current: _Held
    older: tuple[_Held, ...]
    recovery: PublicKey
    rotations: tuple[Rotation, ...] = ()
    revocations: tuple[bytes, ...] = ()

    def good(self, now: datetime) -> list[_Held]:
        older = [held for held in self.older if held.until and now < held.until]
        return [self.current, *older]


class KeyRing:
    """The instance's keys in `folder`. Safe between threads and processes: what one changes, the
    others use at their next signature."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / RING_FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._state: _State
        self._fresh()

    @classmethod
    def create(cls, folder: Path) -> tuple["KeyRing", str]:
        """A new ring, and the words of its recovery key: they are kept nowhere else.

        Raises Refused where there are keys already.
        """
        seed = os.urandom(_KEY_BYTES)
        words = _words_of(seed)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _changing(folder):
            if (folder / RING_FILE).exists():
                raise Refused(reason="ce wiki a déjà ses clés.")
            _write(folder / RING_FILE, _State(_Held.new(), (), RecoveryKey(words).public))
        return cls(folder), words

    @classmethod
    def open(cls, folder: Path) -> "KeyRing":
        """Raises EngineFailed where there is no ring that can be read."""
        return cls(folder)

    @property
    def public(self) -> PublicKey:
        return self._fresh().current.public

    @property
    def keyid(self) -> str:
        return self.public.keyid

    @property
    def recovery(self) -> PublicKey:
        return self._fresh().recovery

    @property
    def rotations(self) -> tuple[Rotation, ...]:
        """Oldest first."""
        return self._fresh().rotations

    @property
    def revocations(self) -> tuple[bytes, ...]:
        """Signed revocations as they were made, oldest first."""
        return self._fresh().revocations

    def public_keys(self, now: datetime | None = None) -> list[PublicKey]:
        """The one in use, then older ones that are still good, with their last day."""
        return [held.public for held in self._fresh().good(now or datetime.now(UTC))]

    def sign(self, data: bytes) -> bytes:
        return self._fresh().current.sign(data)

    def signatures(self, data: bytes) -> list[tuple[str, bytes]]:
        """Of the key in use and of older ones still good, so that friends who have not heard of a
        new key yet go on reading us."""
        good = self._fresh().good(datetime.now(UTC))
        return [(held.public.keyid, held.sign(data)) for held in good]

    def rotate(self, now: datetime) -> Rotation:
        """A new key, vouched for by the old one, which stays good for `OVERLAP`."""
        with _changing(self._folder):
            state, new = self._fresh(), _Held.new()
            old = state.current
            signature = old.sign(rotation_statement(old.public.keyid, new.public))
            rotation = Rotation(old.public.keyid, new.public, signature)
            older = [held for held in state.good(now) if held is not old]
            rotations = (*state.rotations, rotation)[-_ROTATIONS_KEPT:]
            retired = (replace(old, until=now + OVERLAP), *older)[:_RETIRED_KEPT]
            _write(self._file, replace(state, current=new, older=retired, rotations=rotations))
        return rotation

    def revoke(
        self, recovery_words: str, now: datetime, *, seal: Callable[[Revoked, Signer], bytes]
    ) -> bytes:
        """A new key, and no older one good any more: what `seal` made of that, signed by the
        recovery key. Both are kept at once.

        Raises Refused where the words are not those of this ring.
        """
        recovery = RecoveryKey(recovery_words)
        with _changing(self._folder):
            state, new = self._fresh(), _Held.new()
            if recovery.public.keyid != state.recovery.keyid:
                raise Refused(reason="ces mots de secours ne sont pas ceux de ce wiki.")
            keyids = tuple(held.public.keyid for held in (state.current, *state.older))
            sealed = seal(Revoked(keyids, new.public, now), recovery)
            kept = (*state.revocations, sealed)[-_REVOCATIONS_KEPT:]
            _write(self._file, _State(new, (), state.recovery, (), kept))
        return sealed

    def _fresh(self) -> _State:
        """What the file says now; it is read again only where it was replaced."""
        try:
            found = self._file.stat()
            seen = (found.st_ino, found.st_mtime_ns, found.st_size)
            with self._lock:
                if seen != self._seen:
                    self._state, self._seen = _read(self._file), seen
                return self._state
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EngineFailed(doing="lire les clés de ce wiki") from error


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(file: Path, state: _State) -> None:
    """Beside, made durable, then moved into place."""
    beside = file.with_suffix(".new")
    try:
        beside.unlink(missing_ok=True)
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(json.dumps(_written(state), indent=1).encode())
            out.flush()
            os.fsync(out.fileno())
        beside.replace(file)
        _sync(file.parent)
    except OSError as error:
        raise EngineFailed(doing="écrire les clés de ce wiki") from error


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _written(state: _State) -> dict[str, Any]:
    return {
        "version": 1,
        "current": _text(state.current.private),
        "older": [
            {"private": _text(held.private), "until": held.until.isoformat()}
            for held in state.older
            if held.until
        ],
        "recovery": _text(state.recovery.raw),
        "rotations": [
            {"old": one.old, "new": _text(one.new.raw), "signature": _text(one.signature)}
            for one in state.rotations
        ],
        "revocations": [_text(sealed) for sealed in state.revocations],
    }


def _read(file: Path) -> _State:
    said = json.loads(file.read_bytes())
    if said["version"] != 1:
        raise ValueError("a ring of another version")
    return _State(
        _Held(_bytes(said["current"])),
        tuple(
            _Held(_bytes(one["private"]), datetime.fromisoformat(one["until"]))
            for one in said["older"]
        ),
        PublicKey.of(_bytes(said["recovery"])),
        tuple(
            Rotation(one["old"], PublicKey.of(_bytes(one["new"])), _bytes(one["signature"]))
            for one in said["rotations"]
        ),
        tuple(_bytes(one) for one in said["revocations"]),
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def _groups(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _bare(words: str) -> str:
    """Without what people add, and with the letters that they meant: no 0, 1 or 8 is in use."""
    kept = "".join(char for char in words.upper() if char.isalnum())
    return kept.replace("0", "O").replace("1", "I").replace("8", "B")


def _words_of(seed: bytes) -> str:
    """Fourteen groups of four: the key, then three bytes that show a slip of the pen."""
    return _groups(base64.b32encode(seed + _check(seed)).decode())


def _seed_of(words: str) -> bytes:
    try:
        data = base64.b32decode(_bare(words).encode("ascii"))
    except ValueError:
        data = b""
    seed, check = data[:_KEY_BYTES], data[_KEY_BYTES:]
    if len(seed) != _KEY_BYTES or not hmac.compare_digest(check, _check(seed)):
        raise Refused(
            reason="les mots de secours sont mal recopiés : quatorze groupes de quatre signes."
        )
    return seed


def _check(seed: bytes) -> bytes:
    return sha256(b"WIKIFED1 recovery " + seed).digest()[:_CHECK_BYTES]
