"""Search, and titles as one types."""

from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from app.actions.find_pages import suggest
from app.domain.search import TEXT_LIMIT, SearchQuery
from app.web.addresses import page_url
from app.web.context import TheWiki, selection_of
from app.web.frame import lang_of, screen, theme_of
from app.web.reading.context import reading_of
from app.web.reading.search import search_view

router = APIRouter()
PAGE_SIZE = 20
SUGGESTED = 8


@router.get("/recherche")
def search(request: Request, q: str = "", page: int = Query(1, ge=1, le=500)) -> Response:
    """Results with their facets; an empty `q` selects by facets alone."""
    reading = reading_of(request)
    q = " ".join(q[:TEXT_LIMIT].split())
    selection = selection_of(request, "q", strict=False)
    view = search_view(reading, SearchQuery(q, selection, page, PAGE_SIZE))
    words = reading.say("Chercher")
    title = f"{q} · {words}" if q else words
    return screen(request, "search.html", view, title=title, search=False, robots="noindex")


@router.get("/-/suggest")
def suggestions(request: Request, wiki: TheWiki, q: str = "", kind: str = "") -> Response:
    """[{title, url, kind}] for the first letters of a title; `kind` is a word for people.

    The parameter `kind` names the kinds that may be answered, parted by blanks; else all are.
    """
    theme, lang = theme_of(request), lang_of(request)
    kinds = set(kind.split()) or set(wiki.kinds)
    found: list[dict[str, Any]] = [
        {
            "title": one.title,
            "url": page_url(one.path, wiki.kinds),
            "kind": theme.say(wiki.kinds[one.path.kind].label, lang=lang),
        }
        for one in (suggest(wiki, q, size=20 if kind else SUGGESTED) if q.strip() else [])
        if one.path.kind in kinds & set(wiki.kinds)
    ][:SUGGESTED]
    return JSONResponse(found, headers={"Cache-Control": "no-cache"})
