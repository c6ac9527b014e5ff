"""The searches that a person keeps."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """`url` shows what it finds, and notes that it was seen. `fresh` pages are new or changed,
    `many` where there are more than were counted. `criteria` are its own words. `known`: it can
    still be asked."""

    id: str
    name: str
    url: str
    criteria: tuple[Link, ...]
    feed_url: str
    fresh: int = 0
    many: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSearches(WithErrors):
    """`limit` are kept at most."""

    searches: tuple[KeptSearch, ...]
    action: str
    limit: int
    errors: tuple[tuple[str, str], ...] = ()
