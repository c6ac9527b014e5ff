"""Fixed addresses of the pages that the law, and courtesy, ask for."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from app.domain.page_path import PagePath
from app.web.addresses import page_url
from app.web.context import TheWiki

router = APIRouter()
PAGES = {
    "legal": "mentions-legales",
    "privacy": "confidentialite",
    "accessibility": "accessibilite",
}


def _leads_to(wiki: TheWiki, slug: str) -> Response:
    return RedirectResponse(page_url(PagePath("page", slug), wiki.kinds), status_code=302)


@router.get("/-/legal")
def legal(wiki: TheWiki) -> Response:
    return _leads_to(wiki, PAGES["legal"])


@router.get("/-/privacy")
def privacy(wiki: TheWiki) -> Response:
    return _leads_to(wiki, PAGES["privacy"])


@router.get("/-/accessibility")
def accessibility(wiki: TheWiki) -> Response:
    return _leads_to(wiki, PAGES["accessibility"])
