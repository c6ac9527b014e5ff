"""Who sees what. One rule for pages and for each of their versions."""

from app.domain.people import Reader, Role


def sees(status: str, reader: Reader, *, writer: bool = False) -> bool:
    """True where `reader` may read a text of that status.

    A draft is for its writers and for reviewers, signed in; all else is for everyone.
    """
    if status != "draft":
        return True
    return reader.person is not None and (writer or reader.has(Role.reviewer))


def listed(status: str) -> bool:
    """True where a text of that status stands in searches, lists, feeds and change logs."""
    return status != "draft"
