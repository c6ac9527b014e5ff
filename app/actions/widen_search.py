"""Widen a search that found nothing: which one thing to give up, and what that would find."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.actions.find_pages import search_pages
from app.actions.wiki import Wiki
from app.domain.search import SearchQuery
from app.domain.selection import Order, Selection

TRIES = 12
OFFERED = 4
# Words past these are not tried: nobody typed them with care.
WORDS_TRIED = 6


@dataclass(frozen=True, slots=True)
class Wider:
    """The query without one criterion (`name` as in an address, `` for a word), that would give
    `total` pages."""

    name: str
    value: str
    query: SearchQuery
    total: int


def wider(wiki: Wiki, query: SearchQuery) -> tuple[Wider, ...]:
    """Those that give most, most first; none where no single thing stands in the way."""
    found = []
    for _, (name, value, looser) in zip(range(TRIES), _looser(query), strict=False):
        if not (looser.text or _narrows(looser.selection)):
            continue
        page, _ = search_pages(wiki, replace(looser, page=1, size=1))
        if page.total:
            found.append(Wider(name, value, looser, page.total))
    return tuple(sorted(found, key=lambda one: -one.total)[:OFFERED])


def _looser(query: SearchQuery) -> Iterator[tuple[str, str, SearchQuery]]:
    for name, value, selection in _fewer(query.selection):
        order = query.order if selection.near else Order.best
        yield name, value, replace(query, selection=selection, order=order)
    words = query.text.split()
    for place, word in enumerate(words[:WORDS_TRIED] if len(words) > 1 else []):
        fewer = " ".join(words[:place] + words[place + 1 :])
        yield "", word, replace(query, text=fewer)


def _fewer(selection: Selection) -> Iterator[tuple[str, str, Selection]]:
    """The selection without one facet, one barred facet, the place, the day."""
    for name, values in selection.where.items():
        yield name, values[0] if len(values) == 1 else "", selection.having(name)
    for name, values in selection.barred.items():
        others = {n: v for n, v in selection.barred.items() if n != name}
        yield f"-{name}", values[0] if len(values) == 1 else "", selection.but(barred=others)
    if selection.near:
        yield "near", "", selection.but(near=None)
    if selection.updated_since:
        yield "since", "", selection.but(updated_since=None)


def _narrows(selection: Selection) -> bool:
    return bool(selection.where or selection.barred or selection.near or selection.updated_since)
