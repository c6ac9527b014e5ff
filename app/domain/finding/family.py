"""Families: a page and its adaptations, which a list of results shows as one.

A page's key is its instance and id, `alpha.example/01J...`. What a page says it was adapted from is
a claim: it may fold that page under ours or under the original, and never ours under a friend's.
"""

from collections.abc import Mapping

from app.domain.derived import derived_from
from app.domain.page import Page

_DEEPEST = 32


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
