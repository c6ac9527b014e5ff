"""Pages and selections as JSON-LD: `/{prefix}/{slug}.jsonld`, `/{prefix}.jsonld`."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from app.actions.find_pages import settled
from app.actions.read_page import read_mirrored, read_page
from app.domain.errors import Moved, PageNotFound, WikiError
from app.domain.page_path import PagePath
from app.domain.people import STRANGER
from app.domain.rows import PageRow
from app.web.addresses import FRIENDS, directory_url, page_url
from app.web.context import TheWiki
from app.web.errors import api_error
from app.web.linked.graph import MEDIA_TYPE, document_of, told
from app.web.linked.linking import Linking
from app.web.linked.listing import list_head, listed
from app.web.reading.asking import reading_of
from app.web.reading.known import every_row
from app.web.reading.queries import address, selection_pairs
from app.web.screens.directory import kind_at, selected
from app.web.screens.mirrored import ThePage
from app.web.screens.pages import kind_of

router = APIRouter()
SUFFIX = ".jsonld"


@router.get("/{prefix}.jsonld")
def pages_linked(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The open pages of the selection, in one graph; sent as it is read."""
    kind = kind_at(wiki, prefix)
    asked = selected(request, kind).but(open_only=True)
    selection = settled(wiki, asked)
    url = directory_url(kind.name, wiki.kinds)
    here = wiki.site.base_url + address(url, selection_pairs(asked, but=("kind",)))
    head = list_head(here, kind.plural, wiki.index.count(selection))
    parts = listed(Linking.of(reading_of(request)), every_row(wiki, selection), head)
    # Said, so that what may be large is never held whole to be kept.
    return StreamingResponse(parts, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-cache"})


@router.get("/{prefix}/{slug}.jsonld")
def page_linked(request: Request, prefix: str, slug: str, wiki: TheWiki) -> Response:
    """The page as all may see it, whoever asks."""
    kind = kind_of(wiki, prefix)
    try:
        return _document(request, read_page(wiki, PagePath(kind, slug), reader=STRANGER))
    except Moved as error:
        where = page_url(error.params["target"], wiki.kinds)
        return RedirectResponse(f"{where}{SUFFIX}", status_code=301)
    except WikiError as error:
        return api_error(request, error)


@router.get(FRIENDS + "/{peer}/{prefix}/{slug}.jsonld")
def mirrored_linked(request: Request, asked: ThePage, wiki: TheWiki) -> Response:
    """Our copy of a friend's page; every address in it is its owner's."""
    try:
        return _document(
            request, read_mirrored(wiki, asked.origin, asked.path, reader=STRANGER)
        )  # fmt: skip
    except Moved as error:
        where = page_url(error.params["target"], wiki.kinds, origin=asked.origin)
        return RedirectResponse(f"{where}{SUFFIX}", status_code=301)
    except WikiError as error:
        return api_error(request, error)


def _document(request: Request, row: PageRow) -> Response:
    if not told(row):
        raise PageNotFound(path=row.path)
    linking = Linking.of(reading_of(request))
    headers = {}
    if row.origin:
        there = linking.url(row.path, row.origin)
        headers = {"Link": f'<{there}>; rel="canonical"', "X-Robots-Tag": "noindex"}
    return Response(document_of(linking, row), media_type=MEDIA_TYPE, headers=headers)
