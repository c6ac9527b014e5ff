"""Pages drawn for a kit, kept for the next one: a file that may go away at any time.

A kit of all pages writes a copy of the file that it reads, and in it what differs; it lays it in
its place once it has all of them: what was cut short, or found no room, leaves the older one.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from itertools import count
from os import getpid
from pathlib import Path
from weakref import finalize

_TABLES = (
    "CREATE TABLE told (mark TEXT, revision TEXT)",
    "CREATE TABLE drawn (reference TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID",
)
# Drafts that a process which ended in their middle left behind.
_FORSAKEN_S = 86_400
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_number = count()


class DrawnPages:
    """The port DrawnPages. `stamp` is another one whenever the software would draw otherwise."""

    def __init__(self, folder: Path, stamp: Callable[[], str]) -> None:
        self._folder, self._stamp = folder, stamp

    def open(self, name: str, mark: str) -> "DrawnLedger":
        whole = blake2b(f"{self._stamp()}\n{mark}".encode(), digest_size=16).hexdigest()
        return DrawnLedger(self._folder / f"{name}.sqlite", whole)

    def clear(self) -> None:
        with suppress(OSError):
            for file in self._folder.iterdir():
                file.unlink(missing_ok=True)


class DrawnLedger:
    """The port DrawnLedger. A disk that takes or gives nothing costs time, and no kit."""

    def __init__(self, file: Path, mark: str) -> None:
        self._file, self._mark = file, mark
        self.revision, self._old = _opened(file, mark)
        self._draft: tuple[Path, sqlite3.Connection] | None = None
        # What was read last, and the names of all that was put.
        self._read: tuple[str, bytes] | None = None
        self._put: set[str] = set()
        self._failed = False

    def get(self, reference: str) -> bytes | None:
        if self._old is None:
            return None
        asked = "SELECT data FROM drawn WHERE reference = ?"
        try:
            found = self._old.execute(asked, (reference,)).fetchone()
        except sqlite3.Error:
            self._give_up(damaged=True)
            return None
        if not found or not isinstance(found[0], bytes):
            return None
        self._read = reference, found[0]
        return found[0]

    def put(self, reference: str, data: bytes) -> None:
        """What was just read as it is stands there already."""
        with self._failing():
            if self._failed:
                return
            again = self._read is not None and reference == self._read[0] and data is self._read[1]
            if not again or reference in self._put:
                insert = "INSERT OR REPLACE INTO drawn VALUES (?, ?)"
                self._writing().execute(insert, (reference, data))
            self._put.add(reference)

    def keep(self, revision: str) -> None:
        with self._failing():
            gone = self._gone()
            same = self._draft is None and not gone and revision == self.revision
            if self._failed or not self._put or same:
                return
            connection = self._writing()
            connection.executemany("DELETE FROM drawn WHERE reference = ?", gone)
            connection.execute("DELETE FROM told")
            connection.execute("INSERT INTO told VALUES (?, ?)", (self._mark, revision))
            connection.commit()
            connection.close()
            if self._draft is not None:
                self._draft[0].replace(self._file)
            self._draft, self._failed = None, True

    def _gone(self) -> list[tuple[str]]:
        """What was not put again."""
        if self._old is None:
            return []
        held = self._old.execute("SELECT reference FROM drawn")
        return [(one,) for (one,) in held if one not in self._put]

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            self._give_up(damaged=getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED)

    def _give_up(self, *, damaged: bool) -> None:
        """What is damaged is copied from no file to the next."""
        self._failed = True
        if damaged:
            with suppress(OSError):
                self._file.unlink(missing_ok=True)

    def _writing(self) -> sqlite3.Connection:
        if self._draft is None:
            folder = self._file.parent
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _tidy(folder)
            file = folder / f".{self._file.stem}.{getpid()}.{next(_number)}"
            connection = sqlite3.connect(file, check_same_thread=False)
            finalize(self, _forget, file, connection)
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            if self._old is not None:
                self._old.backup(connection)
            else:
                for table in _TABLES:
                    connection.execute(table)
            self._draft = file, connection
        return self._draft[1]


def _opened(file: Path, mark: str) -> tuple[str, sqlite3.Connection | None]:
    """Where the file was written for that mark; nothing is read of another one."""
    if not file.is_file():
        return "", None
    connection = None
    try:
        connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True,
                                     check_same_thread=False)  # fmt: skip
        told = connection.execute("SELECT mark, revision FROM told").fetchone()
    except sqlite3.Error:
        told = None
    if told is not None and told[0] == mark:
        return str(told[1]), connection
    if connection is not None:
        connection.close()
    return "", None


def _forget(file: Path, connection: sqlite3.Connection) -> None:
    connection.close()
    with suppress(OSError):
        file.unlink()


def _tidy(folder: Path) -> None:
    for one in folder.glob(".*"):
        with suppress(OSError):
            if time.time() - one.stat().st_mtime > _FORSAKEN_S:
                one.unlink()
