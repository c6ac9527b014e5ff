"""Names of people who were erased leave the rows: those that stand, and those to come."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, text

from app.domain.erasure import ERASED_FILE, ERASED_NAME, read_erased
from app.domain.revision import LogEntry, Signature
from app.engines.sql import writer
from app.engines.sql.credits import erase_credits
from app.engines.sql.sharing import renamed
from app.ports import PageStore

_REVISIONS = text(
    "UPDATE revisions SET author = :name WHERE author_address = :address AND author <> :name"
)
_PAGES = text(
    "UPDATE pages SET updated_by = :name WHERE updated_by <> :name AND revision IN"
    " (SELECT revision FROM revisions WHERE author_address = :address)"
)
_MEDIA = text("UPDATE media SET author = :name WHERE author_address = :address AND author <> :name")
_THEIR_REVISIONS = text(str(_REVISIONS).replace("revisions", "friend_revisions"))
_THEIR_PAGES = text(str(_PAGES).replace("revisions", "friend_revisions"))


def take_erased(
    connection: Connection,
    entries: Sequence[LogEntry],
    store: PageStore,
    stamps: Mapping[str, int],
) -> None:
    """After the rows of a batch are written. `people/erased.yaml` is read at the batch's end."""
    files = [c for e in entries for c in e.changes if c.file == ERASED_FILE]
    before = read_erased(writer.get_meta(connection, "erased"))
    if files:
        blob = files[-1].after
        said = store.read_blob(blob).decode(errors="replace") if blob is not None else None
        writer.set_meta(connection, "erased", said)
    for address in read_erased(writer.get_meta(connection, "erased")):
        values = {"name": ERASED_NAME, "address": address}
        connection.execute(_REVISIONS, values)
        connection.execute(_PAGES, values)
        connection.execute(_MEDIA, values)
        erase_credits(connection, address)
        if address not in before:
            renamed(connection, address, max(stamps.values()))
        if files:
            connection.execute(_THEIR_REVISIONS, values)
            connection.execute(_THEIR_PAGES, values)


def without_erased(connection: Connection, entries: Sequence[LogEntry]) -> list[LogEntry]:
    """A friend's log in which people who were erased here have no name."""
    erased = read_erased(writer.get_meta(connection, "erased"))
    nameless = {address: Signature(ERASED_NAME, address) for address in erased}
    return [replace(e, author=nameless.get(e.author.address, e.author)) for e in entries]


def hide_erased_credits(connection: Connection) -> None:
    for address in read_erased(writer.get_meta(connection, "erased")):
        erase_credits(connection, address)
