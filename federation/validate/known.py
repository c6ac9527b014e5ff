"""The files of one mirror's tip as they were last judged, in a small database beside it.

It makes a visit cost what it brings, never what is there already. It may be thrown away: the next
visit judges the whole tip again.
"""

import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.domain.network import Quarantined
from app.domain.page_path import PagePath
from app.domain.phrase import Phrase
from federation.validate.judging import Judged
from federation.validate.names import is_sidecar, medium_of

log = logging.getLogger(__name__)

_TABLES = """
CREATE TABLE IF NOT EXISTS files (
    file TEXT PRIMARY KEY, blob BLOB NOT NULL, page_id TEXT NOT NULL, title TEXT NOT NULL,
    template TEXT, params TEXT, readable INTEGER NOT NULL, open INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_id ON files (page_id) WHERE page_id != '';
CREATE INDEX IF NOT EXISTS set_aside ON files (file) WHERE template IS NOT NULL;
CREATE INDEX IF NOT EXISTS media ON files (file) WHERE file > 'media/' AND file < 'media0';
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_IDS = "SELECT page_id FROM files WHERE page_id != ''"
_NO_SIDECAR = Phrase("on ne sait pas sous quelle licence il est.")


@dataclass(frozen=True, slots=True)
class KnownFile:
    blob: bytes
    page_id: str


class KnownFiles:
    """What one visit changes stands once `keep` was called; left before, nothing changed.

    Used as a context, by one visit at a time.
    """

    def __init__(self, file: Path | None) -> None:
        """`None` is for a trial: nothing is kept. A damaged file is begun anew."""
        self._file = file
        try:
            self._db = self._open()
        except sqlite3.DatabaseError:
            assert file is not None
            forget_known(file)
            self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._file or ":memory:", isolation_level=None, timeout=30)
        try:
            db.executescript(_TABLES)
            db.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def __enter__(self) -> "KnownFiles":
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _value: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._db.close()

    def fits(self, tip: bytes | None, stamp: str) -> bool:
        """True where this is what was judged of that tip, by those rules."""
        marks = dict(self._db.execute("SELECT name, value FROM marks"))
        return marks == {"tip": tip.hex() if tip else "", "stamp": stamp}

    def mark(self, tip: bytes | None, stamp: str) -> None:
        values = [("tip", tip.hex() if tip else ""), ("stamp", stamp)]
        self._db.executemany("REPLACE INTO marks VALUES (?, ?)", values)

    def keep(self) -> None:
        """Where the disk does not take it, the next visit judges the whole tip again."""
        try:
            self._db.execute("COMMIT")
        except sqlite3.Error:
            log.exception("the list of judged files is not kept")

    def clear(self) -> None:
        self._db.execute("DELETE FROM files")

    def row(self, file: str) -> KnownFile | None:
        row = self._db.execute("SELECT blob, page_id FROM files WHERE file = ?", [file]).fetchone()
        return KnownFile(bytes(row[0]), row[1]) if row else None

    def put(self, file: str, blob: bytes, judged: Judged) -> None:
        reason = judged.reason
        self._db.execute(
            "REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                file, blob, judged.page_id, judged.title,
                reason.template if reason is not None else None,
                json.dumps(reason.params, default=str) if reason is not None else None,
                judged.readable, judged.open,
            ],
        )  # fmt: skip

    def drop(self, file: str) -> None:
        self._db.execute("DELETE FROM files WHERE file = ?", [file])

    def page_ids(self) -> set[str]:
        return {page_id for (page_id,) in self._db.execute(_IDS)}

    def twice(self, page_ids: Iterable[str]) -> tuple[str, str] | None:
        """Two files that are the same page, among those ids; None where there are none."""
        for page_id in page_ids:
            rows = self._db.execute(
                "SELECT file FROM files WHERE page_id = ? AND page_id != '' LIMIT 2", [page_id]
            ).fetchall()
            if len(rows) == 2:
                return rows[0][0], rows[1][0]
        return None

    def files_of(self, page_ids: Sequence[str]) -> list[str]:
        found = []
        for page_id in page_ids:
            rows = self._db.execute(
                "SELECT file FROM files WHERE page_id = ? AND page_id != ''", [page_id]
            )
            found += [file for (file,) in rows]
        return found

    def judge_media(self, files: Iterable[str]) -> None:
        """A medium is shown where its sidecar says an open licence. `files` are those that changed:
        media and sidecars; each with its other half is looked at again."""
        stems = {file.rpartition(".")[0] for file in files if medium_of(file) or is_sidecar(file)}
        for stem in sorted(stems):
            row = self._db.execute("SELECT open FROM files WHERE file = ?", [f"{stem}.yaml"])
            is_open = bool((row.fetchone() or [False])[0])
            self._db.execute(
                "UPDATE files SET template = ?, params = '{}', readable = ?"
                " WHERE file > ? AND file < ? AND file != ?",
                [
                    None if is_open else _NO_SIDECAR.template,
                    is_open,
                    f"{stem}.",
                    f"{stem}/",
                    f"{stem}.yaml",
                ],
            )

    def set_aside(self) -> list[Quarantined]:
        return _set_aside(self._db)


def set_aside_in(file: Path) -> list[Quarantined]:
    """The same, of a mirror that may be visited meanwhile; empty where nothing is held yet."""
    if not file.exists():
        return []
    with closing(sqlite3.connect(file, timeout=5)) as db:
        db.execute("PRAGMA query_only=ON")
        try:
            return _set_aside(db)
        except sqlite3.DatabaseError:
            return []  # the next visit begins it anew


def _set_aside(db: sqlite3.Connection) -> list[Quarantined]:
    rows = db.execute(
        "SELECT file, template, params, readable FROM files"
        " WHERE template IS NOT NULL ORDER BY file"
    )
    return [
        Quarantined(file, PagePath.from_file(file), _phrase(template, params), bool(readable))
        for file, template, params, readable in rows
    ]


def forget_known(file: Path) -> None:
    for name in (file, file.with_name(f"{file.name}-journal")):
        name.unlink(missing_ok=True)


def swap_known(fresh: Path, file: Path) -> None:
    """Put a list that is not in use in the place of another, journal and all."""
    forget_known(file)
    fresh.replace(file)


def _phrase(template: str, params: str) -> Phrase:
    return Phrase(template, **json.loads(params))
