"""Friends: who they are, the keys a steward pinned, what of theirs is shown."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from app.domain.errors import PeerNotFound
from app.domain.network import Identity, InstanceId, Peer, PeerState, Slice
from federation.keys import PublicKey
from federation.records.storage import (
    Records,
    execute,
    from_micros,
    insert,
    maybe_micros,
    maybe_moment,
    one,
    to_bytes,
    to_json,
    to_micros,
    to_text,
)

_COLUMNS = (
    "id, name, region, base_url, keyid, fingerprint, state, shown, media_bytes, enrolled_at,"
    " enrolled_by"
)
# All that is kept of a friend besides the record of proposals.
_TABLES = ("peer_keys", "blocked_people", "visits", "reports")


@dataclass(frozen=True, slots=True)
class Pinned:
    """The keys that a friend is known by, the one in use first. `revoked_at` is the time of the
    last revocation taken: an older one is not taken again."""

    keys: tuple[PublicKey, ...]
    recovery: PublicKey
    revoked_at: datetime | None = None


class PeerRecords(Records):
    def add_peer(self, peer: Peer, pinned: Pinned) -> bool:
        """False where it is a friend already (nothing is changed then)."""
        identity = peer.identity
        with self._database.writing() as connection:
            added = insert(
                connection, "peers", id=peer.id.value, name=identity.name,
                region=identity.region, base_url=identity.base_url, keyid=identity.keyid,
                fingerprint=identity.fingerprint, recovery=to_text(pinned.recovery.raw),
                revoked_at=maybe_micros(pinned.revoked_at), state=peer.state.value,
                shown=_shown(peer.slice), media_bytes=peer.slice.media_bytes,
                enrolled_at=to_micros(peer.enrolled_at), enrolled_by=peer.enrolled_by,
            )  # fmt: skip
            if added:
                _pin(connection, peer.id, pinned.keys)
                insert(connection, "visits", peer=peer.id.value)
        return bool(added)

    def peers(self) -> list[Peer]:
        """By name."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM peers ORDER BY lower(name), id")
        blocked = self._database.rows("SELECT peer, person FROM blocked_people ORDER BY person")
        return [_peer(row, [person for peer, person in blocked if peer == row[0]]) for row in rows]

    def peer(self, instance: InstanceId) -> Peer:
        """Raises PeerNotFound."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM peers WHERE id = ?", (instance.value,))
        if row is None:
            raise PeerNotFound(instance=instance)
        blocked = self._database.rows(
            "SELECT person FROM blocked_people WHERE peer = ? ORDER BY person", (instance.value,)
        )
        return _peer(row, [person for (person,) in blocked])

    def pinned(self, instance: InstanceId) -> Pinned:
        """Raises PeerNotFound."""
        row = self._database.row(
            "SELECT recovery, revoked_at FROM peers WHERE id = ?", (instance.value,)
        )
        if row is None:
            raise PeerNotFound(instance=instance)
        keys = self._database.rows(
            "SELECT raw, until FROM peer_keys WHERE peer = ? ORDER BY place", (instance.value,)
        )
        return Pinned(
            tuple(PublicKey.of(to_bytes(raw), until=maybe_moment(until)) for raw, until in keys),
            PublicKey.of(to_bytes(row[0])),
            maybe_moment(row[1]),
        )

    def pin(self, identity: Identity, pinned: Pinned, *, expects: str) -> bool:
        """What a friend says of itself now, and its keys; only where `expects` is still the keyid
        in use, so that two visits at once cannot undo one another.

        Its recovery key stays the one that was pinned first.
        """
        with self._database.writing() as connection:
            changed = execute(
                connection,
                "UPDATE peers SET name = :name, region = :region, keyid = :keyid,"
                " fingerprint = :fingerprint, revoked_at = :revoked_at"
                " WHERE id = :id AND keyid = :expects",
                id=identity.id.value, name=identity.name, region=identity.region,
                keyid=identity.keyid, fingerprint=identity.fingerprint,
                revoked_at=maybe_micros(pinned.revoked_at), expects=expects,
            )  # fmt: skip
            if changed:
                _pin(connection, identity.id, pinned.keys)
        return bool(changed)

    def change_slice(self, instance: InstanceId, slice: Slice) -> None:
        """Raises PeerNotFound."""
        self._change(
            instance, "shown = :shown, media_bytes = :media",
            shown=_shown(slice), media=slice.media_bytes,
        )  # fmt: skip

    def set_state(self, instance: InstanceId, state: PeerState) -> None:
        """Raises PeerNotFound."""
        self._change(instance, "state = :state", state=state.value)

    def block_person(self, instance: InstanceId, person: str) -> None:
        """`person` is an author's address. Raises PeerNotFound."""
        with self._database.writing() as connection:
            _require(connection, instance)
            insert(connection, "blocked_people", peer=instance.value, person=person)

    def unblock_person(self, instance: InstanceId, person: str) -> None:
        self._write(
            "DELETE FROM blocked_people WHERE peer = :peer AND person = :person",
            peer=instance.value,
            person=person,
        )

    def forget_peer(self, instance: InstanceId) -> None:
        """Its keys, its visits; proposals keep their record. Raises PeerNotFound."""
        with self._database.writing() as connection:
            _require(connection, instance)
            execute(connection, "DELETE FROM peers WHERE id = :id", id=instance.value)
            for table in _TABLES:
                execute(connection, f"DELETE FROM {table} WHERE peer = :id", id=instance.value)

    def _change(self, instance: InstanceId, what: str, **values: Any) -> None:
        if not self._write(f"UPDATE peers SET {what} WHERE id = :id", id=instance.value, **values):
            raise PeerNotFound(instance=instance)


def _require(connection: Connection, instance: InstanceId) -> None:
    if one(connection, "SELECT 1 FROM peers WHERE id = :id", id=instance.value) is None:
        raise PeerNotFound(instance=instance)


def _pin(connection: Connection, instance: InstanceId, keys: Sequence[PublicKey]) -> None:
    execute(connection, "DELETE FROM peer_keys WHERE peer = :peer", peer=instance.value)
    for place, key in enumerate(keys):
        insert(
            connection, "peer_keys", peer=instance.value, keyid=key.keyid, raw=to_text(key.raw),
            until=maybe_micros(key.until), place=place,
        )  # fmt: skip


def _shown(slice: Slice) -> str:
    return to_json({name: list(values) for name, values in slice.where.items()})


def _peer(row: Sequence[Any], blocked: Iterable[str]) -> Peer:
    (id, name, region, base_url, keyid, fingerprint, state, shown, media_bytes, at, by) = row
    return Peer(
        Identity(InstanceId(id), name, region, base_url, keyid, fingerprint),
        PeerState(state),
        Slice({name: tuple(values) for name, values in json.loads(shown).items()}, media_bytes),
        from_micros(at), by, tuple(blocked),
    )  # fmt: skip
