"""Media in the tables: what their sidecars say, who brought them, which pages show them."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from app.domain.errors import InvalidMedium
from app.domain.links import fold
from app.domain.media import (
    KINDS,
    MediaQuery,
    MediumName,
    MediumRow,
    MediumWords,
    Sidecar,
    names_in,
    read_sidecar,
)
from app.domain.page_path import BlobId
from app.domain.revision import LogEntry
from app.domain.rows import PageRow
from app.engines.sql.codec import PAGE_COLUMNS, page_row
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.tables import MediumRecord, MediumUseRecord, table
from app.ports import PageStore

MEDIA, USES = table(MediumRecord), table(MediumUseRecord)
_COLUMNS = (
    "m.name, m.title, m.alt, m.licence, m.authors, m.source, m.decorative, m.width, m.height,"
    " m.size_bytes, m.added_at, m.author, m.author_address"
)
_NAMED = f"SELECT {_COLUMNS} FROM media m WHERE m.name IN (SELECT value FROM json_each(?))"
_USES = (
    f"SELECT {PAGE_COLUMNS} FROM media_uses u JOIN pages p ON p.n = u.page WHERE u.medium = ?"
    " ORDER BY p.visible DESC, p.title_fold, p.n"
)
_SHOWN = (
    "EXISTS (SELECT 1 FROM media_uses u JOIN pages p ON p.n = u.page"
    " WHERE u.medium = m.name AND p.visible = 1)"
)
_UNUSED = "NOT EXISTS (SELECT 1 FROM media_uses u WHERE u.medium = m.name)"


# A picture in a text, with nothing said for those who do not see it.
_BARE = re.compile(r"!\[\s*\]\(<?/?media/([0-9a-f]{64}\.[a-z0-9]{2,4})")


def uses_of(page: int, text: str) -> list[dict[str, Any]]:
    bare = set(_BARE.findall(text))
    return [{"medium": name, "page": page, "bare": name in bare} for name in names_in(text)]


def take_media(connection: Connection, entries: Sequence[LogEntry], store: PageStore) -> None:
    """The media and sidecars that a batch brought, changed or took away."""
    for entry in entries:
        for change in entry.changes:
            if not change.file.startswith("media/"):
                continue
            name = MediumName.from_file(change.file)
            if name is not None:
                _take_bytes(connection, name, entry, change.after, store)
            elif change.file.endswith(".yaml"):
                _take_words(connection, change.file, change.after, store)


def _take_bytes(
    connection: Connection,
    name: MediumName,
    entry: LogEntry,
    blob: BlobId | None,
    store: PageStore,
) -> None:
    """A medium that went and came back is told as new; one that is there keeps who brought it."""
    if blob is None:
        connection.execute(delete(MEDIA).where(MEDIA.c.name == str(name)))
        return
    if connection.execute(select(MEDIA.c.name).where(MEDIA.c.name == str(name))).first():
        return
    sidecar = next((c.after for c in entry.changes if c.file == name.sidecar), None)
    if sidecar is None:
        sidecar = store.blob_of(name.sidecar, entry.revision)
    row = {
        "name": str(name), "sha256": name.sha256, "kind": name.kind,
        "size_bytes": len(store.read_blob(blob)), "added_at": to_micros(entry.at),
        "author": entry.author.name, "author_address": _sender(entry),
    }  # fmt: skip
    connection.execute(insert(MEDIA), row | _said(sidecar, store))


def _sender(entry: LogEntry) -> str:
    """Whose the medium is to speak for: nobody's here, where it came from elsewhere."""
    return "" if any(key == "Source" for key, _ in entry.trailers) else entry.author.address


def _take_words(connection: Connection, file: str, blob: BlobId | None, store: PageStore) -> None:
    sha256 = file.rpartition("/")[2].removesuffix(".yaml")
    statement = update(MEDIA).where(MEDIA.c.sha256 == sha256)
    connection.execute(statement.values(**_said(blob, store)))


def _said(blob: BlobId | None, store: PageStore) -> dict[str, Any]:
    """A sidecar that cannot be read says nothing: `check` tells of it."""
    try:
        sidecar = read_sidecar(store.read_blob(blob) if blob is not None else None)
    except InvalidMedium:
        sidecar = Sidecar(MediumWords())
    words = sidecar.words
    return {
        "title": words.title, "alt": words.alt, "licence": words.licence,
        "authors": words.authors, "source": words.source, "decorative": words.decorative,
        "width": sidecar.width, "height": sidecar.height,
        "folded": fold(f"{words.title}\n{words.alt}\n{words.authors}\n{words.source}"),
    }  # fmt: skip


class MediaReads:
    _database: Database

    def media(
        self, query: MediaQuery, *, offset: int = 0, size: int
    ) -> tuple[list[MediumRow], int]:
        """Newest first, and how many there are in all."""
        where, values = _conditions(query)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM media m{where} ORDER BY m.added_at DESC, m.name"
            " LIMIT ? OFFSET ?",
            (*values, size, offset),
        )
        count = self._database.row(f"SELECT count(*) FROM media m{where}", values)
        return [_medium(row) for row in rows], count[0] if count else 0

    def media_named(self, names: Iterable[str]) -> dict[str, MediumRow]:
        rows = self._database.rows(_NAMED, (json.dumps(list(names)),))
        return {row[0]: _medium(row) for row in rows}

    def media_uses(self, name: str) -> list[PageRow]:
        """Our pages that show it, those that all may see first; drafts included."""
        return [page_row(row) for row in self._database.rows(_USES, (name,))]


def _conditions(query: MediaQuery) -> tuple[str, tuple[Any, ...]]:
    parts: list[str] = []
    values: list[Any] = []
    for word in fold(query.words).split()[:10]:
        parts.append("instr(m.folded, ?) > 0")
        values.append(word)
    if query.kind in KINDS:
        parts.append("m.kind = ?")
        values.append(query.kind)
    if query.lacks_alt:
        parts.append("m.kind = 'picture' AND m.alt = '' AND NOT m.decorative")
    if query.unused:
        parts.append(_UNUSED)
    if query.shown:
        parts.append(_SHOWN)
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), tuple(values)


def _medium(row: Sequence[Any]) -> MediumRow:
    (name, title, alt, licence, authors, source, decorative, width, height, size, added_at, by,
     address) = row  # fmt: skip
    words = MediumWords(title, alt, licence, authors, source, decorative=bool(decorative))
    at = from_micros(added_at)
    return MediumRow(MediumName.parse(name), words, width, height, size, at, by, address)
