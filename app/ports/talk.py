"""What people say to each other about pages. Not derivable: kept apart from projections."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from app.domain.discussion import Comment, CommentState


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

    def of(self, person: str) -> list[Comment]:
        """All that this person wrote, oldest first."""

    def forget(self, people: Iterable[str]) -> int:
        """Take away the words of these people (their ids); how many comments there were."""

    def people(self) -> set[str]:
        """The ids of all who wrote some."""

    def generation(self) -> int:
        """Another number once anything here has changed (any process)."""

    def close(self) -> None: ...
