"""Reading pages: `/{prefix}/{slug}`, its JSON, its Markdown. Mounted last: it answers for much."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.actions.read_page import read_page, read_version
from app.actions.wiki import Wiki
from app.domain.errors import (
    InvalidPage,
    InvalidPath,
    Moved,
    PageNotFound,
    RevisionNotFound,
    WikiError,
)
from app.domain.links import slugify
from app.domain.page_path import PagePath, RevisionId
from app.domain.people import Reader
from app.domain.rows import PageRow, PageState
from app.theme.parts import Link
from app.web.addresses import page_url
from app.web.api.pages import page as api_page
from app.web.context import TheReader, TheWiki
from app.web.errors import api_error
from app.web.frame import screen
from app.web.reading.asking import reading_of, reading_soon
from app.web.reading.context import Reading
from app.web.reading.near import near_pages
from app.web.reading.page import broken_page, view_of
from app.web.reading.sharing import shared_head
from app.web.reading.shown import Shown, shown_now, shown_then
from app.web.screens import directory, selected
from app.web.views import Message, OldVersion

router = APIRouter()
SECTIONS = ("place", "method", "mini_cool")
SCRIPTS = {"mini_cool": ("learn.js",)}
MARKDOWN = "text/markdown; charset=utf-8"
NOT_SHARED: Mapping[str, Any] = {}

router.routes += [*selected.listing.routes, *directory.listing.routes]


def kind_of(wiki: Wiki, prefix: str) -> str:
    """The kind whose pages stand at a prefix. Raises HTTPException 404."""
    found = next((kind.name for kind in wiki.kinds.values() if kind.prefix == prefix), None)
    if found is None:
        raise HTTPException(404)
    return found


@router.get("/{prefix}/{slug}.json")
def page_json(
    prefix: str, slug: str, wiki: TheWiki, reader: TheReader, request: Request,
    revision: str | None = None,
) -> Response:  # fmt: skip
    """The page as the API gives it."""
    kind = kind_of(wiki, prefix)
    try:
        return api_page(kind, slug, wiki, reader, revision)
    except Moved as error:
        where = page_url(error.params["target"], wiki.kinds)
        return RedirectResponse(f"{where}.json", status_code=301)
    except WikiError as error:
        return api_error(request, error)


@router.get("/{prefix}/{slug}/raw")
def page_source(
    prefix: str, slug: str, wiki: TheWiki, reader: TheReader, revision: str | None = None
) -> Response:
    """The page's file, front matter included."""
    path = PagePath(kind_of(wiki, prefix), slug)
    if revision is not None:
        version = read_version(wiki, path, RevisionId(revision), reader=reader)
        text, status = version.page.text, version.page.status
    else:
        row = read_page(wiki, path, reader=reader)
        text, status = row.text, row.status
    headers = {"Content-Disposition": f'inline; filename="{slug}.md"'}
    if status == "draft" or reader.person is not None:
        headers["Cache-Control"] = "private, no-store"
    return PlainTextResponse(text, media_type=MARKDOWN, headers=headers)


@router.get("/{prefix}/{slug}")
async def page(
    request: Request, prefix: str, slug: str, wiki: TheWiki, reader: TheReader,
    revision: str | None = None,
) -> Response:  # fmt: skip
    """The page as it stands now, or as it was at `revision`."""
    kind = kind_of(wiki, prefix)
    try:
        path = PagePath(kind, slug)
    except InvalidPath as error:
        return await run_in_threadpool(_other_spelling, request, kind, slug, error)
    if revision:
        return await run_in_threadpool(_old_page, request, path, RevisionId(revision), reader)
    try:
        row = read_page(wiki, path, reader=reader)
    except PageNotFound as error:
        return await run_in_threadpool(_not_written, request, path, error)
    return _page(request, await reading_soon(request), row)


def _page(request: Request, reading: Reading, row: PageRow) -> Response:
    if row.state is PageState.broken:
        view = broken_page(reading, row)
        return screen(request, "page.html", view, title=row.title, robots="noindex")
    return _shown(request, reading, shown_now(reading.wiki, row), shared_head(reading, row))


def _old_page(request: Request, path: PagePath, revision: RevisionId, reader: Reader) -> Response:
    reading = reading_of(request)
    wiki, now = reading.wiki, reading.wiki.index.page(path)
    try:
        version = read_version(wiki, path, revision, reader=reader)
    except InvalidPage as error:
        raise RevisionNotFound(path=path) from error
    if now is not None and now.state is PageState.live and now.revision == version.row.revision:
        return _page(request, reading, read_page(wiki, path, reader=reader))
    at = version.row.revision
    compare = f"{page_url(path, wiki.kinds)}/diff?old={at}"
    if now is not None and now.state is PageState.live:
        compare += f"&new={now.revision}"
    old = OldVersion(version.row.at, version.row.author, compare, str(at))
    return _shown(request, reading, shown_then(wiki, version, now, old))


def _shown(
    request: Request, reading: Reading, shown: Shown, shared: Mapping[str, Any] = NOT_SHARED
) -> Response:
    template, view = view_of(reading, shown)
    kind = shown.path.kind
    hidden = shown.status == "draft" or shown.old is not None
    return screen(
        request, template, view, title=shown.title, description=shown.summary,
        section=kind if kind in SECTIONS else "",
        robots="noindex" if hidden else "", scripts=SCRIPTS.get(kind, ()), **shared,
    )  # fmt: skip


def _other_spelling(request: Request, kind: str, slug: str, error: InvalidPath) -> Response:
    """An address with capitals, accents or spaces leads to the page it must mean."""
    guess = slugify(slug)
    if guess:
        reading = reading_of(request)
        row = reading.wiki.index.page(PagePath(kind, guess))
        if row is not None and row.state is PageState.live and row.status != "draft":
            url = page_url(row.path, reading.wiki.kinds)
            return RedirectResponse(url, status_code=301)
        return _not_written(
            request, PagePath(kind, guess), PageNotFound(path=PagePath(kind, guess))
        )
    raise error


def _not_written(request: Request, path: PagePath, error: PageNotFound) -> Response:
    """The screen of a page that is not there: near ones, and how to write it."""
    reading = reading_of(request)
    words = path.slug.replace("-", " ")
    view = Message(
        status=404,
        title=reading.say("Cette page n’est pas écrite"),
        sentence=reading.theme.sentence(error.sentence, {"path": words}, lang=reading.lang),
        steps=(Link(reading.say("Revenir à l’accueil"), "/"),),
        search=words,
        show_search=True,
        near=near_pages(reading, words),
        write_url=f"{page_url(path, reading.wiki.kinds)}/edit",
    )
    return screen(request, "message.html", view, title=view.title, status=404, robots="noindex")
