"""What a reader of a kit wrote where there was no line, and brings back in one file.

Values only: `contribution_file` reads them from bytes. Whatever is here was checked at that door;
whether it is true, and what becomes of it, is for the wiki and its reviewers to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import front_matter
from app.domain.page import Page
from app.domain.page_path import BlobId, PagePath
from app.domain.phrase import Phrase

FORMAT = "maillage-contribution"
VERSION = 1
FILE_LIMIT_BYTES = 4 * 1024 * 1024
ENTRIES_LIMIT = 200
WORDS_LIMIT = 4_000  # characters of a remark, of a trial's result


@dataclass(frozen=True, slots=True)
class KitMark:
    """The kit that it was written in, as the file says: nobody vouches for it."""

    host: str
    home: str
    revision: str
    at: datetime
    selection: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """The page that an entry is about, as its writer saw it. `origin` is the host of the wiki that
    owns it, `base` the content that was shown."""

    path: PagePath
    id: str
    origin: str
    title: str
    base: BlobId


@dataclass(frozen=True, slots=True)
class Correction:
    """Another text: the whole file, or the body alone (`whole` False), or one part of the body,
    named by the anchor of its heading."""

    text: str
    whole: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RemarkWords:
    """`about` is the heading that it is about, as the writer read it."""

    text: str
    question: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class TrialWords:
    """“We tried it here.” `place` is a reference, `place_name` words where there is no page."""

    result: str
    place: str = ""
    place_name: str = ""
    date: str = ""
    adapted: str = ""

    @property
    def value(self) -> dict[str, Any]:
        """As a method's `trials` keep it."""
        said: Mapping[str, str] = {
            "place": self.place, "date": self.date, "result": self.result, "adapted": self.adapted,
        }  # fmt: skip
        return {
            key: int(words) if key == "date" and len(words) == 4 else words
            for key, words in said.items()
            if words
        }


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    question: str
    chosen: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class QuizResult:
    """What somebody chose to show of a quiz that they did by themselves: no certificate."""

    right: int
    of: int
    answers: tuple[QuizAnswer, ...] = ()


Said = Correction | RemarkWords | TrialWords | QuizResult


@dataclass(frozen=True, slots=True)
class Entry:
    """`number` is its place in the file, from 1. `key` makes it one proposal or remark for ever,
    and is the private link to it. `at` is what the writer's device said."""

    number: int
    key: str
    at: datetime
    page: PageMark
    said: Said
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that cannot be read; the others can."""

    number: int
    title: str
    why: Phrase


@dataclass(frozen=True, slots=True)
class Contribution:
    """A whole file. `name` and `place` sign every entry; `` where the writer gave none."""

    kit: KitMark
    name: str
    place: str
    made_at: datetime
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...] = ()


def with_trial(page: Page, trial: TrialWords) -> str:
    """The page's file with one more line in its `trials`; as it is where that line is there."""
    there = page.front.get("trials")
    lines = list(there) if isinstance(there, list) else []
    frozen = {front_matter.frozen(line) for line in lines}
    if front_matter.frozen(trial.value) in frozen:
        return page.text
    return front_matter.splice(page.text, {"trials": [*lines, trial.value]})
