"""The directory of a kind: one selection, seen as list, cards, table, map or calendar."""

from dataclasses import replace
from html import escape

from app.actions.find_pages import settled
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.selection import Order, Selection
from app.theme.parts import Link, Pager
from app.web.addresses import TAKE_AWAY, directory_url
from app.web.reading.asked import Asked, View
from app.web.reading.calendar import calendar_of
from app.web.reading.choices import chosen_links, facets_of
from app.web.reading.context import Reading
from app.web.reading.friends import ANY, OWN
from app.web.reading.items import items_of
from app.web.reading.listing import page_of
from app.web.reading.live_map import live_map
from app.web.reading.queries import address, facet_pairs
from app.web.reading.table import table_items, table_of, table_rows
from app.web.views import Directory
from app.web.views.directory import NearForm
from app.web.whereabouts import unknown_town

PAGE_SIZE = 30
TABLE_SIZE = 50
PLACED = ("place", "organisation")
DATED = ("place", "method")
VIEW_LABELS = {View.cards: "Fiches", View.list: "Liste", View.table: "Tableau", View.map: "Carte",
               View.calendar: "Calendrier"}  # fmt: skip
ORDER_LABELS = {
    Order.best: "les plus proches de la question",
    Order.distance: "par distance",
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
CALENDAR = ("ics", "iCal")


def exports_of(kind: str) -> tuple[tuple[str, str], ...]:
    """(ending, name) of the files that a selection of the kind is taken away as."""
    return (*EXPORTS, CALENDAR) if kind in DATED else EXPORTS


def directory_view(reading: Reading, asked: Asked) -> Directory:
    """Raises InvalidQuery on a column, a month or a place that cannot be."""
    wiki, kind = reading.wiki, asked.kind
    selection = settled(wiki, asked.selection)
    url, total = directory_url(kind.name, wiki.kinds), wiki.index.count(selection)
    size = TABLE_SIZE if asked.view is View.table else PAGE_SIZE
    number = min(asked.number, max(1, -(-total // size)))
    rows = shown_rows(reading, asked, selection, number, size)
    first = (number - 1) * size + 1
    whole = Directory(
        kind=kind.name, title=reading.plural(kind), total=total, url=url,
        lead=reading.say(LEADS[kind.name]) if kind.name in LEADS else "",
        query=asked.selection.words, view=asked.view.value, views=_views(reading, asked, url),
        first=first, last=first + len(rows) - 1, pager=_pager(asked, url, number, total, size),
        near=_near(reading, asked) if kind.name in PLACED else None,
        write_url=address("/-/ecrire", kind=kind.name),
        data_licence=reading.licence(wiki.site.licence),
    )  # fmt: skip
    shown = _shown(reading, asked, selection, whole, rows)
    return _chosen(reading, asked, selection, _taken_away(reading, asked, shown))


def _shown(
    reading: Reading, asked: Asked, selection: Selection, whole: Directory, rows: list[PageRow]
) -> Directory:
    """With what the view in force shows."""
    url, view, unknown = whole.url, asked.view, ()
    if view is View.table:
        table, unknown = table_of(reading, asked, url)
        whole = replace(whole, table=table, items=table_items(reading, asked, rows))
    else:
        whole = replace(whole, items=items_of(reading, rows), sorts=_sorts(reading, asked, url))
    if view is View.map:
        on_map = live_map(reading, selection, url, asked.pairs)
        whole = replace(whole, map=on_map, unplaced=whole.total - on_map.total)
    if view is View.calendar:
        whole = replace(whole, calendar=calendar_of(reading, asked, selection, url))
    return replace(whole, notes=notes_of(reading, asked, unknown))


def _chosen(reading: Reading, asked: Asked, selection: Selection, shown: Directory) -> Directory:
    """With what narrows the selection, and what would."""
    url, pairs, kept = shown.url, asked.pairs, list(asked.settings())
    origins, facets = _origins(reading, selection), facet_pairs(asked.chosen)
    counts = {**reading.wiki.index.facets(selection), "origin": origins}
    named = asked.chosen.where.get("origin", ())
    usual = (pair for pair in kept if pair[0] != "order")
    return replace(
        shown,
        facets=facets_of(reading, asked.kind.name, asked.chosen, counts),
        chosen=chosen_links(reading, asked.chosen, url, kept, near=asked.near),
        clear_url=address(url, kept),
        hidden=(*(pair for pair in pairs if pair not in facets), *kept),
        search_hidden=(*(pair for pair in pairs if pair[0] != "q"), *usual),
        friends=bool(set(named) - set(OWN)),
        elsewhere=0 if named else origins.get(ANY, 0) - shown.total,
        elsewhere_url=address(url, [*pairs, ("origin", ANY), *kept]),
    )


def _taken_away(reading: Reading, asked: Asked, shown: Directory) -> Directory:
    """With the files of the selection, its figures, and the frame for other sites."""
    pairs = asked.pairs
    kind = [] if asked.kind.name == "place" else [("kind", asked.kind.name)]
    return replace(
        shown,
        exports=tuple(
            Link(label, address(f"{shown.url}.{ext}", pairs))
            for ext, label in exports_of(asked.kind.name)
        ),
        figures_url=address("/-/chiffres", [*kind, *pairs]),
        offline_url=address(TAKE_AWAY, [("kind", asked.kind.name), *pairs]),
        embed=_embed(reading, asked),
    )


def _pager(asked: Asked, url: str, number: int, total: int, size: int) -> Pager:
    pairs = [*asked.pairs, *asked.settings()]
    last = max(1, -(-total // size))
    return Pager.of(number, last, lambda n: address(url, [*pairs, *_page(n)]))


def shown_rows(
    reading: Reading, asked: Asked, selection: Selection, number: int, size: int
) -> list[PageRow]:
    if asked.view is View.calendar:
        return []
    if asked.view is View.table:
        return table_rows(reading, asked, selection, number, size)
    return page_of(reading.wiki, selection, number, size)


def notes_of(reading: Reading, asked: Asked, columns: tuple[str, ...]) -> tuple[str, ...]:
    """What of the address was not understood, a sentence each."""
    said = [Phrase("« {facet} » n’est pas un critère connu : la liste n’en tient pas compte.",
                   facet=name) for name in asked.unknown]  # fmt: skip
    said += [Phrase("« {key} » n’est pas une colonne : le tableau s’en passe.", key=key[:40])
             for key in columns[:5]]  # fmt: skip
    return tuple(reading.theme.sentence(p.template, p.params, lang=reading.lang) for p in said)


def _origins(reading: Reading, selection: Selection) -> dict[str, int]:
    """How many pages of the selection each network has, all of them together first; none of it
    where there is no friend."""
    hosts = reading.wiki.index.origins()
    if not hosts:
        return {}
    counts = {host: reading.wiki.index.count(selection.having("origin", host))
              for host in ("self", *hosts)}  # fmt: skip
    return {ANY: sum(counts.values())} | {host: count for host, count in counts.items() if count}


def _near(reading: Reading, asked: Asked) -> NearForm:
    near = asked.selection.near
    said = asked.near or (str(near) if near else "")
    within = f"{near.within_m / 1000:g}" if near else ""
    told = unknown_town(asked.near)
    problem = reading.theme.sentence(told.template, told.params, lang=reading.lang)
    order = asked.selection.but(near=None).usual
    hidden = [p for p in asked.pairs if p[0] not in ("near", "within")]
    hidden += [p for p in asked.settings() if p != ("order", str(order)) and p[0] != "order"]
    return NearForm(said, within, problem if asked.near_unknown else "", tuple(hidden))


def _page(number: int) -> list[tuple[str, str]]:
    return [("page", str(number))] if number > 1 else []


def _views(reading: Reading, asked: Asked, url: str) -> tuple[Link, ...]:
    return tuple(
        Link(reading.say(label), address(url, [*asked.pairs, *asked.settings(view=view)]),
             current=view is asked.view)
        for view, label in VIEW_LABELS.items()
        if (view is not View.map or asked.kind.name in PLACED)
        and (view is not View.calendar or asked.kind.name in DATED)
    )  # fmt: skip


def _sorts(reading: Reading, asked: Asked, url: str) -> tuple[Link, ...]:
    if asked.view in (View.map, View.calendar):
        return ()
    offered = {Order.opened: asked.kind.name == "place", Order.best: bool(asked.selection.words),
               Order.distance: asked.selection.near is not None}  # fmt: skip
    return tuple(
        Link(reading.say(label), address(url, [*asked.pairs, *asked.settings(order=order)]),
             current=order is asked.selection.order)
        for order, label in ORDER_LABELS.items()
        if offered.get(order, True)
    )  # fmt: skip


def _embed(reading: Reading, asked: Asked) -> str:
    """The HTML that shows this selection on another site."""
    pairs = [*asked.pairs, *asked.settings()]
    pairs += [("view", "cards")] if asked.view is View.cards else []
    url = reading.absolute(address(f"/-/integre/{asked.kind.prefix}", pairs))
    title = f"{reading.plural(asked.kind)}, {reading.wiki.site.name}"
    return (
        f'<iframe src="{escape(url)}" title="{escape(title)}" width="100%" height="480"'
        ' loading="lazy" style="border:0"></iframe>'
    )
