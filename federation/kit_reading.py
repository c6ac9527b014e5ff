"""What a key brings, taken through the same doors as what comes over the network."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.actions.wiki import Wiki
from app.domain.errors import PeerNotFound, ProposalNotFound, WikiError
from app.domain.network import Carried, InstanceId, Peer, PeerState, PullOutcome, PullReport
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal, ProposalId, ProposalState, Way
from federation.documents import (
    HEAD,
    INSTANCE,
    OUTCOME,
    PROPOSAL,
    Told,
    read_head,
    read_outcome,
    read_proposal,
    sender_of,
)
from federation.envelope import keyids, peek
from federation.errors import WireError
from federation.kit_files import (
    HEAD_FILE,
    INSTANCE_FILE,
    OUTCOMES,
    PROPOSALS,
    SEEN,
    Kit,
    copied,
    kits_on,
)
from federation.kit_refusals import Refusals
from federation.kit_sources import KitSource
from federation.kit_writing import basis_name
from federation.mirrors import PeerMirrors
from federation.pull import Puller
from federation.receive import Receiver, owner_may_decide
from federation.records import FederationRecords
from federation.trust import Trust

BY = "USB"
_TIP = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")


class KitReader:
    """Of each kit at most `quota_bytes` are read, and `reserve_bytes` of our disk stay free."""

    def __init__(
        self,
        wiki: Wiki,
        *,
        records: FederationRecords,
        trust: Trust,
        puller: Puller,
        receiver: Receiver,
        mirrors: PeerMirrors,
        quota_bytes: int,
        reserve_bytes: int,
    ) -> None:
        self._wiki, self._records, self._trust = wiki, records, trust
        self._puller, self._receiver, self._mirrors = puller, receiver, mirrors
        self._quota, self._reserve = quota_bytes, reserve_bytes
        self._refusals = Refusals(records, wiki.proposals, wiki.clock)
        self._here = InstanceId(wiki.site.host)

    def read(self, folder: Path, *, dry_run: bool = False) -> Carried:
        """What the key brings, or would bring. One bad kit stops no other."""
        carried = Carried(str(folder), dry_run=dry_run)
        for found in kits_on(folder):
            try:
                with copied(
                    found, self._mirrors.folder,
                    limit_bytes=self._quota, reserve_bytes=self._reserve,
                ) as kit:  # fmt: skip
                    carried = self._read_one(kit, carried)
            except (WireError, WikiError) as error:
                said = _sentence(error)
                note = Phrase("« {folder} » n’est pas lu : {said}", folder=found.name, said=said)
                carried = _noted(carried, note)
        return carried

    def _read_one(self, kit: Kit, carried: Carried) -> Carried:
        """Raises WireError and WikiError where the kit does not say whose it is."""
        document = kit.read(INSTANCE_FILE)
        sender = sender_of(peek(document, payload_type=INSTANCE))
        if sender == self._here:
            return carried
        try:
            peer = self._records.peer(sender)
        except PeerNotFound:
            note = Phrase(
                "« {instance} » n’est pas un réseau ami : rien n’en est lu. Pour le relier : "
                "maillage peer add {folder}", instance=sender, folder=kit.source,
            )  # fmt: skip
            return _noted(carried, note)
        if peer.state is not PeerState.active:
            return _noted(carried, Phrase("« {instance} » est bloqué.", instance=peer.id))
        carried = replace(
            carried,
            instances=(*carried.instances, peer.id),
            size_bytes=carried.size_bytes + kit.size_bytes(),
        )
        return self._from_friend(kit, peer, document, carried)

    def _from_friend(self, kit: Kit, peer: Peer, document: bytes, carried: Carried) -> Carried:
        """Its keys first, since all else is signed with them."""
        if carried.dry_run:
            if not self._signed_by_known(peer, document):
                note = Phrase("« {instance} » a changé de clé : un essai à blanc n’en dit pas "
                              "plus.", instance=peer.id)  # fmt: skip
                return _noted(carried, note)
        elif refused := self._refused_keys(peer, document):
            return replace(carried, reports=(*carried.reports, refused))
        else:
            self._note_basis(kit, peer)
        report = self._pages(kit, self._records.peer(peer.id), dry_run=carried.dry_run)
        carried = replace(carried, reports=(*carried.reports, report))
        carried = self._take_proposals(kit, carried)
        return self._take_outcomes(kit, carried)

    def _signed_by_known(self, peer: Peer, document: bytes) -> bool:
        known = {key.keyid for key in self._trust.keys_of(peer.id)}
        return bool(known.intersection(keyids(document, payload_type=INSTANCE)))

    def _refused_keys(self, peer: Peer, document: bytes) -> PullReport | None:
        try:
            self._trust.take(peer.id, document)
        except WikiError as error:
            report = PullReport(
                peer.id, PullOutcome.refused, self._wiki.clock.now(), 0.0, reason=_sentence(error),
                alarm=True, by=BY,
            )  # fmt: skip
            self._records.add_report(report)
            return report
        return None

    def _note_basis(self, kit: Kit, peer: Peer) -> None:
        """A hint, which nobody signed: at worst the next kit for that friend is too small for it,
        and it says so."""
        try:
            said = json.loads(kit.read(SEEN))
            tip = said.get(str(self._here)) if isinstance(said, dict) else None
        except (WikiError, ValueError, RecursionError):
            return
        if isinstance(tip, str) and _TIP.fullmatch(tip):
            self._records.keep_own(basis_name(peer.id), tip)

    def _pages(self, kit: Kit, peer: Peer, *, dry_run: bool) -> PullReport:
        if self._is_older(kit, peer):
            return PullReport(
                peer.id, PullOutcome.unchanged, self._wiki.clock.now(), 0.0, by=BY,
                reason=Phrase("Cette clé est plus ancienne que ce que l’on a déjà de ce réseau."),
            )  # fmt: skip
        report = self._puller.pull(peer, KitSource(kit), dry_run=dry_run, by=BY)
        if not dry_run:
            self._records.add_report(report)
        return report

    def _is_older(self, kit: Kit, peer: Peer) -> bool:
        """A key may be slow: that is no alarm, as it would be of a line. What is wrong with the
        head is the visit's to say."""
        seen = self._mirrors.seen(peer.id)
        try:
            sealed = kit.read(HEAD_FILE)
            head = read_head(self._trust.open_from(peer.id, sealed, payload_type=HEAD))
        except (WireError, WikiError):
            return False
        ours = head.id == peer.id and seen is not None
        return ours and (head.epoch, head.seq) < (seen.epoch, seen.seq)

    def _take_proposals(self, kit: Kit, carried: Carried) -> Carried:
        def take(data: bytes) -> bool:
            opened = self._trust.received(data, payload_type=PROPOSAL).opened
            offered = read_proposal(opened, now=self._wiki.clock.now())
            if offered.to != self._here or self._refusals.has(offered.proposal):
                return False
            new = self._known(offered.proposal.id) is None
            try:
                self._receiver.proposal(data, dry_run=carried.dry_run)
            except WireError as error:
                if not carried.dry_run:
                    self._refusals.note(offered.proposal, error)
                raise
            return new

        taken, notes = _each(kit.each(PROPOSALS), take, _proposal_left)
        return replace(carried, proposals=carried.proposals + taken, notes=(*carried.notes, *notes))

    def _take_outcomes(self, kit: Kit, carried: Carried) -> Carried:
        def take(data: bytes) -> bool:
            told = read_outcome(self._trust.received(data, payload_type=OUTCOME).opened)
            before = self._known(told.outcome.proposal)
            if told.to != self._here or before is None or before.peer != told.sender:
                return False
            if carried.dry_run:
                return _would_change(before, told)
            return self._receiver.outcome(data)["state"] != before.state.value

        taken, notes = _each(kit.each(OUTCOMES), take, _answer_left)
        return replace(carried, outcomes=carried.outcomes + taken, notes=(*carried.notes, *notes))

    def _known(self, proposal_id: ProposalId) -> Proposal | None:
        try:
            return self._wiki.proposals.get(proposal_id)
        except ProposalNotFound:
            return None


def _would_change(before: Proposal, told: Told) -> bool:
    state = told.outcome.state
    if before.way is Way.incoming:
        return state is ProposalState.withdrawn and not before.state.ended
    return state.ended and state is not before.state and owner_may_decide(before)


def _each(
    files: Iterator[bytes], take: Callable[[bytes], bool], left: Callable[[str], Phrase]
) -> tuple[int, list[str]]:
    """How many were taken, and a sentence for each that could not be: one bad file stops none."""
    taken, notes = 0, []
    for data in files:
        try:
            taken += take(data)
        except (WireError, WikiError) as error:
            notes.append(left(_sentence(error)))
    return taken, notes


def _proposal_left(said: str) -> Phrase:
    return Phrase("Une proposition n’est pas prise : {said}", said=said)


def _answer_left(said: str) -> Phrase:
    return Phrase("Une réponse n’est pas prise : {said}", said=said)


def _sentence(error: WireError | WikiError) -> str:
    return error.sentence if isinstance(error, WireError) else str(error)


def _noted(carried: Carried, note: Phrase) -> Carried:
    return replace(carried, notes=(*carried.notes, note))
