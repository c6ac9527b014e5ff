"""The payloads, key by key. Types are exact (no text for a number) and every length has a bound."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.proposal import REASON_LIMIT, STEPS_LIMIT

_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
_TEXT_LIMIT = 1024 * 1024

Host = Annotated[str, Field(min_length=1, max_length=260)]
Keyid = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Raw = Annotated[str, Field(min_length=44, max_length=44)]
Signed = Annotated[str, Field(min_length=88, max_length=88)]
Moment = Annotated[str, Field(pattern=_MOMENT)]
Uuid = Annotated[str, Field(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Object = Annotated[str, Field(pattern="^([0-9a-f]{40}|[0-9a-f]{64})$")]
Count = Annotated[int, Field(ge=0, lt=2**53)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=200)]
LicenceId = Annotated[str, Field(min_length=1, max_length=60)]
PageId = Annotated[str, Field(min_length=26, max_length=26)]
Reason = Annotated[str, Field(max_length=REASON_LIMIT)]
FileText = Annotated[str, Field(max_length=_TEXT_LIMIT)]


class Document(BaseModel):
    """A key that a later release may add is left aside; those named here are exact."""

    model_config = ConfigDict(
        extra="ignore",
        strict=True,
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
    )


class KeyEntry(Document):
    keyid: Keyid
    public: Raw
    until: Moment | None = None


class RotationEntry(Document):
    """`public` is the new key itself, so that a chain of them can be followed."""

    old: Keyid
    new: Keyid
    public: Raw
    signature: Signed


class Software(Document):
    name: Name
    version: Line


class InstanceDocument(Document):
    """`recovery` is the public half of the recovery key; `revocations` are whole envelopes."""

    id: Host
    name: Name
    region: Line
    keys: Annotated[list[KeyEntry], Field(min_length=1, max_length=10)]
    recovery: Raw
    licences: Annotated[list[LicenceId], Field(max_length=100)]
    software: Software
    protocol: Annotated[list[Count], Field(min_length=1, max_length=20)]
    git: Line
    limits: dict[Line, Count] = Field(default_factory=dict, max_length=50)
    epoch: Count
    rotations: Annotated[list[RotationEntry], Field(max_length=50)] = Field(default_factory=list)
    revocations: Annotated[list[dict[str, Any]], Field(max_length=10)] = Field(default_factory=list)
    time: Moment


class BundleEntry(Document):
    name: Line
    seq: Count
    size_bytes: Count
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class HeadDocument(Document):
    id: Host
    epoch: Count
    seq: Count
    tip: Object | None
    time: Moment
    retracted: Annotated[list[PageId], Field(max_length=20_000)]
    bundle: BundleEntry | None = None


class Author(Document):
    """`address` is `<person>@<instance>`, never an e-mail address."""

    name: Name
    address: Annotated[str, Field(min_length=3, max_length=330)]


class StepEntry(Document):
    author: Author
    date: Moment
    message: Annotated[str, Field(max_length=REASON_LIMIT)]
    text: FileText


class MediumEntry(Document):
    """`data` is base64."""

    name: Annotated[str, Field(max_length=80)]
    data: Annotated[str, Field(max_length=2 * _TEXT_LIMIT)]
    sidecar: Annotated[str, Field(max_length=20_000)]


class ProposalDocument(Document):
    id: Uuid
    sender: Host = Field(alias="from")
    to: Host
    author: Author
    page_id: PageId
    path: Annotated[str, Field(max_length=300)]
    base_blob: Object
    licence: LicenceId
    steps: Annotated[list[StepEntry], Field(min_length=1, max_length=STEPS_LIMIT)]
    media: Annotated[list[MediumEntry], Field(max_length=20)] = Field(default_factory=list)
    time: Moment


class _Answer(Document):
    id: Uuid
    sender: Host = Field(alias="from")
    to: Host
    proposal: Uuid
    reason: Reason
    blob: Object | None
    time: Moment


class StatusDocument(_Answer):
    state: Literal["delivered", "accepted", "declined", "withdrawn", "stale"]


class OutcomeDocument(_Answer):
    state: Literal["accepted", "declined", "withdrawn", "stale"]


class RevocationDocument(Document):
    """Signed by the recovery key. `public` is the new key itself."""

    id: Host
    revoked: Annotated[list[Keyid], Field(min_length=1, max_length=50)]
    new: Keyid
    public: Raw
    time: Moment
