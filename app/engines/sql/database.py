"""One SQLite file: a writer through SQLAlchemy, readers on bare connections.

Reads are the hot path of the wiki (sub-millisecond, called from the event loop), so they skip the
toolkit; writes are rare and go through the tables.
"""

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Executable, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.domain.errors import EngineFailed
from app.domain.links import fold

BUSY_TIMEOUT_S = 5.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970, UTC: exact, and in order of time."""
    return (at - EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


class Database:
    """Safe between threads and processes. `durable` makes each commit survive a power cut, and the
    file one that only the server's own account reads: it holds addresses and hashes of people."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        if durable:
            path.touch(mode=0o600)
        self._path = path
        self._sync = "FULL" if durable else "NORMAL"
        # Idle readers, last used first: as many as ever read at once, none lost with a thread.
        self._idle: deque[sqlite3.Connection] = deque()
        self._engine = self._open_engine()

    def _open_engine(self) -> Engine:
        engine = create_engine(
            f"sqlite:///{self._path}", connect_args={"timeout": BUSY_TIMEOUT_S}, pool_size=2
        )

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            # The driver would otherwise begin transactions of its own, which fail when two
            # processes read and then write.
            connection.isolation_level = None
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={self._sync}")
            connection.execute("PRAGMA foreign_keys=OFF")

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, the only writer of the file while it lasts."""
        try:
            with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, sqlite3.Error) as error:
            raise EngineFailed(doing="écrire dans la base de données") from error

    def forget(self, people: Iterable[str], *statements: Executable) -> int:
        """How many rows the statements took of `:people`; nobody asks for no write."""
        gone = list(people)
        if not gone:
            return 0
        with self.writing() as connection:
            return sum(connection.execute(one, {"people": gone}).rowcount for one in statements)

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]:
        """Every row, in a snapshot of its own."""
        try:
            connection = self._borrow()
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                self._idle.append(connection)
        except sqlite3.Error as error:
            raise EngineFailed(doing="lire la base de données") from error

    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any | None:
        found = self.rows(sql, values)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection whose reads all see the same moment."""
        try:
            connection = self._borrow()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")
                self._idle.append(connection)
        except sqlite3.Error as error:
            raise EngineFailed(doing="lire la base de données") from error

    def _borrow(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self.reader()

    def reader(self) -> sqlite3.Connection:
        """A connection that cannot write; whoever asked closes it."""
        connection = sqlite3.connect(
            self._path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA query_only=ON")
        connection.create_function("folded", 1, fold, deterministic=True)
        return connection

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()
