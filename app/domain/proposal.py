"""A change offered to the owner of a page: what it says and how far it has come."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.errors import InvalidProposal
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import Signature

STEPS_LIMIT = 20
REASON_LIMIT = 2000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class ProposalId:
    """A random UUID (version 4): whoever knows it may ask what became of the proposal.

    Raises InvalidProposal on anything else.
    """

    value: str

    def __post_init__(self) -> None:
        if not _UUID.fullmatch(self.value):
            raise InvalidProposal(reason="ce n’est pas le numéro d’une proposition.")

    def __str__(self) -> str:
        return self.value

    @classmethod
    def of_secret(cls, secret: str) -> "ProposalId":
        """The number of a proposal made with a form: whoever knows the secret (another such UUID)
        wrote it, and whoever knows the number does not know the secret.

        Raises InvalidProposal.
        """
        digest = hashlib.sha256(b"maillage proposal " + cls(secret).value.encode()).digest()
        return cls(str(UUID(bytes=digest[:16], version=4)))


class Way(StrEnum):
    """`incoming` waits for our review; `outgoing` was written here for a friend's page."""

    incoming = "incoming"
    outgoing = "outgoing"


class ProposalState(StrEnum):
    """queued -> delivered -> one of the ends. `delivered` waits for its owner's review."""

    queued = "queued"
    delivered = "delivered"
    accepted = "accepted"
    declined = "declined"
    withdrawn = "withdrawn"
    stale = "stale"

    @property
    def ended(self) -> bool:
        return self not in (ProposalState.queued, ProposalState.delivered)


@dataclass(frozen=True, slots=True)
class Step:
    """One version of the proposed text: the whole page file, front matter included."""

    author: Signature
    at: datetime
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a proposal ended. `blob` is the page's content after an acceptance."""

    proposal: ProposalId
    state: ProposalState
    reason: str
    blob: BlobId | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Proposal:
    """`base` is the content that its writer started from, which both sides hold; None where the
    page is to be made (by people of this network alone), `page_id` being the id it would get.

    `peer` is the other side: the owner of the page where it is outgoing, the proposer's instance
    where it is incoming (our own, for what is proposed on our own site: such a one is delivered and
    told to nobody). `told`: the other side knows the present state. `person` is our own person's
    id, or `` where a friend or a stranger wrote it. `seen_head` is our main as it stood when it
    came in (incoming): the commit that accepts it can only stand after it. `decided_by` is the
    reviewer's public name.
    """

    id: ProposalId
    way: Way
    peer: InstanceId
    page_id: str
    path: PagePath
    title: str
    base: BlobId | None
    licence: str
    steps: tuple[Step, ...]
    made_at: datetime
    changed_at: datetime
    state: ProposalState
    reason: str = ""
    blob: BlobId | None = None
    told: bool = False
    person: str = ""
    seen_head: RevisionId | None = None
    decided_by: str = ""

    @property
    def creates(self) -> bool:
        return self.base is None

    @property
    def text(self) -> str:
        return self.steps[-1].text

    @property
    def author(self) -> Signature:
        return self.steps[-1].author

    @property
    def message(self) -> str:
        return self.steps[-1].message
