"""One entry of the event log, and what a write asks of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.page_path import BlobId, PagePath, RevisionId


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did it: a public name and `<ulid>@<instance host>`, never an e-mail address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of one commit; `None` where it did not exist before, or does no more."""

    file: str
    before: BlobId | None
    after: BlobId | None

    @property
    def page(self) -> PagePath | None:
        return PagePath.from_file(self.file)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One first-parent commit of main. `at` is the author's date, in UTC.

    `note` is the message without its trailers; `trailers` keep their order of writing.
    """

    revision: RevisionId
    author: Signature
    at: datetime
    note: str
    trailers: tuple[tuple[str, str], ...]
    changes: tuple[FileChange, ...]

    @property
    def minor(self) -> bool:
        return ("Minor", "yes") in self.trailers


@dataclass(frozen=True, slots=True)
class Change:
    """One commit to be: contents by file (`None` removes it), and what the writer had seen.

    `expects` names, for each file whose state matters, the blob the writer had in front of them
    (`None`: the file must not exist). Other files may have moved on; these may not.
    """

    files: Mapping[str, bytes | None]
    expects: Mapping[str, BlobId | None]
    author: Signature
    at: datetime
    note: str
    trailers: tuple[tuple[str, str], ...] = ()
    committer: Signature | None = field(default=None)
