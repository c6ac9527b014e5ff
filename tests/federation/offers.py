"""Proposals as beta writes them for alpha's page, and how they are sent."""

from dataclasses import replace
from uuid import uuid4

from app.domain.proposal import Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Signature
from federation.documents import PROPOSAL, proposal_payload
from federation.envelope import seal
from federation.keys import KeyRing
from tests.actions.two_wikis import START, Pair


def made(pair: Pair, text: str = "", **changes: object) -> Proposal:
    """A proposal as beta would write it, for alpha's page as it stands."""
    row = pair.alpha.page()
    text = text or row.text.replace("Premier passage.", "Premier, mieux dit.")
    author = Signature("Béa", f"{'0' * 26}@beta.test")
    proposal = Proposal(
        id=ProposalId(str(uuid4())), way=Way.outgoing, peer=pair.alpha.id, page_id=row.id,
        path=row.path, title=row.title, base=row.blob, licence=row.licence,
        steps=(Step(author, START, "Mieux dit", text),), made_at=START, changed_at=START,
        state=ProposalState.queued,
    )  # fmt: skip
    return replace(proposal, **changes)


def envelope(pair: Pair, proposal: Proposal, *, ring: KeyRing | None = None, **keys: object):
    payload = proposal_payload(proposal, sender=pair.beta.id) | keys
    return seal(PROPOSAL, payload, ring or pair.beta.ring)


def send(pair: Pair, proposal: Proposal, **keys: object) -> dict[str, str]:
    return pair.alpha.receiver.proposal(envelope(pair, proposal, **keys))
