"""The text as it will be read, for the live preview: our own rendering, made safe."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app.domain.errors import TooLarge
from app.domain.page import SIZE_LIMIT_BYTES, clean_text
from app.web.context import TheWiki
from app.web.forms.desk import rendered
from app.web.forms.posted import ThePosted, is_ours

router = APIRouter()


@router.post("/-/preview")
def preview(request: Request, wiki: TheWiki, posted: ThePosted) -> Response:
    """A fragment of HTML for `body`. Nothing is kept."""
    is_ours(request, posted)
    body = posted.one("body")
    if len(body.encode(errors="replace")) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="La page", limit="256 Kio")
    kind = posted.one("kind") if posted.one("kind") in wiki.kinds else "page"
    lang = posted.one("lang")[:20] or wiki.site.lang
    html = rendered(request, kind, clean_text(body), lang)
    return HTMLResponse(html, headers={"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
