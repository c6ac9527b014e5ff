"""What envelopes say: models of every payload, and the domain's values they become.

A payload is hostile until a `read_…` of `reading` took it; `writing` makes the payloads we send. A
key that is not known here is left aside, so that a later release may say more.
"""

from federation.documents.models import (
    HeadDocument,
    InstanceDocument,
    OutcomeDocument,
    ProposalDocument,
    RevocationDocument,
    StatusDocument,
)
from federation.documents.reading import (
    read_head,
    read_instance,
    read_outcome,
    read_proposal,
    read_revocation,
    read_status,
    require_addressee,
    sender_of,
)
from federation.documents.values import (
    HEAD,
    INSTANCE,
    OUTCOME,
    PROPOSAL,
    PROTOCOL,
    REVOCATION,
    STATUS,
    Description,
    Head,
    HeadBundle,
    InstanceSaid,
    Offered,
    Revocation,
    SentMedium,
    Told,
)
from federation.documents.writing import (
    head_payload,
    instance_payload,
    outcome_payload,
    proposal_payload,
    revocation_payload,
)

__all__ = [
    "HEAD",
    "INSTANCE",
    "OUTCOME",
    "PROPOSAL",
    "PROTOCOL",
    "REVOCATION",
    "STATUS",
    "Description",
    "Head",
    "HeadBundle",
    "HeadDocument",
    "InstanceDocument",
    "InstanceSaid",
    "Offered",
    "OutcomeDocument",
    "ProposalDocument",
    "Revocation",
    "RevocationDocument",
    "SentMedium",
    "StatusDocument",
    "Told",
    "head_payload",
    "instance_payload",
    "outcome_payload",
    "proposal_payload",
    "read_head",
    "read_instance",
    "read_outcome",
    "read_proposal",
    "read_revocation",
    "read_status",
    "require_addressee",
    "revocation_payload",
    "sender_of",
]
