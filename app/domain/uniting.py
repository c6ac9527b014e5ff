"""Two pages about one thing, as the three texts of a merge: what both say, and what each adds.

They have no common past, so what both say is taken for it. Sets unite, what only one says is kept,
and the rest is asked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter, provenance
from app.domain.blocks import split_blocks
from app.domain.derived import credit
from app.domain.diff import hunks
from app.domain.front_matter import REMOVED, frozen
from app.domain.page import Page

# What the page that stays says of itself, whatever the other says.
KEPT = (
    "id", "kind", "licence", "data_licence", "status", "verified_on", "verified_by",
    provenance.KEY,
)  # fmt: skip
# Where both came from and who wrote them unites, and is no one's to choose.
_UNITED = ("authors", "source", "redirects_from", "derived_from", "translation_of")
_PLACE = ("territory", "coordinates")


@dataclass(frozen=True, slots=True)
class Point:
    """A key that unites without asking, and what each page says of it (None: nothing). A place is
    one point, its town with its coordinates."""

    key: str
    kept: Any
    other: Any


def points(kept: Page, other: Page, disputed: Collection[str]) -> list[Point]:
    """What the two say differently and nobody is asked about, in the order of their cards."""
    told = {name.partition(".")[0] for name in disputed} | {*KEPT, *_UNITED}
    told |= set(_PLACE) if told & set(_PLACE) else set()
    keys = [key for key in {**kept.front, **other.front} if key not in told]
    found = {("territory" if key in _PLACE else key): None for key in keys}
    every = (Point(key, _value(kept, key), _value(other, key)) for key in found)
    return [one for one in every if frozen(one.kept) != frozen(one.other)]


def _value(page: Page, key: str) -> Any:
    if key != "territory":
        return page.front.get(key)
    return {one: page.front[one] for one in _PLACE if one in page.front} or None


def as_chosen(text: str, found: Collection[Point], choices: Mapping[str, str]) -> str:
    """The united text, with what one page alone says where a person chose so (`theirs`: the page
    that stays, `mine`: the other)."""
    changes: dict[str, Any] = {}
    for point in found:
        choice = choices.get(point.key)
        if choice not in ("mine", "theirs"):
            continue
        value = point.kept if choice == "theirs" else point.other
        if point.key == "territory":
            changes |= {key: (value or {}).get(key, REMOVED) for key in _PLACE}
        else:
            changes[point.key] = REMOVED if value is None else value
    return front_matter.splice(text, changes) if changes else text


def with_origins(text: str, kept: Page, other: Page) -> str:
    """The united text, with where each value that stands in it came from; what was once taken
    away from the page that stays is still said."""
    front = front_matter.parse(front_matter.split(text)[0]).values
    found = {}
    for page in (other, kept):
        for key, entry in provenance.entries(page.front).items():
            came = provenance.origin_of({**front, provenance.KEY: {key: entry}}, key)
            if came or (page is kept and provenance.leaf(front, key) is None):
                found[key] = entry
    if found == front.get(provenance.KEY, {}):
        return text
    return front_matter.splice(text, {provenance.KEY: found or REMOVED})


def base_of(kept: Page, other: Page) -> str:
    """What both say."""
    front = {k: v for k, v in kept.front.items() if k in other.front and _same(kept, other, k)}
    front |= {k: kept.front[k] for k in KEPT if k in kept.front}
    return front_matter.compose(front, _common(kept.body, other.body))


def as_kept(kept: Page, other: Page) -> str:
    """The other page's text, written as a version of the one that stays; sources and credits of
    both unite."""
    changes: dict[str, Any] = {key: kept.front.get(key, REMOVED) for key in KEPT}
    changes |= {key: value for key, value in kept.front.items() if key not in other.front}
    if "authors" in kept.front or "authors" in other.front:
        changes["authors"] = credits_of(kept, other)
    if (sources := _sources(kept, other)) is not None:
        changes["source"] = sources
    return front_matter.splice(other.text, changes)


def as_united(kept: Page, other: Page) -> str:
    """The page that stays, with the keys that unite without asking."""
    changes: dict[str, Any] = {}
    if "authors" in other.front:
        changes["authors"] = credits_of(kept, other)
    if (sources := _sources(kept, other)) is not None:
        changes["source"] = sources
    changes |= {k: v for k, v in other.front.items() if k not in kept.front and k not in KEPT}
    return front_matter.splice(kept.text, changes)


def credits_of(kept: Page, other: Page) -> list[str]:
    return credit(kept, other.words("authors"))


def _sources(kept: Page, other: Page) -> list[Any] | None:
    """Both pages' sources, where they differ."""
    if "source" not in kept.front or "source" not in other.front or _same(kept, other, "source"):
        return None
    every: dict[str, Any] = {}
    for page in (kept, other):
        said = page.front["source"]
        every |= {frozen(one): one for one in (said if isinstance(said, list) else [said])}
    return list(every.values())


def _same(kept: Page, other: Page, key: str) -> bool:
    return frozen(kept.front[key]) == frozen(other.front[key])


def _common(one: str, other: str) -> str:
    """The blocks that stand in both, in order."""
    before, after = ([b.strip("\n") for b in split_blocks(text)] for text in (one, other))
    changed = {n for hunk in hunks(before, after) for n in range(hunk.start, hunk.end)}
    kept = [block for n, block in enumerate(before) if n not in changed and block]
    return "\n" + "\n\n".join(kept) + "\n" if kept else "\n"
