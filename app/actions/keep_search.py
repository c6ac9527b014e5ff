"""Keep a search under a name, and say what is new in it."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from app.actions.find_pages import rows_of, search_pages
from app.actions.wiki import Wiki
from app.domain.errors import EngineFailed, InvalidQuery, Refused
from app.domain.people import Person
from app.domain.phrase import Phrase
from app.domain.rows import PageRow
from app.domain.saved_search import (
    SAVED_LIMIT,
    SavedSearch,
    clean_question,
    clean_saved_name,
)
from app.domain.search import SearchHit, SearchQuery
from app.domain.selection import Order

# What is looked at to count what is new; more is said as `MOST` and more.
MOST = 50
_SECRET_BYTES = 24


@dataclass(frozen=True, slots=True)
class Kept:
    """A saved search and how many pages came or changed since it was last looked at, up to MOST.

    `known`: its criteria are still understood.
    """

    search: SavedSearch
    fresh: int
    known: bool = True


def keep_search(wiki: Wiki, person: Person, *, name: str, question: str) -> None:
    """A question that is kept already takes the new name. Raises Refused, InvalidQuery."""
    now = wiki.clock.now()
    search = SavedSearch(
        wiki.clock.page_id(), person.id, clean_saved_name(name), clean_question(question),
        new_secret(), now, now,
    )  # fmt: skip
    if not wiki.searches.add(search, limit=SAVED_LIMIT):
        raise Refused(
            reason=Phrase(
                "vous gardez déjà {limit} recherches : retirez-en une.", limit=SAVED_LIMIT
            )
        )


def new_secret() -> str:
    return secrets.token_urlsafe(_SECRET_BYTES)


def kept_by(wiki: Wiki, person: Person, *, since: datetime | None = None) -> list[Kept]:
    """Their searches by name, each with what is new in it (since `since`, if that is later)."""
    found = wiki.searches.of(person.id)
    if since is not None:
        found = [replace(one, seen_at=max(one.seen_at, since)) for one in found]
    return [_kept(wiki, search) for search in found]


def _kept(wiki: Wiki, search: SavedSearch) -> Kept:
    try:
        rows = newest(wiki, search, size=MOST, since=True)
    except (InvalidQuery, EngineFailed):
        return Kept(search, 0, known=False)
    return Kept(search, sum(row.updated_at > search.seen_at for _, row in rows))


def newest(
    wiki: Wiki, search: SavedSearch, *, size: int, since: bool = False
) -> list[tuple[SearchHit, PageRow]]:
    """The latest pages that answer it, those changed on the day it was last seen or later where
    `since`. Raises InvalidQuery."""
    selection = search.selection
    facts = selection.but(words="", order=Order.recent)
    seen = search.seen_at.date()
    if since and (facts.updated_since is None or facts.updated_since < seen):
        facts = facts.but(updated_since=seen)
    query = SearchQuery(selection.words, facts, size=size, order=Order.recent)
    page, _ = search_pages(wiki, query)
    hits = [one for hit in page.hits for one in (hit, *hit.others)]
    found = zip(hits, rows_of(wiki, hits), strict=True)
    return [(hit, row) for hit, row in found if row is not None]
