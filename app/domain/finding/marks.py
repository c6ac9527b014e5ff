"""What an index keeps beside words: which page is which, and how far it has read."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def key_of(path: str, origin: str) -> str:
    """What tells a page from all others: friends may have pages at our addresses."""
    return f"{origin} {path}" if origin else path


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the index has read, and which licences were open then.

    `mirrors`: by friend, the form of its mirror and the last commit of its log that was taken in.
    """

    revision: str | None = None
    open_licences: tuple[str, ...] = ()
    mirrors: Mapping[str, tuple[str, str]] = field(default_factory=dict)
