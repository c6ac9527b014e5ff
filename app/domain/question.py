"""A question that a place is asked, by somebody who needs no account and never sees an address."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.proposal import ProposalId

ANSWER_LIMIT = 5_000
TITLE_SIGNS = 110
# Its number is made of a secret: who has the secret asked it.
QuestionId = ProposalId
_MARKS = re.compile(r"([\\`*_\[\]<>#|~!])")
_SECTION = {"fr": "Questions et réponses", "en": "Questions and answers"}


class QuestionState(StrEnum):
    waiting = "waiting"
    answered = "answered"
    closed = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`email` is where the answer is told, `` for nowhere: it is shown to nobody and goes with the
    answer. `person` is the id of whoever was signed in. `agrees` and `team_agrees`: the two sides
    let it be published; `published` is where (`kind/slug`), once it is.
    """

    id: QuestionId
    page: str
    text: str
    made_at: datetime
    name: str
    email: str = ""
    person: str = ""
    lang: str = ""
    state: QuestionState = QuestionState.waiting
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    agrees: bool = False
    team_agrees: bool = False
    published: str = ""

    @property
    def title(self) -> str:
        """Its first line, short enough for a heading."""
        line = " ".join(self.text.split("\n", 1)[0].split())
        return line if len(line) <= TITLE_SIGNS else line[: TITLE_SIGNS - 1].rstrip() + "…"

    @property
    def publishable(self) -> bool:
        both = self.agrees and self.team_agrees
        return both and self.state is QuestionState.answered and not self.published


def with_answer(body: str, question: Question, lang: str) -> str:
    """The text of a page with a question and its answer in its section of them, at the end."""
    heading = f"## {_SECTION.get(lang, _SECTION['fr'])}"
    part = f"### {plain(question.title)}\n\n{_rest(question)}{_flat(question.answer)}\n"
    standing = body.rstrip("\n")
    if part.strip() in standing:
        return body
    at = standing.find(f"\n{heading}\n") if not standing.startswith(f"{heading}\n") else 0
    if at < 0:
        before = f"{standing}\n\n" if standing else ""
        return f"{before}{heading}\n\n{part}"
    end = standing.find("\n## ", at + len(heading) + 1)
    if end < 0:
        return f"{standing}\n\n{part}"
    return f"{standing[:end].rstrip()}\n\n{part}{standing[end:]}\n"


def as_body(question: Question, reference: str, title: str) -> str:
    """The text of a page of its own."""
    return f"{_rest(question)}{_flat(question.answer)}\n\n[[{reference}|{title}]]\n"


def _rest(question: Question) -> str:
    """The question itself, where its heading does not say all of it."""
    said = " ".join(question.text.split())
    return "" if said == question.title else f"> {plain(said)}\n\n"


def _flat(answer: str) -> str:
    """Paragraphs, without signs of Markdown: whoever answers writes plain words."""
    parts = (" ".join(part.split()) for part in answer.split("\n\n"))
    return "\n\n".join(plain(part) for part in parts if part)


def plain(line: str) -> str:
    """One line in which no sign means anything to Markdown."""
    line = _MARKS.sub(r"\\\1", line).replace(":::", ":\u2060::")
    return re.sub(r"^(\d*)([.)+=-])", r"\1\\\2", line)
