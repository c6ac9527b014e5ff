"""What a checked payload is, to the rest of the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.media import MediumName
from app.domain.network import Identity, InstanceId
from app.domain.page_path import RevisionId
from app.domain.proposal import Outcome, Proposal
from federation.keys import PublicKey, Rotation

PROTOCOL = 1
INSTANCE = "application/vnd.wikifed.instance+json"
HEAD = "application/vnd.wikifed.head+json"
PROPOSAL = "application/vnd.wikifed.proposal+json"
STATUS = "application/vnd.wikifed.status+json"
OUTCOME = "application/vnd.wikifed.outcome+json"
REVOCATION = "application/vnd.wikifed.revocation+json"


@dataclass(frozen=True, slots=True)
class Description:
    """What an instance says of itself besides its name and its keys. `limits` are for people:
    what it takes, by name (`envelope_bytes`, `open_proposals`, `bytes_per_day`)."""

    licences: tuple[str, ...]
    software: str
    version: str
    epoch: int
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InstanceSaid:
    """Another instance's word of itself. `keys` has the one in use first; `revocations` are sealed
    envelopes. `software` is name and version, for people."""

    identity: Identity
    keys: tuple[PublicKey, ...]
    recovery: PublicKey
    licences: tuple[str, ...]
    software: str
    epoch: int
    rotations: tuple[Rotation, ...]
    revocations: tuple[bytes, ...]
    limits: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HeadBundle:
    """A file with all that is open up to `seq`, to begin with."""

    name: str
    seq: int
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands open now. `tip` is None where nothing does. `retracted` are page ids that must
    be forgotten: the signed tombstones."""

    id: InstanceId
    epoch: int
    seq: int
    tip: RevisionId | None
    at: datetime
    retracted: tuple[str, ...] = ()
    bundle: HeadBundle | None = None


@dataclass(frozen=True, slots=True)
class SentMedium:
    """A picture or file that comes with a proposal; its name is the hash of `data`."""

    name: MediumName
    data: bytes
    sidecar: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A proposal as it came in. `proposal` is incoming and delivered; it has no title yet."""

    sender: InstanceId
    to: InstanceId
    proposal: Proposal
    media: tuple[SentMedium, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a proposal, as the other side tells it."""

    sender: InstanceId
    to: InstanceId
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Revocation:
    """Of `id`: the `revoked` keyids are worth nothing, `new` is in use."""

    id: InstanceId
    revoked: tuple[str, ...]
    new: PublicKey
    at: datetime
