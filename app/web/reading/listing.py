"""A page of a long list, by its number: the index itself goes from cursor to cursor."""

from functools import lru_cache

from app.actions.find_pages import list_pages, settled
from app.actions.wiki import Wiki
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.ports import PageIndex

STRIDE = 480


def page_of(wiki: Wiki, selection: Selection, number: int, size: int) -> list[PageRow]:
    """Rows of the page `number`, counted from 1. An empty list beyond the last one."""
    selection = settled(wiki, selection)
    skipped = (number - 1) * size
    cursor = _cursor(wiki.index, wiki.index.generation(), selection, skipped)
    if skipped and cursor is None:
        return []
    return list_pages(wiki, selection, after=cursor, size=size)[0]


@lru_cache(maxsize=512)
def _cursor(index: PageIndex, _generation: int, selection: Selection, skipped: int) -> str | None:
    """What leads past the first `skipped` rows; None at the start, and where there are no more.

    The generation is part of what is remembered: a save may move every page of a list.
    """
    cursor: str | None = None
    while skipped:
        stride = min(skipped, STRIDE)
        _, cursor = index.select(selection, after=cursor, size=stride)
        skipped -= stride
        if cursor is None:
            return None
    return cursor
