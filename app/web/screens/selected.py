"""What a selection gives to programs of people: dates for their calendar, points for our maps.

`pages` mounts them before the directory, whose addresses would answer for these.
"""

from typing import Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response

from app.actions.find_pages import settled
from app.domain.rows import Placed
from app.web.addresses import page_url
from app.web.context import TheWiki
from app.web.reading.ical import as_ical
from app.web.reading.points import points_of
from app.web.screens.directory import kind_at, selected

listing = APIRouter()
NO_CACHE = "no-cache"
DATES_LIMIT = 5_000
FIRST, LAST = "1000", "2999-12-31"


@listing.get("/{prefix}.points.json")
def points(
    request: Request, prefix: str, wiki: TheWiki, v: str = "",
    block: int | None = Query(None, ge=0, le=1_000),
) -> Response:  # fmt: skip
    """Where the pages of the selection are; with `block`, what some of them are called.

    Points that are no longer those of `v` are said to be so (409).
    """
    selection = settled(wiki, selected(request, kind_at(wiki, prefix)))
    found = points_of(wiki.index, selection)
    if block is None:
        etag = f'"{found.version}"'
        headers = {"ETag": etag, "Cache-Control": NO_CACHE}
        if request.headers.get("if-none-match") == etag:
            return Response(status_code=304, headers=headers)
        return Response(found.body, media_type="application/json", headers=headers)
    if v != found.version:
        return JSONResponse({"v": found.version}, 409, headers={"Cache-Control": "no-store"})
    said = {"t": [_named(wiki, one) for one in found.block(block)]}
    return JSONResponse(said, headers={"Cache-Control": "private, max-age=600"})


def _named(wiki: TheWiki, one: Placed) -> list[Any]:
    """[title, address, town]."""
    url = page_url(one.at.path, wiki.kinds, origin=one.at.origin)
    return [one.title, url, one.city]


@listing.get("/{prefix}.ics")
def pages_ical(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The dates that the open pages of the selection tell, for calendars (RFC 5545)."""
    kind = kind_at(wiki, prefix)
    selection = settled(wiki, selected(request, kind).but(open_only=True))
    found = wiki.index.dates(selection, first=FIRST, last=LAST, size=DATES_LIMIT)
    text = as_ical(wiki.site, kind, found, wiki.kinds)
    headers = {"Content-Disposition": f'attachment; filename="{prefix}.ics"'}
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)
