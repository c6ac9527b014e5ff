"""How pages look: templates that a folder can override, the words of each language, and the
values that every screen is drawn from.

Shared by the web, federation's screens and exporters; it knows the domain and nothing else.
"""

from app.theme.frame import Addresses, Alternate, Flash, Frame, Language, Person, Picture
from app.theme.kinds import KINDS, KindLook, look_of
from app.theme.parts import (
    Chain,
    Facet,
    FacetOption,
    Fact,
    Item,
    Licence,
    Link,
    Origin,
    Page,
    Pager,
    TocEntry,
)
from app.theme.theme import Theme, sentence

__all__ = [
    "KINDS",
    "Addresses",
    "Alternate",
    "Chain",
    "Facet",
    "FacetOption",
    "Fact",
    "Flash",
    "Frame",
    "Item",
    "KindLook",
    "Language",
    "Licence",
    "Link",
    "Origin",
    "Page",
    "Pager",
    "Person",
    "Picture",
    "Theme",
    "TocEntry",
    "look_of",
    "sentence",
]
