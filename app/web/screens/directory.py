"""Directories of each kind, and the same selections as files. `pages` mounts them, after all."""

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from app.domain.exchange import WriteOptions
from app.domain.kinds import PageKind
from app.domain.selection import Order, Selection
from app.domain.tables.mapping import profile_named
from app.domain.tables.writing import as_csv, as_geojson
from app.theme import Alternate
from app.web.addresses import directory_url
from app.web.api.pages import listed_page
from app.web.context import TheWiki, selection_of
from app.web.frame import screen
from app.web.reading import atom
from app.web.reading.asked import View, asked_of
from app.web.reading.asking import reading_of
from app.web.reading.directory import directory_view, exports_of
from app.web.reading.friends import mirrors_of
from app.web.reading.known import every_row
from app.web.reading.listing import page_of
from app.web.reading.queries import address, selection_pairs
from app.web.safety import let_locate, let_map

listing = APIRouter()
SECTIONS = ("place", "method", "mini_cool")
FEED_SIZE = 50
TYPES = {"csv": "text/csv", "geojson": "application/geo+json", "json": "application/json",
         "jsonld": "application/ld+json", "atom": "application/atom+xml",
         "ics": "text/calendar"}  # fmt: skip


def kind_at(wiki: TheWiki, prefix: str) -> PageKind:
    """The kind whose directory stands at a prefix. Raises HTTPException 404."""
    found = next((kind for kind in wiki.kinds.values() if kind.prefix == prefix), None)
    if found is None:
        raise HTTPException(404)
    return found


def selected(request: Request, kind: PageKind) -> Selection:
    return selection_of(request, strict=False).having("kind", kind.name)


def written_as(request: Request, wiki: TheWiki) -> WriteOptions:
    """In the columns of the profile that is asked for. Raises Refused where it is none."""
    name = request.query_params.get("profil", "")
    profile_named(name)
    return WriteOptions(wiki.site.base_url, wiki.kinds, name)


@listing.get("/{prefix}.csv")
def pages_csv(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The open pages of the selection, a line each."""
    rows = every_row(wiki, selected(request, kind_at(wiki, prefix)).but(open_only=True))
    headers = {"Content-Disposition": f'attachment; filename="{prefix}.csv"'}
    text = as_csv(rows, written_as(request, wiki))
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@listing.get("/{prefix}.geojson")
def pages_geojson(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The open pages of the selection, a feature each."""
    rows = every_row(wiki, selected(request, kind_at(wiki, prefix)).but(open_only=True))
    text = as_geojson(rows, written_as(request, wiki))
    return Response(text, media_type="application/geo+json")


@listing.get("/{prefix}.json")
def pages_json(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The open pages of the selection, each as the API lists it."""
    rows = every_row(wiki, selected(request, kind_at(wiki, prefix)).but(open_only=True))
    mirrors = mirrors_of(wiki)
    items = [listed_page(wiki, row, mirrors) for row in rows]
    return JSONResponse({"items": items, "next_cursor": None})


@listing.get("/{prefix}.atom")
def pages_atom(request: Request, prefix: str, wiki: TheWiki) -> Response:
    """The open pages of the selection that changed last."""
    kind = kind_at(wiki, prefix)
    selection = selected(request, kind).but(open_only=True)
    rows = page_of(wiki, selection.but(order=Order.recent), 1, FEED_SIZE)
    url = directory_url(kind.name, wiki.kinds)
    pairs = selection_pairs(selection, but=("kind",))
    names = {host: mirror.name for host, mirror in mirrors_of(wiki).items()}
    entries = (
        atom.page_entry(wiki.site, row, wiki.kinds, names.get(row.origin, row.origin))
        for row in rows
    )
    text = atom.feed(
        wiki.site, title=f"{wiki.site.name} : {kind.plural}", url=address(f"{url}.atom", pairs),
        shown_at=address(url, pairs), entries=entries,
    )  # fmt: skip
    return Response(text, media_type=atom.MEDIA_TYPE)


@listing.get("/{prefix}")
def pages_screen(
    request: Request, prefix: str, wiki: TheWiki, view: View = View.cards,
    order: Order | None = None, page: int = Query(1, ge=1, le=100_000),
) -> Response:  # fmt: skip
    """The directory of a kind."""
    kind = kind_at(wiki, prefix)
    reading = reading_of(request)
    made = directory_view(reading, asked_of(request, kind, view=view, order=order, page=page))
    forms = zip(made.exports, exports_of(kind.name), strict=True)
    alternates = (Alternate(link.url, TYPES[ext], link.label) for link, (ext, _) in forms)
    answer = screen(
        request, "directory.html", made, title=made.title, description=made.lead,
        section=kind.name if kind.name in SECTIONS else "", alternates=tuple(alternates),
        scripts=("map.js",) if made.map else ("near.js",) if made.near else (),
    )  # fmt: skip
    return (
        let_map(answer, reading.tiles) if made.map else let_locate(answer) if made.near else answer
    )
