"""What people say to each other about pages. Not derivable: kept apart from projections."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from app.domain.discussion import Comment, CommentState
from app.domain.mail import Letter
from app.domain.question import Question, QuestionId, QuestionState
from app.domain.watching import Habits, Notice, Rhythm, Watch


class Discussions(Protocol):
    """Records of what is said about pages. `me` is a person's id, `` for a stranger: what is held
    is seen by who wrote it, and by those who `reviews`."""

    def add(self, comment: Comment) -> None: ...
    def get(self, comment_id: str) -> Comment | None: ...

    def threads(
        self, pages: Sequence[str], *, me: str, reviews: bool, offset: int, size: int
    ) -> tuple[list[list[Comment]], int]:
        """Some threads of these pages, each oldest first, and how many there are: open ones first,
        then by what was said last."""

    def position(self, thread: str, pages: Sequence[str], *, me: str, reviews: bool) -> int | None:
        """How many threads come before that one in the same order."""

    def count(self, page: str) -> tuple[int, int]:
        """Comments that all may read, and threads that are open."""

    def replies(self, thread: str) -> int: ...

    def latest(self, pages: Sequence[str], *, size: int) -> list[Comment]:
        """What all may read, newest first."""

    def held(self, *, size: int) -> list[Comment]:
        """What waits for a reviewer, oldest first."""

    def count_held(self) -> int: ...

    def rewrite(self, comment_id: str, text: str, *, at: datetime, state: CommentState) -> None: ...

    def judge(self, comment: Comment, *, was: CommentState) -> bool:
        """Its state, reason and who decided; False (nothing changed) where it was in another."""

    def withdraw(self, comment_id: str) -> None:
        """Its words are forgotten. Where others have answered its place stays."""

    def resolve(self, thread: str, *, by: str, at: datetime | None) -> None:
        """Closed, or (`at` None) open again."""

    def speakers(self, thread: str) -> list[str]:
        """The ids of who has spoken there."""

    def since(self, pages: Sequence[str], at: datetime, *, but: str) -> int:
        """How many comments that all may read came after `at`, without those of a person."""

    def of(self, person: str) -> list[Comment]:
        """All that this person wrote, oldest first."""

    def forget(self, people: Iterable[str]) -> int:
        """Take away the words of these people (their ids); how many comments there were."""

    def people(self) -> set[str]:
        """The ids of all who wrote some."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...

    def generation(self) -> int:
        """Another number once anything here has changed (any process)."""

    def close(self) -> None: ...


class Watching(Protocol):
    """Records of what people follow, and of what was said to them. People are named by id."""

    def tell(self, notices: Iterable[Notice]) -> None:
        """One of the same sort and ref for the same person is told once."""

    def notices(self, person: str, *, unread: bool = False, size: int) -> list[Notice]:
        """Newest first."""

    def unread(self, person: str) -> int: ...

    def read(self, person: str, *, refs: Iterable[str] | None = None) -> None:
        """Those of these refs, or all."""

    def watch(self, seen: Watch, *, limit: int) -> bool:
        """False (and nothing kept) where they follow `limit` others."""

    def unwatch(self, person: str, page: str) -> None: ...
    def see(self, seen: Watch) -> None: ...

    def watched(self, person: str) -> list[Watch]:
        """Followed last, first."""

    def watches(self, person: str, page: str) -> bool: ...

    def watchers(self, page: str) -> list[str]:
        """Who follows that page."""

    def habits(self, person: str, *, since: datetime) -> Habits:
        """Those of somebody who never chose begin at `since`."""

    def choose(self, person: str, rhythm: Rhythm, *, at: datetime) -> None: ...
    def seen(self, person: str, *, at: datetime) -> None: ...

    def mailed(self, person: str, letters: Iterable[Letter], *, at: datetime) -> None:
        """Told by these letters, which wait from the same moment on."""

    def ask(
        self,
        person: str,
        page: str,
        letters: Iterable[Letter],
        *,
        at: datetime,
        unless_since: datetime,
    ) -> bool:
        """Ask them, by these letters, whether that page is still true; False (and nothing queued)
        where they were asked after `unless_since`."""

    def asked(self, since: datetime) -> dict[str, int]:
        """How many pages each person was asked about after `since`."""

    def unasked(self, since: datetime) -> list[tuple[str, str]]:
        """(page, person) of what people follow and were not asked about after `since`."""

    def mailed_since(self, at: datetime) -> set[str]:
        """Who was told since, or is never."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]: ...
    def forget(self, people: Iterable[str]) -> int: ...
    def people(self) -> set[str]: ...
    def close(self) -> None: ...


class Questions(Protocol):
    """Records of what places are asked, and of who answers for them."""

    def add(self, question: Question, letters: Iterable[Letter], *, now: datetime) -> bool:
        """With what is told of it. False where there is one of that number."""

    def get(self, question_id: QuestionId) -> Question | None: ...

    def of_pages(self, pages: Sequence[str] | None, *, size: int) -> list[Question]:
        """Those of these pages (None: of all) that wait first, then the latest."""

    def count_waiting(self, page: str) -> int: ...

    def change(
        self,
        question: Question,
        letters: Iterable[Letter] = (),
        *,
        was: QuestionState,
        now: datetime,
    ) -> bool:
        """All of it, with what is told; False (nothing changed) where it was in another state."""

    def drop(self, question_id: QuestionId) -> None: ...

    def answerers(self, page: str) -> list[str]:
        """Who answers for that page (ids of people); empty where nobody was chosen."""

    def choose(self, page: str, people: Iterable[str]) -> None: ...

    def answered_by(self, person: str) -> list[str]:
        """The pages that this person answers for."""

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        """All that is kept of them here, for themselves."""

    def forget(self, people: Iterable[str]) -> int: ...
    def people(self) -> set[str]: ...
    def close(self) -> None: ...
