"""The screens of what is new to a person."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """`who` did `what` about the page; `words` are how it begins. `url` leads to it, and counts as
    having read it."""

    who: str
    what: str
    page: Link
    url: str
    words: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A page that is followed. `page` is None where it is no longer read; `url` leads to it and
    counts as having seen it."""

    id: str
    page: Link | None
    url: str
    feed_url: str = ""
    changed: bool = False
    messages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesScreen:
    """`answers` are (link, state in words, tone, symbol, when); `searches` are kept searches, their
    notes saying what is new. `rhythm` is never, daily or weekly. `dead`: mail to this person has
    come back too often. `limit` of pages that may be followed."""

    action: str
    notices: tuple[NoticeLine, ...] = ()
    answers: tuple[tuple[Link, str, str, str, datetime], ...] = ()
    followed: tuple[FollowedLine, ...] = ()
    searches: tuple[Link, ...] = ()
    fresh: int = 0
    rhythm: str = "weekly"
    dead: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True)
class Confirm:
    """One thing to say yes to, from an address with a secret. Without `button` there is nothing
    (more) to do. `steps` lead on."""

    title: str
    sentence: str
    action: str = ""
    button: str = ""
    tone: str = ""
    steps: tuple[Link, ...] = ()
