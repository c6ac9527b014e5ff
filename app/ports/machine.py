"""What the machine lends: pictures, towns, time, locks."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.domain.card import Card
from app.domain.drawn import DrawnLedger
from app.domain.keeping import KeptFile, Write
from app.domain.media import Examined, MediumName
from app.domain.taking import KitJob
from app.domain.towns import Town


class Images(Protocol):
    def examine(self, data: bytes) -> Examined:
        """What of the bytes is kept. Raises InvalidMedium where they are of no kind we keep, or
        are a trap; TooLarge where too much would be left to keep."""

    def copy(self, name: MediumName, width: int, read: Callable[[], bytes]) -> bytes:
        """The picture that `read` gives, `width` pixels wide, in WebP; a moving one as it is.

        Made once, then kept as long as there is room. Raises InvalidMedium where it cannot be.
        """

    def card(self, card: Card) -> bytes:
        """The picture that stands for a page where it is shared: a PNG of `card.WIDTH` by
        `card.HEIGHT`. Made once, then kept as long as there is room."""


class Files(Protocol):
    """Large files that are derived and may go away at any time."""

    def kept(self, name: str, mark: str, write: Write) -> KeptFile:
        """The file of that name made for `mark`: written where it is not there, in the place of
        one of another mark. While another is writing it, the one that was there before.

        Raises Busy where there is none, EngineFailed where it cannot be written.
        """


class Kits(Protocol):
    """Kits that were asked for, and their files. All of it may go away at any time."""

    def job(self, job_id: str) -> KitJob | None:
        """None where nobody asked, where it is forgotten, and where it cannot be read."""

    def jobs(self) -> list[KitJob]:
        """Last asked for first."""

    def put(self, job: KitJob) -> None:
        """In the place of what was said of it before. Raises EngineFailed."""

    def forget(self, job_id: str) -> None: ...

    def place(self, job_id: str, filename: str) -> Path:
        """Where its file is written; the folder is there then."""

    def file(self, job: KitJob) -> Path | None:
        """The file that was made, where it is there and as large as it was."""

    def sum(self, file: Path) -> str:
        """SHA-256, in hexadecimal."""

    def drop(self, job_id: str) -> None:
        """Its file goes, and whatever was begun of it."""

    def wanted(self, job_id: str) -> None:
        """Somebody asks for the file now."""

    def wanted_at(self, job_id: str) -> float:
        """When somebody last did, give or take an hour: seconds since the epoch."""

    def strays(self) -> list[str]:
        """Ids of files that no job knows."""

    def free_bytes(self) -> int:
        """Room that the disk has left."""


class Gazetteer(Protocol):
    def towns(self, text: str, *, size: int) -> list[Town]:
        """Towns for the first letters of a name, or for a postal code: those of that very name
        first, then those that begin so, bigger ones first. A few milliseconds, no network."""

    def town(self, insee: str) -> Town | None:
        """The town of an Insee code."""


class Parking(Protocol):
    """Files between two steps of a form, each under a name that nobody guesses, for a day."""

    def park(self, data: bytes) -> str:
        """Its name."""

    def parked(self, name: str) -> bytes | None:
        """None where there is none, or no more."""

    def drop(self, name: str) -> None: ...


class DrawnPages(Protocol):
    """Pages drawn for kits, kept for the next one. All of it may go away at any time."""

    def open(self, name: str, mark: str) -> DrawnLedger:
        """What was kept under that name, and may be read: nothing of another `mark`."""

    def clear(self) -> None:
        """Nothing is kept any more."""


class Clock(Protocol):
    def now(self) -> datetime:
        """UTC, aware."""

    def page_id(self) -> str:
        """A new ULID."""


class Lock(Protocol):
    def hold(self, name: str, *, wait: bool = True) -> AbstractContextManager[None]:
        """Between threads and processes (flock). Raises Busy where held and `wait` is false."""
