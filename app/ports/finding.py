"""Where words are kept and found: what a search engine is, once the wiki's rules are taken off."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from app.domain.finding.engines import Standing
from app.domain.finding.fields import Findable
from app.domain.finding.marks import Mark
from app.domain.finding.synonyms import AskGroups
from app.domain.search import Located, SearchPage, SearchQuery, Suggestion
from app.ports.pages import MirrorProjection, Projection


class FullText(Protocol):
    """An index in a folder of its own. Which pages are shown, and why, is not its business.

    Any number of processes and threads may read: each answer is of the newest commit. One at a
    time may write, under the lock that `catch_up` holds. A folder that is damaged, or of an older
    version, has no mark and answers nothing; the next `take` begins it anew.
    """

    def mark(self) -> Mark | None:
        """What the newest commit was told; None where there is no index to be trusted."""

    # What `take` wants of a page: a function of a module, so that another process may do it.
    prepare: Callable[[Findable], Any]

    # How many entries of a log it takes best at once, where nobody waits for it meanwhile.
    batch: int

    def take(
        self, pages: Iterable[tuple[str, Any | None]], mark: Mark, *, dropping: str = ""
    ) -> None:
        """Put pages, prepared, in the place of those of the same keys (see `marks.key_of`), None to
        leave it empty, and set the mark: all at once or not at all. Each key comes once.
        `dropping` names a friend whose pages all leave before."""

    def reset(self) -> None:
        """Forget everything: the index is there, empty, with an empty mark."""

    def ours(self) -> Iterable[str]:
        """The paths of our pages that are held."""

    def find(self, query: SearchQuery) -> SearchPage: ...

    def every(self, query: SearchQuery, *, limit: int) -> Sequence[Located]:
        """See `ports.pages.Search`."""

    def suggest(self, text: str, *, size: int) -> list[Suggestion]: ...

    def tidy(self) -> int:
        """Merge what saves left in small pieces; how many pieces there are now."""

    def close(self) -> None:
        """Let go of the files; a later call opens them again."""


@dataclass(frozen=True, slots=True)
class SearchEngine:
    """A way to keep words: `open` takes a folder, and whom to ask for groups of synonyms."""

    name: str
    open: Callable[[Path, AskGroups], FullText]


class ComingSearch(Projection, MirrorProjection, Protocol):
    """An engine that reads the logs, to answer later."""


class SearchChoice(Protocol):
    """Which engine answers, and how another takes its place. Under the lock of catch-up, all but
    `standing` and `wanted`."""

    def standing(self) -> Standing: ...

    def wanted(self, pages: int) -> str:
        """The engine to have for so many pages, ours and friends'."""

    def prepare(self, name: str) -> ComingSearch:
        """The engine that is to answer, in a folder of its own, as far as it has read."""

    def take_over(self) -> None:
        """From now on the engine that was prepared answers, in every process; the other is gone."""

    def give_up(self, *, failed_at: datetime | None = None) -> None:
        """Nothing is coming any more; `failed_at`: because it failed."""
