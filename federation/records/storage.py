"""What records need of a database, and how values stand in its columns."""

import base64
import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Database(Protocol):
    """One SQLite file."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction, the only writer of the file while it lasts."""

    def rows(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> list[Any]: ...
    def row(self, sql: str, values: Sequence[Any] | dict[str, Any] = ()) -> Any | None: ...
    def close(self) -> None: ...


class Migrate(Protocol):
    def __call__(self, database: Any, part: str, steps: Sequence[tuple[str, ...]]) -> None: ...


class Records:
    """A part of the records; all parts share one file."""

    _database: Database

    def _write(self, sql: str, **values: Any) -> int:
        """One statement in a transaction of its own; how many rows it touched."""
        with self._database.writing() as connection:
            return execute(connection, sql, **values)


def execute(connection: Connection, sql: str, **values: Any) -> int:
    return int(connection.execute(text(sql), values).rowcount)


def one(connection: Connection, sql: str, **values: Any) -> Any | None:
    """The first row, in the transaction under way."""
    return connection.execute(text(sql), values).first()


def insert(connection: Connection, table: str, **values: Any) -> int:
    """How many rows were added: none where its key is taken."""
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    sql = f"INSERT INTO {table} ({names}) VALUES ({places}) ON CONFLICT DO NOTHING"
    return execute(connection, sql, **values)


def to_micros(at: datetime) -> int:
    """Microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def from_micros(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def maybe_micros(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def maybe_moment(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def to_bytes(text_: str) -> bytes:
    return base64.b64decode(text_)
