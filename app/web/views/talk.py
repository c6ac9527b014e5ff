"""The screens of what people say to each other."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.theme.parts import NO_PAGER, Link, Pager
from app.web.views.rooms import WithErrors

NOTHING = Markup()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A comment as this reader sees it. `state`: shown, held, hidden or withdrawn; `html` is empty
    where they may not read it. `source` is filled for who is changing their own words. `guest`:
    written by somebody without an account."""

    id: str
    author: str
    at: datetime
    html: Markup = NOTHING
    state: str = "shown"
    guest: bool = False
    edited_at: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    mine: bool = False
    editing: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """`about` is the part of the page; its url is empty where the page has no such part any more.
    `typed` is an answer that could not be taken."""

    id: str
    about: Link | None
    first: Said
    answers: tuple[Said, ...] = ()
    resolved_at: datetime | None = None
    resolved_by: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discussion(WithErrors):
    """What is said about a page. `parts` are headings to speak of. `remarks` of passers-by wait for
    a reviewer; `remarks_url` is where. `errors` are beside `failed`: `new`, or the id of a thread
    or a comment."""

    title: str
    kind: str
    url: str
    action: str
    feed_url: str
    threads: tuple[Thread, ...] = ()
    total: int = 0
    pager: Pager = NO_PAGER
    parts: tuple[str, ...] = ()
    about: str = ""
    typed: str = ""
    byline: str = ""
    place: str = ""
    signed: bool = False
    reviews: bool = False
    remarks: int = 0
    remarks_url: str = ""
    failed: str = ""
    page: int = 1
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> tuple[Thread, ...]:
        return tuple(one for one in self.threads if one.resolved_at is None)

    @property
    def resolved(self) -> tuple[Thread, ...]:
        return tuple(one for one in self.threads if one.resolved_at is not None)
