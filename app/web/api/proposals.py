"""Changes offered between networks: made, followed, decided."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.actions.offer import Offered, offer, take_back
from app.actions.outcome import is_local
from app.actions.propose import Propose, propose, propose_back, withdraw
from app.actions.read_page import read_page
from app.actions.review import accept, decline
from app.actions.rights import require
from app.actions.wiki import Wiki
from app.domain.derived import derived_from
from app.domain.errors import InvalidInstance, InvalidQuery, PeerNotFound, Refused
from app.domain.network import InstanceId
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.people import Reader, Role
from app.domain.proposal import REASON_LIMIT, Proposal, ProposalState, Way
from app.domain.rows import PageRow, PageState
from app.web.addresses import API
from app.web.context import TheWiki, TokenReader
from app.web.screens.proposals import visible

router = APIRouter(prefix=API, tags=["proposals"])
SIZE = 500
SELF = "self"


class NewProposal(BaseModel):
    """`to` owns the page `kind`/`slug`: a friend, or this very instance (`self`, or its own name),
    where `base` is the revision that the text was written from (the newest one where it is absent,
    null for a page to be made). `text` is the whole file as it should be, written from the
    content `base` (the newest one where it is absent). Without `text`, the page is one of ours that
    was taken up from `to`, and its present text is offered back."""

    kind: str
    slug: str
    to: str
    text: str | None = None
    base: str | None = None
    note: str = Field("", max_length=2000)


class Acceptance(BaseModel):
    """`text` is the adapted file, made from the content `seen` of our page; `settle` names, by
    field in dispute, `mine` (the proposal), `theirs` (our page) or `both`."""

    text: str | None = None
    settle: dict[str, str] = Field(default_factory=dict)
    seen: str | None = None
    note: str = Field("", max_length=REASON_LIMIT)


class Refusal(BaseModel):
    reason: str = Field(max_length=REASON_LIMIT)


@router.get("/proposals")
def proposals(wiki: TheWiki, reader: TokenReader, state: str = "", way: str = "") -> dict[str, Any]:
    """One's own, newest first; for reviewers everybody's, and those that friends sent."""
    person = require(reader, Role.contributor)
    reviews = reader.has(Role.reviewer)
    states, ways = _state(state), _way(way)
    found = wiki.proposals.all(
        way=ways, states=states, size=SIZE, person="" if reviews else person.id
    )
    return {"items": [_said(one) for one in found]}


def _state(text: str) -> tuple[ProposalState, ...]:
    if text and text not in list(ProposalState):
        raise InvalidQuery(reason="cet état n’en est pas un.")
    return (ProposalState(text),) if text else ()


def _way(text: str) -> Way | None:
    if text and text not in list(Way):
        raise InvalidQuery(reason="une proposition est « incoming » ou « outgoing ».")
    return Way(text) if text else None


def _said(one: Proposal) -> dict[str, Any]:
    return {
        "id": str(one.id), "way": one.way.value, "state": one.state.value, "peer": str(one.peer),
        "kind": one.path.kind, "slug": one.path.slug, "page_id": one.page_id, "title": one.title,
        "base": str(one.base) if one.base else None,
        "licence": one.licence, "author": one.author.name,
        "note": one.message, "reason": one.reason, "made_at": one.made_at.isoformat(),
        "changed_at": one.changed_at.isoformat(), "told": one.told,
        "decided_by": one.decided_by, "blob": str(one.blob) if one.blob else None,
    }  # fmt: skip


@router.post("/proposals", status_code=202)
def post_proposal(said: NewProposal, wiki: TheWiki, reader: TokenReader) -> JSONResponse:
    """Offer a change to the network that owns the page. 202: it is kept, and leaves as soon as
    possible."""
    path, to = PagePath(said.kind, said.slug), _instance(wiki, said.to)
    require(reader, Role.contributor)
    if to == wiki.site.host:
        made = _offer_here(wiki, reader, path, said)
    elif said.text is None:
        _require_from(read_page(wiki, path, reader=reader), to)
        made = propose_back(wiki, path, note=said.note, by=reader)
    else:
        base = BlobId(said.base) if said.base else None
        made = propose(wiki, Propose(to, path, said.text, said.note, base), by=reader)
    headers = {"Location": f"/api/v1/proposals/{made.id}"}
    return JSONResponse(_said(made), status_code=202, headers=headers)


def _require_from(row: PageRow, to: str) -> None:
    """Raises Refused where our page did not begin at that network."""
    derived = derived_from(row)
    if derived is None or str(derived.instance) != to:
        raise Refused(reason="cette page n’a pas commencé chez ce réseau.")


def _offer_here(wiki: Wiki, reader: Reader, path: PagePath, said: NewProposal) -> Proposal:
    """For one of our own pages: it waits for a reviewer here, and goes nowhere."""
    if said.text is None:
        raise Refused(reason="dites dans « text » ce que la page devrait être.")
    row = wiki.index.page(path)
    alive = row is not None and row.state is not PageState.deleted
    base = RevisionId(said.base) if said.base else row.revision if row and alive else None
    return offer(wiki, Offered(path, said.text, base, said.note), by=reader)


def _instance(wiki: Wiki, text: str) -> str:
    if text == SELF:
        return wiki.site.host
    try:
        return str(InstanceId(text))
    except InvalidInstance as error:
        raise PeerNotFound(instance=text[:80]) from error


@router.get("/proposals/{id}")
def proposal(id: str, wiki: TheWiki, reader: TokenReader) -> dict[str, Any]:
    """One proposal, with its whole text: for who made it and for reviewers."""
    require(reader, Role.contributor)
    found = visible(wiki, reader, id)
    return {**_said(found), "text": found.text}


@router.post("/proposals/{id}/accept")
def post_accept(
    id: str, said: Acceptance, wiki: TheWiki, reader: TokenReader
) -> dict[str, Any]:  # fmt: skip
    """Take it in (reviewers and stewards). 409 `edit_conflict` carries the `fields` in dispute:
    settle them with `seen` = `current_revision`; 409 `already_decided` where it has its end."""
    require(reader, Role.reviewer)
    found = visible(wiki, reader, id)
    seen = BlobId(said.seen) if said.seen else None
    saved = accept(
        wiki, found.id, by=reader, text=said.text, settle=said.settle, seen=seen, note=said.note
    )
    return {"id": saved.id, "revision": str(saved.revision), "merged": saved.merged}


@router.post("/proposals/{id}/decline")
def post_decline(
    id: str, said: Refusal, wiki: TheWiki, reader: TokenReader
) -> dict[str, Any]:  # fmt: skip
    """Decline it (reviewers and stewards), in words that its writer will read."""
    require(reader, Role.reviewer)
    return _said(decline(wiki, visible(wiki, reader, id).id, said.reason, by=reader))


@router.post("/proposals/{id}/withdraw")
def post_withdraw(id: str, wiki: TheWiki, reader: TokenReader) -> dict[str, Any]:
    """Take back what one proposed."""
    require(reader, Role.contributor)
    found = visible(wiki, reader, id)
    if is_local(wiki, found):
        return _said(take_back(wiki, found.id, by=reader))
    return _said(withdraw(wiki, found.id, by=reader))
