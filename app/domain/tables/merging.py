"""What a list says, brought into a page key by key: only what it states, never the text.

A value that the same source gave before follows it. One that somebody wrote, or that another source
gave, is kept, and the difference is told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter, provenance
from app.domain.exchange import Facts, ListSource
from app.domain.front_matter import frozen
from app.domain.merge import SETS
from app.domain.page import Page
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from app.domain.provenance import Origin, leaf
from app.domain.towns import fold as fold_town

# A new page takes these from its row; a page that exists keeps its own.
FOR_NEW = ("lang", "licence", "data_licence", "status", "authors", "source", provenance.KEY)
# A town and where it is: where another town is said, none of it is taken.
_TOWN = ("territory.city", "territory.insee")
_PLACE = ("territory", "coordinates")
_NEAR = 1e-6
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A key whose value in the page (None: taken away) is not that of the list.

    `origin` says where the page has it from, None for a person.
    """

    page: PagePath
    where: Phrase
    field: str
    ours: Any
    theirs: Any
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """The page's text with what the list says, and what was not taken."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


def bring(
    page: Page, facts: Facts, filled: Mapping[str, Any], *,
    base: Mapping[str, Any] | None = None, theirs: bool = False, on: str = "",
) -> Brought:  # fmt: skip
    """`filled` is what the town tells, for keys that neither the page nor the list has.

    `base` is the front matter that the list was made from, where it is known: then what it changed
    is its own. `theirs` takes the list's side of every conflict. `on`: today, as an ISO date.
    """
    taken, conflicts = _taken(page, facts, base, theirs=theirs)
    if not theirs and any(one.field in _TOWN for one in conflicts):
        taken = {k: v for k, v in taken.items() if k.split(".")[0] not in _PLACE}
        filled = {}
    own = {k: v for k, v in filled.items() if leaf(page.front, k) is None and k not in taken}
    changes = _whole(page.front, taken | own)
    if not changes:
        return Brought(page.text, conflicts)
    changes |= _provenance(page.front, taken, own, facts, on)
    if facts.source is not None and taken:
        changes |= _sources(page.front, facts.source, facts.own.get("source_id", ""), on)
    return Brought(front_matter.splice(page.text, changes), conflicts)


def _taken(
    page: Page, facts: Facts, base: Mapping[str, Any] | None, *, theirs: bool
) -> tuple[dict[str, Any], tuple[Conflict, ...]]:
    """The values to take from the list, and where page and list differ."""
    taken: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    for key, value in facts.values.items():
        ours = leaf(page.front, key)
        if key in FOR_NEW or (ours is not None and same(key, ours, value)):
            continue
        verdict = _verdict(page.front, key, value, facts.source, base)
        if verdict == "differs":
            origin = provenance.origin_of(page.front, key)
            conflicts.append(Conflict(page.path, facts.where, key, ours, value, origin))
        if verdict == "takes" or (verdict == "differs" and theirs):
            taken[key] = value
    return taken, tuple(conflicts)


def _verdict(
    front: Mapping[str, Any], key: str, value: Any, source: ListSource | None,
    base: Mapping[str, Any] | None,
) -> str:  # fmt: skip
    """takes, keeps, or differs: where somebody has to look."""
    ours = leaf(front, key)
    if base is not None:
        was = leaf(base, key)
        if same(key, was, value):
            return "keeps"
        return "takes" if same(key, was, ours) else "differs"
    if ours is None:
        return "differs" if provenance.was_removed(front, key) else "takes"
    origin = provenance.origin_of(front, key)
    followed = origin is not None and (
        origin.source == provenance.TOWNS or (source is not None and origin.source == source.title)
    )
    if followed:
        return "takes"
    return "keeps" if _within(key, value, ours) else "differs"


def _within(key: str, theirs: Any, ours: Any) -> bool:
    """True where all that the list says is said already, among other things."""
    if key not in SETS or not isinstance(theirs, list) or not isinstance(ours, list):
        return False
    return {frozen(one) for one in theirs} <= {frozen(one) for one in ours}


def same(key: str, one: Any, other: Any) -> bool:
    """True where the two say the same: sets in any order, towns however they are spelt."""
    if one is None or other is None:
        return one is other
    if key == "territory.city" and isinstance(one, str) and isinstance(other, str):
        return fold_town(one) == fold_town(other)
    if isinstance(one, list) and isinstance(other, list):
        if key == "coordinates":
            return all(
                isinstance(a, int | float) and isinstance(b, int | float) and abs(a - b) <= _NEAR
                for a, b in zip(one, other, strict=False)
            )
        if key in SETS:
            return sorted(map(frozen, one)) == sorted(map(frozen, other))
    if _number(one) and _number(other):
        return float(one) == float(other)
    if key == "opened":
        return str(one) == str(other)
    return frozen(one) == frozen(other)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(front: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values at keys with dots as values of whole keys, with what else these hold."""
    changes: dict[str, Any] = {}
    for key, value in values.items():
        top, _, part = key.partition(".")
        if not part:
            changes[top] = value
            continue
        before = changes.get(top, front.get(top))
        changes[top] = {**(before if isinstance(before, Mapping) else {}), part: value}
    return changes


def _provenance(
    front: Mapping[str, Any], taken: Mapping[str, Any], filled: Mapping[str, Any],
    facts: Facts, on: str,
) -> dict[str, Any]:  # fmt: skip
    """What the import says of where these values come from; who gives a list without a source
    answers for it."""
    before = provenance.entries(front)
    after = {key: one for key, one in before.items() if key not in taken and key not in filled}
    if facts.source is not None:
        origin = Origin(facts.source.title, _day(facts, on))
        after |= {key: provenance.entry(origin, value) for key, value in taken.items()}
    towns = Origin(provenance.TOWNS, on)
    after |= {key: provenance.entry(towns, value) for key, value in filled.items()}
    if after == before:
        return {}
    return {provenance.KEY: after or front_matter.REMOVED}


def _day(facts: Facts, today: str) -> str:
    """When the values were so: the row's own day, else that of the list."""
    said = facts.own.get("on", "")
    if _DAY.fullmatch(said):
        return said
    return (facts.source.on if facts.source else "") or today


def _sources(front: Mapping[str, Any], source: ListSource, number: str, on: str) -> dict[str, Any]:
    """The list among the page's sources, with the number that it gives the page."""
    said = front.get("source")
    items = [said] if isinstance(said, Mapping) else list(said) if isinstance(said, list) else []
    own = source_key(source, number, on)
    for at, one in enumerate(items):
        if isinstance(one, Mapping) and one.get("title") == source.title:
            if not number or one.get("id") == number:
                return {}
            return {"source": [*items[:at], {**one, "id": number}, *items[at + 1 :]]}
    return {"source": [*items, own]}


def source_key(source: ListSource, number: str, on: str) -> dict[str, str]:
    """The list as an item of `source`."""
    said = {
        "title": source.title, "url": source.url, "licence": source.licence,
        "retrieved_on": source.on or on, "id": number,
    }  # fmt: skip
    return {key: value for key, value in said.items() if value}


def composed(
    facts: Facts, filled: Mapping[str, Any], *, order: tuple[str, ...], page_id: str, lang: str,
    licence: str, on: str,
) -> str:  # fmt: skip
    """The file of a page that does not exist yet; keys in `order`, then others."""
    values = {k: v for k, v in facts.values.items() if k not in FOR_NEW}
    own = {key: value for key, value in filled.items() if key not in values}
    whole = _whole({}, values | own)
    data = facts.source.licence if facts.source else ""
    front: dict[str, Any] = {"kind": facts.kind, "lang": lang, "licence": licence}
    front["id"] = page_id
    if data and data != licence:
        front["data_licence"] = data
    if facts.source is not None:
        front["source"] = [source_key(facts.source, facts.own.get("source_id", ""), on)]
    front |= whole | {key: facts.values[key] for key in FOR_NEW if key in facts.values}
    if provenance.KEY not in front:
        said = _provenance({}, values, own, facts, on)
        front |= {key: value for key, value in said.items() if value}
    known = [key for key in order if key in front and key != provenance.KEY]
    ordered = {key: front[key] for key in (*known, *(k for k in front if k not in known))}
    return front_matter.compose(ordered, f"\n{facts.text}\n" if facts.text else "\n")
