"""The directory of a kind: one selection, seen as list, cards, table or map."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.kinds import PageKind
from app.domain.selection import Order, Selection
from app.theme.parts import Link, Pager
from app.web.addresses import directory_url
from app.web.reading.choices import chosen_links, facets_of
from app.web.reading.context import Reading
from app.web.reading.friends import ANY, OWN
from app.web.reading.items import columns_of, items_of
from app.web.reading.known import every_row
from app.web.reading.listing import page_of
from app.web.reading.live import map_of
from app.web.reading.queries import Pairs, address, facet_pairs
from app.web.views import Directory

PAGE_SIZE = 30
MAP_LIMIT = 3000


class View(StrEnum):
    cards = "cards"
    list = "list"
    table = "table"
    map = "map"


VIEW_LABELS = {View.cards: "Fiches", View.list: "Liste", View.table: "Tableau", View.map: "Carte"}
ORDER_LABELS = {
    Order.title: "par titre",
    Order.recent: "les plus récentes",
    Order.opened: "par ouverture",
}
LEADS = {
    "place": "Des lieux où l’on travaille, fabrique, apprend et décide ensemble.",
    "method": "Des façons de faire, avec leurs réussites et leurs ratés.",
    "mini_cool": "De petites unités pour apprendre un geste, seul ou à plusieurs.",
    "organisation": "Réseaux, coopératives, collectivités et partenaires des lieux.",
    "portal": "Des portes d’entrée par sujet, tenues à jour toutes seules.",
    "page": "Ce qu’il faut savoir pour se servir de ce wiki et de ce qu’il contient.",
}
EXPORTS = (("csv", "CSV"), ("geojson", "GeoJSON"), ("json", "JSON"), ("jsonld", "JSON-LD"),
           ("atom", "Atom"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `selection` has the kind; `number` counts pages from 1."""

    kind: PageKind
    selection: Selection
    view: View = View.cards
    number: int = 1

    @property
    def chosen(self) -> Selection:
        return self.selection.having("kind")

    def settings(self, *, view: View | None = None, order: Order | None = None) -> Pairs:
        """The parameters that are no facets, defaults left out."""
        view, order = view or self.view, order or self.selection.order
        pairs = (("view", view, View.cards), ("order", order, Order.title))
        return [(name, str(value)) for name, value, usual in pairs if value != usual]


def directory_view(reading: Reading, asked: Asked) -> Directory:
    wiki, kind = reading.wiki, asked.kind
    url = directory_url(kind.name, wiki.kinds)
    total = wiki.index.count(asked.selection)
    last = max(1, -(-total // PAGE_SIZE))
    number = min(asked.number, last)
    facet, origins = facet_pairs(asked.chosen), _origins(reading, asked.selection)
    kept = list(asked.settings())
    on_map = list(every_row(wiki, asked.selection))[:MAP_LIMIT] if asked.view is View.map else []
    rows = page_of(wiki, asked.selection, number, PAGE_SIZE) if asked.view is not View.map else []
    table = kind.name if asked.view is View.table else None
    first = (number - 1) * PAGE_SIZE + 1
    return Directory(
        kind=kind.name, title=reading.plural(kind), total=total, url=url,
        lead=reading.say(LEADS[kind.name]) if kind.name in LEADS else "",
        view=asked.view.value, views=_views(reading, asked, url, facet),
        items=items_of(reading, rows, table=table), first=first, last=first + len(rows) - 1,
        columns=columns_of(reading, kind.name),
        facets=facets_of(reading, kind.name, asked.chosen,
                         {**wiki.index.facets(asked.selection), "origin": origins}),
        chosen=chosen_links(reading, asked.chosen, url, kept), clear_url=address(url, kept),
        sorts=_sorts(reading, asked, url, facet),
        map=map_of(reading, on_map) if on_map else None,
        unplaced=sum("coordinates" not in row.front for row in on_map),
        exports=tuple(Link(label, address(f"{url}.{ext}", facet)) for ext, label in EXPORTS),
        pager=Pager.of(number, last, lambda n: address(url, [*facet, *kept, *_page(n)])),
        write_url=address("/-/ecrire", kind=kind.name), hidden=tuple(kept),
        data_licence=reading.licence(wiki.site.licence),
        friends=bool(set(asked.chosen.where.get("origin", ())) - set(OWN)),
        elsewhere=0 if "origin" in asked.chosen.where else origins.get(ANY, 0) - total,
        elsewhere_url=address(url, [*facet, ("origin", ANY), *kept]),
    )  # fmt: skip


def _origins(reading: Reading, selection: Selection) -> dict[str, int]:
    """How many pages of the selection each network has, all of them together first; none of it
    where there is no friend."""
    hosts = reading.wiki.index.origins()
    if not hosts:
        return {}
    counts = {host: reading.wiki.index.count(selection.having("origin", host))
              for host in ("self", *hosts)}  # fmt: skip
    return {ANY: sum(counts.values())} | {host: count for host, count in counts.items() if count}


def _page(number: int) -> list[tuple[str, str]]:
    return [("page", str(number))] if number > 1 else []


def _views(reading: Reading, asked: Asked, url: str, facet: Pairs) -> tuple[Link, ...]:
    return tuple(
        Link(reading.say(label), address(url, [*facet, *asked.settings(view=view)]),
             current=view is asked.view)
        for view, label in VIEW_LABELS.items()
        if view is not View.map or asked.kind.name in ("place", "organisation")
    )  # fmt: skip


def _sorts(reading: Reading, asked: Asked, url: str, facet: Pairs) -> tuple[Link, ...]:
    return tuple(
        Link(reading.say(label), address(url, [*facet, *asked.settings(order=order)]),
             current=order is asked.selection.order)
        for order, label in ORDER_LABELS.items()
        if order is not Order.opened or asked.kind.name == "place"
    )  # fmt: skip
