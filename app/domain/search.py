"""What is asked of full-text search, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.located import Located
from app.domain.page_path import PagePath
from app.domain.selection import Order, Selection

__all__ = [
    "PAGE_LIMIT", "SIZE_LIMIT", "TEXT_LIMIT", "Located", "SearchHit", "SearchPage", "SearchQuery",
    "Suggestion",
]  # fmt: skip
TEXT_LIMIT = 500
PAGE_LIMIT = 500
SIZE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words (may be empty: facets alone), a selection, and a page of `size` results from 1.

    Words ask for the best first; `order` asks for another order. Without words, the order is that
    of the selection. `typing`: the last word may be the beginning of one. The words of the
    selection are looked for with `text`.
    """

    text: str
    selection: Selection = field(default_factory=Selection)
    page: int = 1
    size: int = 20
    order: Order = Order.best
    typing: bool = False

    @property
    def words(self) -> str:
        """All that is looked for; what is being typed comes last."""
        said = self.selection.words
        return self.text if said == self.text else f"{said} {self.text}".strip()

    def ordered(self, *, by_words: bool) -> Order:
        """The order that is meant, where words are looked for or none; never one by distance from
        nowhere."""
        order = self.order
        if order is Order.best and not by_words:
            order = self.selection.order
        nowhere = order is Order.distance and self.selection.near is None
        if nowhere or (order is Order.best and not by_words):
            return Order.best if by_words else Order.title
        return order


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result. `snippet` is plain text; words that matched stand between `\\x02` and `\\x03`.

    `others` are pages of the same family that were found too, folded under this one (see
    `finding.family`). `distance_m` is from the point of the selection's `near`.
    """

    path: PagePath
    title: str
    snippet: str
    origin: str
    licence: str
    score: float
    others: "tuple[SearchHit, ...]" = ()
    distance_m: float | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`total` pages were found, shown as `results` (one for each family: what is paged).

    `facets`: counts by facet and value over all `total` pages (a facet that is filtered on is
    counted without its own filter, so that others can be chosen). `revision` is what the index
    holds; `near` are corrected words to try when little was found, `meant` the whole question with
    them in it (`` where nothing was corrected).
    """

    total: int
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    revision: str | None
    near: tuple[str, ...] = ()
    results: int = 0
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`origin` is the friend's instance that the page comes from, `` for our own."""

    path: PagePath
    title: str
    origin: str = ""
