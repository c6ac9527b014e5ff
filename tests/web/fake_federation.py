"""Friends' networks in memory, for screens: the port as it is, and nothing sent anywhere."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.errors import InvalidInstance, PeerNotFound, PeerRefused, PeerUnreachable
from app.domain.network import (
    Carried,
    Identity,
    InstanceId,
    Peer,
    PeerState,
    PeerStatus,
    Preview,
    PullOutcome,
    PullReport,
    Quarantined,
    Slice,
)
from app.domain.page_path import PagePath
from app.domain.people import Reader

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FINGERPRINT = "7c41 09de 55b2 a3f0 18e6 4d97 0a1b c2d3"
OURS = "e20b 7713 c8aa 0f64 91d5 3b2e 5f60 7182"


def identity(host: str, name: str, *, region: str = "", fingerprint: str = FINGERPRINT) -> Identity:
    return Identity(InstanceId(host), name, region, f"https://{host}", "k1", fingerprint)


BETA = identity("beta.test", "Réseau Bêta", region="bretagne")
GAMMA = identity("gamma.test", "Réseau Gamma", region="normandie")
HELD = Quarantined(
    "pages/page/ta/tarifs.md", PagePath("page", "tarifs"), "La fiche ne se lit pas.", True
)


def status_of(peer: Peer, **changes: object) -> PeerStatus:
    last = PullReport(peer.id, PullOutcome.updated, NOW, 3.2, received=312, versions=400,
                      size_bytes=1_200_000, quarantined=(HELD,))  # fmt: skip
    whole = PeerStatus(
        peer, pages=312, last=last, last_success_at=NOW, lag_s=7_200.0, next_at=NOW,
        quarantined=(HELD,), accepted=3, declined=1,
    )  # fmt: skip
    return replace(whole, **changes)


class FakeFederation:
    """`strangers` are instances that can be asked who they are, by address."""

    def __init__(self) -> None:
        self.ours = identity("alpha.test", "Réseau Alpha", region="occitanie", fingerprint=OURS)
        self.statuses: dict[InstanceId, PeerStatus] = {}
        self.strangers = {"https://beta.test": BETA, "https://gamma.test": GAMMA}
        self.asked: list[tuple[str, str]] = []
        self.report = PullReport(
            BETA.id, PullOutcome.updated, NOW, 2.0, received=4, removed=1,
            pages=(("place/cafe", "Un café"),), quarantined=(HELD,),
        )  # fmt: skip
        self.delivered = 0

    def befriend(self, who: Identity = BETA, **changes: object) -> PeerStatus:
        """As a steward would have done it yesterday."""
        peer = Peer(who, PeerState.active, Slice(), NOW, "Personne steward")
        self.statuses[who.id] = status_of(peer, **changes)
        return self.statuses[who.id]

    def identity(self) -> Identity:
        return self.ours

    def rotate_key(self) -> Identity:
        return self.ours

    def revoke_keys(self, recovery_words: str) -> Identity:
        self.asked.append(("revoke", recovery_words))
        return self.ours

    def peers(self) -> list[PeerStatus]:
        return sorted(self.statuses.values(), key=lambda one: one.peer.identity.name)

    def peer(self, instance: InstanceId) -> PeerStatus:
        if instance not in self.statuses:
            raise PeerNotFound(instance=str(instance))
        return self.statuses[instance]

    def preview(self, url: str) -> Preview:
        if not url.startswith("https://"):
            raise InvalidInstance(instance=url[:80])
        if url not in self.strangers:
            raise PeerUnreachable(instance=url, reason="l’adresse n’existe pas.")
        who = self.strangers[url]
        return Preview(who, ("CC-BY-SA-4.0", "CC0-1.0"), "maillage 0.1", who.id in self.statuses)

    def enrol(self, url: str, *, fingerprint: str, slice: Slice, by: Reader) -> Peer:
        who = self.preview(url).identity
        if fingerprint != who.fingerprint:
            raise PeerRefused(instance=str(who.id), reason="l’empreinte n’est pas la même.")
        assert by.person is not None
        peer = Peer(who, PeerState.active, slice, NOW, by.person.name)
        self.statuses[who.id] = PeerStatus(
            peer, pages=0, last=None, last_success_at=None, lag_s=None, next_at=NOW
        )
        return peer

    def change_slice(self, instance: InstanceId, slice: Slice, *, by: Reader) -> None:
        assert by.person is not None
        self._change(instance, slice=slice)

    def block(self, instance: InstanceId, *, person: str = "", by: Reader) -> None:
        assert by.person is not None
        people = self.peer(instance).peer.blocked_people
        if person:
            self._change(instance, blocked_people=(*people, person))
        else:
            self._change(instance, state=PeerState.blocked)

    def unblock(self, instance: InstanceId, *, person: str = "", by: Reader) -> None:
        assert by.person is not None
        people = self.peer(instance).peer.blocked_people
        if person:
            self._change(instance, blocked_people=tuple(p for p in people if p != person))
        else:
            self._change(instance, state=PeerState.active)

    def _change(self, instance: InstanceId, **changes: object) -> None:
        status = self.peer(instance)
        self.statuses[instance] = replace(status, peer=replace(status.peer, **changes))

    def remove(self, instance: InstanceId, *, by: Reader) -> None:
        assert by.person is not None
        self.peer(instance)
        del self.statuses[instance]

    def pull(self, instance: InstanceId, *, dry_run: bool = False, by: str = "") -> PullReport:
        self.asked.append((str(instance), "dry" if dry_run else "pull"))
        outcome = PullOutcome.planned if dry_run else self.report.outcome
        return replace(self.report, peer=instance, outcome=outcome, by=by)

    def reports(self, instance: InstanceId, *, size: int = 20) -> list[PullReport]:
        last = self.peer(instance).last
        return [last][:size] if last else []

    def deliver(self) -> int:
        self.delivered += 1
        return 0

    def usb_write(self, folder: str, *, peer: InstanceId | None = None) -> Carried:
        return Carried(folder, False, instances=(peer,) if peer else ())

    def usb_read(self, folder: str, *, dry_run: bool = False) -> Carried:
        return Carried(folder, dry_run)

    def work(self) -> None:
        """Nothing is due."""

    def stop(self) -> None:
        """Nothing is under way."""

    def close(self) -> None:
        """Nothing is held open."""
