"""The lists of pages that a text shows, told from the text alone: what makes them others."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from app.domain import front_matter
from app.domain.errors import InvalidQuery
from app.domain.page import Page
from app.domain.rows import PageRow
from app.domain.selection import Order, Selection

ARGUMENT = re.compile(r'(?:^|(?<=\s))([a-z_]+)=(?:"([^"]*)"|«\s*([^«»]*?)\s*»|(\S+))')
# What a list says of how it is shown; all else selects.
SHOWN_AS = ("view", "title", "size", "order")
# Letters of both sizes: told to ignore case, it would look for the colons ten times as long.
_DIRECTIVE = re.compile(r":::[ \t]*[Ll][Ii][Ss][Tt]\b(.*)")
# Facets that each index reads in a way of its own.
_BY_ORIGIN = "origin"
Facets = Mapping[str, tuple[str, ...]]


class LiveList(NamedTuple):
    """`select` is the selection that it shows, None where that is not sure. `dated`: it may be
    another whenever the words of a page change, or the day of that."""

    select: str | None
    dated: bool = False


# Other than before whenever anything is.
ANY = LiveList(None, dated=True)


def live_lists(row: PageRow | Page) -> tuple[LiveList, ...]:
    """Those of a portal, and of a text. What stands in no plain text is `ANY`."""
    if ":::" not in row.text:
        return tuple(_of_portal(row))
    front, body = front_matter.split(row.text)
    hidden = [ANY] if _DIRECTIVE.search(front) else []
    said = (_of_text(match[1]) for match in _DIRECTIVE.finditer(body))
    return tuple(dict.fromkeys((*hidden, *_of_portal(row), *said)))


def may_show(lists: Iterable[LiveList], pages: Iterable[Facets]) -> bool:
    """True where one of these lists may hold one of the pages with these facets."""
    known = list(pages)
    return any(one.select is None or _holds_any(one.select, known) for one in lists)


def selecting(args: str) -> str:
    """Of what a list says, what selects."""
    return ARGUMENT.sub(lambda match: "" if match[1] in SHOWN_AS else match[0], args).strip()


def named(text: str) -> dict[str, str]:
    """`name=value` pairs, values with spaces in quotes."""
    return {
        match[1]: next(value for value in match.groups()[1:] if value is not None)
        for match in ARGUMENT.finditer(text)
    }


def _of_text(args: str) -> LiveList:
    said = named(args)
    return _list(selecting(args), said.get("view", ""), said.get("order", ""))


def _of_portal(row: PageRow | Page) -> Iterator[LiveList]:
    if row.path.kind != "portal":
        return
    queries: Any = row.front.get("queries")
    for query in queries if isinstance(queries, list) else [queries]:
        if isinstance(query, Mapping):
            yield _list(query.get("select"), query.get("view"), "")


def _list(select: object, view: object, order: str) -> LiveList:
    try:
        selection = Selection.parse(select) if isinstance(select, str) else None
    except InvalidQuery:
        return ANY
    if selection is None:
        return ANY
    by_day = selection.updated_since is not None or order == Order.recent
    # A table says when each page changed, but for those of some kinds.
    return LiveList(str(selection), bool(selection.words) or by_day or view == "table")


def _holds_any(select: str, pages: list[Facets]) -> bool:
    selection = _parsed(select)
    return any(_holds(selection, facets) for facets in pages)


@lru_cache(maxsize=512)
def _parsed(select: str) -> Selection:
    return Selection.parse(select)


def _holds(selection: Selection, facets: Facets) -> bool:
    """Where nothing is sure, as of a place near another, it may."""
    wanted = all(
        name == _BY_ORIGIN or not values or not {*values}.isdisjoint(facets.get(name, ()))
        for name, values in selection.where.items()
    )
    return wanted and all(
        name == _BY_ORIGIN or {*values}.isdisjoint(facets.get(name, ()))
        for name, values in selection.barred.items()
    )
