"""Two pages about one thing, as the three texts of a merge: what both say, and what each adds.

They have no common past, so what both say is taken for it. Sets unite, what only one says is kept,
and the rest is asked.
"""

from typing import Any

from app.domain import front_matter
from app.domain.blocks import split_blocks
from app.domain.derived import credit
from app.domain.diff import hunks
from app.domain.front_matter import REMOVED, frozen
from app.domain.page import Page

# What the page that stays says of itself, whatever the other says.
KEPT = ("id", "kind", "licence", "data_licence", "status", "verified_on", "verified_by")


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
