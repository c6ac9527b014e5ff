"""Letters: what is said to whom, before and after it is put in words. See `app.actions.mail`.

An address or a subject that could begin another header cannot be made.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.person_rules import clean_email, email_key
from app.domain.phrase import Phrase

SUBJECT_LIMIT = 150
KEPT = timedelta(days=3)
DEAD_AFTER = 3


class MailUnsent(Exception):
    """Not now: the server did not answer, or asked to come back. `everything` where no other
    letter would get through either."""

    def __init__(self, reason: str, *, everything: bool = False) -> None:
        super().__init__(reason)
        self.everything = everything


class MailRefused(Exception):
    """Never: the server does not want this letter."""


class MailboxGone(MailRefused):
    """Never, since nobody has that mailbox."""


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """An address as it was written. Raises InvalidPerson where it is none."""

    value: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", clean_email(self.value))

    @property
    def key(self) -> str:
        """What two writings of one address share."""
        return email_key(self.value)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class MailSubject:
    """One line, cut at 150 signs; whatever is no sign for reading has become a space."""

    value: str

    def __post_init__(self) -> None:
        seen = (" " if unicodedata.category(c)[0] in "CZ" else c for c in self.value)
        line = " ".join("".join(seen).split())
        short = line if len(line) <= SUBJECT_LIMIT else line[: SUBJECT_LIMIT - 1].rstrip() + "…"
        object.__setattr__(self, "value", short)

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter in words, ready to leave. `id` is the same each time it is tried; `unsubscribe` is
    an address of the web, or ``."""

    id: str
    to: EmailAddress
    subject: MailSubject
    text: str
    lang: str
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, in no language of ours."""

    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do, at an address of this wiki (`path`, from `/`).

    With a `purpose`, a one-use secret for it goes with the address as `jeton=`: it is made when the
    letter leaves and lives for `life`. `about` is what it is for, in that purpose's own words.
    """

    label: Phrase
    path: str
    purpose: str = ""
    about: str = ""
    life: timedelta = timedelta(days=7)

    def __post_init__(self) -> None:
        lawful = self.path.startswith("/") and not self.path.startswith("//")
        if not lawful or any(sign.isspace() or not sign.isprintable() for sign in self.path):
            raise ValueError("the path of a step is an address of this wiki")


Line = Phrase | Quote | Step


@dataclass(frozen=True, slots=True)
class Letter:
    """What is told, to a `person` (their id; the address is looked up when it leaves) or else to an
    `address`. `lang` is `` for the person's own language.

    After `kept` it is not sent any more. `unsubscribe`: where such letters are stopped.
    """

    subject: Phrase
    lines: tuple[Line, ...]
    person: str = ""
    address: EmailAddress | None = None
    lang: str = ""
    kept: timedelta = KEPT
    unsubscribe: Step | None = None

    def __post_init__(self) -> None:
        if bool(self.person) is (self.address is not None):
            raise ValueError("a letter goes to a person or to an address")


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter in the outbox. `tries` have failed so far."""

    id: str
    letter: Letter
    queued_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How many letters wait, and what the last failure said (`` where there is none)."""

    waiting: int = 0
    failing: int = 0
    why: str = ""


class NoOutbox:
    """Outbox of app.ports for a wiki that writes to nobody: letters are let go."""

    def add(self, letters: object, *, now: datetime) -> None: ...

    def due(self, *, now: datetime, size: int) -> list[WaitingLetter]:  # noqa: ARG002 (the port's signature)
        return []

    def done(self, letter_id: str) -> None: ...

    def put_off(self, letter_id: str, *, until: datetime, why: str) -> None: ...

    def count_bounce(self, key: str, *, now: datetime) -> int:  # noqa: ARG002 (the port's signature)
        return 0

    def forget_bounces(self, key: str) -> None: ...

    def is_dead(self, key: str) -> bool:  # noqa: ARG002 (the port's signature)
        return False

    def state(self) -> OutboxState:
        return OutboxState()

    def forget(self, people: object) -> int:  # noqa: ARG002 (the port's signature)
        return 0

    def people(self) -> set[str]:
        return set()

    def told_of(self, person_id: str) -> list[dict[str, object]]:  # noqa: ARG002 (the port's signature)
        return []

    def close(self) -> None: ...
