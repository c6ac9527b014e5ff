"""Where each value of a page came from, and when: the front-matter key `provenance`.

`provenance: {legal_status: "Recensement 2023, 2026-11-29, 1f3a9c04"}`: for a key (or a part of a
group: `territory.city`) the source by its name, a date, and a sum of the value. An entry holds as
long as the value is the one that came: the sum tells. Whoever changes a value is its source from
then on, by whatever way it was changed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from app.domain.front_matter import REMOVED, frozen

KEY = "provenance"
# The source of what the name or the code of a town tells.
TOWNS = "Liste des communes"
ENTRY = re.compile(
    r"(?P<source>[^\n]{1,300}), (?P<on>[0-9]{4}(?:-[0-9]{2}){0,2})(?:, (?P<sum>[0-9a-f]{8}))?"
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`source` by its name, `on` an ISO date."""

    source: str
    on: str


def leaf(front: Mapping[str, Any], key: str) -> Any:
    """The value at a key with dots (`territory.city`); None where there is none."""
    top, _, rest = key.partition(".")
    value = front.get(top)
    if not rest:
        return value
    return value.get(rest) if isinstance(value, Mapping) else None


def entry(origin: Origin, value: Any) -> str:
    return f"{origin.source}, {origin.on}, {_sum(value)}"


def _sum(value: Any) -> str:
    """Eight hex digits of a value."""
    return sha256(frozen(value).encode()).hexdigest()[:8]


def entries(front: Mapping[str, Any]) -> dict[str, str]:
    """The entries by key, as far as they can be read."""
    said = front.get(KEY)
    items = said.items() if isinstance(said, Mapping) else ()
    return {key: one for key, one in items if isinstance(one, str) and ENTRY.fullmatch(one)}


def origin_of(front: Mapping[str, Any], key: str) -> Origin | None:
    """Where the value that stands at a key came from; None where a person is its source."""
    found = ENTRY.fullmatch(entries(front).get(key, ""))
    value = leaf(front, key)
    if found is None or value is None or found["sum"] not in (None, _sum(value)):
        return None
    return Origin(found["source"], found["on"])


def was_removed(front: Mapping[str, Any], key: str) -> bool:
    """True where a value came once and somebody took it away."""
    return leaf(front, key) is None and key in entries(front)


def kept(front: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of a form, with what they make of `provenance`: entries of values that a person
    changed go. That of a value taken away stays: it says that it is to stay away."""
    before = entries(front)
    after = {**front, **{k: None if v is REMOVED else v for k, v in changes.items()}}
    gone = {key for key in before if key.split(".")[0] in changes and _changed(front, after, key)}
    if not gone:
        return dict(changes)
    left = {key: one for key, one in before.items() if key not in gone}
    return {**changes, KEY: left or REMOVED}


def _changed(front: Mapping[str, Any], after: Mapping[str, Any], key: str) -> bool:
    value = leaf(after, key)
    return value is not None and frozen(value) != frozen(leaf(front, key))
