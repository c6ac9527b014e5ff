"""Friends' pages in the tables: taken in from their logs, dropped with them.

Their HTML is not made here: whoever reads one renders it, and upkeep does the rest little by
little, so that a first mirror of many thousand pages is soon readable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.domain.licence import LicencePolicy
from app.domain.network import Mirror
from app.domain.page import Page
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import LogEntry
from app.domain.rows import PageState
from app.engines.sql import writer
from app.engines.sql.credits import take_credits
from app.engines.sql.database import Database
from app.engines.sql.erasing import hide_erased_credits, without_erased
from app.engines.sql.origins import revisions_of, thread_of
from app.engines.sql.policies import Gate, policy_of
from app.engines.sql.shelf import drop_unused
from app.engines.sql.starting import start_batch
from app.engines.sql.tables import CreditRecord, table
from app.engines.sql.versions import Content, Version, VersionReader
from app.ports import PageStore

CREDITS = table(CreditRecord)


class MirrorReader:
    """Versions of a friend's pages, as far as they are shown here."""

    def __init__(self, store: PageStore, mirror: Mirror, policy: LicencePolicy) -> None:
        self._reader = VersionReader(store)
        self._mirror = mirror
        # What we took back is ours: a friend may use the same ids.
        self.gate = Gate(policy)
        self._known: dict[tuple[PagePath, BlobId], Version | None] = {}

    def content(self, path: PagePath, blob: BlobId) -> Content:
        return self._reader.content(path, blob)

    def version(self, path: PagePath, blob: BlobId) -> Version | None:
        """None where that text is not shown: set aside, outside the slice, or no open page."""
        if (path, blob) not in self._known:
            self._known[path, blob] = self._shown(path, blob)
        return self._known[path, blob]

    def _shown(self, path: PagePath, blob: BlobId) -> Version | None:
        if path.file in self._mirror.quarantined:
            return None
        content = self.content(path, blob)
        if content.version.state is PageState.live and not self._takes(path, content):
            return None
        if content.version.state is PageState.broken:
            return None
        thread = thread_of(str(self._mirror.origin), content.version.thread)
        return replace(content.version, thread=thread)

    def _takes(self, path: PagePath, content: Content) -> bool:
        version = content.version
        page = Page(path, content.text, content.front, content.body)
        is_open = self.gate.lets(version.status, version.licence, version.id)
        return is_open and self._mirror.slice.takes(page)


class Mirrored:
    _database: Database

    def mirror_marks(self) -> Mapping[str, tuple[str, RevisionId]]:
        rows = self._database.rows("SELECT origin, form, tip FROM mirrors")
        return {origin: (form, RevisionId(tip)) for origin, form, tip in rows}

    def apply_mirror(self, mirror: Mirror, entries: Sequence[LogEntry], store: PageStore) -> None:
        """Entries already taken are passed over, so that two processes may both try."""
        if not entries:
            return
        policy = self._database.row("SELECT value FROM meta WHERE key = 'policy'")
        reader = MirrorReader(store, mirror, policy_of(policy[0] if policy else None))
        _read_ahead(reader, entries)
        with self._database.writing() as connection:
            fresh = _fresh(connection, mirror, entries)
            if fresh:
                _take(connection, mirror, without_erased(connection, fresh), reader)

    def drop_mirror(self, origin: str) -> None:
        with self._database.writing() as connection:
            _forget(connection, origin)


def _read_ahead(reader: MirrorReader, entries: Sequence[LogEntry]) -> None:
    """Parse before the transaction begins, so that it is short."""
    for entry in entries:
        for change in entry.changes:
            if change.after is not None and (path := change.page) is not None:
                reader.version(path, change.after)


def _fresh(
    connection: Connection, mirror: Mirror, entries: Sequence[LogEntry]
) -> Sequence[LogEntry]:
    """What was not read yet. All is forgotten first that was derived in another form."""
    marks = writer.MIRRORS
    mark = connection.execute(
        select(marks.c.form, marks.c.tip).where(marks.c.origin == str(mirror.origin))
    ).first()
    if mark is None:
        return entries
    if mark.form != mirror.form:
        _forget(connection, str(mirror.origin))
        return entries
    read = [at for at, entry in enumerate(entries) if entry.revision.value == mark.tip]
    return entries[read[-1] + 1 :] if read else entries


def _take(
    connection: Connection, mirror: Mirror, entries: Sequence[LogEntry], reader: MirrorReader
) -> None:
    origin = str(mirror.origin)
    batch = start_batch(connection, entries, reader, origin=origin)
    for entry in entries:
        batch.take(entry)
    revisions = [_their_revision(origin, row) for row in batch.revisions]
    writer.insert_all(connection, revisions_of(origin), revisions)
    take_credits(connection, entries, batch.revisions)
    hide_erased_credits(connection)
    pages = writer.PageWriter(connection, reader, {}, reader.gate.lets, origin=origin)
    pages.write(batch.touched())
    drop_unused(connection, batch.replaced)
    connection.execute(delete(writer.MIRRORS).where(writer.MIRRORS.c.origin == origin))
    mark = {"origin": origin, "form": mirror.form, "tip": entries[-1].revision.value}
    connection.execute(insert(writer.MIRRORS), mark)


def _their_revision(origin: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Commits of friends are not numbered here: `changes` are of our own log."""
    return {key: value for key, value in row.items() if key != "n"} | {"origin": origin}


def _forget(connection: Connection, origin: str) -> None:
    pages, revisions = writer.PAGES, revisions_of(origin)
    theirs = select(pages.c.n).where(pages.c.origin == origin)
    threads = select(revisions.c.thread).where(revisions.c.origin == origin)
    blobs = select(pages.c.blob).where(pages.c.origin == origin)
    gone = [blob for (blob,) in connection.execute(blobs)]
    for column in writer.OF_PAGE:
        connection.execute(delete(column.table).where(column.in_(theirs)))
    connection.execute(delete(CREDITS).where(CREDITS.c.thread.in_(threads)))
    for one in (pages, revisions, writer.MIRRORS):
        connection.execute(delete(one).where(one.c.origin == origin))
    drop_unused(connection, gone)
    writer.begin_epoch(connection)
