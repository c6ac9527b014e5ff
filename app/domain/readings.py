"""What a log leaves of pages, and what was read of their texts by whoever keeps it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from app.domain.page_path import BlobId, PagePath, RevisionId


class Left(NamedTuple):
    """What a log leaves of a page: its text, last changed `at`."""

    path: PagePath
    blob: BlobId
    at: datetime


class Told(NamedTuple):
    """What a text says, as JSON: its front matter, and its outline (see `outline_of`)."""

    front: str
    outline: str


class AskReadings(Protocol):
    def told(self, blobs: Sequence[BlobId]) -> Mapping[BlobId, Told]:
        """Of the texts that were read; a text that is no page is never among them."""

    def standing(self) -> tuple[RevisionId, Sequence[Left]] | None:
        """How far the log was read, and the pages that it leaves there, but for drafts."""


class NoReadings:
    """Nothing was read before."""

    def told(self, blobs: Sequence[BlobId]) -> Mapping[BlobId, Told]:  # noqa: ARG002
        return {}

    def standing(self) -> None:
        return None


NO_READINGS: AskReadings = NoReadings()
