"""Whose rows are meant: ours have no origin, a friend's bear its instance."""

from typing import Any

from app.engines.sql.tables import FriendRevisionRecord, RevisionRecord, table

# What `visible` says of a page that lists show: ours, or a friend's.
OURS, THEIRS = 1, 2


def thread_of(origin: str, name: str) -> str:
    """Friends may use our ids: theirs are told apart by a sign that no id and no address has."""
    return f"{origin} {name}" if origin and name else name


def name_in(thread: str) -> str:
    """The page's id or address that the thread is named after."""
    return thread.rpartition(" ")[2]


def revisions_of(origin: str) -> Any:
    return table(FriendRevisionRecord if origin else RevisionRecord)
