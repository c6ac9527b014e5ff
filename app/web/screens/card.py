"""The picture that stands for a page where it is shared: `/{prefix}/{slug}/vignette.png`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.actions.read_page import read_page
from app.domain.errors import Moved, PageNotFound
from app.domain.page_path import PagePath
from app.domain.people import STRANGER
from app.web.addresses import page_url
from app.web.context import TheWiki
from app.web.linked.graph import told
from app.web.reading.asking import reading_of
from app.web.reading.sharing import CARD, card_of
from app.web.screens.pages import kind_of

router = APIRouter()
# Whoever shows it elsewhere asks again after a day: a title may change.
_FOR_A_DAY = "public, max-age=86400"


@router.get("/{prefix}/{slug}/vignette.png")
def card(request: Request, prefix: str, slug: str, wiki: TheWiki) -> Response:
    """Drawn when it is first asked for; never of a draft."""
    path = PagePath(kind_of(wiki, prefix), slug)
    try:
        row = read_page(wiki, path, reader=STRANGER)
    except Moved as error:
        where = page_url(error.params["target"], wiki.kinds)
        return RedirectResponse(f"{where}/{CARD}", status_code=301)
    if not told(row):
        raise PageNotFound(path=path)
    said = card_of(reading_of(request), row)
    etag = f'"{said.name[:32]}"'
    headers = {"ETag": etag, "Cache-Control": _FOR_A_DAY}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(wiki.images.card(said), media_type="image/png", headers=headers)
