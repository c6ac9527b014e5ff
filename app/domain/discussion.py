"""What people say to each other about a page: kept beside the pages, never in their history."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Refused
from app.domain.links import fold
from app.domain.phrase import Phrase

TEXT_LIMIT = 5_000
REASON_LIMIT = 500
ABOUT_LIMIT = 200
REPLIES_LIMIT = 200
MENTIONS_LIMIT = 5
# More links than that, or a link for so many words, and somebody looks before all may read.
LINKS_FREE, WORDS_FOR_A_LINK = 3, 4
# The words of a name after `@` that are tried, the longest first.
_NAME_WORDS = 6
_WEB = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
_AT = re.compile(r"(?<![\w.@/-])@(?=\w)")
_TOKEN = re.compile(r"(?<![\w.@/-])@([0-7][0-9A-HJKMNP-TV-Z]{25})(?!\w)")
# Joiners hold together letters of some scripts, and pictures; other unseen signs hide or turn text.
_JOINERS = "\u200c\u200d"


class CommentState(StrEnum):
    """`held`: for its writer and reviewers until one of them has looked. `withdrawn`: its words are
    gone, its place stays for the answers. A hidden one leaves a trace that says why."""

    shown = "shown"
    held = "held"
    hidden = "hidden"
    withdrawn = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """`id` is a ULID; `thread` that of the first comment (its own, for that one). `person` is the
    id of who wrote it; somebody without an account has a `name` and a `place` instead. `text` names
    people as `@` and their id: names change, and leave. `about` is a heading of the page.
    `decided_by` is the id of the reviewer who hid or showed it, for `reason`. `resolved_by` counts
    on the first comment: the thread is closed since `resolved_at`.
    """

    id: str
    page: str
    thread: str
    person: str
    text: str
    made_at: datetime
    name: str = ""
    place: str = ""
    about: str = ""
    state: CommentState = CommentState.shown
    edited_at: datetime | None = None
    reason: str = ""
    decided_by: str = ""
    resolved_by: str = ""
    resolved_at: datetime | None = None

    @property
    def opens(self) -> bool:
        return self.id == self.thread


def clean_text(text: str) -> str:
    """The words as they are kept. Raises Refused where there are none, or too many."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(sign for sign in text if _may_stand(sign)).strip()
    if not any(unicodedata.category(sign)[0] in "LNS" for sign in seen):
        raise Refused(reason="écrivez d’abord quelques mots.")
    if len(seen) > TEXT_LIMIT:
        raise Refused(
            reason=Phrase(
                "votre texte a plus de {limit} signes. Partagez-le en deux.", limit=TEXT_LIMIT
            )
        )
    return seen


def _may_stand(sign: str) -> bool:
    return sign in "\n\t" + _JOINERS or unicodedata.category(sign) not in (
        "Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp",
    )  # fmt: skip


def wants_a_look(text: str) -> bool:
    """True where links take up so much of it that a person should see it before all do."""
    links, words = len(_WEB.findall(text)), len(text.split())
    return links > LINKS_FREE or (links > 1 and links * WORDS_FOR_A_LINK > words)


def with_people(text: str, people: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The text with `@` and an id for each `@Name`, and who is named. `people` are ids by folded
    name; the longest name that fits is meant. Raises Refused where more are named than may be."""
    found: dict[str, None] = {}
    parts, after = [], 0
    for match in _AT.finditer(text):
        if match.start() < after:
            continue
        name, person = _named(text[match.end() :], people)
        if person:
            parts += [text[after : match.start()], f"@{person}"]
            after = match.end() + len(name)
            found[person] = None
    if len(found) > MENTIONS_LIMIT:
        raise Refused(
            reason=Phrase("nommez {limit} personnes au plus : les autres liront.",
                          limit=MENTIONS_LIMIT)
        )  # fmt: skip
    return "".join([*parts, text[after:]]), tuple(found)


def _named(rest: str, people: Mapping[str, str]) -> tuple[str, str]:
    """What of the text is a name, and whose."""
    line = rest.split("\n", 1)[0][:200]
    ends = [match.end() for match in re.finditer(r"\S+", line)][:_NAME_WORDS]
    for end in reversed(ends):
        for name in (line[:end], line[:end].rstrip(" .,;:!?)»\u00a0’'\"*_")):
            if name and (person := people.get(fold(name))):
                return name, person
    return "", ""


def people_in(text: str) -> tuple[str, ...]:
    """The ids of who is named in a text that is kept."""
    return tuple(dict.fromkeys(_TOKEN.findall(text)))


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A text that is kept as its writer sees it again: `@` and today's name."""
    return _TOKEN.sub(lambda match: f"@{names.get(match[1], match[1])}", text)
