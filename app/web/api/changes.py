"""What changed, for those who follow."""

from typing import Any

from fastapi import APIRouter

from app.actions.history import changes_since, recent_changes
from app.actions.wiki import Wiki
from app.domain.page_path import RevisionId
from app.domain.rows import RevisionRow
from app.web.addresses import API, page_url
from app.web.context import TheWiki, TokenReader

router = APIRouter(prefix=API, tags=["changes"])


@router.get("/changes")
def changes(wiki: TheWiki, _reader: TokenReader, since: str | None = None) -> dict[str, Any]:
    """Changes after `since`, oldest first (without it: the latest, newest first). Ask next from
    `head`. Drafts are left out."""
    if since is None:
        rows, _ = recent_changes(wiki, size=100)
        head = wiki.store.head()
    else:
        rows, head = changes_since(wiki, RevisionId(since))
    return {"items": [_change(wiki, row) for row in rows], "head": str(head) if head else None}


def _change(wiki: Wiki, row: RevisionRow) -> dict[str, Any]:
    return {
        "revision": str(row.revision), "kind": row.path.kind, "slug": row.path.slug,
        "title": row.title, "url": page_url(row.path, wiki.kinds), "author": row.author,
        "date": row.at.isoformat(), "note": row.note, "event": row.event, "minor": row.minor,
        "blob": str(row.blob) if row.blob else None,
    }  # fmt: skip
