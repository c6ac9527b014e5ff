"""Friends' networks, and the pages of theirs that are held here."""

from typing import Any

from fastapi import APIRouter

from app.actions.adopt import their_page
from app.actions.read_page import html_of
from app.domain.errors import InvalidInstance, PeerNotFound
from app.domain.network import InstanceId, PeerStatus
from app.domain.page_path import PagePath
from app.web.addresses import API, page_url
from app.web.context import TheFederation, TheWiki, TokenReader
from app.web.resolve import resolve_html

router = APIRouter(prefix=API, tags=["peers"])


@router.get("/peers")
def peers(federation: TheFederation, _reader: TokenReader) -> dict[str, Any]:
    """Friends' networks by name, and how fresh what we hold of each is."""
    return {"items": [_peer(status) for status in federation.peers()]}


def _peer(status: PeerStatus) -> dict[str, Any]:
    who, at = status.peer.identity, status.last_success_at
    return {
        "id": str(status.peer.id), "name": who.name, "region": who.region,
        "base_url": who.base_url, "pages": status.pages, "state": status.peer.state.value,
        "last_success_at": at.isoformat() if at else None,
        "lag_s": None if status.lag_s is None else round(status.lag_s),
        "fingerprint": who.fingerprint,
    }  # fmt: skip


@router.get("/peers/{id}/pages/{kind}/{slug}")
def peer_page(
    id: str, kind: str, slug: str, wiki: TheWiki, reader: TokenReader
) -> dict[str, Any]:  # fmt: skip
    """A friend's page as our copy has it; `blob` is the base of a proposal for it."""
    try:
        origin = str(InstanceId(id))
    except InvalidInstance as error:
        raise PeerNotFound(instance=id[:80]) from error
    theirs = their_page(wiki, origin, PagePath(kind, slug))
    row = theirs.row
    html = resolve_html(wiki, html_of(wiki, row), reader, origin=origin)
    return {
        "id": row.id, "kind": row.path.kind, "slug": row.path.slug, "title": row.title,
        "revision": str(row.revision), "blob": str(row.blob), "licence": row.licence,
        "lang": row.lang, "status": row.status, "summary": row.summary, "origin": origin,
        "url": page_url(row.path, wiki.kinds, origin=origin), "front_matter": row.front,
        "text": row.text, "html": html, "updated_at": row.updated_at.isoformat(),
        "authors": [name for name, _ in wiki.index.authors(row.id, origin=origin)],
        "received_at": theirs.mirror.received_at.isoformat(),
    }  # fmt: skip
