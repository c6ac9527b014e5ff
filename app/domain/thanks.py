"""A thank: one person to the author of one version of a page."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.page_path import PagePath, RevisionId


@dataclass(frozen=True, slots=True)
class Thank:
    """`page` is the id of the page (`` where it has none), which stood at `path` then. `to` is the
    author's address; `person` the id of who thanks: names are looked up, never kept."""

    revision: RevisionId
    path: PagePath
    page: str
    to: str
    person: str
    at: datetime
