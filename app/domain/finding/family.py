"""Families: a page and its adaptations, which a list of results shows as one.

A page's key is its instance and id, `alpha.example/01J...`. What a page says it was adapted from is
a claim: it may fold that page under ours or under the original, and never ours under a friend's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from app.domain.derived import derived_from
from app.domain.page import Page

_DEEPEST = 32
T = TypeVar("T", bound=Any)


def key_of(origin: str, page_id: str) -> str:
    """The family key of a page of that instance; `` where it has no id."""
    return f"{origin}/{page_id}" if page_id else ""


def parent_of(page: Page, host: str) -> str:
    """The key of the page that this one says it was adapted from, `` where it says none.

    Pages of our own instance (`host`) are named with an empty origin, as everywhere in an index.
    """
    said = derived_from(page)
    if said is None:
        return ""
    origin = str(said.instance)
    return key_of("" if origin == host else origin, said.id)


def root_of(key: str, parents: Mapping[str, str]) -> str:
    """The first of the line that `key` comes from. Where a line bites its tail, the least key."""
    line = [key]
    while (above := parents.get(line[-1], "")) and len(line) < _DEEPEST:
        if above in line:
            return min(line[line.index(above) :])
        line.append(above)
    return line[-1]


@dataclass(frozen=True, slots=True)
class Kin:
    """Where a page stands in its family: `depth` is how often it was adapted since the first."""

    root: str
    depth: int
    ours: bool


def kin_of(keys: Iterable[str], parents: Mapping[str, str]) -> dict[str, Kin]:
    """The keys that stand in a family of two or more of them."""
    families: dict[str, list[str]] = {}
    for key in keys:
        families.setdefault(root_of(key, parents), []).append(key)
    return {
        key: Kin(root, _depth(key, parents), key.startswith("/"))
        for root, members in families.items()
        if len(members) > 1
        for key in members
    }


def _depth(key: str, parents: Mapping[str, str]) -> int:
    depth = 0
    while (key := parents.get(key, "")) and depth < _DEEPEST:
        depth += 1
    return depth


def folded(
    found: Iterable[T], kin: Callable[[T], Kin | None]
) -> tuple[list[T], dict[str, list[T]]]:
    """What was found with one for each family, the best of it; and by root, all of that family.

    The least is the best.
    """
    heads: list[T] = []
    families: dict[str, list[T]] = {}
    for one in found:
        its = kin(one)
        if its is None:
            heads.append(one)
        else:
            families.setdefault(its.root, []).append(one)
    return heads + [min(members) for members in families.values()], families


def shown_first(members: Sequence[T], kin: Callable[[T], Kin | None]) -> list[T]:
    """Ours before friends', the first before what was adapted from it, else as they stand."""

    def place(one: T) -> tuple[bool, int]:
        its = kin(one)
        return (not its.ours, its.depth) if its else (True, _DEEPEST)

    return sorted(members, key=place)
