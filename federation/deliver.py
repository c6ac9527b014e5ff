"""Send what waits to be sent and ask what became of it, until both sides know the same end.

Every step may be cut short and done again: the other side takes a proposal, or an end, that comes
twice as having come once. Nothing here is urgent, so whoever does not answer is left in peace for
longer each time.
"""

import json
import logging
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Protocol

from app.actions.wiki import Wiki
from app.domain.errors import AlreadyDecided, Busy, PeerNotFound, PeerRefused, PeerUnreachable
from app.domain.network import InstanceId, Peer
from app.domain.phrase import Phrase
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Way
from app.failpoint import reached
from federation.documents import (
    OUTCOME,
    PROPOSAL,
    STATUS,
    Told,
    proposal_payload,
    read_status,
    require_addressee,
)
from federation.documents.cleaning import clean_line
from federation.envelope import open_envelope, seal
from federation.errors import WireError
from federation.keys import Signer
from federation.receive import KeysOf, ended_by_owner, outcome_of
from federation.wire import OUTCOMES, PROPOSALS, Answer, Wire

log = logging.getLogger(__name__)

LOCK = "deliver"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
FIRST_POLL, LONGEST_POLL = timedelta(minutes=5), timedelta(hours=12)
_STALE = (404, 409, 410)
_DECLINED = (400, 403, 413, 415, 422)
_FORGOTTEN = (400, 404, 409, 410, 413, 415, 422)
_WAITING = (ProposalState.queued, ProposalState.delivered)
_END = datetime(9000, 1, 1, tzinfo=UTC)
_SAID_LIMIT = 300

_BASE_UNKNOWN = "La version de départ n’est pas connue de {name} : la page y a changé d’histoire."
_NO_PAGE = "La page n’est plus partagée par {name}."
_REFUSED = "{name} ne peut pas prendre cette proposition : {said}"
_UNSENDABLE = "Cette proposition est trop longue pour être envoyée."
_NO_FRIEND = "« {name} » n’est plus un réseau ami : rien n’a été envoyé."
_NO_ANSWER = "« {name} » n’est plus un réseau ami : sa réponse ne viendra pas ici."


class Records(Protocol):
    """What deliveries ask of the records of federation; they are the wiki's `proposals` too."""

    def peer(self, instance: InstanceId) -> Peer:
        """Raises PeerNotFound."""

    def untold(self, now: datetime) -> list[Proposal]:
        """What has to be said or asked by now, the longest waiting first."""

    def postpone(self, proposal_id: ProposalId, until: datetime) -> None:
        """`untold` leaves it out until then; one more try is counted."""

    def tries(self, proposal_id: ProposalId) -> int:
        """How often it was put off since its state changed."""


class Deliverer:
    """Delivers for `wiki`. `deliver_due` may be called at any time, from anywhere.

    `random` spreads the tries: seed it where they must be the same each time.
    """

    def __init__(
        self,
        wiki: Wiki,
        wire: Wire,
        records: Records,
        keys_of: KeysOf,
        ring: Signer,
        *,
        random: Random | None = None,
    ) -> None:
        self._wiki, self._wire, self._records = wiki, wire, records
        self._keys_of, self._ring, self._random = keys_of, ring, random or Random()
        self._here = InstanceId(wiki.site.host)

    def deliver_due(self, now: datetime, *, all_now: bool = False) -> int:
        """How many proposals moved on. `all_now` does not wait for anybody's time.

        Another process that delivers meanwhile is left to it: 0.
        """
        try:
            with self._wiki.lock.hold(LOCK, wait=False):
                return self._round(now, self._records.untold(_END if all_now else now))
        except Busy:
            return 0

    def _round(self, now: datetime, waiting: list[Proposal]) -> int:
        """A friend that does not answer is not asked again in the same round."""
        moved, silent = self._without_friend(), set()
        for proposal in waiting:
            if proposal.peer in silent:
                self._later(proposal, now)
                continue
            try:
                moved += self._moved_on(proposal, self._records.peer(proposal.peer), now)
            except (PeerUnreachable, PeerRefused, PeerNotFound) as error:
                log.info("%s: %s", proposal.peer, error)
                silent.add(proposal.peer)
                self._later(proposal, now)
            except WireError as error:
                log.warning("%s says what cannot be believed: %s", proposal.peer, error.name)
                self._later(proposal, now)
        return moved

    def _without_friend(self) -> int:
        """What was offered to a friend who is none any more ends here."""
        waiting = self._wiki.proposals.all(way=Way.outgoing, states=_WAITING)
        return sum(
            self._give_up(one, ProposalState.stale, _no_friend(one))
            for one in waiting
            if not self._is_friend(one.peer)
        )

    def _is_friend(self, instance: InstanceId) -> bool:
        try:
            self._records.peer(instance)
        except PeerNotFound:
            return False
        return True

    def _moved_on(self, proposal: Proposal, peer: Peer, now: datetime) -> bool:
        if proposal.state is ProposalState.queued:
            return self._send(proposal, peer, now)
        if proposal.state is ProposalState.delivered:
            return self._ask(proposal, peer, now)
        return self._tell(proposal, peer, now)

    def _send(self, proposal: Proposal, peer: Peer, now: datetime) -> bool:
        try:
            sealed = seal(PROPOSAL, proposal_payload(proposal, sender=self._here), self._ring)
        except (WireError, ValueError):
            return self._give_up(proposal, ProposalState.declined, _UNSENDABLE)
        answer = self._post(peer, PROPOSALS, sealed)
        if _taken(answer):
            return self._delivered(proposal, answer, now)
        if answer.status in (*_STALE, *_DECLINED):
            return self._refused(proposal, peer, answer)
        self._later(proposal, now, least_s=answer.retry_after_s)
        return False

    def _post(self, peer: Peer, path: str, sealed: bytes) -> Answer:
        reached("deliver.before-send")
        answer = self._wire.post(peer.identity.base_url, path, sealed)
        reached("deliver.after-send")
        return answer

    def _delivered(self, proposal: Proposal, answer: Answer, now: datetime) -> bool:
        outcome = Outcome(proposal.id, ProposalState.delivered, "", None, now)
        try:
            self._wiki.proposals.settle(outcome, expects=_WAITING, by="", told=True)
        except AlreadyDecided:
            return False  # taken back in the very moment: that is told next
        reached("deliver.after-record")
        if _state_in(answer) is ProposalState.delivered:
            self._ask_later(proposal, now)
        return True

    def _refused(self, proposal: Proposal, peer: Peer, answer: Answer) -> bool:
        name, said = _refusal_in(answer)
        if answer.status in _STALE and name != "id_taken":
            why = _BASE_UNKNOWN if answer.status == 409 else _NO_PAGE
            reason = Phrase(why, name=peer.identity.name)
            return self._give_up(proposal, ProposalState.stale, reason)
        reason = Phrase(_REFUSED, name=peer.identity.name, said=said or answer.status)
        return self._give_up(proposal, ProposalState.declined, reason)

    def _give_up(self, proposal: Proposal, state: ProposalState, reason: str) -> bool:
        """An end that the software found, not the owner: it names nobody who decided."""
        outcome = Outcome(proposal.id, state, str(reason), None, self._wiki.clock.now())
        try:
            self._wiki.proposals.settle(outcome, expects=(proposal.state,), by="", told=True)
        except AlreadyDecided:
            return False
        reached("deliver.after-record")
        return True

    def _ask(self, proposal: Proposal, peer: Peer, now: datetime) -> bool:
        answer = self._wire.get(peer.identity.base_url, f"{PROPOSALS}/{proposal.id}")
        if answer.status == 404:
            return self._lost(proposal, peer, now)
        if answer.status != 200:
            self._ask_later(proposal, now, least_s=answer.retry_after_s)
            return False
        outcome = self._believed(proposal, peer, answer).outcome
        settled = ended_by_owner(self._wiki, proposal, outcome, by=peer.identity.name)
        if settled.state is proposal.state:
            self._ask_later(proposal, now)
            return False
        reached("deliver.after-record")
        return True

    def _lost(self, proposal: Proposal, peer: Peer, now: datetime) -> bool:
        """Its owner knows nothing of it (an older copy was restored there): it is sent again."""
        if proposal.state is ProposalState.delivered:
            self._send(proposal, peer, now)
        else:
            self._later(proposal, now)
        return False

    def _believed(self, proposal: Proposal, peer: Peer, answer: Answer) -> Told:
        """What its owner signed about this proposal. Raises WireError."""
        keys = self._keys_of(peer.id)
        told = read_status(open_envelope(answer.body, payload_type=STATUS, keys=keys))
        require_addressee(told, self._here)
        if told.sender != peer.id or told.outcome.proposal != proposal.id:
            raise WireError(400, "wrong_proposal", "Cette réponse parle d’autre chose.")
        return told

    def _tell(self, proposal: Proposal, peer: Peer, now: datetime) -> bool:
        sealed = seal(OUTCOME, outcome_of(proposal, sender=self._here), self._ring)
        answer = self._post(peer, OUTCOMES, sealed)
        if not (_taken(answer) or answer.status in _FORGOTTEN):
            self._later(proposal, now, least_s=answer.retry_after_s)
            return False
        if proposal.way is Way.outgoing and _state_in(answer) not in (None, proposal.state):
            # They decided before they heard: their signed word of it is the end.
            return self._ask(proposal, peer, now)
        self._wiki.proposals.mark_told(proposal.id)
        reached("deliver.after-record")
        return True

    def _later(self, proposal: Proposal, now: datetime, *, least_s: int | None = None) -> None:
        self._put_off(proposal, now, FIRST_WAIT, LONGEST_WAIT, least_s)

    def _ask_later(self, proposal: Proposal, now: datetime, *, least_s: int | None = None) -> None:
        self._put_off(proposal, now, FIRST_POLL, LONGEST_POLL, least_s)

    def _put_off(
        self,
        proposal: Proposal,
        now: datetime,
        first: timedelta,
        longest: timedelta,
        least_s: int | None,
    ) -> None:
        """Twice as long as last time, less up to half by chance, so that friends do not all come
        at once; never sooner than they asked for."""
        tries = min(self._records.tries(proposal.id), 20)
        wait = min(first * 2**tries, longest) * (1 - self._random.random() / 2)
        asked = timedelta(seconds=min(max(least_s or 0, 0), longest.total_seconds()))
        self._records.postpone(proposal.id, now + max(wait, asked))


def _no_friend(proposal: Proposal) -> Phrase:
    unsent = proposal.state is ProposalState.queued
    return Phrase(_NO_FRIEND if unsent else _NO_ANSWER, name=proposal.peer)


def _taken(answer: Answer) -> bool:
    return 200 <= answer.status < 300


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _state_in(answer: Answer) -> ProposalState | None:
    """The state that an answer names. It is not signed: only a reason to ask."""
    said = _json(answer).get("state") if _taken(answer) else None
    return ProposalState(said) if said in list(ProposalState) else None


def _refusal_in(answer: Answer) -> tuple[str, str]:
    """The name of a refusal, and its sentence."""
    said = _json(answer)
    name, sentence = (said.get(key) for key in ("error", "detail"))
    return (
        name if isinstance(name, str) else "",
        clean_line(sentence)[:_SAID_LIMIT] if isinstance(sentence, str) else "",
    )
