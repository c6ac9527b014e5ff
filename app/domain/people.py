"""Who acts, and what they may do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """From least to most; each may do what those before may."""

    contributor = "contributor"
    reviewer = "reviewer"
    steward = "steward"

    def at_least(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class PersonState(StrEnum):
    """`waiting` for a steward to take them in; `blocked` by one. Only the active sign in."""

    active = "active"
    waiting = "waiting"
    blocked = "blocked"


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is a ULID; `name` is the public name; `email` is never shown to others. `lang` is what
    they are written to in, `` for the wiki's own."""

    id: str
    email: str
    name: str
    role: Role
    joined_at: datetime
    lang: str = ""
    state: PersonState = PersonState.active


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A device on which somebody is signed in, as its owner sees it. `agent` is a few words."""

    id: str
    agent: str
    opened_at: datetime
    seen_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class SessionInfo:
    person: Person
    csrf: str


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """An API token: `scope` is `read` or `write`."""

    person: Person
    scope: str


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A token as its owner sees it again: never its secret."""

    id: str
    scope: str
    label: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever asks: a person, or a stranger (`person` is None)."""

    person: Person | None = None

    def has(self, role: Role) -> bool:
        return self.person is not None and self.person.role.at_least(role)


STRANGER = Reader()
