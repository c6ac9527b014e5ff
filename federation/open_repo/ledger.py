"""What deriving goes on from: the tree of main as it is judged, the open tree, and the pointer.

A small SQLite file inside the open repository's folder, so that one rename swaps both. It is
derived like the rest: lost or damaged, it is made again.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.domain.page_path import RevisionId
from app.domain.revision import Signature
from federation.open_repo.judging import Facts

FILE = "ledger.sqlite"
_LOCK_WAIT_S = 10.0
_SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE pages(file TEXT PRIMARY KEY, blob TEXT NOT NULL, thread TEXT NOT NULL,
  id TEXT NOT NULL, leaving INTEGER NOT NULL, licence TEXT NOT NULL, target TEXT NOT NULL,
  media TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX pages_id ON pages(id) WHERE id <> '';
CREATE INDEX pages_target ON pages(target) WHERE target <> '';
CREATE TABLE others(file TEXT PRIMARY KEY, blob TEXT NOT NULL, licence TEXT) WITHOUT ROWID;
CREATE TABLE tree(file TEXT PRIMARY KEY, blob TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE uses(name TEXT, file TEXT, PRIMARY KEY(name, file)) WITHOUT ROWID;
CREATE INDEX uses_file ON uses(file);
CREATE TABLE waiting(thread TEXT, address TEXT, n INTEGER NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY(thread, address)) WITHOUT ROWID;
CREATE TABLE derived(main TEXT PRIMARY KEY, tip TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class OpenState:
    """What is published: the commit of main that was read, the open tip that it gave, and `seq`,
    the number of commits of the open branch in this epoch."""

    main: RevisionId
    tip: RevisionId
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A file under `pages/` as main has it. `thread` names the page through moves and breakage."""

    file: str
    blob: str
    thread: str
    facts: Facts


class Ledger:
    """Written by one at a time, inside `writing`."""

    def __init__(self, folder: Path) -> None:
        """Raises sqlite3.Error where the folder has no sound ledger."""
        self._connection = sqlite3.connect(
            f"{(folder / FILE).absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=_LOCK_WAIT_S,
            isolation_level=None,
            check_same_thread=False,
        )
        # A transaction may be lost in a power cut, never torn: what it said is derived again.
        self._connection.execute("PRAGMA synchronous = NORMAL")

    @classmethod
    def create(cls, folder: Path, meta: Mapping[str, str]) -> "Ledger":
        with closing(sqlite3.connect(folder / FILE)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
        ledger = cls(folder)
        with ledger.writing():
            ledger.note(**meta)
        return ledger

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all that is written inside, or, where anything is raised, nothing."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def meta(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT key, value FROM meta"))

    def note(self, **values: str) -> None:
        self._connection.executemany("REPLACE INTO meta VALUES(?, ?)", list(values.items()))

    def page(self, file: str) -> PageEntry | None:
        return next(iter(self._pages("file = ?", file)), None)

    def pages(self) -> list[PageEntry]:
        return self._pages("target = ''")

    def redirects(self, target: str | None = None) -> list[PageEntry]:
        if target is None:
            return self._pages("target <> ''")
        return self._pages("target = ? AND target <> ''", target) if target else []

    def _pages(self, where: str, *values: str) -> list[PageEntry]:
        rows = self._connection.execute(f"SELECT * FROM pages WHERE {where}", values)
        return [
            PageEntry(file, blob, thread,
                      Facts(id_, bool(leaving), licence, target, tuple(media.split())))
            for file, blob, thread, id_, leaving, licence, target, media in rows
        ]  # fmt: skip

    def put_page(self, entry: PageEntry) -> None:
        facts = entry.facts
        self._connection.execute(
            "REPLACE INTO pages VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            (entry.file, entry.blob, entry.thread, facts.id, facts.leaving, facts.licence,
             facts.target, " ".join(facts.media)),
        )  # fmt: skip

    def drop_page(self, file: str) -> None:
        self._connection.execute("DELETE FROM pages WHERE file = ?", (file,))

    def has_open_page(self, page_id: str) -> bool:
        return self._any(
            "SELECT 1 FROM pages JOIN tree USING(file) WHERE id = ? AND id <> ''", page_id
        )

    def put_other(self, file: str, blob: str | None, licence: str | None) -> None:
        """A list of the network, a medium, or its sidecar (whose `licence` is None where it cannot
        be read)."""
        if blob is None:
            self._connection.execute("DELETE FROM others WHERE file = ?", (file,))
        else:
            self._connection.execute("REPLACE INTO others VALUES(?, ?, ?)", (file, blob, licence))

    def others(self, folder: str) -> dict[str, tuple[str, str | None]]:
        """Blob and licence of every other file whose name begins so."""
        rows = self._connection.execute(
            "SELECT file, blob, licence FROM others WHERE file >= ? AND file < ?",
            (folder, folder + "\x7f"),
        )
        return {file: (blob, licence) for file, blob, licence in rows}

    def open_blob(self, file: str) -> str | None:
        row = self._connection.execute("SELECT blob FROM tree WHERE file = ?", (file,)).fetchone()
        return row[0] if row else None

    def open_tree(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT file, blob FROM tree"))

    def put_open(self, changes: Mapping[str, str | None]) -> None:
        gone = [(file,) for file, blob in changes.items() if blob is None]
        self._connection.executemany("DELETE FROM tree WHERE file = ?", gone)
        there = [(file, blob) for file, blob in changes.items() if blob is not None]
        self._connection.executemany("REPLACE INTO tree VALUES(?, ?)", there)

    def use(self, file: str, names: Iterable[str]) -> set[str]:
        """The media that the open page at `file` uses from now on; the names that this is news
        of."""
        rows = self._connection.execute("SELECT name FROM uses WHERE file = ?", (file,))
        before, now = {name for (name,) in rows}, set(names)
        self._connection.executemany(
            "DELETE FROM uses WHERE name = ? AND file = ?", [(n, file) for n in before - now]
        )
        self._connection.executemany(
            "INSERT INTO uses VALUES(?, ?)", [(n, file) for n in now - before]
        )
        return before ^ now

    def used(self, sha256: str) -> set[str]:
        """The names with that hash that an open page uses."""
        rows = self._connection.execute(
            "SELECT DISTINCT name FROM uses WHERE name > ? AND name < ?",
            (f"{sha256}.", f"{sha256}/"),
        )
        return {name for (name,) in rows}

    def wait(self, thread: str, authors: Iterable[Signature]) -> None:
        """Authors of a text that stays here, to be named if the page opens."""
        for author in authors:
            self._connection.execute(
                "INSERT INTO waiting SELECT ?1, ?2, coalesce(max(n), 0) + 1, ?3 FROM waiting"
                " WHERE thread = ?1 ON CONFLICT(thread, address) DO UPDATE SET name = ?3",
                (thread, author.address, author.name),
            )

    def waiting(self, thread: str) -> list[Signature]:
        rows = self._connection.execute(
            "SELECT name, address FROM waiting WHERE thread = ? ORDER BY n", (thread,)
        )
        return [Signature(name, address) for name, address in rows]

    def stop_waiting(self, thread: str) -> None:
        self._connection.execute("DELETE FROM waiting WHERE thread = ?", (thread,))

    def rename_thread(self, old: str, new: str) -> None:
        self.wait(new, self.waiting(old))
        self.stop_waiting(old)

    def knows(self, main: str) -> bool:
        return self._any("SELECT 1 FROM derived WHERE main = ?", main)

    def tip_at(self, main: str) -> str | None:
        """The open tip that a commit of main gave, `` where nothing was open yet."""
        query = "SELECT tip FROM derived WHERE main = ?"
        row = self._connection.execute(query, (main,)).fetchone()
        return row[0] if row else None

    def record(self, steps: Iterable[tuple[str, str, int]]) -> None:
        """Main, tip and seq of commits that were read."""
        self._connection.executemany("INSERT INTO derived VALUES(?, ?, ?)", list(steps))

    def _any(self, query: str, *values: str) -> bool:
        return self._connection.execute(query, values).fetchone() is not None


def read_meta(folder: Path) -> dict[str, str]:
    """All that is noted of the repository at `folder`; empty where there is none, or it is
    damaged."""
    file = (folder / FILE).absolute()
    try:
        with closing(_reader(file)) as connection:
            return dict(connection.execute("SELECT key, value FROM meta"))
    except sqlite3.Error:
        return {}


def seq_of(folder: Path, tip: str) -> int | None:
    """The place of an open commit in its history; None where it was not derived here."""
    try:
        with closing(_reader((folder / FILE).absolute())) as connection:
            row = connection.execute("SELECT seq FROM derived WHERE tip = ?", (tip,)).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _reader(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=_LOCK_WAIT_S)
