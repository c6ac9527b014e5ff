"""What friends send us about proposals: checked once, here, and then a record that waits.

Nothing of a proposal is written to `pages.git` before a reviewer accepts it. Whatever comes twice
has the effect of once.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.actions.outcome import LOCK, settle_from_log
from app.actions.propose import proposed_page
from app.actions.wiki import Wiki
from app.domain.errors import (
    AlreadyDecided,
    InvalidProposal,
    PeerNotFound,
    ProposalNotFound,
    Refused,
    TooLarge,
)
from app.domain.network import InstanceId, Peer, PeerState
from app.domain.page import Page, clean_text, parse_page
from app.domain.page_path import BlobId
from app.domain.proposal import (
    Outcome,
    Proposal,
    ProposalId,
    ProposalState,
    Step,
    Way,
)
from app.domain.retraction import RETRACTIONS_FILE, read_retractions
from app.domain.rows import PageRow, PageState, RevisionRow
from app.failpoint import reached
from federation.documents import (
    OUTCOME,
    PROPOSAL,
    STATUS,
    Offered,
    Told,
    outcome_payload,
    read_outcome,
    read_proposal,
    require_addressee,
    sender_of,
)
from federation.envelope import Opened, open_envelope, peek, seal
from federation.errors import WireError
from federation.keys import PublicKey, Signer

OPEN_LIMIT = 50  # proposals of one friend that wait for our review
DAY_LIMIT = 200  # new ones of one friend in a day
DAY_BYTES = 20 * 1024 * 1024
_DAY = timedelta(days=1)
_LATER_S = 3600
_VERSIONS = 200


class Records(Protocol):
    """What the door asks of the records of federation."""

    def peer(self, instance: InstanceId) -> Peer:
        """Raises PeerNotFound."""

    def open_incoming(self, peer: InstanceId) -> int: ...

    def count_received(self, peer: InstanceId, since: datetime) -> int: ...

    def received_bytes(self, peer: InstanceId, since: datetime) -> int: ...


# The pinned keys of a friend that are good now.
KeysOf = Callable[[InstanceId], Sequence[PublicKey]]


class Receiver:
    """Answers for `wiki`. All errors are WireError."""

    def __init__(self, wiki: Wiki, records: Records, keys_of: KeysOf, ring: Signer) -> None:
        self._wiki, self._records, self._keys_of, self._ring = wiki, records, keys_of, ring
        self._here = InstanceId(wiki.site.host)

    def proposal(self, body: bytes, *, dry_run: bool = False) -> dict[str, str]:
        """`{id, state}` of the proposal in that envelope, kept for review (or, dry run, judged
        alone)."""
        peer, opened = self._opened(body, PROPOSAL)
        offered = read_proposal(opened, now=self._wiki.clock.now())
        require_addressee(offered, self._here)
        self._require_welcome(peer, offered)
        proposal = _cleaned(offered.proposal)
        with self._wiki.lock.hold(LOCK):
            kept = self._known(proposal)
            if kept is None:
                kept = _Door(self._wiki, proposal).checked()
                self._require_room(proposal)
                if not dry_run:
                    self._wiki.proposals.add(kept)
                    reached("receive.after-record")
        return _said(kept)

    def status(self, proposal_id: str) -> bytes:
        """The signed state of a proposal that came in: knowing its number is the right to ask."""
        proposal = self._incoming(proposal_id)
        return seal(STATUS, outcome_of(proposal, sender=self._here), self._ring)

    def outcome(self, body: bytes) -> dict[str, str]:
        """`{id, state}` as it stands here after an owner told us an end, or a proposer took theirs
        back. Where that cannot be any more, the state says so."""
        peer, opened = self._opened(body, OUTCOME)
        told = read_outcome(opened)
        require_addressee(told, self._here)
        with self._wiki.lock.hold(LOCK):
            proposal = self._of(peer, told.outcome.proposal)
            if proposal.way is Way.incoming:
                return _said(self._taken_back(proposal, told))
            return _said(ended_by_owner(self._wiki, proposal, told.outcome, by=peer.identity.name))

    def _opened(self, body: bytes, payload_type: str) -> tuple[Peer, Opened]:
        """What a friend says, and that friend. Nothing is believed before the signature holds."""
        sender = sender_of(peek(body, payload_type=payload_type))
        try:
            peer = self._records.peer(sender)
        except PeerNotFound as error:
            raise WireError(
                403, "not_enrolled", f"{self._here} ne connaît pas {sender} : "
                "il faut d’abord que l’un de ses administrateurs l’ajoute à ses amis.",
            ) from error  # fmt: skip
        if peer.state is not PeerState.active:
            raise WireError(403, "blocked", f"{self._here} ne prend plus rien de {sender}.")
        keys = self._keys_of(sender)
        return peer, open_envelope(body, payload_type=payload_type, keys=keys)

    def _require_welcome(self, peer: Peer, offered: Offered) -> None:
        if offered.proposal.author.address in peer.blocked_people:
            raise WireError(
                403, "person_blocked", f"{self._here} ne prend plus rien de cette personne."
            )
        if offered.media:
            raise WireError(422, "media_refused", "Une proposition n’emporte pas de fichier ici.")

    def _known(self, proposal: Proposal) -> Proposal | None:
        """The record of one that came before. Raises WireError where the number is another's."""
        try:
            known = self._wiki.proposals.get(proposal.id)
        except ProposalNotFound:
            return None
        if _identity(known) != _identity(proposal):
            raise WireError(409, "id_taken", "Ce numéro est celui d’une autre proposition.")
        return known

    def _require_room(self, proposal: Proposal) -> None:
        peer, since = proposal.peer, self._wiki.clock.now() - _DAY
        if self._records.open_incoming(peer) >= OPEN_LIMIT:
            raise _too_many(f"{OPEN_LIMIT} propositions attendent déjà d’être relues.")
        size = sum(len(step.text.encode()) for step in proposal.steps)
        if (
            self._records.count_received(peer, since) >= DAY_LIMIT
            or self._records.received_bytes(peer, since) + size > DAY_BYTES
        ):
            raise _too_many("c’est assez pour un jour.")

    def _incoming(self, proposal_id: str) -> Proposal:
        try:
            proposal = self._wiki.proposals.get(ProposalId(proposal_id))
        except (InvalidProposal, ProposalNotFound) as error:
            raise _unknown() from error
        if proposal.way is not Way.incoming or proposal.peer == self._here:
            raise _unknown()
        return proposal

    def _of(self, peer: Peer, proposal_id: ProposalId) -> Proposal:
        """A proposal between that friend and us, whichever way it goes."""
        try:
            proposal = self._wiki.proposals.get(proposal_id)
        except ProposalNotFound as error:
            raise _unknown() from error
        if proposal.peer != peer.id:
            raise _unknown()
        return proposal

    def _taken_back(self, proposal: Proposal, told: Told) -> Proposal:
        if told.outcome.state is not ProposalState.withdrawn:
            raise WireError(403, "not_owner", "Seul le réseau qui tient la page décide.")
        proposal = settle_from_log(self._wiki, proposal)
        if proposal.state.ended:
            return proposal
        outcome = replace(told.outcome, blob=None, at=self._wiki.clock.now())
        return self._wiki.proposals.settle(
            outcome, expects=(ProposalState.delivered,), by=proposal.author.name, told=True
        )


def ended_by_owner(wiki: Wiki, proposal: Proposal, outcome: Outcome, *, by: str) -> Proposal:
    """Our proposal with the end that its owner tells.

    What we thought ourselves (waiting, taken back, given up) yields to it: the owner's log says
    what is in the page. An end that the owner told before stays.
    """
    if outcome.state is ProposalState.delivered or proposal.state is outcome.state:
        return proposal
    if not owner_may_decide(proposal):
        return proposal
    try:
        return wiki.proposals.settle(outcome, expects=(proposal.state,), by=by, told=True)
    except AlreadyDecided:
        return wiki.proposals.get(proposal.id)


def owner_may_decide(proposal: Proposal) -> bool:
    """True until the owner has (`decided_by` is theirs then; what we gave up on names nobody)."""
    ours = not proposal.state.ended or proposal.state is ProposalState.withdrawn
    return ours or not proposal.decided_by


def outcome_of(proposal: Proposal, *, sender: InstanceId) -> dict[str, Any]:
    """The payload that tells its state to the other side."""
    outcome = Outcome(
        proposal.id, proposal.state, proposal.reason, proposal.blob, proposal.changed_at
    )
    return outcome_payload(outcome, sender=sender, to=proposal.peer)


@dataclass(frozen=True, slots=True)
class _Door:
    """One proposal before our page: is it of a page that we share, from a version that we shared,
    and may it change what it changes?"""

    wiki: Wiki
    proposal: Proposal

    def checked(self) -> Proposal:
        """The proposal as it is kept. Raises WireError."""
        row = self._row()
        began = self._began(row)
        with _refusals():
            page = proposed_page(began, self.proposal.text, self.wiki.rules())
        self._require_licence(row, began)
        now = self.wiki.clock.now()
        return replace(
            self.proposal,
            path=row.path,
            title=page.title,
            made_at=min(self.proposal.made_at, now),
            changed_at=now,
            seen_head=self.wiki.store.head(),
        )

    def _row(self) -> PageRow:
        row = self.wiki.index.page_by_id(self.proposal.page_id)
        retractions = read_retractions(self.wiki.store.read(RETRACTIONS_FILE))
        if row is not None and retractions.hides(row.id):
            raise WireError(410, "retracted", "Cette page n’est plus partagée.")
        if row is None or not (row.open or row.state is PageState.deleted):
            raise WireError(404, "page_not_found", "Cette page n’est pas partagée ici.")
        if row.state is PageState.deleted:
            raise WireError(410, "page_gone", "Cette page a été supprimée.")
        if row.path.kind != self.proposal.path.kind:
            raise WireError(422, "invalid_page", "Une page garde son genre.")
        return row

    def _began(self, row: PageRow) -> Page:
        """The version they started from: one that stood here, open."""
        if not self._was_open(row, self.proposal.base):
            raise WireError(
                409, "base_unknown", "La version de départ n’est pas connue ici : "
                "mettez-vous à jour et proposez de nouveau.",
            )  # fmt: skip
        with _refusals():
            return parse_page(row.path, self.wiki.store.read_blob(self.proposal.base))

    def _was_open(self, row: PageRow, blob: BlobId) -> bool:
        cursor: str | None = None
        while True:
            rows, cursor = self.wiki.index.history(row.path, after=cursor, size=_VERSIONS)
            if any(one.blob == blob and self._is_open(one) for one in rows):
                return True
            if cursor is None:
                return False

    def _is_open(self, version: RevisionRow) -> bool:
        return version.status != "draft" and self.wiki.rules().licences.is_open(version.licence)

    def _require_licence(self, row: PageRow, began: Page) -> None:
        licences = self.wiki.rules().licences
        if self.proposal.licence != began.licence or not licences.may_flow(
            began.licence, row.licence
        ):
            raise WireError(422, "licence_refused", f"La licence de cette page est {row.licence}.")


@contextmanager
def _refusals() -> Iterator[None]:
    """What a page may not be, as the wire says it."""
    try:
        yield
    except TooLarge as error:
        raise WireError(413, error.name, str(error)) from error
    except Refused as error:
        raise WireError(422, error.name, str(error)) from error


def _cleaned(proposal: Proposal) -> Proposal:
    """With line ends as everywhere here, and no step larger than a page."""
    with _refusals():
        steps = tuple(replace(step, text=clean_text(step.text)) for step in proposal.steps)
    return replace(proposal, steps=steps)


def _identity(proposal: Proposal) -> tuple[object, ...]:
    """What makes two envelopes say the same proposal. Where a page moved, its path is another."""
    steps: tuple[Step, ...] = proposal.steps
    return (
        proposal.way, proposal.peer, proposal.page_id, proposal.base, proposal.licence,
        tuple((step.author, step.message, step.text) for step in steps),
    )  # fmt: skip


def _said(proposal: Proposal) -> dict[str, str]:
    return {"id": str(proposal.id), "state": proposal.state.value}


def _unknown() -> WireError:
    return WireError(404, "proposal_not_found", "Cette proposition n’existe pas ici.")


def _too_many(why: str) -> WireError:
    return WireError(
        429, "too_many_requests", f"Réessayez plus tard : {why}", retry_after_s=_LATER_S
    )
