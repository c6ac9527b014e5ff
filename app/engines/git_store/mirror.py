"""A friend's repository: what was fetched from there, read and never written."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.domain.errors import EngineFailed
from app.domain.page_path import RevisionId
from app.domain.revision import Change
from app.engines.git_store.reading import StoreReader

OPEN_BRANCH = "refs/heads/open"


class MirrorStore(StoreReader):
    """PageStore over the open pages of a friend.

    Nothing is configured, healed or packed there: that is for whoever fetches. Names of authors and
    notes are text that a stranger wrote.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, branch=OPEN_BRANCH)

    def commit(self, change: Change) -> RevisionId:
        """Raises EngineFailed, always."""
        _refuse(change)

    def commit_all(self, changes: Sequence[Change]) -> list[RevisionId]:
        """Raises EngineFailed, always."""
        _refuse(changes)

    def maintain(self) -> bool:
        return False

    def bundle(self, out: str) -> None:
        """Raises EngineFailed, always: what is a friend's is not handed on."""
        _refuse(out)


def _refuse(what: object) -> NoReturn:
    raise EngineFailed(doing="écrire chez un ami", what=what)
