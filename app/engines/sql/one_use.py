"""One-use secrets, kept as SHA-256 alone: they are random and long, so a stolen file opens
nothing."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from app.domain.one_use import OneUse, TokenState
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import ONE_USE_STEPS, migrate

# How long somebody who comes late is told so, rather than that the address leads nowhere.
REMEMBERED = timedelta(days=30)
_SECRET_BYTES = 32
_COLUMNS = "purpose, about, person, expires_at, spent_at"
_ADD = text(
    "INSERT INTO one_use (secret_hash, purpose, about, person, expires_at)"
    " VALUES (:hash, :purpose, :about, :person, :expires_at)"
)
_TIDY = text("DELETE FROM one_use WHERE expires_at < :before")
# What it was for may name someone: nobody needs it any more.
_EMPTY = text("UPDATE one_use SET about = '' WHERE expires_at < :now AND about <> ''")
_SEAL = text("INSERT INTO seals (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
_SPEND = text(
    "UPDATE one_use SET spent_at = :now, about = '' WHERE secret_hash = :hash"
    " AND purpose = :purpose AND spent_at IS NULL AND expires_at > :now"
)
_DROP = text(
    "DELETE FROM one_use WHERE (:purpose = '' OR purpose = :purpose)"
    " AND (:about = '' OR about = :about) AND (:person = '' OR person = :person)"
)


class SqlOneUse:
    """OneUseTokens of app.ports. Of two who spend at once, in any process, one gets it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "one_use", ONE_USE_STEPS)

    def mint(
        self, purpose: str, *, now: datetime, life: timedelta, about: str = "", person: str = ""
    ) -> str:
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        values = {
            "hash": _hash(secret), "purpose": purpose, "about": about, "person": person,
            "expires_at": to_micros(now + life),
        }  # fmt: skip
        with self._database.writing() as connection:
            connection.execute(_TIDY, {"before": to_micros(now - REMEMBERED)})
            connection.execute(_EMPTY, {"now": to_micros(now)})
            connection.execute(_ADD, values)
        return secret

    def look(self, secret: str, purpose: str, *, now: datetime) -> OneUse | None:
        sql = f"SELECT {_COLUMNS} FROM one_use WHERE secret_hash = ? AND purpose = ?"
        row = self._database.row(sql, (_hash(secret), purpose))
        return _one_use(row, now) if row else None

    def spend(self, secret: str, purpose: str, *, now: datetime) -> OneUse | None:
        found = self.look(secret, purpose, now=now)
        named = {"hash": _hash(secret), "purpose": purpose, "now": to_micros(now)}
        with self._database.writing() as connection:
            mine = connection.execute(_SPEND, named).rowcount == 1
        return found if mine else None

    def drop(self, purpose: str = "", *, about: str = "", person: str = "") -> int:
        if not (purpose or about or person):
            raise ValueError("say which")
        named = {"purpose": purpose, "about": about, "person": person}
        with self._database.writing() as connection:
            return connection.execute(_DROP, named).rowcount

    def seal(self, name: str) -> str:
        sql = "SELECT value FROM seals WHERE name = ?"
        if (row := self._database.row(sql, (name,))) is None:
            with self._database.writing() as connection:
                drawn = {"name": name, "value": secrets.token_urlsafe(_SECRET_BYTES)}
                connection.execute(_SEAL, drawn)
            row = self._database.row(sql, (name,))
            assert row is not None
        return str(row[0])

    def people(self) -> set[str]:
        sql = "SELECT DISTINCT person FROM one_use WHERE person <> ''"
        return {person for (person,) in self._database.rows(sql)}

    def forget(self, people: Iterable[str]) -> int:
        return sum(self.drop(person=one) for one in people if one)

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        sql = "SELECT purpose, expires_at, spent_at FROM one_use WHERE person = ?"
        return [
            {
                "pour": purpose, "jusqu’au": from_micros(expires_at).isoformat(),
                "a servi": spent_at is not None,
            }
            for purpose, expires_at, spent_at in self._database.rows(sql, (person_id,))
        ]  # fmt: skip

    def close(self) -> None:
        self._database.close()


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _one_use(row: Any, now: datetime) -> OneUse:
    purpose, about, person, expires_at, spent_at = row
    expires = from_micros(expires_at)
    late = TokenState.late if expires <= now else TokenState.fresh
    return OneUse(purpose, about, person, expires, late if spent_at is None else TokenState.spent)
