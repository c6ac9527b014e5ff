"""The public log of what stewards did."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ModerationLine:
    """`url` is an address of this wiki that it is about, or ``."""

    at: datetime
    act: str
    role: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True)
class ModerationLog:
    """Newest first."""

    lines: tuple[ModerationLine, ...]
