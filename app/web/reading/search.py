"""Results of a search."""

from dataclasses import replace

from app.actions.care import note_missed
from app.actions.find_pages import (
    Found,
    origin_of_hit,
    rows_of,
    search_exactly,
    search_kindly,
    search_pages,
)
from app.actions.widen_search import Wider, wider
from app.domain.rows import PageRow
from app.domain.saved_search import NAME_LIMIT
from app.domain.search import PAGE_LIMIT, SearchHit, SearchPage
from app.domain.selection import Order
from app.domain.visibility import listed
from app.theme.parts import Folded, Item, Link, Pager
from app.theme.theme import matches
from app.web.addresses import TAKE_AWAY
from app.web.forms.posted import sign_in_url
from app.web.reading.choices import barring, chosen_links, facets_of
from app.web.reading.context import Reading
from app.web.reading.items import item_of
from app.web.reading.near import near_words
from app.web.reading.queries import address, selection_pairs
from app.web.reading.sought import RADII_KM, Sought
from app.web.views import Search

URL = "/recherche"
FEED = "/recherche.atom"
ORDER_LABELS = {
    Order.best: "Pertinence",
    Order.recent: "Plus récentes",
    Order.title: "Titre",
    Order.distance: "Distance",
}


def search_view(reading: Reading, sought: Sought) -> Search:
    """Results of the query; where neither words nor criteria are given, what there is to choose."""
    start = _start(reading, sought)
    if sought.empty:
        page, behind = search_pages(reading.wiki, replace(sought.query, page=1, size=1))
        facets = facets_of(reading, "", sought.selection, page.facets)
        return replace(start, facets=facets, behind=behind)
    found = _found(reading, sought)
    page, results = found.page, found.page.results or found.page.total
    if not (sought.query.typing or sought.criteria()):
        note_missed(reading.wiki, sought.query, page.total)
    here = [*sought.settings(), *sought.criteria()]
    last = min(max(1, -(-results // sought.query.size)), PAGE_LIMIT)
    facets = facets_of(reading, "", sought.selection, page.facets)
    return replace(
        start, total=page.total, results=results, items=_items(reading, page), facets=facets,
        bars=barring(facets), behind=found.behind, corrected=found.corrected,
        near=() if found.corrected else near_words(page.near),
        wider=_wider(reading, sought, found), last=last if sought.number > last else 0,
        last_url=address(URL, here, page=str(last)),
        pager=Pager.of(min(sought.number, last), last,
                       lambda n: address(URL, here, page="" if n == 1 else str(n))),
    )  # fmt: skip


def _start(reading: Reading, sought: Sought) -> Search:
    """What is asked for, before anything is looked for."""
    settings, criteria = list(sought.settings()), sought.criteria()
    here = [*settings, *criteria]
    words = sought.query.text
    chosen = chosen_links(reading, sought.selection, URL, settings, near=sought.town)
    name = ", ".join(part for part in (words, *(link.label for link in chosen)) if part)
    return Search(
        query=words, total=0, chosen=chosen, clear_url=address(URL, settings),
        exact_url=address(URL, here, exact="1"), write_url=address("/-/ecrire", titre=words),
        hidden=_hidden(sought), typed=sought.typed, sorts=_sorts(reading, sought),
        town=sought.town or sought.lost or str(sought.selection.near or ""), 
        lost_town=sought.lost, radii=_radii(reading, sought),
        feed_url="" if sought.empty else address(FEED, here), keep_name=name[:NAME_LIMIT],
        question=str(sought.whole), offline_url=address(TAKE_AWAY, [("q", words), *criteria]),
        keep_url=sign_in_url(address(URL, here)),
    )  # fmt: skip


def _found(reading: Reading, sought: Sought) -> Found:
    find = search_exactly if sought.exact else search_kindly
    return find(reading.wiki, sought.query)


def _wider(reading: Reading, sought: Sought, found: Found) -> tuple[Link, ...]:
    if found.page.total:
        return ()
    return tuple(
        Link(_without(reading, one), _url_of(sought, one), reading.writing.number(one.total))
        for one in wider(reading.wiki, sought.query)
    )


def _without(reading: Reading, one: Wider) -> str:
    """The words for what would be given up."""
    if not one.name:
        return reading.say("sans le mot « {word} »").format(word=one.value)
    if one.name == "near":
        return reading.say("plus loin")
    if one.name == "since":
        return reading.say("depuis toujours")
    name = one.name.removeprefix("-")
    what = reading.label(name, one.value) if one.value else reading.facet_name(name)
    said = "sans écarter « {what} »" if one.name.startswith("-") else "sans « {what} »"
    return reading.say(said).format(what=what)


def _url_of(sought: Sought, one: Wider) -> str:
    query = one.query
    pairs = selection_pairs(query.selection, near=sought.town)
    return address(URL, [("q", query.text), *pairs])


def _hidden(sought: Sought) -> tuple[tuple[str, str], ...]:
    """What a form keeps that has no box of its own."""
    order = sought.query.order
    kept = [(n, v) for n, v in sought.criteria() if n[0] == "-" or n == "since"]
    return (*kept, *([] if order is Order.best else [("order", str(order))]))


def _sorts(reading: Reading, sought: Sought) -> tuple[Link, ...]:
    """The orders that make sense here; without words none is better than another."""
    criteria, now = sought.criteria(), sought.query.order
    orders = [Order.best, Order.recent, Order.title] if sought.query.text else [
        Order.title, Order.recent]  # fmt: skip
    if sought.selection.near:
        orders.append(Order.distance)
    now = Order.title if now is Order.best and not sought.query.text else now
    return tuple(
        Link(reading.say(ORDER_LABELS[order]),
             address(URL, [*sought.settings(order=order), *criteria]), current=order is now)
        for order in orders
    )  # fmt: skip


def _radii(reading: Reading, sought: Sought) -> tuple[Link, ...]:
    """Distances to choose from, in kilometres; `url` is the value."""
    near = sought.selection.near
    km = near.within_m / 1000 if near else 50.0
    known = sorted({*map(float, RADII_KM), km})
    return tuple(
        Link(f"{reading.writing.number(one)} km", f"{one:g}", current=one == km) for one in known
    )


def _items(reading: Reading, found: SearchPage) -> tuple[Item, ...]:
    """The hits, with what the index says of them today."""
    rows = rows_of(reading.wiki, found.hits)
    return tuple(
        _item(reading, hit, row)
        for hit, row in zip(found.hits, rows, strict=True)
        if row is not None and listed(row.status)
    )


def _item(reading: Reading, hit: SearchHit, row: PageRow) -> Item:
    item = item_of(reading, row, snippet=matches(hit.snippet) if hit.snippet else None)
    folded = tuple(
        Folded(Link(other.title, reading.url(other.path, origin_of_hit(other)),
                    kind=other.path.kind),
               reading.origin(other.origin, other.path), reading.licence(other.licence).label)
        for other in hit.others
    )  # fmt: skip
    away = "" if hit.distance_m is None else _away(reading, hit.distance_m)
    return replace(item, folded=folded, away=away)


def _away(reading: Reading, distance_m: float) -> str:
    """À 12 km; under ten, with a decimal."""
    km = distance_m / 1000
    near = round(km, 1) if km < 10 else round(km)
    return reading.say("à {km} km").format(km=reading.writing.number(near))
