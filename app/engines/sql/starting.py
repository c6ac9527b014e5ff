"""A batch of a log, begun as the tables stand."""

from collections.abc import Sequence

from sqlalchemy import Connection

from app.domain.revision import LogEntry
from app.engines.sql import writer
from app.engines.sql.batch import Batch, touched_paths
from app.engines.sql.origins import revisions_of, thread_of
from app.engines.sql.versions import Versions


def start_batch(
    connection: Connection, entries: Sequence[LogEntry], reader: Versions, *, origin: str = ""
) -> Batch:
    """Of our log, or of a friend's."""
    paths = touched_paths(entries)
    threads = {
        version.thread
        for entry in entries
        for change in entry.changes
        if change.after is not None and (path := change.page) is not None
        if (version := reader.version(path, change.after)) is not None
    } - {""}
    names = threads | {thread_of(origin, str(path)) for path in paths}
    return Batch(
        reader,
        writer.standings(connection, paths, threads, origin=origin),
        writer.known_threads(connection, names, origin=origin),
        next_revision=writer.next_number(connection, revisions_of(origin).c.id),
        next_commit=writer.next_number(connection, writer.COMMITS.c.n),
    )
