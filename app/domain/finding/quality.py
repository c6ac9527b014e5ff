"""How much a page gives its reader, as a light signal: what stands in it, never who wrote it."""

from app.domain.outline import Outline
from app.domain.page import Page

# What a reader gains from each, in parts of one.
_SUMMARY, _PICTURE, _FACTS, _TEXT, _LINKED = 0.2, 0.1, 0.3, 0.3, 0.1
_ENOUGH_FACTS, _ENOUGH_LETTERS = 12, 1_500
_MACHINES = frozenset("id kind title lang licence data_licence status source authors".split())


def quality(page: Page, outline: Outline) -> float:
    """Between 0 (a name alone) and 1. A stub is 0."""
    if page.front.get("stub") is True:
        return 0.0
    facts = sum(1 for key, value in page.front.items() if key not in _MACHINES and value)
    return round(
        _SUMMARY * bool(page.summary)
        + _PICTURE * bool(outline.media)
        + _FACTS * min(1.0, facts / _ENOUGH_FACTS)
        + _TEXT * min(1.0, len(outline.text) / _ENOUGH_LETTERS)
        + _LINKED * bool(outline.links),
        3,
    )
