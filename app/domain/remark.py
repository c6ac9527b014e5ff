"""A word about a page, of somebody without an account, that changes nothing in it: for reviewers,
who answer, or let all read it in the page's discussion. It has no place in the log."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.contribution import QuizResult
from app.domain.page_path import PagePath
from app.domain.proposal import ProposalId

ANSWER_LIMIT = 2000
# Its number is made of a secret as a proposal's is: who has the secret wrote it.
RemarkId = ProposalId


class RemarkSort(StrEnum):
    remark = "remark"
    question = "question"
    quiz = "quiz"


class RemarkState(StrEnum):
    """`waiting` -> one of the ends. `published`: it opened a thread of the page's discussion.
    `closed`: a reviewer has read it, and there was nothing to answer."""

    waiting = "waiting"
    published = "published"
    answered = "answered"
    closed = "closed"
    withdrawn = "withdrawn"

    @property
    def ended(self) -> bool:
        return self is not RemarkState.waiting


@dataclass(frozen=True, slots=True)
class Remark:
    """`path` and `title` are those of the page when it came in, `page_id` follows it. `about` is a
    heading of the page. `name` and `place` sign it, as somebody without an account does. `answer`
    is for its writer; `decided_by` the reviewer's public name. `quiz` is kept while it waits.
    `public`: its writer lets it be read by all, in the page's discussion; `thread` is the one that
    it opened.
    """

    id: RemarkId
    sort: RemarkSort
    page_id: str
    path: PagePath
    title: str
    text: str
    about: str
    name: str
    place: str
    written_at: datetime
    made_at: datetime
    changed_at: datetime
    quiz: QuizResult | None = None
    state: RemarkState = RemarkState.waiting
    answer: str = ""
    decided_by: str = ""
    public: bool = False
    thread: str = ""
