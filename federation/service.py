"""Federation as screens, commands and routes see it: each verb is handed on to its own room."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from app.actions.catch_up import catch_up
from app.actions.outcome import repair
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.errors import PeerRefused, WikiError
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
    Slice,
)
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.proposal import ProposalState
from federation.deliver import Deliverer
from federation.documents import HEAD, Head, read_head
from federation.keys import KeyRing
from federation.kit_sources import KitWire
from federation.mirrors import PeerMirrors
from federation.open_repo import OpenRepository
from federation.pull import Puller
from federation.receive import Receiver
from federation.records import FederationRecords
from federation.said import Said
from federation.sources import WireSource
from federation.trust import Trust
from federation.usb import Kits
from federation.validate.known import set_aside_in
from federation.visit import PullSettings
from federation.wire import Wire
from federation.worker import Worker

SET_ASIDE_SHOWN = 200


@dataclass(frozen=True, slots=True)
class FederationSettings:
    """`every_s` is the time between two visits; `quota_bytes` is for each friend."""

    every_s: int = 900
    quota_bytes: int = 2 * 1024**3
    reserve_bytes: int = 256 * 1024**2


class Service:
    """The port Federation, and what `federation.routes` needs of the instance (`Served`).

    Made once per process; safe between threads and processes.
    """

    def __init__(
        self,
        wiki: Wiki,
        *,
        ring: KeyRing,
        records: FederationRecords,
        mirrors: PeerMirrors,
        open_repo: OpenRepository,
        wire: Wire,
        settings: FederationSettings | None = None,
        random: Random | None = None,
    ) -> None:
        settings, random = settings or FederationSettings(), random or Random()
        self._wiki, self._ring, self._records = wiki, ring, records
        self._mirrors, self._open, self._wire = mirrors, open_repo, wire
        self._said = Said(wiki, ring, open_repo)
        self._trust = Trust(
            ring, records, wire=wire, site=wiki.site, clock=wiki.clock,
            describe=self._said.description,
        )  # fmt: skip
        self._puller = Puller(
            mirrors.folder, mirrors, wiki, open_head=self._open_head,
            settings=PullSettings(settings.quota_bytes, settings.reserve_bytes),
        )  # fmt: skip
        self._receiver = Receiver(wiki, records, self._trust.keys_of, ring)
        self._deliverer = Deliverer(wiki, wire, records, self._trust.keys_of, ring, random=random)
        self._kits = Kits(
            wiki, ring=ring, records=records, trust=self._trust, open_repo=open_repo,
            said=self._said, puller=self._puller, receiver=self._receiver, mirrors=mirrors,
            quota_bytes=settings.quota_bytes, reserve_bytes=settings.reserve_bytes,
        )  # fmt: skip
        self._worker = Worker(
            wiki, records=records, open_repo=open_repo, visit=self._visit,
            deliver=self._deliverer.deliver_due, heal=self.heal,
            every=timedelta(seconds=settings.every_s), random=random,
        )  # fmt: skip

    # Who we are

    def identity(self) -> Identity:
        return self._trust.identity()

    def rotate_key(self) -> Identity:
        return self._trust.rotate_own()

    def revoke_keys(self, recovery_words: str) -> Identity:
        return self._trust.revoke_own(recovery_words)

    # Friends

    def peers(self) -> list[PeerStatus]:
        shown = self._wiki.index.origins()
        return [self._status(peer, shown) for peer in self._records.peers()]

    def peer(self, instance: InstanceId) -> PeerStatus:
        return self._status(self._records.peer(instance), self._wiki.index.origins())

    def _status(self, peer: Peer, shown: dict[str, int]) -> PeerStatus:
        visit = self._records.visit(peer.id)
        last = next(iter(self._records.reports(peer.id, size=1)), None)
        if last is not None and visit.alarm and not last.alarm:
            last = replace(last, alarm=True, reason=last.reason or visit.alarm)
        since = visit.last_success_at
        now = self._wiki.clock.now()
        return PeerStatus(
            peer=peer,
            pages=shown.get(str(peer.id), 0),
            last=last,
            last_success_at=since,
            lag_s=(now - since).total_seconds() if since else None,
            next_at=visit.next_at if peer.state is PeerState.active else None,
            failures=visit.failures,
            quarantined=tuple(set_aside_in(self._mirrors.known_files(peer.id))[:SET_ASIDE_SHOWN]),
            incoming_open=self._records.open_incoming(peer.id),
            outgoing_open=self._records.open_outgoing(peer.id),
            accepted=self._records.count_ended(peer.id, ProposalState.accepted),
            declined=self._records.count_ended(peer.id, ProposalState.declined),
        )

    def preview(self, url: str, *, kit: str = "") -> Preview:
        trust, address = self._door(url, kit)
        return trust.preview(address)

    def enrol(self, url: str, *, fingerprint: str, slice: Slice, by: Reader, kit: str = "") -> Peer:
        person = require(by, Role.steward)
        trust, address = self._door(url, kit)
        peer = trust.enrol(address, fingerprint=fingerprint, slice=slice, by=person.name)
        self._mirrors.reslice(peer.id, slice)
        catch_up(self._wiki)
        return peer

    def _door(self, url: str, kit: str) -> tuple[Trust, str]:
        """Whom to ask about an instance, and at which address: itself, or its part of a key."""
        if not kit:
            return self._trust, url
        wire = KitWire(Path(kit))
        return self._trust.through(wire), url or f"https://{wire.instance}"

    def change_slice(self, instance: InstanceId, slice: Slice, *, by: Reader) -> None:
        require(by, Role.steward)
        self._records.change_slice(instance, slice)
        self._mirrors.reslice(instance, slice)
        catch_up(self._wiki)

    def block(self, instance: InstanceId, *, person: str = "", by: Reader) -> None:
        require(by, Role.steward)
        if person:
            self._records.block_person(instance, person)
        else:
            self._records.set_state(instance, PeerState.blocked)

    def unblock(self, instance: InstanceId, *, person: str = "", by: Reader) -> None:
        require(by, Role.steward)
        if person:
            self._records.unblock_person(instance, person)
        else:
            self._records.set_state(instance, PeerState.active)

    def remove(self, instance: InstanceId, *, by: Reader) -> None:
        require(by, Role.steward)
        self._records.peer(instance)
        self._puller.drop(instance)
        self._records.forget_peer(instance)
        catch_up(self._wiki)

    # Visits

    def pull(self, instance: InstanceId, *, dry_run: bool = False, by: str = "") -> PullReport:
        return self._visit(self._records.peer(instance), dry_run=dry_run, by=by)

    def _visit(self, peer: Peer, *, dry_run: bool = False, by: str = "") -> PullReport:
        began = self._wiki.clock.now()
        try:
            if not dry_run:
                self._trust.refresh(peer.id)
                peer = self._records.peer(peer.id)
        except WikiError as error:
            outcome = PullOutcome.refused if isinstance(error, PeerRefused) else PullOutcome.failed
            # Trust raised one where its keys are not those that were promised.
            alarm = bool(self._records.visit(peer.id).alarm)
            reason = Phrase(error.sentence, **error.params)
            report = PullReport(peer.id, outcome, began, 0.0, reason=reason, alarm=alarm, by=by)
        else:
            source = WireSource(self._wire, peer, folder=self._mirrors.folder)
            report = self._puller.pull(peer, source, dry_run=dry_run, by=by)
        self._records.add_report(report)
        return report

    def _open_head(self, instance: InstanceId, data: bytes) -> Head:
        return read_head(self._trust.open_from(instance, data, payload_type=HEAD))

    def reports(self, instance: InstanceId, *, size: int = 20) -> list[PullReport]:
        return self._records.reports(instance, size=size)

    def deliver(self) -> int:
        return self._deliverer.deliver_due(self._wiki.clock.now(), all_now=True)

    # The USB kit

    def usb_write(self, folder: str, *, peer: InstanceId | None = None) -> Carried:
        return self._kits.write(Path(folder), peer=peer)

    def usb_read(self, folder: str, *, dry_run: bool = False) -> Carried:
        return self._kits.read(Path(folder), dry_run=dry_run)

    # What goes on by itself

    def heal(self) -> None:
        """What a killed process left undone, put right; before anything else is done."""
        self._puller.heal()
        repair(self._wiki)

    def work(self) -> None:
        self._worker.work()

    def stop(self) -> None:
        self._worker.stop()

    def close(self) -> None:
        self._records.close()
        self._mirrors.close()

    # What other instances ask

    def own_document(self) -> bytes:
        return self._trust.own_document()

    def head(self) -> bytes:
        return self._said.head()

    def bundle_file(self, name: str) -> Path | None:
        bundle = self._open.bundle()
        return bundle.path if bundle is not None and bundle.name == name else None

    def open_folder(self) -> Path:
        return self._open.folder

    def receive_proposal(self, body: bytes, _sender_address: str) -> dict[str, str]:
        return self._receiver.proposal(body)

    def proposal_status(self, proposal_id: str) -> bytes:
        return self._receiver.status(proposal_id)

    def receive_outcome(self, body: bytes) -> dict[str, str]:
        return self._receiver.outcome(body)

    def revocation(self) -> bytes | None:
        return next(iter(reversed(self._ring.revocations)), None)

    def node_info(self) -> dict[str, object]:
        return self._said.node_info()
