"""The page of a portal: a few words, then live lists."""

from app.actions.find_pages import list_pages, settled
from app.domain.errors import InvalidQuery
from app.domain.links import slugify
from app.domain.selection import Selection
from app.web.reading.context import Reading
from app.web.reading.friends import meant_there
from app.web.reading.front import Front
from app.web.reading.head import make_head, toc_of
from app.web.reading.items import columns_of, items_of, one_kind
from app.web.reading.live import MAP_LIMIT, map_of
from app.web.reading.queries import selection_url
from app.web.reading.shown import Shown
from app.web.reading.text import resolved
from app.web.views import PortalPage, PortalSection

SIZES = {"cards": 8, "list": 12, "table": 24, "map": MAP_LIMIT}


def portal_page(reading: Reading, shown: Shown) -> PortalPage:
    queries = shown.front.items("queries")
    sections = (_section(reading, shown, n, query) for n, query in enumerate(queries, 1))
    body = resolved(reading, shown, shown.rendered.html)
    return PortalPage(
        head=make_head(reading, shown, body=body, toc=toc_of(shown), facts=()),
        sections=tuple(section for section in sections if section),
    )


def _section(reading: Reading, shown: Shown, number: int, query: Front) -> PortalSection | None:
    try:
        said = Selection.parse(query.text("select"))
        meant = meant_there(reading.wiki.index, said, shown.origin)
        selection = settled(reading.wiki, meant.but(order=meant.usual))
        view = query.text("view") if query.text("view") in SIZES else "cards"
        rows, _ = list_pages(reading.wiki, selection, size=SIZES[view])
    except InvalidQuery:
        return None
    title = query.text("title")
    kind = one_kind(rows)
    return PortalSection(
        title=title,
        anchor=f"liste-{number}-{slugify(title)}".strip("-"),
        items=items_of(reading, rows, table=kind if view == "table" else None),
        total=reading.wiki.index.count(selection),
        url=selection_url(meant, reading.wiki.kinds, view=view if view != "cards" else ""),
        view=view,
        columns=columns_of(reading, kind) if view == "table" else (),
        map=map_of(reading, rows) if view == "map" else None,
    )
