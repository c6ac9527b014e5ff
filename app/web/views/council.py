"""The council of a page."""

from dataclasses import dataclass

from app.theme.parts import Link
from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True)
class CouncilMember:
    """`link` leads to their public page, where they show one."""

    id: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilRoom(WithErrors):
    """Posts `do` (make, rename, invite, leave, end) to `action`. `inside`: this reader acts in it;
    `members` are then all of them. `link` is that of an invitation, shown this once."""

    title: str
    kind: str
    page_url: str
    action: str
    name: str
    exists: bool
    members: tuple[CouncilMember, ...]
    count: int
    inside: bool
    steward: bool
    me: str
    to: str = ""
    link: str = ""
    waiting: int = 0
    errors: tuple[tuple[str, str], ...] = ()
