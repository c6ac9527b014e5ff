"""A page as lists have it: in the API, in files for programs and in dumps alike."""

from typing import Any

from app.actions.wiki import Wiki
from app.domain.addresses import page_url
from app.domain.rows import PageRow


def listed_page(wiki: Wiki, row: PageRow) -> dict[str, Any]:
    """Without its text; `url` is a path of this wiki."""
    return {
        "id": row.id, "kind": row.path.kind, "slug": row.path.slug, "title": row.title,
        "revision": str(row.revision), "blob": str(row.blob),
        "url": page_url(row.path, wiki.kinds, origin=row.origin),
        "licence": row.licence, "lang": row.lang, "status": row.status, "summary": row.summary,
        "updated_at": row.updated_at.isoformat(), "origin": row.origin or "self",
        "authors": [name for name, _ in wiki.index.authors(row.id, origin=row.origin)],
    }  # fmt: skip
