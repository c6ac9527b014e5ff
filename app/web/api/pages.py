"""Pages: list, read, save, move, delete, bring back, history."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.actions import listed
from app.actions.delete_page import delete_page, restore_page
from app.actions.find_pages import list_pages
from app.actions.history import page_history
from app.actions.move_page import move_page
from app.actions.read_page import html_of, read_page, read_version, render_text
from app.actions.save_page import SavePage, save_page
from app.actions.wiki import Wiki
from app.domain.errors import InvalidQuery
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.rows import PageRow, RevisionRow
from app.web.addresses import API, page_url
from app.web.context import TheWiki, TokenReader, selection_of
from app.web.reading.friends import Mirrors, mirrors_of, url_there
from app.web.resolve import resolve_html

router = APIRouter(prefix=API, tags=["pages"])
PAGING = ("cursor", "size", "updated_since")


class PutPage(BaseModel):
    """`text` is the whole file, front matter included; `base` the revision it was written from."""

    text: str
    base: str | None = None
    note: str = Field("", max_length=2000)
    minor: bool = False


class MovePage(BaseModel):
    slug: str
    base: str
    note: str = Field("", max_length=2000)


class RestorePage(BaseModel):
    revision: str


@router.get("/pages")
def pages(
    request: Request,
    wiki: TheWiki,
    _reader: TokenReader,
    cursor: str | None = None,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
    updated_since: str | None = None,
) -> dict[str, Any]:
    """Pages of a selection: `kind`, `region`, `theme`, `tag`, `licence` ..., `-region` bars a
    value, `near` (degrees or a town) with `within` (kilometres), words and criteria in `q`. By
    title; what words found best first, what is near nearest first. Ours, unless `origin` names
    friends (`self` is ours, `*` all)."""
    selection = selection_of(request, *PAGING)
    since = _day(updated_since) or selection.updated_since
    selection = selection.but(updated_since=since, order=selection.usual)
    rows, next_cursor = list_pages(wiki, selection, after=cursor, size=size)
    mirrors = mirrors_of(wiki)
    items = [listed_page(wiki, row, mirrors) for row in rows]
    return {"items": items, "next_cursor": next_cursor}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidQuery(reason="la date s’écrit année-mois-jour.") from error


def listed_page(wiki: Wiki, row: PageRow, mirrors: Mirrors) -> dict[str, Any]:
    """A page as lists have it, without its text. `source` is where a friend's page comes from."""
    source = _source(wiki, row, mirrors) if row.origin else None
    return {**listed.listed_page(wiki, row), "source": source}


def _source(wiki: Wiki, row: PageRow, mirrors: Mirrors) -> dict[str, Any]:
    mirror = mirrors.get(row.origin)
    return {
        "name": mirror.name if mirror else row.origin,
        "url": url_there(mirrors, row.origin, row.path, wiki.kinds),
        "received_at": mirror.received_at.isoformat() if mirror else None,
    }


@router.get("/pages/{kind}/{slug}")
def page(
    kind: str, slug: str, wiki: TheWiki, reader: TokenReader, revision: str | None = None
) -> JSONResponse:
    """A page with its whole text, front matter and HTML; `ETag` is its revision."""
    path = PagePath(kind, slug)
    if revision is not None:
        return _answer(_version(wiki, path, RevisionId(revision), reader))
    return whole_page(wiki, read_page(wiki, path, reader=reader), reader)


def whole_page(wiki: Wiki, row: PageRow, reader: Reader) -> JSONResponse:
    """A page of ours or of a friend, as it stands."""
    html = resolve_html(wiki, html_of(wiki, row), reader, origin=row.origin)
    more = {
        "front_matter": row.front, "text": row.text, "html": html,
        "created_at": row.created_at.isoformat(), "versions": row.versions,
    }  # fmt: skip
    return _answer({**listed_page(wiki, row, mirrors_of(wiki)), **more})


def _answer(said: dict[str, Any]) -> JSONResponse:
    private = "private, no-store" if said["status"] == "draft" else "no-cache"
    headers = {"ETag": f'"{said["revision"]}"', "Cache-Control": private}
    return JSONResponse(said, headers=headers)


def _version(wiki: Wiki, path: PagePath, revision: RevisionId, reader: Reader) -> dict[str, Any]:
    version = read_version(wiki, path, revision, reader=reader)
    page = version.page
    html = resolve_html(wiki, render_text(wiki, path, page.text), reader)
    return {
        "id": page.id, "kind": path.kind, "slug": path.slug, "title": page.title,
        "revision": str(version.row.revision), "blob": str(version.row.blob),
        "url": page_url(path, wiki.kinds), "licence": page.licence, "lang": page.lang,
        "status": page.status, "summary": page.summary, "front_matter": page.front,
        "text": page.text, "html": html, "updated_at": version.row.at.isoformat(),
        "origin": "self",
    }  # fmt: skip


@router.put("/pages/{kind}/{slug}", responses={201: {}, 409: {}, 413: {}, 422: {}})
def put_page(
    kind: str, slug: str, said: PutPage, wiki: TheWiki, reader: TokenReader
) -> JSONResponse:
    """Save. 409 carries `base`, `current`, `yours` and the `fields` in dispute: nothing is lost."""
    base = RevisionId(said.base) if said.base is not None else None
    command = SavePage(PagePath(kind, slug), said.text, base, said.note, said.minor)
    saved = save_page(wiki, command, by=reader)
    answer = {"id": saved.id, "revision": str(saved.revision), "merged": saved.merged}
    headers = {"ETag": f'"{saved.revision}"'}
    return JSONResponse(answer, status_code=201 if saved.created else 200, headers=headers)


@router.delete("/pages/{kind}/{slug}")
def remove_page(
    kind: str, slug: str, base: str, wiki: TheWiki, reader: TokenReader
) -> dict[str, str]:
    """Delete (reviewers and stewards). The history stays; `restore` brings it back."""
    revision = delete_page(wiki, PagePath(kind, slug), base=RevisionId(base), by=reader)
    return {"revision": str(revision)}


@router.post("/pages/{kind}/{slug}/move")
def post_move(
    kind: str, slug: str, said: MovePage, wiki: TheWiki, reader: TokenReader
) -> dict[str, str]:
    """Give the page another slug; the old address redirects."""
    path = PagePath(kind, slug)
    base = RevisionId(said.base)
    revision = move_page(wiki, path, said.slug, base=base, by=reader, note=said.note)
    return {"revision": str(revision), "url": page_url(PagePath(kind, said.slug), wiki.kinds)}


@router.post("/pages/{kind}/{slug}/restore")
def post_restore(
    kind: str, slug: str, said: RestorePage, wiki: TheWiki, reader: TokenReader
) -> dict[str, Any]:
    """Bring back a version, or a deleted page."""
    saved = restore_page(wiki, PagePath(kind, slug), RevisionId(said.revision), by=reader)
    return {"id": saved.id, "revision": str(saved.revision), "merged": saved.merged}


@router.get("/pages/{kind}/{slug}/history")
def history(
    kind: str,
    slug: str,
    wiki: TheWiki,
    reader: TokenReader,
    cursor: str | None = None,
    size: Annotated[int, Query(ge=1, le=500)] = 50,
) -> dict[str, Any]:
    """Versions, newest first: those that this reader may see."""
    path = PagePath(kind, slug)
    _, rows, next_cursor = page_history(wiki, path, reader=reader, after=cursor, size=size)
    return {"items": [listed_revision(row) for row in rows], "next_cursor": next_cursor}


def listed_revision(row: RevisionRow) -> dict[str, Any]:
    """A version as lists have it."""
    return {
        "revision": str(row.revision), "author": row.author, "date": row.at.isoformat(),
        "note": row.note, "size_bytes": row.size_bytes, "minor": row.minor, "event": row.event,
    }  # fmt: skip
