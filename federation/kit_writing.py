"""Our part of a key: what we say of ourselves, our open pages, our proposals and our answers."""

import json
from pathlib import Path
from typing import Any

from app.actions.catch_up import catch_up
from app.actions.outcome import repair
from app.actions.wiki import Wiki
from app.domain.errors import Refused
from app.domain.network import Carried, InstanceId, Peer, PeerState
from app.domain.phrase import Phrase
from app.domain.proposal import Proposal, ProposalState, Way
from federation.documents import (
    HEAD,
    OUTCOME,
    PROPOSAL,
    outcome_payload,
    proposal_payload,
    read_head,
)
from federation.envelope import peek, seal
from federation.errors import WireError
from federation.keys import KeyRing
from federation.kit_files import (
    BUNDLE,
    HEAD_FILE,
    INSTANCE_FILE,
    OUTCOMES,
    PROPOSALS,
    SEEN,
    Kit,
    new_kit,
    wikifed,
)
from federation.kit_refusals import Refusals
from federation.open_repo import OpenRepository
from federation.receive import outcome_of
from federation.records import FederationRecords
from federation.said import Said
from federation.staging import staging
from federation.trust import Trust
from federation.wire import BRANCH

_OPEN = (ProposalState.queued, ProposalState.delivered)
_ENDS = tuple(state for state in ProposalState if state.ended)
_CARRIED = 500


def basis_name(peer: InstanceId) -> str:
    """Under which we note what a friend said it holds of us: the next kit for it begins there."""
    return f"usb-basis {peer}"


class KitWriter:
    """`scratch` is a folder on our own disk for what is thrown away after."""

    def __init__(
        self,
        wiki: Wiki,
        *,
        ring: KeyRing,
        records: FederationRecords,
        trust: Trust,
        open_repo: OpenRepository,
        said: Said,
        scratch: Path,
    ) -> None:
        self._wiki, self._ring, self._records, self._trust = wiki, ring, records, trust
        self._open, self._said, self._scratch = open_repo, said, scratch
        self._refusals = Refusals(records, wiki.proposals, wiki.clock)
        self._here = InstanceId(wiki.site.host)

    def write(self, folder: Path, *, peer: InstanceId | None = None) -> Carried:
        """Our kit on the key at `folder`; for one friend, what it does not have yet."""
        friends = self._friends(peer)
        catch_up(self._wiki, wait=True)
        repair(self._wiki)
        try:
            head = self._said.head()
        except WireError as error:
            raise Refused(reason=error.sentence) from error
        with new_kit(folder, self._here) as kit:
            kit.write(INSTANCE_FILE, self._trust.own_document())
            kit.write(HEAD_FILE, head)
            kit.write(SEEN, self._seen(friends))
            tip = str(read_head(peek(head, payload_type=HEAD)).tip)
            part = self._bundle(kit, tip, self._records.own(basis_name(peer)) if peer else None)
            sent, told = self._pack(kit, friends)
            size_bytes = kit.size_bytes()
        return Carried(
            str(wikifed(folder)), dry_run=False, instances=(self._here,), proposals=sent,
            outcomes=told, size_bytes=size_bytes, notes=(part,),
        )  # fmt: skip

    def _friends(self, peer: InstanceId | None) -> list[Peer]:
        """Raises PeerNotFound; Refused where the one that is named is blocked."""
        if peer is None:
            return [one for one in self._records.peers() if one.state is PeerState.active]
        friend = self._records.peer(peer)
        if friend.state is not PeerState.active:
            raise Refused(reason=Phrase("« {instance} » est bloqué.", instance=peer))
        return [friend]

    def _bundle(self, kit: Kit, tip: str, basis: str | None) -> Phrase:
        """`open.bundle`, of the very tip that the head promises though saves go on meanwhile.

        What is in it, as a sentence. Raises GitFailed.
        """
        if basis == tip:
            return Phrase("Ce réseau a déjà toutes nos pages : la clé n’en porte aucune.")
        with staging(self._scratch, self._here, onto=self._open.folder) as git:
            git.run("update-ref", BRANCH, tip)
            since = basis and git.succeeds("merge-base", "--is-ancestor", basis, BRANCH)
            wanted = [BRANCH, f"^{basis}"] if since else [BRANCH]
            git.run("bundle", "create", "--quiet", "--version=2", str(kit.folder / BUNDLE), *wanted)
        if since:
            return Phrase("Nos pages, depuis ce que ce réseau a déjà.")
        return Phrase("Toutes nos pages ouvertes.")

    def _pack(self, kit: Kit, friends: list[Peer]) -> tuple[int, int]:
        sent = told = 0
        for friend in friends:
            for one in self._of(friend, Way.outgoing, _OPEN):
                payload = proposal_payload(one, sender=self._here)
                kit.write(f"{PROPOSALS}/{one.id}.json", seal(PROPOSAL, payload, self._ring))
                sent += 1
            for payload in self._answers(friend):
                name = f"{OUTCOMES}/{payload['proposal']}.json"
                kit.write(name, seal(OUTCOME, payload, self._ring))
                told += 1
        return sent, told

    def _answers(self, friend: Peer) -> list[dict[str, Any]]:
        """Ends that we decided: of their proposals, kept or not, and of ours that we took back."""
        ended = self._of(friend, Way.incoming, _ENDS)
        ended += self._of(friend, Way.outgoing, (ProposalState.withdrawn,))
        refused = self._refusals.outcomes(friend.id)
        return [
            *(outcome_payload(one, sender=self._here, to=friend.id) for one in refused),
            *(outcome_of(one, sender=self._here) for one in ended),
        ]

    def _of(self, friend: Peer, way: Way, states: tuple[ProposalState, ...]) -> list[Proposal]:
        return self._wiki.proposals.all(way=way, states=states, peer=friend.id, size=_CARRIED)

    def _seen(self, friends: list[Peer]) -> bytes:
        """Only of those whom the kit is for: a key is easily lost."""
        named = {friend.id for friend in friends}
        tips = {str(m.origin): str(m.tip) for m in self._wiki.mirrors.all() if m.origin in named}
        return json.dumps(tips, sort_keys=True).encode()
