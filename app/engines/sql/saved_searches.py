"""Searches that people keep: what no log can give back.

The secret of a feed is kept as it is, since its address is shown again: it opens nothing but pages
that all may read, and the name that its person gave.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.saved_search import SavedSearch
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import SEARCHES_STEPS, migrate

_COLUMNS = "id, person, name, question, secret, made_at, seen_at"
_ADD = text(
    f"INSERT INTO saved_searches ({_COLUMNS}) SELECT :id, :person, :name, :question, :secret,"
    " :made_at, :seen_at WHERE (SELECT count(*) FROM saved_searches WHERE person = :person) < :most"
)
_AGAIN = text(
    "UPDATE saved_searches SET name = :name WHERE person = :person AND question = :question"
)
_FORGET = text("DELETE FROM saved_searches WHERE person IN :people").bindparams(
    bindparam("people", expanding=True)
)
_MINE = "WHERE person = :person AND id = :id"
_RENAME = text(f"UPDATE saved_searches SET name = :value {_MINE}")
_SEE = text(f"UPDATE saved_searches SET seen_at = max(seen_at, :value) {_MINE}")
_RENEW = text(f"UPDATE saved_searches SET secret = :value {_MINE}")
_DROP = text(f"DELETE FROM saved_searches {_MINE}")


class SqlSavedSearches:
    """SavedSearches of app.ports. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "saved_searches", SEARCHES_STEPS)

    def add(self, search: SavedSearch, *, limit: int) -> bool:
        values = {
            "id": search.id, "person": search.person, "name": search.name,
            "question": search.question, "secret": search.secret,
            "made_at": to_micros(search.made_at), "seen_at": to_micros(search.seen_at),
        }  # fmt: skip
        with self._database.writing() as connection:
            if connection.execute(_AGAIN, values).rowcount:
                return True
            return connection.execute(_ADD, {**values, "most": limit}).rowcount == 1

    def of(self, person_id: str) -> list[SavedSearch]:
        sql = f"SELECT {_COLUMNS} FROM saved_searches WHERE person = ? ORDER BY name, id"
        return [_saved(row) for row in self._database.rows(sql, (person_id,))]

    def rename(self, person_id: str, search_id: str, name: str) -> None:
        self._change(_RENAME, person_id, search_id, name)

    def see(self, person_id: str, search_id: str, *, at: datetime) -> None:
        self._change(_SEE, person_id, search_id, to_micros(at))

    def renew(self, person_id: str, search_id: str, secret: str) -> None:
        self._change(_RENEW, person_id, search_id, secret)

    def drop(self, person_id: str, search_id: str) -> None:
        self._change(_DROP, person_id, search_id)

    def by_secret(self, secret: str) -> SavedSearch | None:
        sql = f"SELECT {_COLUMNS} FROM saved_searches WHERE secret = ?"
        row = self._database.row(sql, (secret,))
        return _saved(row) if row else None

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, _FORGET)

    def people(self) -> set[str]:
        sql = "SELECT DISTINCT person FROM saved_searches"
        return {person for (person,) in self._database.rows(sql)}

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        return [
            {"nom": one.name, "question": one.question, "gardée le": one.made_at.isoformat()}
            for one in self.of(person_id)
        ]

    def close(self) -> None:
        self._database.close()

    def _change(
        self, statement: Any, person_id: str, search_id: str, value: str | int | None = None
    ) -> None:
        named = {"person": person_id, "id": search_id}
        with self._database.writing() as connection:
            connection.execute(statement, named if value is None else {**named, "value": value})


def _saved(row: Any) -> SavedSearch:
    id, person, name, question, secret, made_at, seen_at = row
    return SavedSearch(
        id, person, name, question, secret, from_micros(made_at), from_micros(seen_at)
    )
