"""What helps to keep the wiki well: pages that look alike, and what was noted along the way."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from app.domain.care import Missed, Probed, WebLink
from app.domain.likeness import Suspect, Traits


class Likeness(Protocol):
    """Which pages may be about the same thing: ours among themselves, and ours with friends'."""

    def suspects(self) -> Sequence[Suspect]:
        """The most alike first. What was compared once is kept: only pages that changed since
        are compared again."""

    def like(self, traits: Traits, *, size: int, least: float = ...) -> list[Suspect]:
        """Pages like one that is there, or not yet; the most alike first. `least` is the score
        from which on: that of a suspect, unless said."""


class CareRecords(Protocol):
    """Records that no log gives back: searches, pairs told apart, links that were tried."""

    def miss(self, text: str, *, on: date) -> None:
        """Counts a search that found nothing. Kept in memory until `flush`: never waits."""

    def flush(self, *, since: date) -> None:
        """Write what was counted; those last asked before `since` are forgotten."""

    def missed(self, *, offset: int, size: int) -> tuple[list[Missed], int]:
        """Most asked first, and how many there are."""

    def forget_missed(self, text: str) -> None: ...

    def tell_apart(self, one: str, other: str, *, on: date) -> None:
        """These two (`Traits.name`) are not the same thing."""

    def together_again(self, one: str, other: str) -> None: ...

    def apart(self) -> frozenset[tuple[str, str]]: ...

    def follow_links(self, urls: Sequence[str], *, on: date) -> None:
        """From now on try these, and no others."""

    def due_links(self, *, on: date, size: int) -> list[str]:
        """Those to try on that day, the longest waiting first."""

    def note_link(self, url: str, probed: Probed, *, on: date, next_on: date) -> None: ...

    def failing_links(self, *, days: int) -> list[WebLink]:
        """Those that failed on at least so many different days, one after the other."""

    def generation(self) -> int:
        """Another number once anything here has changed (any process)."""

    def close(self) -> None: ...


class LinkProbe(Protocol):
    def probe(self, url: str) -> Probed:
        """Whether a page of the web answers. Reaches public addresses only; bounded in time and
        in what it reads. What goes wrong is told by the answer, never raised."""
