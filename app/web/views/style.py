"""The view of the style page."""

from dataclasses import dataclass

from app.theme.maps import MapDrawing
from app.theme.parts import Facet, Fact, Item, Link, Pager
from app.web.views.writing import Field


@dataclass(frozen=True, slots=True, kw_only=True)
class StylePage:
    """Every piece of a theme in every state. `colours` are (token, what it is for); `schemes` lead
    to this page in light and dark; `switch` shows two addresses of one thing."""

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
    map: MapDrawing | None = None
