"""The view of the style page."""

from dataclasses import dataclass

from app.theme.maps import MapDrawing
from app.theme.parts import Chain, Facet, Fact, Item, Link, Pager
from app.web.views.pages import Lessons, PageHead
from app.web.views.writing import DisputeView, Field


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePage:
    """Every piece of a theme in every state. `colours` are (token, what it is for); `schemes` lead
    to this page in light and dark; `switch` shows two addresses of one thing; `fresh` are heads of
    pages that were verified lately, long ago and never."""

    colours: tuple[tuple[str, str], ...]
    schemes: tuple[Link, ...]
    switch: tuple[Link, ...]
    items: tuple[Item, ...]
    columns: tuple[str, ...]
    links: tuple[Link, ...]
    facts: tuple[Fact, ...]
    facets: tuple[Facet, ...]
    fields: tuple[Field, ...]
    chosen: tuple[Link, ...]
    pager: Pager
    fresh: tuple[PageHead, ...]
    chains: tuple[Chain, ...]
    lessons: tuple[Lessons, ...]
    disputes: tuple[DisputeView, ...]
    map: MapDrawing | None = None
