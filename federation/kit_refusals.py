"""Proposals from a key that the door refused: their writers had no answer there, so the next key
tells them the same end as the network would have."""

import json
from dataclasses import dataclass

from app.domain.errors import ProposalNotFound
from app.domain.network import InstanceId
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState
from app.ports import Clock, Proposals
from federation.errors import WireError
from federation.records import FederationRecords

KEPT = 200
_STALE = (404, 409, 410)
_DECLINED = (400, 403, 413, 415, 422)


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was refused of each friend's, the newest `KEPT` of them."""

    records: FederationRecords
    proposals: Proposals
    clock: Clock

    def note(self, proposal: Proposal, error: WireError) -> None:
        """Nothing where the same proposal may be taken another day."""
        state = _end(error)
        if state is not None:
            said = self._of(proposal.peer) | {str(proposal.id): [state.value, error.sentence]}
            kept = dict(list(said.items())[-KEPT:])
            self.records.keep_own(_name(proposal.peer), json.dumps(kept))

    def has(self, proposal: Proposal) -> bool:
        """An end is told once: what comes again after it is not judged again."""
        return str(proposal.id) in self._of(proposal.peer)

    def outcomes(self, peer: InstanceId) -> list[Outcome]:
        """To be told on the next key; but of those that came some other way, their records tell."""
        now = self.clock.now()
        return [
            Outcome(ProposalId(number), ProposalState(state), reason, None, now)
            for number, (state, reason) in self._of(peer).items()
            if not self._is_kept(ProposalId(number))
        ]

    def _of(self, peer: InstanceId) -> dict[str, list[str]]:
        return json.loads(self.records.own(_name(peer)) or "{}")

    def _is_kept(self, number: ProposalId) -> bool:
        try:
            self.proposals.get(number)
        except ProposalNotFound:
            return False
        return True


def _name(peer: InstanceId) -> str:
    return f"usb-refused {peer}"


def _end(error: WireError) -> ProposalState | None:
    if error.name == "id_taken":
        return None
    if error.status in _STALE:
        return ProposalState.stale
    return ProposalState.declined if error.status in _DECLINED else None
