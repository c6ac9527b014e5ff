"""Search, as a screen, as the part of it that changes while one types, and as a feed."""

from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from app.actions.find_pages import suggest
from app.domain.search import TEXT_LIMIT, Suggestion
from app.domain.selection import Order
from app.theme import Alternate
from app.web.addresses import page_url
from app.web.context import TheWiki, wiki_of
from app.web.frame import lang_of, make_frame, screen, theme_of
from app.web.reading import atom
from app.web.reading.asking import reading_of
from app.web.reading.feeds import search_feed
from app.web.reading.search import search_view
from app.web.reading.sought import Sought, read_sought
from app.web.safety import let_locate

router = APIRouter()
SUGGESTED = 8
_ABOUT = "Chercher parmi les lieux, les méthodes et tout ce qui est écrit ici."


@router.get("/recherche")
def search(request: Request, page: int = Query(1, ge=1), order: Order = Order.best) -> Response:
    """Results with their facets; an empty `q` selects by facets alone."""
    sought = _sought(request, page, order)
    reading = reading_of(request)
    view = search_view(reading, sought)
    words = reading.say("Chercher")
    title = f"{view.query} · {words}" if view.query else words
    feeds = (Alternate(view.feed_url, atom.MEDIA_TYPE, title),) if view.feed_url else ()
    status = 404 if view.last else 200
    # What one finds is no page of its own; the way to look for it is.
    robots = "noindex" if request.url.query else ""
    answer = screen(request, "search.html", view, title=title, status=status, search=False,
                    robots=robots, description=reading.say(_ABOUT), scripts=("search.js",),
                    alternates=feeds)  # fmt: skip
    return let_locate(answer)


@router.get("/-/recherche")
def found(request: Request, page: int = Query(1, ge=1), order: Order = Order.best) -> Response:
    """The same results alone, for words that are still being typed."""
    view = search_view(reading_of(request), _sought(request, page, order, typing=True))
    frame = make_frame(request, "")
    html = theme_of(request).render("_found.html", view, lang=frame.lang, frame=frame)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


@router.get("/recherche.atom")
def feed(request: Request) -> Response:
    """The same search as a feed, latest pages first."""
    selection = _sought(request, 1, Order.recent).whole
    title = str(selection) or wiki_of(request).site.name
    url = f"/recherche.atom?{request.url.query}" if request.url.query else "/recherche.atom"
    return search_feed(wiki_of(request), selection, title=title, url=url)


def _sought(request: Request, page: int, order: Order, *, typing: bool = False) -> Sought:
    pairs = request.query_params.multi_items()
    return read_sought(wiki_of(request).gazetteer, pairs, number=page, order=order, typing=typing)


@router.get("/-/suggest")
def suggestions(
    request: Request, wiki: TheWiki, q: str = "", kind: str = "", avec: str = ""
) -> Response:
    """[{title, url, kind}] for the first letters of a title; `kind` is a word for people.

    The parameter `kind` names the kinds that may be answered, parted by blanks; else all are.
    `avec=criteres` puts criteria of that name first.
    """
    text, boxed = q[:TEXT_LIMIT].strip(), avec == "criteres"
    kinds = set(kind.split() or wiki.kinds) & set(wiki.kinds)
    titles = suggest(wiki, text, size=20 if kind else SUGGESTED) if text else []
    # A friend's title is no link to be written: it is offered to who looks for it.
    offered = [one for one in titles if one.path.kind in kinds and (boxed or not one.origin)]
    criteria = _criteria(request, text) if boxed else []
    found = [*criteria, *_titles(request, offered)][:SUGGESTED]
    return JSONResponse(found, headers={"Cache-Control": "no-cache"})


def _criteria(request: Request, text: str) -> list[dict[str, Any]]:
    found = request.app.state.criteria.beginning(reading_of(request), text)
    return [{"title": one.label, "url": one.url, "kind": one.facet} for one in found]


def _titles(request: Request, found: list[Suggestion]) -> list[dict[str, Any]]:
    theme, lang, known = theme_of(request), lang_of(request), wiki_of(request).kinds
    return [
        {
            "title": one.title,
            "url": page_url(one.path, known, origin=one.origin),
            "kind": theme.say(known[one.path.kind].label, lang=lang),
        }
        for one in found
    ]
