"""Councils and their members: what no log can give back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.council import Council
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import COUNCILS_STEPS, migrate

_COLUMNS = "c.id, c.page, c.name, c.made_at"
_MAKE = text(
    "INSERT INTO councils (id, page, name, made_at) VALUES (:id, :page, :name, :made_at)"
    " ON CONFLICT DO NOTHING"
)
_RENAME = text("UPDATE councils SET name = :name WHERE id = :id")
_END = (
    text("DELETE FROM councils WHERE id = :id"),
    text("DELETE FROM council_members WHERE council = :id"),
)
_JOIN = text(
    "INSERT INTO council_members (council, person, joined_at) SELECT id, :person, :at FROM councils"
    " WHERE id = :id ON CONFLICT DO NOTHING"
)
_LEAVE = text("DELETE FROM council_members WHERE council = :id AND person = :person")
_FORGET = text("DELETE FROM council_members WHERE person IN :people").bindparams(
    bindparam("people", expanding=True)
)
_CHANGED = text("UPDATE council_changes SET n = n + 1")


class SqlCouncils:
    """Councils of app.ports. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "councils", COUNCILS_STEPS)

    def make(self, council: Council) -> bool:
        return self._change(
            _MAKE, id=council.id, page=council.page_id, name=council.name,
            made_at=to_micros(council.made_at),
        ) == 1  # fmt: skip

    def get(self, council_id: str) -> Council | None:
        return self._one("c.id = ?", council_id)

    def of_page(self, page_id: str) -> Council | None:
        return self._one("c.page = ?", page_id)

    def _one(self, condition: str, value: str) -> Council | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM councils c WHERE {condition}", (value,))
        return _council(row) if row else None

    def of_person(self, person_id: str) -> list[Council]:
        sql = (
            f"SELECT {_COLUMNS} FROM councils c JOIN council_members m ON m.council = c.id"
            " WHERE m.person = ? ORDER BY c.name, c.id"
        )
        return [_council(row) for row in self._database.rows(sql, (person_id,))]

    def rename(self, council_id: str, name: str) -> None:
        self._change(_RENAME, id=council_id, name=name)

    def end(self, council_id: str) -> None:
        for statement in _END:
            self._change(statement, id=council_id)

    def members(self, council_id: str) -> list[str]:
        sql = "SELECT person FROM council_members WHERE council = ? ORDER BY joined_at, person"
        return [person for (person,) in self._database.rows(sql, (council_id,))]

    def join(self, council_id: str, person_id: str, *, at: datetime) -> None:
        self._change(_JOIN, id=council_id, person=person_id, at=to_micros(at))

    def leave(self, council_id: str, person_id: str) -> None:
        self._change(_LEAVE, id=council_id, person=person_id)

    def is_member(self, page_id: str, person_id: str) -> bool:
        sql = (
            "SELECT 1 FROM councils c JOIN council_members m ON m.council = c.id"
            " WHERE c.page = ? AND m.person = ?"
        )
        return self._database.row(sql, (page_id, person_id)) is not None

    def generation(self) -> int:
        row = self._database.row("SELECT n FROM council_changes")
        return int(row[0]) if row else 0

    def people(self) -> set[str]:
        rows = self._database.rows("SELECT DISTINCT person FROM council_members")
        return {person for (person,) in rows}

    def forget(self, people: Iterable[str]) -> int:
        gone = list(people)
        return self._change(_FORGET, people=gone) if gone else 0

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        return [{"conseil": one.name} for one in self.of_person(person_id)]

    def close(self) -> None:
        self._database.close()

    def _change(self, statement: Any, **values: Any) -> int:
        with self._database.writing() as connection:
            found = connection.execute(statement, values).rowcount
            connection.execute(_CHANGED)
        return int(found)


def _council(row: Any) -> Council:
    id, page, name, made_at = row
    return Council(id, page, name, from_micros(made_at))
