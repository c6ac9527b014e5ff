"""The network kit: the same envelopes and the same doors as on the wire, carried on a USB key.

    wikifed/<instance>/instance.json  head.json  open.bundle  seen.json
                       proposals/<number>.json  outcomes/<number>.json

Nothing on a key is believed more than what comes by the network. There is no clock in it: heads
are ordered by epoch and seq. `seen.json` is a hint of what its writer holds of others, so that the
next kit for it carries what is new alone.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.actions.wiki import Wiki
from app.domain.errors import (
    EngineFailed,
    InvalidInstance,
    PeerNotFound,
    PeerUnreachable,
    ProposalNotFound,
    Refused,
    WikiError,
)
from app.domain.network import Carried, InstanceId, Peer, PeerState
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal, ProposalState, Way
from federation.documents import (
    INSTANCE,
    OUTCOME,
    PROPOSAL,
    Offered,
    proposal_payload,
    read_outcome,
    read_proposal,
    sender_of,
)
from federation.envelope import peek, seal
from federation.errors import WireError
from federation.git import Git, GitFailed
from federation.keys import KeyRing
from federation.kit_files import (
    BUNDLE,
    HEAD_FILE,
    INSTANCE_FILE,
    OUTCOMES,
    PROPOSALS,
    SEEN,
    Kit,
    KitSource,
    copied,
    kits_on,
    new_kit,
    wikifed,
)
from federation.mirrors import PeerMirrors
from federation.open_repo import OpenRepository
from federation.pull import Puller
from federation.receive import Receiver, outcome_of
from federation.records import FederationRecords
from federation.said import Said
from federation.trust import Trust
from federation.wire import ANSWER_LIMIT_BYTES, BRANCH, WELL_KNOWN, Answer

_OPEN = (ProposalState.queued, ProposalState.delivered)
_ENDS = tuple(state for state in ProposalState if state.ended)
_ANSWERS_CARRIED = 500


class Kits:
    """Writes and reads kits for `wiki`."""

    def __init__(
        self,
        wiki: Wiki,
        *,
        ring: KeyRing,
        records: FederationRecords,
        trust: Trust,
        open_repo: OpenRepository,
        said: Said,
        puller: Puller,
        receiver: Receiver,
        mirrors: PeerMirrors,
        quota_bytes: int,
        reserve_bytes: int,
    ) -> None:
        self._wiki, self._ring, self._records, self._trust = wiki, ring, records, trust
        self._open, self._said = open_repo, said
        self._puller, self._receiver, self._mirrors = puller, receiver, mirrors
        self._quota, self._reserve = quota_bytes, reserve_bytes
        self._here = InstanceId(wiki.site.host)

    # Writing

    def write(self, folder: Path, *, peer: InstanceId | None = None) -> Carried:
        """Our kit on the key at `folder`; for one friend, what it does not have yet.

        Raises Refused, PeerNotFound, EngineFailed; an older kit of ours stays whole until the
        new one is.
        """
        friends = [self._records.peer(peer)] if peer else self._records.peers()
        try:
            head = self._said.head()
        except WireError as error:
            raise Refused(reason=error.sentence) from error
        with new_kit(folder, self._here) as kit:
            kit.write(INSTANCE_FILE, self._trust.own_document())
            part = self._bundle(kit, self._records.own(_basis_name(peer)) if peer else None)
            sent, told = self._pack(kit, friends)
            kit.write(SEEN, json.dumps(self._seen(), sort_keys=True).encode())
            kit.write(HEAD_FILE, head)
        return Carried(
            str(wikifed(folder)), dry_run=False, instances=(self._here,), proposals=sent,
            outcomes=told, size_bytes=kit.size_bytes(), notes=(part,),
        )  # fmt: skip

    def _bundle(self, kit: Kit, basis: str | None) -> str:
        """`open.bundle`; a sentence that says what is in it."""
        git, out = Git(self._open.folder), str(kit.folder / BUNDLE)
        state = self._open.state()
        if state is None or state.tip is None:
            return str(Phrase("Aucune page ouverte à porter."))
        if basis == str(state.tip):
            return str(Phrase("Ce réseau a déjà toutes nos pages : la clé n’en porte aucune."))
        since = basis and git.succeeds("merge-base", "--is-ancestor", basis, BRANCH)
        try:
            git.run("bundle", "create", "--quiet", out, BRANCH, *([f"^{basis}"] if since else []))
        except GitFailed as error:
            raise EngineFailed(doing="écrire la clé : a-t-elle assez de place") from error
        if since:
            return str(Phrase("Ce qui a changé depuis la dernière visite."))
        return str(Phrase("Toutes nos pages ouvertes."))

    def _pack(self, kit: Kit, friends: list[Peer]) -> tuple[int, int]:
        sent = told = 0
        for friend in friends:
            for one in self._out(Way.outgoing, _OPEN, friend):
                payload = proposal_payload(one, sender=self._here)
                kit.write(f"{PROPOSALS}/{one.id}.json", seal(PROPOSAL, payload, self._ring))
                sent += 1
            for one in self._answers(friend):
                payload = outcome_of(one, sender=self._here)
                kit.write(f"{OUTCOMES}/{one.id}.json", seal(OUTCOME, payload, self._ring))
                told += 1
        return sent, told

    def _answers(self, friend: Peer) -> list[Proposal]:
        """Ends that we decided: of their proposals, and of ours that we took back."""
        decided = self._out(Way.incoming, _ENDS, friend)
        return decided + self._out(Way.outgoing, (ProposalState.withdrawn,), friend)

    def _out(self, way: Way, states: tuple[ProposalState, ...], friend: Peer) -> list[Proposal]:
        return self._wiki.proposals.all(
            way=way, states=states, peer=friend.id, size=_ANSWERS_CARRIED
        )

    def _seen(self) -> dict[str, str]:
        return {str(mirror.origin): str(mirror.tip) for mirror in self._wiki.mirrors.all()}

    # Reading

    def read(self, folder: Path, *, dry_run: bool = False) -> Carried:
        """What the key brings, or would bring. Raises Refused where it holds no kit."""
        carried = Carried(str(folder), dry_run=dry_run)
        for found in kits_on(folder):
            with copied(
                found, self._mirrors.folder, limit_bytes=self._quota, reserve_bytes=self._reserve
            ) as kit:
                carried = self._read_one(kit, carried)
        return carried

    def _read_one(self, kit: Kit, carried: Carried) -> Carried:
        try:
            document = kit.read(INSTANCE_FILE)
            sender = sender_of(peek(document, payload_type=INSTANCE))
            if sender == self._here:
                return carried
            peer = self._records.peer(sender)
        except PeerNotFound:
            return _noted(
                carried,
                Phrase("« {instance} » n’est pas encore un réseau ami : rien n’en est lu. "
                       "Pour le relier : maillage peer add {folder}", instance=sender,
                       folder=kit.source),
            )  # fmt: skip
        except (WireError, WikiError) as error:
            return _noted(carried, Phrase("Un dossier de la clé n’est pas lisible : {said}",
                                          said=_sentence(error)))  # fmt: skip
        if peer.state is not PeerState.active:
            return _noted(carried, Phrase("« {instance} » est bloqué.", instance=peer.id))
        return self._from_friend(kit, peer, document, carried)

    def _from_friend(self, kit: Kit, peer: Peer, document: bytes, carried: Carried) -> Carried:
        if not carried.dry_run:
            try:
                self._trust.take(peer.id, document)
            except WikiError as error:
                return _noted(carried, str(error))
            self._note_basis(kit, peer)
        report = self._puller.pull(
            self._records.peer(peer.id), KitSource(kit), dry_run=carried.dry_run, by="USB"
        )
        if not carried.dry_run:
            self._records.add_report(report)
        carried = replace(
            carried,
            instances=(*carried.instances, peer.id),
            reports=(*carried.reports, report),
            size_bytes=carried.size_bytes + kit.size_bytes(),
        )
        carried = self._take_proposals(kit, carried)
        return self._take_outcomes(kit, carried)

    def _note_basis(self, kit: Kit, peer: Peer) -> None:
        """What that friend says it holds of us: the next kit for it begins there."""
        try:
            said = json.loads(kit.read(SEEN))
            tip = said.get(str(self._here)) if isinstance(said, dict) else None
        except (WikiError, ValueError, RecursionError):
            return
        if isinstance(tip, str) and len(tip) in (40, 64) and tip.isalnum():
            self._records.keep_own(_basis_name(peer.id), tip)

    def _take_proposals(self, kit: Kit, carried: Carried) -> Carried:
        def take(data: bytes) -> bool:
            offered = self._offered(data)
            if offered is None or self._knows(offered.proposal):
                return False
            if not carried.dry_run:
                self._receiver.proposal(data)
            return True

        taken, notes = _each(kit.each(PROPOSALS), take)
        return replace(carried, proposals=carried.proposals + taken, notes=(*carried.notes, *notes))

    def _take_outcomes(self, kit: Kit, carried: Carried) -> Carried:
        def take(data: bytes) -> bool:
            opened = self._trust.received(data, payload_type=OUTCOME).opened
            told = read_outcome(opened)
            if told.to != self._here:
                return False
            try:
                before = self._wiki.proposals.get(told.outcome.proposal)
            except ProposalNotFound:
                return False
            if not carried.dry_run:
                self._receiver.outcome(data)
            return before.state is not told.outcome.state

        taken, notes = _each(kit.each(OUTCOMES), take)
        return replace(carried, outcomes=carried.outcomes + taken, notes=(*carried.notes, *notes))

    def _offered(self, data: bytes) -> Offered | None:
        """A proposal for us whose signature holds; None where it is for somebody else."""
        opened = self._trust.received(data, payload_type=PROPOSAL).opened
        offered = read_proposal(opened, now=self._wiki.clock.now())
        return offered if offered.to == self._here else None

    def _knows(self, proposal: Proposal) -> bool:
        try:
            self._wiki.proposals.get(proposal.id)
        except ProposalNotFound:
            return False
        return True


def _basis_name(peer: InstanceId | None) -> str:
    return f"usb-basis {peer}"


def _each(files: Iterator[bytes], take: Callable[[bytes], bool]) -> tuple[int, list[str]]:
    """How many were taken, and a sentence for each that could not be: one bad file stops none."""
    taken, notes = 0, []
    for data in files:
        try:
            taken += take(data)
        except (WireError, WikiError) as error:
            notes.append(_sentence(error))
    return taken, notes


def _sentence(error: Exception) -> str:
    return error.sentence if isinstance(error, WireError) else str(error)


def _noted(carried: Carried, note: str) -> Carried:
    return replace(carried, notes=(*carried.notes, str(note)))


class KitWire:
    """The wire of an instance that no line reaches: it tells who it is, and nothing else."""

    def __init__(self, folder: Path) -> None:
        """Raises InvalidInstance where that folder is no instance's part of a key."""
        file = folder / INSTANCE_FILE
        try:
            if file.is_symlink() or os.lstat(file).st_size > ANSWER_LIMIT_BYTES:
                raise InvalidInstance(instance=folder.name)
            self._document = file.read_bytes()
            self.instance = sender_of(peek(self._document, payload_type=INSTANCE))
        except (OSError, WireError) as error:
            raise InvalidInstance(instance=folder.name) from error

    def get(self, base_url: str, path: str, *, etag: str = "") -> Answer:  # noqa: ARG002
        if path != WELL_KNOWN:
            raise self._unreachable()
        return Answer(200, self._document)

    def post(self, base_url: str, path: str, body: bytes) -> Answer:  # noqa: ARG002
        raise self._unreachable()

    def download(self, base_url: str, path: str, to: Path, *, size_bytes: int) -> None:  # noqa: ARG002
        raise self._unreachable()

    def fetch(self, base_url: str, into: Path, *, quota_bytes: int) -> None:  # noqa: ARG002
        raise self._unreachable()

    def _unreachable(self) -> PeerUnreachable:
        return PeerUnreachable(instance=self.instance, reason=Phrase("il est sur une clé."))
