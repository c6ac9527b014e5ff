"""The screens about friends' networks: who they are, what comes from them, taking one in."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link
from app.web.views.rooms import WithErrors
from app.web.views.writing import Field


@dataclass(frozen=True, slots=True)
class Ourselves:
    """What we read out to a friend on the telephone."""

    id: str
    name: str
    region: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FriendCard:
    """A friend in a few lines. `tone` (good, caution, bad) and `symbol` go with `state`, its
    health in words. `lag` is how long ago the last success was, in words, `` for never.

    `told` is one more sentence where something is not as it should be.
    """

    id: str
    name: str
    region: str
    url: str
    home_url: str
    state: str
    tone: str
    symbol: str
    since: datetime
    pages: int
    pages_url: str
    lag: str
    last_success_at: datetime | None
    alarm: bool = False
    told: str = ""
    fingerprint: str = ""
    quarantined: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Friends:
    """`steward`: the reader may take a friend in and see fingerprints."""

    ourselves: Ourselves
    friends: tuple[FriendCard, ...]
    steward: bool = False
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A page of a friend that is not shown, and why. `title` is what to call it."""

    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, in words. `counts` are what came, in short sentences; `took` is a duration."""

    at: datetime
    state: str
    tone: str
    symbol: str
    counts: tuple[str, ...] = ()
    reason: str = ""
    alarm: bool = False
    took: str = ""
    by: str = ""
    pages: tuple[Link, ...] = ()
    held: tuple[Held, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What stewards see and do about one friend.

    `fresh` is the report of what was just asked for; `rehearsed`: nothing was changed by it.
    `choice` are the boxes of what we show; `shown_now` says the present choice in words.
    """

    visits: tuple[Visit, ...]
    held: tuple[Held, ...]
    choice: tuple[Field, ...]
    shown_now: tuple[str, ...]
    failures: int
    next_at: datetime | None
    waiting_in: int
    waiting_out: int
    accepted: int
    declined: int
    blocked: bool
    blocked_people: tuple[str, ...] = ()
    enrolled_by: str = ""
    fresh: Visit | None = None
    rehearsed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FriendScreen(WithErrors):
    """One friend. `care` is for stewards alone."""

    friend: FriendCard
    action: str
    care: Care | None = None
    remove_url: str = ""
    proposals_url: str = ""
    errors: tuple[tuple[str, str], ...] = ()
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """An instance that was asked who it is; nothing of it is kept yet."""

    id: str
    name: str
    region: str
    fingerprint: str
    licences: tuple[str, ...]
    software: str
    already: bool = False
    friend_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FriendAdd(WithErrors):
    """Taking a friend in: its address, then, once it has said who it is (`stranger`), the rest."""

    action: str
    ourselves: Ourselves
    address: str = ""
    stranger: Stranger | None = None
    choice: tuple[Field, ...] = ()
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FriendRemove:
    """What forgetting a friend does, before it is done."""

    friend: FriendCard
    action: str
    waiting: int = 0
