"""What is asked of full-text search, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.page_path import PagePath
from app.domain.selection import Selection

TEXT_LIMIT = 500
PAGE_LIMIT = 500
SIZE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Words (may be empty: facets alone), a selection, and a page of `size` hits from 1."""

    text: str
    selection: Selection = field(default_factory=Selection)
    page: int = 1
    size: int = 20


@dataclass(frozen=True, slots=True)
class SearchHit:
    """`snippet` is plain text; the words that matched stand between `\\x02` and `\\x03`."""

    path: PagePath
    title: str
    snippet: str
    origin: str
    licence: str
    score: float


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`facets`: counts by facet and value over all `total` hits (a facet that is filtered on is
    counted without its own filter, so that others can be chosen). `revision` is what the index
    holds; `near` are corrected words to try when little was found."""

    total: int
    hits: tuple[SearchHit, ...]
    facets: Mapping[str, Mapping[str, int]]
    revision: str | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`origin` is the friend's instance that the page comes from, `` for our own."""

    path: PagePath
    title: str
    origin: str = ""
