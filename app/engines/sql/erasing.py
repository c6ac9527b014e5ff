"""Names of people who were erased leave the rows: those that stand, and those to come."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from app.domain.erasure import ERASED_FILE, ERASED_NAME, read_erased
from app.domain.revision import LogEntry
from app.engines.sql import writer
from app.ports import PageStore

_REVISIONS = text(
    "UPDATE revisions SET author = :name WHERE author_address = :address AND author <> :name"
)
_PAGES = text(
    "UPDATE pages SET updated_by = :name WHERE updated_by <> :name AND revision IN"
    " (SELECT revision FROM revisions WHERE author_address = :address)"
)


def take_erased(connection: Connection, entries: Sequence[LogEntry], store: PageStore) -> None:
    """After the rows of a batch are written. `people/erased.yaml` is read at the batch's end."""
    files = [c for e in entries for c in e.changes if c.file == ERASED_FILE]
    if files:
        blob = files[-1].after
        said = store.read_blob(blob).decode(errors="replace") if blob is not None else None
        writer.set_meta(connection, "erased", said)
    for address in read_erased(writer.get_meta(connection, "erased")):
        values = {"name": ERASED_NAME, "address": address}
        connection.execute(_REVISIONS, values)
        connection.execute(_PAGES, values)
