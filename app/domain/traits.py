"""By what a page shows something of another one, or of a medium, that may have changed."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from app.domain.links import fold
from app.domain.live_lists import LiveList, live_lists
from app.domain.media import names_in
from app.domain.rows import PageRow

# Where none of these is, no address of a page stands: looked for before that.
_SIGNS = ("](", "]:", "://", "href")
# Whatever an address of a page stands in: `/lieux/x`, `https://host/reseau/y/lieux/x`.
_RUN = re.compile(r"(?:/[\w.%~-]+)+")


class Traits(NamedTuple):
    """`title` is folded. `lists` are those that it shows of other pages. `translates` is the id of
    the page that it translates, `` for none; `addresses` are what of its text may hold addresses of
    pages, `media` the names of the media in it."""

    reference: str
    title: str
    lists: tuple[LiveList, ...]
    translates: str
    addresses: tuple[str, ...]
    media: tuple[str, ...]


def traits_of(row: PageRow) -> Traits:
    translated = row.front.get("translation_of")
    first = translated.get("id") if isinstance(translated, Mapping) else None
    runs = _RUN.findall(row.text) if any(sign in row.text for sign in _SIGNS) else ()
    return Traits(
        row.reference, fold(row.title), live_lists(row), first if isinstance(first, str) else "",
        tuple(dict.fromkeys(runs)), names_in(row.text),
    )  # fmt: skip
