"""Who thanked whom: what no log can give back."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.page_path import PagePath, RevisionId
from app.domain.thanks import Thank
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import THANKS_STEPS, migrate

_COLUMNS = "revision, kind, slug, page, author, person, at"
_ADD = text(
    f"INSERT INTO thanks ({_COLUMNS}) VALUES (:revision, :kind, :slug, :page, :author, :person,"
    " :at) ON CONFLICT DO NOTHING"
)
_FORGET = text("DELETE FROM thanks WHERE person IN :people").bindparams(
    bindparam("people", expanding=True)
)
_AT_ONCE = 500


class SqlThanks:
    """Thanks of app.ports. Safe between threads and processes; a thank survives a power cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "thanks", THANKS_STEPS)

    def add(self, thank: Thank) -> bool:
        values = {
            "revision": str(thank.revision), "kind": thank.path.kind, "slug": thank.path.slug,
            "page": thank.page, "author": thank.to, "person": thank.person,
            "at": to_micros(thank.at),
        }  # fmt: skip
        with self._database.writing() as connection:
            return connection.execute(_ADD, values).rowcount == 1

    def of(self, revisions: Iterable[RevisionId]) -> list[Thank]:
        wanted = [str(one) for one in dict.fromkeys(revisions)]
        found = []
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(some))
            sql = f"SELECT {_COLUMNS} FROM thanks WHERE revision IN ({marks}) ORDER BY n"
            found += [_thank(row) for row in self._database.rows(sql, some)]
        return found

    def to(self, address: str, *, size: int) -> list[Thank]:
        sql = f"SELECT {_COLUMNS} FROM thanks WHERE author = ? ORDER BY n DESC LIMIT ?"
        return [_thank(row) for row in self._database.rows(sql, (address, size))]

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, _FORGET)

    def people(self) -> set[str]:
        return {person for (person,) in self._database.rows("SELECT DISTINCT person FROM thanks")}

    def generation(self) -> int:
        row = self._database.row("SELECT coalesce(max(n), 0) FROM thanks")
        return int(row[0]) if row else 0

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        sql = "SELECT kind, slug, revision, at FROM thanks WHERE person = ? ORDER BY n"
        return [
            {"page": f"{kind}/{slug}", "version": revision, "le": from_micros(at).isoformat()}
            for kind, slug, revision, at in self._database.rows(sql, (person_id,))
        ]

    def close(self) -> None:
        self._database.close()


def _thank(row: Any) -> Thank:
    revision, kind, slug, page, author, person, at = row
    return Thank(RevisionId(revision), PagePath(kind, slug), page, author, person, from_micros(at))
