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


@dataclass(frozen=True, slots=True)
class Person:
    """`id` is a ULID; `name` is the public name; `email` is never shown to others."""

    id: str
    email: str
    name: str
    role: Role
    joined_at: datetime


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
