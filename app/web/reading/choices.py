"""Facets of a list: boxes to tick with their counts, and what is ticked already."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.selection import Selection
from app.theme.parts import Facet, FacetOption, Link
from app.web.reading.context import Reading
from app.web.reading.queries import Pairs, address, selection_pairs
from app.web.whereabouts import is_degrees

# Which facets a directory offers, in order.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "place": ("origin", "region", "department", "activity", "space", "legal_status", "setting",
              "opened", "theme", "tag"),
    "method": ("origin", "theme", "form", "life_cycle", "duration", "cost", "difficulty",
               "tag", "stub"),
    "mini_cool": ("origin", "theme", "duration", "tag"),
    "organisation": ("origin", "type", "region", "theme", "tag"),
}  # fmt: skip
# What any page may have, and what a search over several kinds offers.
PLAIN = ("origin", "theme", "tag", "licence", "lang")
ANYWHERE = ("kind", "origin", "theme", "region", "department", "life_cycle", "duration", "cost",
            "licence", "lang", "tag")  # fmt: skip
# What a search offers to leave out.
BARRED = ("kind", "origin", "theme", "region", "department", "tag", "licence", "lang")
OPTIONS_LIMIT = 40
FIRST_OPEN = {"tag": 5, "opened": 5}


def facets_of(
    reading: Reading, kind: str, selection: Selection, counts: Mapping[str, Mapping[str, int]]
) -> tuple[Facet, ...]:
    """Facets that would narrow the list, or that already do. A search that holds to one kind
    offers that kind's facets too."""
    offered = OFFERED.get(kind, PLAIN) if kind else ANYWHERE
    kinds = selection.where.get("kind", ())
    if not kind and len(kinds) == 1:
        offered = tuple(dict.fromkeys(("kind", *OFFERED.get(kinds[0], ()), *PLAIN)))
    others = tuple(n for n in selection.where if n not in offered and n != "kind")
    found = (_facet(reading, n, selection, counts.get(n, {})) for n in (*offered, *others))
    return tuple(facet for facet in found if len(facet.options) > 1 or facet.ticked)


def chosen_links(
    reading: Reading, selection: Selection, url: str, kept: Pairs, *, near: str = ""
) -> tuple[Link, ...]:
    """Each value in force, with the address of the list without it. `near` is how its place was
    named."""
    pairs, kept = selection_pairs(selection, near=near), list(kept)
    return tuple(
        Link(
            _said(reading, selection, name, value),
            address(url, _without(pairs, name, value) + kept),
        )
        for name, value in pairs
        if name != "within"
    )


def _without(pairs: Pairs, name: str, value: str) -> list[tuple[str, str]]:
    """A place leaves with its radius."""
    gone = ("near", "within") if name == "near" else ()
    return [pair for pair in pairs if pair != (name, value) and pair[0] not in gone]


def _said(reading: Reading, selection: Selection, name: str, value: str) -> str:
    if name == "q":
        return reading.say("« {words} »").format(words=value)
    if name == "since":
        return reading.say("changé depuis le {day}").format(day=reading.writing.long_date(value))
    if name == "near" and selection.near is not None:
        km = f"{selection.near.within_m / 1000:g}"
        where = reading.say("ce point") if is_degrees(value) else value
        return reading.say("à {km} km de {where} au plus").format(km=km, where=where)
    if name.startswith("-"):
        label = reading.label(name[1:], value)
        return reading.say("sauf {label}").format(label=label)
    return reading.label(name, value)


def barring(facets: Sequence[Facet]) -> tuple[Facet, ...]:
    """What may be barred: values that are there and not ticked. `value` is the criterion."""
    free = (
        replace(facet, options=tuple(
            replace(option, value=f"{facet.name}={option.value}")
            for option in facet.options if not option.checked and option.count
        ))
        for facet in facets if facet.name in BARRED
    )  # fmt: skip
    return tuple(facet for facet in free if facet.options)


def _facet(reading: Reading, name: str, selection: Selection, counts: Mapping[str, int]) -> Facet:
    ticked = selection.where.get(name, ())
    values = [v for v in counts if v not in ticked and (name != "theme" or "/" not in v)]
    if name == "opened":
        values.sort(reverse=True)
    options = [FacetOption(v, reading.label(name, v), counts.get(v, 0), True) for v in ticked]
    options += [FacetOption(v, reading.label(name, v), counts[v]) for v in values]
    shown = max(FIRST_OPEN.get(name, 7), len(ticked))
    return Facet(name, reading.facet_name(name), tuple(options[:OPTIONS_LIMIT]), shown)
