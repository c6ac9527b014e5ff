"""The projection that pages are read from: rows, revisions, facets, links and HTML in SQLite."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from app.domain.links import LinkTarget
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import LogEntry
from app.domain.rows import PageState
from app.engines.sql import writer
from app.engines.sql.backlinks import Backlinks
from app.engines.sql.batch import touched_paths
from app.engines.sql.care_reads import CareReads, KeptAnswers
from app.engines.sql.checks import faults
from app.engines.sql.credits import take_credits
from app.engines.sql.database import Database
from app.engines.sql.erasing import take_erased
from app.engines.sql.histories import Histories
from app.engines.sql.link_reads import LinkReads
from app.engines.sql.media import MediaReads, take_media
from app.engines.sql.mirrored import Mirrored
from app.engines.sql.page_reads import PageReads
from app.engines.sql.policies import parted, take_gate
from app.engines.sql.readings import Readings
from app.engines.sql.sharing import Sharing, judge_again, stamps_of, take_shared
from app.engines.sql.sheets import Sheets
from app.engines.sql.shelf import Shelf, drop_unused
from app.engines.sql.starting import start_batch
from app.engines.sql.tables import SCHEMA, Projected
from app.engines.sql.versions import Content, VersionReader, read_content
from app.engines.sql.weights import Weights
from app.ports import PageStore, Renderer

_RENDERED_AT_ONCE = 200
_UNRENDERED = (
    "SELECT kind, slug, blob, text, n FROM pages p WHERE {whose} AND state = 'live' AND n > ?"
    " AND NOT EXISTS (SELECT 1 FROM html h WHERE h.blob = p.blob AND h.version = ?)"
    " ORDER BY n LIMIT ?"
)
_OURS = _UNRENDERED.format(whose="origin = ''")
_THEIRS = _UNRENDERED.format(whose="visible = 2")


class SqlProjection(
    PageReads, Sheets, LinkReads, MediaReads, Histories, Backlinks, CareReads, Mirrored, Sharing,
    Weights, Readings,
):  # fmt: skip
    """Written by `apply`, read as a PageIndex. Safe between threads and processes."""

    name = "sql"

    def __init__(self, path: Path, renderer: Renderer) -> None:
        super().__init__(Database(path, durable=False), renderer.version)
        self._shelf = Shelf(self._database, renderer)
        self._care = KeptAnswers()
        self._open_schema()

    def _open_schema(self) -> None:
        with self._database.writing() as connection:
            if not inspect(connection).has_table(writer.META.name) or (
                writer.get_meta(connection, "schema") != SCHEMA
            ):
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
            for run in parted(fresh):
                self._take(connection, run, reader, links, store)

    def _take(
        self,
        connection: Connection,
        entries: Sequence[LogEntry],
        reader: VersionReader,
        links: dict[BlobId, tuple[LinkTarget, ...]],
        store: PageStore,
    ) -> None:
        batch = start_batch(connection, entries, reader)
        for entry in entries:
            batch.take(entry)
        writer.insert_all(connection, writer.COMMITS, batch.commits)
        writer.insert_all(connection, writer.REVISIONS, batch.revisions)
        take_credits(connection, entries, batch.revisions)
        stamps = stamps_of(connection, entries)
        before, gate = take_gate(connection, entries[0], store)
        if gate != before:
            judge_again(connection, before, gate, stamps[entries[0].revision.value])
        pages = writer.PageWriter(connection, reader, links, gate.lets)
        pages.write(batch.touched())
        take_shared(connection, batch.revisions, stamps, gate)
        take_media(connection, entries, store)
        take_erased(connection, entries, store, stamps)
        drop_unused(connection, batch.replaced)
        writer.set_meta(connection, "bookmark", entries[-1].revision.value)

    def render_missing(self, size: int) -> int:
        """Renders up to `size` live pages of ours whose HTML is not kept; how many there were.

        After an upgrade of the renderer: pages are readable meanwhile, only slower. Once all are
        there, what the old one made is forgotten.
        """
        rows = self._render(_OURS, size)
        if not rows and not self._unrendered(_THEIRS, 1):
            self._shelf.drop_other_versions()
        return len(rows)

    def _render(self, which: str, size: int, *, after: int = -1) -> Sequence[Any]:
        rows = self._unrendered(which, size, after=after)
        self._shelf.keep(_contents(rows))
        return rows

    def _unrendered(self, which: str, size: int, *, after: int = -1) -> Sequence[Any]:
        return self._database.rows(which, (after, self._renderer_version, size))

    def tidy(self) -> None:
        """All pages of ours, and some of friends': theirs may be many, and nobody waits."""
        last = -1
        while rows := self._render(_OURS, _RENDERED_AT_ONCE, after=last):
            last = rows[-1][4]
        if not self._render(_THEIRS, _RENDERED_AT_ONCE):
            self._shelf.drop_other_versions()

    def check(self, store: PageStore) -> list[str]:
        """Sentences about rows that are not what the tree at the bookmark says."""
        return faults(self._database, self.bookmark(), store, self._renderer_version)


def _start_over(connection: Connection) -> None:
    Projected.metadata.drop_all(connection)
    for statement in _making():
        connection.exec_driver_sql(statement)
    writer.set_meta(connection, "schema", SCHEMA)
    writer.begin_epoch(connection)


@cache
def _making() -> tuple[str, ...]:
    """What makes every table and its indexes: written out once, since that takes longer than to
    make them."""
    dialect = sqlite.dialect()
    tables = Projected.metadata.sorted_tables
    made = [CreateTable(table).compile(dialect=dialect) for table in tables]
    indexes = sorted((one for table in tables for one in table.indexes), key=lambda one: one.name)
    made += [CreateIndex(one).compile(dialect=dialect) for one in indexes]
    return tuple(map(str, made))


def _last_pages(
    entries: Sequence[LogEntry], reader: VersionReader
) -> Iterator[tuple[PagePath, BlobId, Content]]:
    for path, blob in touched_paths(entries).items():
        if blob is not None:
            content = reader.content(path, blob)
            if content.version.state is PageState.live:
                yield path, blob, content


def _contents(rows: Sequence[Any]) -> Iterator[tuple[PagePath, BlobId, Content]]:
    for kind, slug, blob, text, _ in rows:
        path = PagePath(kind, slug)
        yield path, BlobId(blob), read_content(path, text.encode())
