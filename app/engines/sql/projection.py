"""The projection that pages are read from: rows, revisions, facets, links and HTML in SQLite."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.domain.errors import InvalidPage
from app.domain.licence import LICENCES_FILE, LicencePolicy, read_policy
from app.domain.links import LinkTarget
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import LogEntry
from app.domain.rows import PageState
from app.engines.sql import writer
from app.engines.sql.batch import Batch, touched_paths
from app.engines.sql.checks import faults
from app.engines.sql.database import Database
from app.engines.sql.erasing import take_erased
from app.engines.sql.histories import Histories
from app.engines.sql.link_reads import LinkReads
from app.engines.sql.page_reads import PageReads
from app.engines.sql.shelf import Shelf, drop_unused
from app.engines.sql.tables import SCHEMA, Projected
from app.engines.sql.versions import Content, VersionReader, read_content
from app.ports import PageStore, Renderer

# Where a policy cannot be understood, nothing is open.
_CLOSED = LicencePolicy({}, {})


class SqlProjection(PageReads, LinkReads, Histories):
    """Written by `apply`, read as a PageIndex. Safe between threads and processes."""

    name = "sql"

    def __init__(self, path: Path, renderer: Renderer) -> None:
        super().__init__(Database(path, durable=False), renderer.version)
        self._shelf = Shelf(self._database, renderer)
        self._open_schema()

    def _open_schema(self) -> None:
        with self._database.writing() as connection:
            Projected.metadata.create_all(connection)
            if writer.get_meta(connection, "schema") != SCHEMA:
                _start_over(connection)

    def bookmark(self) -> RevisionId | None:
        row = self._database.row("SELECT value FROM meta WHERE key = 'bookmark'")
        return RevisionId(row[0]) if row else None

    def reset(self) -> None:
        with self._database.writing() as connection:
            _start_over(connection)

    def apply(self, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Entries already taken are passed over, so that two processes may both try."""
        if not entries:
            return
        reader = VersionReader(store)
        links = self._shelf.keep(_last_pages(entries, reader))
        with self._database.writing() as connection:
            taken = writer.already_taken(connection, [e.revision.value for e in entries])
            fresh = [entry for entry in entries if entry.revision.value not in taken]
            if fresh:
                self._take(connection, fresh, reader, links, store)

    def _take(
        self,
        connection: Connection,
        entries: Sequence[LogEntry],
        reader: VersionReader,
        links: dict[BlobId, tuple[LinkTarget, ...]],
        store: PageStore,
    ) -> None:
        batch = _start_batch(connection, entries, reader)
        for entry in entries:
            batch.take(entry)
        writer.insert_all(connection, writer.COMMITS, batch.commits)
        writer.insert_all(connection, writer.REVISIONS, batch.revisions)
        policy = _take_policy(connection, entries, store)
        pages = writer.PageWriter(connection, reader, links, policy, changed=batch.commits[-1]["n"])
        pages.write(batch.touched())
        take_erased(connection, entries, store)
        drop_unused(connection, batch.replaced)
        writer.set_meta(connection, "bookmark", entries[-1].revision.value)

    def render_missing(self, size: int) -> int:
        """Renders up to `size` live pages whose HTML is not kept; how many there were.

        After an upgrade of the renderer: pages are readable meanwhile, only slower. Once all are
        there, what the old one made is forgotten.
        """
        rows = self._database.rows(
            "SELECT kind, slug, blob, text FROM pages p WHERE state = 'live' AND NOT EXISTS"
            " (SELECT 1 FROM html h WHERE h.blob = p.blob AND h.version = ?) LIMIT ?",
            (self._renderer_version, size),
        )
        self._shelf.keep(_contents(rows))
        if not rows:
            self._shelf.drop_other_versions()
        return len(rows)

    def tidy(self) -> None:
        while self.render_missing(200):
            pass

    def check(self, store: PageStore) -> list[str]:
        """Sentences about rows that are not what the tree at the bookmark says."""
        return faults(self._database, self.bookmark(), store, self._renderer_version)


def _start_over(connection: Connection) -> None:
    Projected.metadata.drop_all(connection)
    Projected.metadata.create_all(connection)
    writer.set_meta(connection, "schema", SCHEMA)
    writer.begin_epoch(connection)


def _last_pages(
    entries: Sequence[LogEntry], reader: VersionReader
) -> Iterator[tuple[PagePath, BlobId, Content]]:
    for path, blob in touched_paths(entries).items():
        if blob is not None:
            content = reader.content(path, blob)
            if content.version.state is PageState.live:
                yield path, blob, content


def _contents(rows: Sequence[Any]) -> Iterator[tuple[PagePath, BlobId, Content]]:
    for kind, slug, blob, text in rows:
        path = PagePath(kind, slug)
        yield path, BlobId(blob), read_content(path, text.encode())


def _start_batch(
    connection: Connection, entries: Sequence[LogEntry], reader: VersionReader
) -> Batch:
    paths = touched_paths(entries)
    threads = {
        reader.version(path, change.after).thread
        for entry in entries
        for change in entry.changes
        if change.after is not None and (path := change.page) is not None
    } - {""}
    return Batch(
        reader,
        writer.standings(connection, paths, threads),
        writer.known_threads(connection, threads | {str(path) for path in paths}),
        next_revision=writer.next_number(connection, writer.REVISIONS.c.id),
        next_commit=writer.next_number(connection, writer.COMMITS.c.n),
    )


def _take_policy(
    connection: Connection, entries: Sequence[LogEntry], store: PageStore
) -> LicencePolicy:
    """The policy at the batch's end; where it changed, every row is judged again."""
    files = [c for e in entries for c in e.changes if c.file == LICENCES_FILE]
    if not files:
        return _policy(writer.get_meta(connection, "policy"))
    blob = files[-1].after
    text = store.read_blob(blob).decode(errors="replace") if blob is not None else None
    writer.set_meta(connection, "policy", text)
    policy = _policy(text)
    writer.open_again(connection, policy)
    return policy


@lru_cache(maxsize=4)
def _policy(text: str | None) -> LicencePolicy:
    try:
        return read_policy(text.encode() if text is not None else None)
    except InvalidPage:
        return _CLOSED
