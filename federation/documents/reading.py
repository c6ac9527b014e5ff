"""Payloads into values: the one door. Whatever does not pass raises WireError and changes nothing.

400 for what is not written as it should be, 422 for a licence or an address that cannot be.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

from pydantic import ValidationError

from app.domain.errors import InvalidPath, WikiError
from app.domain.media import MediumName
from app.domain.network import Identity, InstanceId
from app.domain.page_path import BlobId, PagePath, RevisionId, is_page_id
from app.domain.proposal import Outcome, Proposal, ProposalId, ProposalState, Step, Way
from app.domain.revision import Signature
from federation.documents.cleaning import clean_line, clean_text
from federation.documents.models import (
    Author,
    BundleEntry,
    Document,
    HeadDocument,
    InstanceDocument,
    MediumEntry,
    OutcomeDocument,
    ProposalDocument,
    RevocationDocument,
    StatusDocument,
    StepEntry,
)
from federation.documents.values import (
    PROTOCOL,
    Head,
    HeadBundle,
    InstanceSaid,
    Offered,
    Revocation,
    SentMedium,
    Told,
)
from federation.envelope import Opened, canonical
from federation.errors import WireError
from federation.keys import PublicKey, Rotation, fingerprint

_LICENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]{0,59}")
_LOCAL = re.compile(r"[a-z0-9]{1,64}")
_TEXT_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
Model = TypeVar("Model", bound=Document)
Said = Opened | Mapping[str, Any]


def read_instance(said: Said, *, base_url: str) -> InstanceSaid:
    """`base_url` is where it was asked, which the document does not say."""
    document = _document(InstanceDocument, said)
    if PROTOCOL not in document.protocol:
        raise WireError(400, "wrong_protocol", "Ce réseau parle une version que l’on ignore ici.")
    with _exact():
        keys = tuple(
            PublicKey(one.keyid, _bytes(one.public), _moment(one.until) if one.until else None)
            for one in document.keys
        )
        identity = Identity(
            id=InstanceId(document.id), name=_named(document.name),
            region=clean_line(document.region), base_url=base_url, keyid=keys[0].keyid,
            fingerprint=fingerprint(keys[0]),
        )  # fmt: skip
        return InstanceSaid(
            identity=identity, keys=keys, recovery=PublicKey.of(_bytes(document.recovery)),
            licences=tuple(_licence(one) for one in document.licences),
            software=clean_line(f"{document.software.name} {document.software.version}"),
            epoch=document.epoch,
            rotations=tuple(
                Rotation(one.old, PublicKey(one.new, _bytes(one.public)), _bytes(one.signature))
                for one in document.rotations
            ),
            revocations=tuple(canonical(one) for one in document.revocations),
            limits={clean_line(name): value for name, value in document.limits.items()},
        )  # fmt: skip


def read_head(said: Said) -> Head:
    document = _document(HeadDocument, said)
    with _exact():
        if not all(is_page_id(one) for one in document.retracted):
            raise ValueError("not a page id")
        return Head(
            id=InstanceId(document.id), epoch=document.epoch, seq=document.seq,
            tip=RevisionId(document.tip) if document.tip else None, at=_moment(document.time),
            retracted=tuple(document.retracted), bundle=_bundle(document.bundle, document),
        )  # fmt: skip


def read_proposal(said: Said, *, now: datetime) -> Offered:
    """The last step's author is the proposer, and of the sending instance: no instance puts words
    into the mouth of another's people. `now` is when it came in: its sender's clock is not ours."""
    document = _document(ProposalDocument, said)
    path, licence = _path(document.path), _licence(document.licence)
    with _exact():
        sender, to = InstanceId(document.sender), InstanceId(document.to)
        author, steps = _signature(document.author), tuple(map(_step, document.steps))
        if steps[-1].author != author or author.address.partition("@")[2] != sender.value:
            raise WireError(400, "wrong_author", "L’auteur n’est pas du réseau qui envoie.")
        if not is_page_id(document.page_id):
            raise ValueError("not a page id")
        made_at = _moment(document.time)
        proposal = Proposal(
            id=ProposalId(document.id), way=Way.incoming, peer=sender, page_id=document.page_id,
            path=path, title="", base=BlobId(document.base_blob), licence=licence, steps=steps,
            made_at=made_at, changed_at=now, state=ProposalState.delivered, told=True,
        )  # fmt: skip
        return Offered(sender, to, proposal, tuple(map(_medium, document.media)))


def read_status(said: Said) -> Told:
    return _told(_document(StatusDocument, said))


def read_outcome(said: Said) -> Told:
    return _told(_document(OutcomeDocument, said))


def read_revocation(said: Said) -> Revocation:
    document = _document(RevocationDocument, said)
    with _exact():
        new = PublicKey(document.new, _bytes(document.public))
        if new.keyid in document.revoked:
            raise ValueError("a key both new and revoked")
        return Revocation(
            InstanceId(document.id), tuple(document.revoked), new, _moment(document.time)
        )


def sender_of(payload: Mapping[str, Any]) -> InstanceId:
    """Who a payload claims to be from, to find the keys to check it with."""
    with _exact():
        sender = payload["from"] if "from" in payload else payload["id"]
        if not isinstance(sender, str):
            raise TypeError("not the name of an instance")
        return InstanceId(sender)


def require_addressee(said: Offered | Told, ours: InstanceId) -> None:
    """Raises WireError where it is for somebody else: it was sent on by whoever received it."""
    if said.to != ours:
        raise WireError(400, "wrong_addressee", "Cet envoi n’est pas pour ce réseau.")


def _document(model: type[Model], said: Said) -> Model:
    try:
        return model.model_validate(said.payload if isinstance(said, Opened) else dict(said))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise _malformed(clean_line(where)[:80]) from error


@contextmanager
def _exact() -> Iterator[None]:
    """What a type of the domain refuses was not written as it should be."""
    try:
        yield
    except (WikiError, ValueError, KeyError, TypeError, OverflowError) as error:
        raise _malformed("") from error


def _malformed(where: str) -> WireError:
    about = f" (« {where} »)" if where else ""
    return WireError(400, "malformed", f"Cet envoi n’est pas écrit comme il faut{about}.")


def _told(document: StatusDocument | OutcomeDocument) -> Told:
    with _exact():
        outcome = Outcome(
            proposal=ProposalId(document.proposal), state=ProposalState(document.state),
            reason=clean_text(document.reason),
            blob=BlobId(document.blob) if document.blob else None, at=_moment(document.time),
        )  # fmt: skip
        return Told(InstanceId(document.sender), InstanceId(document.to), outcome)


def _bundle(entry: BundleEntry | None, head: HeadDocument) -> HeadBundle | None:
    if entry is None:
        return None
    if entry.name != f"{head.epoch}-{entry.seq}.bundle" or entry.seq > head.seq:
        raise ValueError("not a bundle of this head")
    return HeadBundle(entry.name, entry.seq, entry.size_bytes, entry.sha256)


def _step(entry: StepEntry) -> Step:
    if _TEXT_CONTROLS.search(entry.text.replace("\r\n", "\n")):
        raise ValueError("control characters in a page")
    return Step(
        author=_signature(entry.author), at=_moment(entry.date),
        message=clean_text(entry.message), text=entry.text,
    )  # fmt: skip


def _medium(entry: MediumEntry) -> SentMedium:
    name, data = MediumName.parse(entry.name), _bytes(entry.data)
    if sha256(data).hexdigest() != name.sha256 or "\0" in entry.sidecar:
        raise ValueError("not the bytes of that name")
    return SentMedium(name, data, entry.sidecar)


def _signature(author: Author) -> Signature:
    local, _, host = author.address.partition("@")
    if not _LOCAL.fullmatch(local):
        raise ValueError("not the address of a person")
    return Signature(_named(author.name), f"{local}@{InstanceId(host)}")


def _named(text: str) -> str:
    """A name with something left to read. Raises ValueError."""
    name = clean_line(text.replace("<", " ").replace(">", " "))
    if not name:
        raise ValueError("nameless")
    return name


def _path(text: str) -> PagePath:
    try:
        return PagePath.parse(text)
    except InvalidPath as error:
        raise WireError(422, "invalid_path", "Ce n’est pas l’adresse d’une page.") from error


def _licence(text: str) -> str:
    if not _LICENCE.fullmatch(text):
        raise WireError(422, "licence_refused", "Ce n’est pas le nom d’une licence.")
    return text


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
