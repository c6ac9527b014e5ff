"""Letters that leave, and the secrets that go with them."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol

from app.domain.mail import Letter, Mail, OutboxState, WaitingLetter
from app.domain.one_use import OneUse


class MailSender(Protocol):
    """What hands letters to the post."""

    def opened(self) -> AbstractContextManager[Callable[[Mail], None]]:
        """One connection for a round of letters.

        Opening raises MailUnsent; handing a letter over raises MailUnsent, MailRefused,
        MailboxGone.
        """


class Outbox(Protocol):
    """Letters that wait to leave. Records: what was promised is not lost with the process.

    A record that causes a letter queues it in its own transaction (`app.engines.sql.outbox.queue`).
    """

    def add(self, letters: Iterable[Letter], *, now: datetime) -> None: ...

    def due(self, *, now: datetime, size: int) -> list[WaitingLetter]:
        """Those to be tried now, the oldest first."""

    def done(self, letter_id: str) -> None:
        """It left, or never will: nothing of it is kept."""

    def put_off(self, letter_id: str, *, until: datetime, why: str) -> None:
        """One more try failed."""

    def count_bounce(self, key: str, *, now: datetime) -> int:
        """Nobody is at that address (its `key`): how many times in a row, this one included."""

    def forget_bounces(self, key: str) -> None:
        """It got through, or is to be tried again."""

    def is_dead(self, key: str) -> bool:
        """True after `DEAD_AFTER` bounces in a row: nothing is sent there any more."""

    def state(self) -> OutboxState: ...
    def forget(self, people: Iterable[str]) -> int: ...
    def people(self) -> set[str]: ...
    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...
    def close(self) -> None: ...


class OneUseTokens(Protocol):
    """Secrets that are kept as their hash alone, and spent once."""

    def mint(
        self, purpose: str, *, now: datetime, life: timedelta, about: str = "", person: str = ""
    ) -> str:
        """The secret: 43 signs that an address may hold."""

    def look(self, secret: str, purpose: str, *, now: datetime) -> OneUse | None:
        """What it is for, spent or late as it may be; None where it was never one, or is of another
        purpose, or has been forgotten. Nothing changes."""

    def spend(self, secret: str, purpose: str, *, now: datetime) -> OneUse | None:
        """The same, for the only one who gets it: None unless it was fresh until now."""

    def drop(self, purpose: str = "", *, about: str = "", person: str = "") -> int:
        """Take away those that have all that is named; how many there were."""

    def seal(self, name: str) -> str:
        """A random key of this wiki's own, always the same: to know again what it gave out."""

    def people(self) -> set[str]: ...
    def forget(self, people: Iterable[str]) -> int: ...
    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...
    def close(self) -> None: ...
