"""`/-/integre/lieux?...`: a selection made to stand in a frame of any other site.

It has a policy of its own, sets no cookie and reads none, has no form, and its links open the whole
window.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.domain.people import STRANGER
from app.domain.selection import Order
from app.web.context import TheWiki
from app.web.frame import theme_of
from app.web.reading.asked import View, asked_of
from app.web.reading.asking import known_of, reading_as
from app.web.reading.embedded import embedded_view
from app.web.safety import let_frame
from app.web.screens.directory import kind_at

router = APIRouter()


@router.get("/-/integre/{prefix}")
def embedded(
    request: Request, prefix: str, wiki: TheWiki, view: View = View.map, order: Order | None = None
) -> HTMLResponse:
    """The selection in the language that `lang` asks for, where the theme speaks it."""
    known_of(request).refresh()
    theme = theme_of(request)
    asked_lang = request.query_params.get("lang", "")
    lang = asked_lang if asked_lang in theme.languages else wiki.site.lang
    reading = reading_as(request, STRANGER, lang)
    asked = asked_of(request, kind_at(wiki, prefix), view=view, order=order, page=1)
    html = theme.render("embedded.html", embedded_view(reading, asked), lang=lang, frame=None)
    return let_frame(HTMLResponse(html), reading.tiles)
