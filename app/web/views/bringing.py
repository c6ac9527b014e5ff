"""The screens of what was written offline: bring the file in, read a remark, follow it."""

from dataclasses import dataclass
from datetime import datetime

from app.theme.parts import Link
from app.web.views.rooms import WithErrors


@dataclass(frozen=True, slots=True, kw_only=True)
class BringStart(WithErrors):
    """The first step. Sends `file` to `action` with `do=read`."""

    action: str
    limit_bytes: int
    most: int
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtLine:
    """One text of the file. `sort` says what it is, `text` how it begins, `fate` what becomes of
    it, with its `tone` and `symbol`, and `why`. `link` is its private link, `` while it has none;
    `belongs` the address of the wiki it should be brought to."""

    title: str
    url: str
    kind: str
    sort: str
    text: str
    fate: str
    tone: str
    symbol: str
    why: str = ""
    link: str = ""
    belongs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BringResult:
    """What would happen to the texts of a file, or what happened (`done`). `signed` is its name,
    `kit` the wiki that the kit is of, `takes` how many texts are new or changed here, `later` how
    many had to wait."""

    action: str
    key: str
    signed: str
    kit: str
    kit_at: datetime
    made_at: datetime
    lines: tuple[BroughtLine, ...]
    takes: int
    later: int = 0
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkLine:
    """A remark in a list of reviewers."""

    title: str
    url: str
    kind: str
    sort: str
    text: str
    author: str
    state: str
    tone: str
    symbol: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizShown:
    """`answers` are (question, what was chosen, whether it is right)."""

    right: int
    of: int
    answers: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemarkScreen(WithErrors):
    """A remark: for a reviewer (`reviews`), or for its writer by its private `link`. `public`: its
    writer lets all read it; `thread` is where, from the page's address on."""

    line: RemarkLine
    action: str
    page: Link | None
    text: str
    about: str
    written_at: datetime
    changed_at: datetime
    ended: bool
    reviews: bool
    quiz: QuizShown | None = None
    quiz_gone: bool = False
    answer: str = ""
    decided_by: str = ""
    link: str = ""
    typed: str = ""
    public: bool = False
    thread: str = ""
    errors: tuple[tuple[str, str], ...] = ()
