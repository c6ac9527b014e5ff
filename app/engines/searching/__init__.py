"""The search engine of the wiki: which pages are found by whom, over any index of words.

Batches of the log go in, pages that everybody may see come out as `Findable`s, for an index to keep
(`app.ports.FullText`): Whoosh's of the core, or one that a plugin brings. Which of them, and how
one takes the place of another, is in `choosing`.
"""

from app.engines.searching.choosing import ChosenSearch
from app.engines.searching.projection import SearchProjection

__all__ = ["ChosenSearch", "SearchProjection"]
