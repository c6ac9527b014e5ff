"""Secrets that open one thing, once, for a while."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TokenState(StrEnum):
    fresh = "fresh"
    spent = "spent"
    late = "late"


@dataclass(frozen=True, slots=True)
class OneUse:
    """What a secret is for: `about` is in the words of its `purpose`; `person` is an id or ``."""

    purpose: str
    about: str
    person: str
    expires_at: datetime
    state: TokenState

    @property
    def fresh(self) -> bool:
        return self.state is TokenState.fresh
