"""Whose word is taken: keys are pinned by a steward who compared fingerprints, and only what a
pinned key or the pinned recovery key vouches for may take their place.

A keyid that is not known is never looked for anywhere: whoever sent it is a stranger.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from app.domain.errors import InvalidInstance, PeerNotFound, PeerRefused, PeerUnreachable
from app.domain.network import Identity, InstanceId, Peer, PeerState, Preview, Slice
from app.domain.site import Site
from app.ports import Clock
from federation.documents import (
    INSTANCE,
    REVOCATION,
    Description,
    InstanceSaid,
    Revocation,
    instance_payload,
    read_instance,
    read_revocation,
    revocation_payload,
    sender_of,
)
from federation.envelope import Opened, open_envelope, peek, seal
from federation.errors import WireError
from federation.keys import (
    OVERLAP,
    KeyRing,
    PublicKey,
    Revoked,
    Rotation,
    Signer,
    fingerprint,
    same_fingerprint,
)
from federation.records import FederationRecords, Pinned
from federation.wire import WELL_KNOWN, Wire

_NO_NETWORK = "il n’y a pas de réseau à cette adresse."
_BUSY = "le serveur est occupé."
_BADLY_SIGNED = "ce que ce réseau dit de lui n’est pas signé comme il faut."
_ANOTHER_VERSION = "ce réseau parle une version que l’on ignore ici."
_ANOTHER = "ce réseau dit être à une autre adresse."
_OURSELVES = "c’est votre propre réseau."
_NOT_THE_KEY = (
    "l’empreinte n’est pas celle que ce réseau montre. Rappelez vos amis pour la comparer."
)
_OTHER_KEY = (
    "ce réseau est déjà connu avec une autre clé. Vérifiez auprès de vos amis, puis retirez-le "
    "avant de l’ajouter de nouveau."
)
_KEY_CHANGED = (
    "ce réseau montre une clé que l’ancienne ne garantit pas. Vérifiez auprès de vos amis."
)
_RECOVERY_CHANGED = "ce réseau montre une autre clé de secours. Vérifiez auprès de vos amis."


@dataclass(frozen=True, slots=True)
class Received:
    """An envelope that a friend sent us; its signature holds."""

    peer: Peer
    opened: Opened


class Trust:
    """`wire` reaches other instances; `describe` says what ours has to offer now."""

    def __init__(
        self,
        ring: KeyRing,
        records: FederationRecords,
        *,
        wire: Wire,
        site: Site,
        clock: Clock,
        describe: Callable[[], Description],
    ) -> None:
        self._ring, self._records, self._wire = ring, records, wire
        self._site, self._clock, self._describe = site, clock, describe

    def through(self, wire: Wire) -> "Trust":
        """The same trust, asking by another way."""
        return Trust(
            self._ring, self._records, wire=wire, site=self._site, clock=self._clock,
            describe=self._describe,
        )  # fmt: skip

    @property
    def id(self) -> InstanceId:
        return InstanceId(self._site.host)

    def identity(self) -> Identity:
        key = self._ring.public
        return Identity(
            self.id, self._site.name, self._site.region, self._site.base_url, key.keyid,
            fingerprint(key),
        )  # fmt: skip

    def own_document(self) -> bytes:
        """What we say of ourselves, sealed."""
        said = instance_payload(self._site, self._ring, self._describe(), at=self._clock.now())
        return seal(INSTANCE, said, self._ring)

    def rotate_own(self) -> Identity:
        """A new key of ours, which the old one vouches for."""
        self._ring.rotate(self._clock.now())
        return self.identity()

    def revoke_own(self, recovery_words: str) -> Identity:
        """A new key of ours, and word that older ones are worth nothing. Raises Refused where
        these are not our words."""

        def sealed(revoked: Revoked, signer: Signer) -> bytes:
            return seal(REVOCATION, revocation_payload(self.id, revoked), signer)

        self._ring.revoke(recovery_words, self._clock.now(), seal=sealed)
        return self.identity()

    def preview(self, url: str) -> Preview:
        """Who is there, by its own word. Raises InvalidInstance, PeerUnreachable, PeerRefused."""
        said = self._ask(*address_of(url))
        return Preview(said.identity, said.licences, said.software, self._knows(said.identity.id))

    def enrol(self, url: str, *, fingerprint: str, slice: Slice, by: str) -> Peer:
        """Pin its key, if it is the one whose fingerprint was read out. Doing so again with the
        same key changes the slice alone.

        Raises InvalidInstance, PeerUnreachable, PeerRefused.
        """
        said = self._ask(*address_of(url))
        identity = said.identity
        if identity.id == self.id or identity.keyid == self._ring.keyid:
            raise _refused(identity.id, _OURSELVES)
        if not same_fingerprint(fingerprint, identity.fingerprint):
            raise _refused(identity.id, _NOT_THE_KEY)
        peer = Peer(identity, PeerState.active, slice, self._clock.now(), by)
        pinned = Pinned(said.keys[:1], said.recovery, _last_revoked_at(said))
        if not self._records.add_peer(peer, pinned):
            if self._records.pinned(identity.id).keys[0].keyid != identity.keyid:
                raise _refused(identity.id, _OTHER_KEY)
            self._records.change_slice(identity.id, slice)
        return self._records.peer(identity.id)

    def keys_of(self, instance: InstanceId) -> list[PublicKey]:
        """The pinned keys that are good now. Raises PeerNotFound."""
        now = self._clock.now()
        return [key for key in self._records.pinned(instance).keys if key.good_at(now)]

    def open_from(self, instance: InstanceId, data: bytes, *, payload_type: str) -> Opened:
        """What a friend signed. Raises WireError, PeerNotFound."""
        return open_envelope(data, payload_type=payload_type, keys=self.keys_of(instance))

    def received(self, data: bytes, *, payload_type: str) -> Received:
        """An envelope that came to us, from whichever friend it says it is from.

        Raises WireError: 403 where that is no friend or a blocked one, and those of
        `open_envelope`. Whom it is for is the caller's to check (`require_addressee`).
        """
        sender = sender_of(peek(data, payload_type=payload_type))
        try:
            peer = self._records.peer(sender)
            opened = self.open_from(sender, data, payload_type=payload_type)
        except PeerNotFound as error:
            raise WireError(403, "not_enrolled", "Votre réseau n’est pas un ami d’ici.") from error
        if peer.state is PeerState.blocked:
            raise WireError(403, "blocked", "Votre réseau est bloqué ici.")
        return Received(peer, opened)

    def refresh(self, instance: InstanceId) -> bool:
        """Ask a friend what it says of itself now; True where its keys changed.

        Raises PeerNotFound, PeerUnreachable, PeerRefused (with an alarm for the steward where its
        keys are not those that were promised).
        """
        answer = self._get(self._records.peer(instance).identity.base_url, instance)
        return self.take(instance, answer)

    def take(self, instance: InstanceId, data: bytes) -> bool:
        """As `refresh`, from a document that came some other way (a USB key)."""
        peer, pinned = self._records.peer(instance), self._records.pinned(instance)
        said = _understood(data, instance, peer.identity.base_url, self._clock.now())
        after = self._revoked(said, pinned)
        if said.recovery.keyid != pinned.recovery.keyid:
            raise self._alarmed(instance, _RECOVERY_CHANGED)
        if said.keys[0].keyid in {key.keyid for key in after.keys[1:]}:
            return False  # said before the last change of keys: a USB key may be slow
        keys = _successors(said, after, self._clock.now())
        if not keys:
            raise self._alarmed(instance, _KEY_CHANGED)
        after = replace(after, keys=keys)
        if (said.identity, after) != (peer.identity, pinned):
            self._records.pin(said.identity, after, expects=self._in_use(instance))
        return keys[0].keyid != pinned.keys[0].keyid

    def _revoked(self, said: InstanceSaid, pinned: Pinned) -> Pinned:
        """The pinned keys after the last revocation. It is kept at once: the revoked keys are
        worth nothing even where the rest of the document is not what it should be."""
        last = _last_revocation(said, pinned)
        if last is None:
            return pinned
        after = Pinned((last.new,), pinned.recovery, last.at)
        before = self._records.peer(said.identity.id).identity
        now_known = replace(before, keyid=last.new.keyid, fingerprint=fingerprint(last.new))
        self._records.pin(now_known, after, expects=before.keyid)
        return after

    def _in_use(self, instance: InstanceId) -> str:
        return self._records.peer(instance).identity.keyid

    def _alarmed(self, instance: InstanceId, sentence: str) -> PeerRefused:
        self._records.raise_alarm(instance, sentence)
        return _refused(instance, sentence)

    def _knows(self, instance: InstanceId) -> bool:
        return any(peer.id == instance for peer in self._records.peers())

    def _ask(self, base_url: str, instance: InstanceId) -> InstanceSaid:
        answer = self._get(base_url, instance)
        return _understood(answer, instance, base_url, self._clock.now())

    def _get(self, base_url: str, instance: InstanceId) -> bytes:
        answer = self._wire.get(base_url, WELL_KNOWN)
        if answer.status == 429 or answer.status >= 500:
            raise PeerUnreachable(instance=instance, reason=_BUSY)
        if answer.status != 200:
            raise _refused(instance, _NO_NETWORK)
        return answer.body


def address_of(url: str) -> tuple[str, InstanceId]:
    """Where an instance is asked, and its id, from what a person typed: `https://` may be left out,
    and what follows the host is not looked at. Raises InvalidInstance."""
    typed = url.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise InvalidInstance(instance=typed[:80]) from error
    if parts.scheme not in ("https", "http") or "@" in parts.netloc:
        raise InvalidInstance(instance=typed[:80])
    id = InstanceId(host if port == 443 else f"{host}:{port}")
    usual = 443 if parts.scheme == "https" else 80
    return f"{parts.scheme}://{host}" + ("" if port == usual else f":{port}"), id


def _understood(data: bytes, instance: InstanceId, base_url: str, now: datetime) -> InstanceSaid:
    """What an instance says of itself, signed by the key that it says is in use."""
    try:
        said = read_instance(peek(data, payload_type=INSTANCE), base_url=base_url)
        current = said.keys[0]
        open_envelope(data, payload_type=INSTANCE, keys=[current])
    except WireError as error:
        other = error.name == "wrong_protocol"
        raise _refused(instance, _ANOTHER_VERSION if other else _BADLY_SIGNED) from error
    if not current.good_at(now):
        raise _refused(instance, _BADLY_SIGNED)
    if said.identity.id != instance:
        raise _refused(instance, _ANOTHER)
    return said


def _successors(said: InstanceSaid, pinned: Pinned, now: datetime) -> tuple[PublicKey, ...]:
    """The keys to pin: the one in use, if the pinned one vouches for it, then pinned ones that it
    still lists, for the overlap. Empty where it does not."""
    current, known = said.keys[0], {pinned.keys[0].keyid: pinned.keys[0]}
    for rotation in said.rotations:
        if _vouched(rotation, known):
            known[rotation.new.keyid] = rotation.new
    if current.keyid not in known:
        return ()
    if current.keyid == pinned.keys[0].keyid:
        return tuple(key for key in pinned.keys if key.good_at(now))
    listed = {key.keyid: key.until for key in said.keys[1:]}
    older = (
        replace(key, until=_earliest(key.until, listed[key.keyid], now + OVERLAP))
        for key in pinned.keys
        if key.keyid in listed
    )
    return (replace(current, until=None), *(key for key in older if key.good_at(now)))


def _vouched(rotation: Rotation, known: dict[str, PublicKey]) -> bool:
    old = known.get(rotation.old)
    return old is not None and rotation.signed_by(old)


def _earliest(*moments: datetime | None) -> datetime:
    return min(moment for moment in moments if moment is not None)


def _last_revocation(said: InstanceSaid, pinned: Pinned) -> Revocation | None:
    """The latest that the pinned recovery key signed, if it is later than the one already taken."""
    signed = _revocations(said, pinned.recovery)
    last = max(signed, key=lambda one: one.at, default=None)
    taken = pinned.revoked_at
    return last if last and (taken is None or last.at > taken) else None


def _last_revoked_at(said: InstanceSaid) -> datetime | None:
    return max((one.at for one in _revocations(said, said.recovery)), default=None)


def _revocations(said: InstanceSaid, recovery: PublicKey) -> list[Revocation]:
    found = []
    for sealed in said.revocations:
        try:
            opened = open_envelope(sealed, payload_type=REVOCATION, keys=[recovery])
            found.append(read_revocation(opened))
        except WireError:
            continue  # not of that key, so it is nobody's word
    return [one for one in found if one.id == said.identity.id]


def _refused(instance: InstanceId, reason: str) -> PeerRefused:
    return PeerRefused(instance=instance, reason=reason)
