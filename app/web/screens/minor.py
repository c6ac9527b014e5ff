"""Small screens: taking pages away, the API in words."""

from xml.sax.saxutils import escape

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.web.context import TheWiki
from app.web.frame import screen
from app.web.linked.catalogue import catalogue
from app.web.linked.graph import block, dumped
from app.web.linked.linking import Linking
from app.web.reading.api_docs import api_view
from app.web.reading.asking import reading_of
from app.web.reading.take import take_view

router = APIRouter()
TEMPLATE = "sheet.html"


@router.get("/-/emporter")
def take(request: Request, page: str = "", de: str = "") -> Response:
    """How to take pages away; `de` is the friend whose page one comes from."""
    reading = reading_of(request)
    view = take_view(reading, request.app.state.making, page[:200], de[:300])
    offered = block(dumped(catalogue(Linking.of(reading), request.url.path)))
    return screen(
        request, TEMPLATE, view, title=view.title, description=view.lead, linked=offered
    )  # fmt: skip


@router.get("/api/docs")
def api_docs(request: Request) -> Response:
    """What the API answers, from its own description."""
    view = api_view(reading_of(request), request.app.openapi())
    return screen(request, TEMPLATE, view, title=view.title, description=view.lead)


@router.get("/-/opensearch.xml")
def opensearch(wiki: TheWiki) -> Response:
    """Lets browsers offer this wiki's search."""
    base, name = escape(wiki.site.base_url), escape(wiki.site.name)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<ShortName>{name[:16]}</ShortName>\n<Description>{name}</Description>\n"
        f'<Url type="text/html" template="{base}/recherche?q={{searchTerms}}"/>\n'
        "<InputEncoding>UTF-8</InputEncoding>\n</OpenSearchDescription>\n"
    )
    return Response(text, media_type="application/opensearchdescription+xml")
