"""What a person follows, what is news to them, and how often it is mailed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

WATCHED_LIMIT = 300
# Of one person; the oldest leave.
NOTICES_LIMIT = 300


class NoticeSort(StrEnum):
    """`mention` and `reply` are of a comment (`ref` is its id), `question` of a question that a
    place was asked."""

    mention = "mention"
    reply = "reply"
    question = "question"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something said to a person (their id), about a page (its id). What it says is looked up when
    it is shown: words that were taken back are told to nobody."""

    person: str
    sort: NoticeSort
    page: str
    ref: str
    at: datetime
    read: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """A page that a person follows, as far as they have seen it: messages until `seen_at`, and the
    version that stood then (the log tells time in seconds, too coarse to compare)."""

    person: str
    page: str
    seen_at: datetime
    revision: str = ""


class Rhythm(StrEnum):
    """How often what is new is mailed."""

    never = "never"
    daily = "daily"
    weekly = "weekly"

    @property
    def period(self) -> timedelta | None:
        return {"daily": timedelta(days=1), "weekly": timedelta(days=7)}.get(self.value)


@dataclass(frozen=True, slots=True)
class Habits:
    """`mailed_at`: what was said until then has been mailed, or was not to be. `seen_at`: answers
    to proposals until then have been seen."""

    rhythm: Rhythm
    mailed_at: datetime
    seen_at: datetime
