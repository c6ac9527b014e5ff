"""Values into the payloads that we send."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from app.domain.network import InstanceId
from app.domain.proposal import Outcome, Proposal, Step
from app.domain.revision import Signature
from app.domain.site import Site
from federation.documents.values import PROTOCOL, Description, Head, SentMedium
from federation.keys import KeyRing, PublicKey, Revoked, Rotation
from federation.wire import OPEN_GIT

Payload = dict[str, Any]


def instance_payload(
    site: Site, ring: KeyRing, description: Description, *, at: datetime
) -> Payload:
    return {
        "id": site.host,
        "name": site.name,
        "region": site.region,
        "keys": [_key(key) for key in ring.public_keys(at)],
        "recovery": _text(ring.recovery.raw),
        "licences": list(description.licences),
        "software": {"name": description.software, "version": description.version},
        "protocol": [PROTOCOL],
        "git": OPEN_GIT,
        "limits": dict(description.limits),
        "epoch": description.epoch,
        "rotations": [_rotation(one) for one in ring.rotations],
        "revocations": [json.loads(sealed) for sealed in ring.revocations],
        "time": moment(at),
    }


def head_payload(head: Head) -> Payload:
    bundle = head.bundle and {
        "name": head.bundle.name,
        "seq": head.bundle.seq,
        "size_bytes": head.bundle.size_bytes,
        "sha256": head.bundle.sha256,
    }
    return {
        "id": head.id.value,
        "epoch": head.epoch,
        "seq": head.seq,
        "tip": head.tip and head.tip.value,
        "time": moment(head.at),
        "retracted": list(head.retracted),
        "bundle": bundle,
    }


def proposal_payload(
    proposal: Proposal, *, sender: InstanceId, media: Sequence[SentMedium] = ()
) -> Payload:
    return {
        "id": proposal.id.value,
        "from": sender.value,
        "to": proposal.peer.value,
        "author": _author(proposal.author),
        "page_id": proposal.page_id,
        "path": str(proposal.path),
        "base_blob": str(proposal.base),
        "licence": proposal.licence,
        "steps": [_step(step) for step in proposal.steps],
        "media": [
            {"name": str(one.name), "data": _text(one.data), "sidecar": one.sidecar}
            for one in media
        ],
        "time": moment(proposal.made_at),
    }


def outcome_payload(outcome: Outcome, *, sender: InstanceId, to: InstanceId) -> Payload:
    """Of a status and of an outcome alike. The id is made of what is told, so that telling it
    twice is telling it once."""
    return {
        "id": str(uuid5(UUID(outcome.proposal.value), outcome.state.value)),
        "from": sender.value,
        "to": to.value,
        "proposal": outcome.proposal.value,
        "state": outcome.state.value,
        "reason": outcome.reason,
        "blob": outcome.blob and outcome.blob.value,
        "time": moment(outcome.at),
    }


def revocation_payload(instance: InstanceId, revoked: Revoked) -> Payload:
    return {
        "id": instance.value,
        "revoked": list(revoked.keyids),
        "new": revoked.new.keyid,
        "public": _text(revoked.new.raw),
        "time": moment(revoked.at),
    }


def moment(at: datetime) -> str:
    """In UTC, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(key: PublicKey) -> Payload:
    until = {"until": moment(key.until)} if key.until else {}
    return {"keyid": key.keyid, "public": _text(key.raw)} | until


def _rotation(one: Rotation) -> Payload:
    return {
        "old": one.old,
        "new": one.new.keyid,
        "public": _text(one.new.raw),
        "signature": _text(one.signature),
    }


def _author(author: Signature) -> Payload:
    return {"name": author.name, "address": author.address}


def _step(step: Step) -> Payload:
    return {
        "author": _author(step.author),
        "date": moment(step.at),
        "message": step.message,
        "text": step.text,
    }


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
