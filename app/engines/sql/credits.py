"""Whom a commit names besides its author: who wrote the page elsewhere, or before it was opened.

An adopted page, a change taken from the original, a proposal of several people and a page opened
late all say so with one `Author: name <address>` trailer for each.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from app.domain.erasure import ERASED_NAME
from app.domain.revision import LogEntry

_AUTHOR = "Author"
_SIGNED = re.compile(r"(.*?) ?<([^<>]*)>")
_NAME_LIMIT = 300
_KEEP = text(
    "INSERT OR IGNORE INTO credits (thread, address, author) VALUES (:thread, :address, :author)"
)
_ERASE = text("UPDATE credits SET author = :name WHERE address = :address AND author <> :name")


def take_credits(
    connection: Connection, entries: Sequence[LogEntry], revisions: Iterable[Mapping[str, Any]]
) -> None:
    """For every version that the entries made (`revisions`: its `thread` and `revision`)."""
    named = {entry.revision.value: list(_named(entry)) for entry in entries}
    rows = [
        {"thread": row["thread"], "address": address, "author": name}
        for row in revisions
        for name, address in named.get(row["revision"], ())
    ]
    if rows:
        connection.execute(_KEEP, rows)


def erase_credits(connection: Connection, address: str) -> None:
    connection.execute(_ERASE, {"name": ERASED_NAME, "address": address})


def _named(entry: LogEntry) -> Iterable[tuple[str, str]]:
    """(name, address); who has no address is known by name."""
    for key, said in entry.trailers:
        if key == _AUTHOR:
            match = _SIGNED.fullmatch(said)
            name, address = (match[1], match[2]) if match else (said, "")
            if name := name.strip()[:_NAME_LIMIT]:
                yield name, address or name
