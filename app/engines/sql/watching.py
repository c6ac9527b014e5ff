"""What people follow, and what was said to them: what no log can give back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.mail import Letter
from app.domain.watching import NOTICES_LIMIT, Habits, Notice, NoticeSort, Rhythm, Watch
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import WATCHING_STEPS, migrate
from app.engines.sql.outbox import queue

# Of somebody who never chose: what was said to them is worth a letter a week.
AT_FIRST = Rhythm.weekly
_TELL = text(
    "INSERT INTO notices (person, sort, page, ref, at, read)"
    " VALUES (:person, :sort, :page, :ref, :at, 0) ON CONFLICT DO NOTHING"
)
_BOUND = text(
    "DELETE FROM notices WHERE person = :person AND n NOT IN"
    " (SELECT n FROM notices WHERE person = :person ORDER BY n DESC LIMIT :most)"
)
_READ_ALL = text("UPDATE notices SET read = 1 WHERE person = :person AND read = 0")
_READ = text(
    "UPDATE notices SET read = 1 WHERE person = :person AND read = 0 AND ref IN :refs"
).bindparams(bindparam("refs", expanding=True))
_WATCH = text(
    "INSERT INTO watches (person, page, seen_at, revision) SELECT :person, :page, :at, :revision"
    " WHERE (SELECT count(*) FROM watches WHERE person = :person) < :most ON CONFLICT DO NOTHING"
)
_UNWATCH = text("DELETE FROM watches WHERE person = :person AND page = :page")
_SEE = text(
    "UPDATE watches SET seen_at = max(seen_at, :at), revision = :revision"
    " WHERE person = :person AND page = :page"
)
_HABIT = (
    "INSERT INTO habits (person, rhythm, mailed_at, seen_at) VALUES (:person, :rhythm, :at, :at)"
    " ON CONFLICT (person) DO UPDATE SET "
)
_CHOOSE = text(f"{_HABIT} rhythm = :rhythm")
_SEEN = text(f"{_HABIT} seen_at = max(seen_at, :at)")
_MAILED = text(f"{_HABIT} mailed_at = max(mailed_at, :at)")
_ASK = text(
    "INSERT INTO asked_checks (person, page, at) VALUES (:person, :page, :at)"
    " ON CONFLICT (person, page) DO UPDATE SET at = :at WHERE at <= :since"
)
_TABLES = ("notices", "watches", "habits", "asked_checks")
_FORGET = [
    text(f"DELETE FROM {name} WHERE person IN :people").bindparams(
        bindparam("people", expanding=True)
    )
    for name in _TABLES
]


class SqlWatching:
    """Watching of app.ports. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "watching", WATCHING_STEPS)

    def tell(self, notices: Iterable[Notice]) -> None:
        found = list(notices)
        if not found:
            return
        with self._database.writing() as connection:
            for one in found:
                values = {
                    "person": one.person, "sort": one.sort.value, "page": one.page, "ref": one.ref,
                    "at": to_micros(one.at), "most": NOTICES_LIMIT,
                }  # fmt: skip
                connection.execute(_TELL, values)
                connection.execute(_BOUND, values)

    def notices(self, person: str, *, unread: bool = False, size: int) -> list[Notice]:
        rows = self._database.rows(
            "SELECT person, sort, page, ref, at, read FROM notices WHERE person = ?"
            f"{' AND read = 0' if unread else ''} ORDER BY n DESC LIMIT ?",
            (person, size),
        )
        return [_notice(row) for row in rows]

    def unread(self, person: str) -> int:
        sql = "SELECT count(*) FROM notices WHERE person = ? AND read = 0"
        row = self._database.row(sql, (person,))
        return int(row[0]) if row else 0

    def read(self, person: str, *, refs: Iterable[str] | None = None) -> None:
        some = None if refs is None else list(refs)
        if some is not None and not some:
            return
        with self._database.writing() as connection:
            if some is None:
                connection.execute(_READ_ALL, {"person": person})
            else:
                connection.execute(_READ, {"person": person, "refs": some})

    def watch(self, seen: Watch, *, limit: int) -> bool:
        with self._database.writing() as connection:
            values = {**_seen(seen), "most": limit}
            kept = connection.execute(_WATCH, values).rowcount == 1
        return kept or self.watches(seen.person, seen.page)

    def unwatch(self, person: str, page: str) -> None:
        self._write(_UNWATCH, {"person": person, "page": page})

    def see(self, seen: Watch) -> None:
        self._write(_SEE, _seen(seen))

    def watched(self, person: str) -> list[Watch]:
        sql = "SELECT person, page, seen_at, revision FROM watches WHERE person = ? ORDER BY n DESC"
        rows = self._database.rows(sql, (person,))
        return [Watch(who, page, from_micros(at), revision) for who, page, at, revision in rows]

    def watches(self, person: str, page: str) -> bool:
        sql = "SELECT 1 FROM watches WHERE person = ? AND page = ?"
        return self._database.row(sql, (person, page)) is not None

    def watchers(self, page: str) -> list[str]:
        rows = self._database.rows("SELECT person FROM watches WHERE page = ? ORDER BY n", (page,))
        return [person for (person,) in rows]

    def habits(self, person: str, *, since: datetime) -> Habits:
        sql = "SELECT rhythm, mailed_at, seen_at FROM habits WHERE person = ?"
        row = self._database.row(sql, (person,))
        if row is None:
            return Habits(AT_FIRST, since, since)
        return Habits(Rhythm(row[0]), from_micros(row[1]), from_micros(row[2]))

    def choose(self, person: str, rhythm: Rhythm, *, at: datetime) -> None:
        self._write(_CHOOSE, {"person": person, "rhythm": rhythm.value, "at": to_micros(at)})

    def seen(self, person: str, *, at: datetime) -> None:
        self._write(_SEEN, {"person": person, "rhythm": AT_FIRST.value, "at": to_micros(at)})

    def mailed(self, person: str, letters: Iterable[Letter], *, at: datetime) -> None:
        values = {"person": person, "rhythm": AT_FIRST.value, "at": to_micros(at)}
        with self._database.writing() as connection:
            connection.execute(_MAILED, values)
            queue(connection, letters, now=at)

    def mailed_since(self, at: datetime) -> set[str]:
        rows = self._database.rows(
            "SELECT person FROM habits WHERE mailed_at > ? OR rhythm = 'never'", (to_micros(at),)
        )
        return {person for (person,) in rows}

    def ask(
        self,
        person: str,
        page: str,
        letters: Iterable[Letter],
        *,
        at: datetime,
        unless_since: datetime,
    ) -> bool:
        values = {
            "person": person, "page": page, "at": to_micros(at), "since": to_micros(unless_since),
        }  # fmt: skip
        with self._database.writing() as connection:
            new = connection.execute(_ASK, values).rowcount == 1
            if new:
                queue(connection, letters, now=at)
        return new

    def asked(self, since: datetime) -> dict[str, int]:
        sql = "SELECT person, count(*) FROM asked_checks WHERE at > ? GROUP BY person"
        return dict(self._database.rows(sql, (to_micros(since),)))

    def unasked(self, since: datetime) -> list[tuple[str, str]]:
        sql = (
            "SELECT w.page, w.person FROM watches w LEFT JOIN asked_checks a"
            " ON a.person = w.person AND a.page = w.page AND a.at > ? WHERE a.at IS NULL"
            " ORDER BY w.n"
        )
        return [(page, person) for page, person in self._database.rows(sql, (to_micros(since),))]

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        notices = self.notices(person_id, size=NOTICES_LIMIT)
        return [{"page suivie": one.page} for one in self.watched(person_id)] + [
            {"avis": one.sort.value, "page": one.page, "le": one.at.isoformat()} for one in notices
        ]

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, *_FORGET)

    def people(self) -> set[str]:
        sql = " UNION ".join(f"SELECT person FROM {name}" for name in _TABLES)
        return {person for (person,) in self._database.rows(sql)}

    def close(self) -> None:
        self._database.close()

    def _write(self, statement: Any, values: dict[str, Any]) -> None:
        with self._database.writing() as connection:
            connection.execute(statement, values)


def _seen(seen: Watch) -> dict[str, Any]:
    return {
        "person": seen.person, "page": seen.page, "at": to_micros(seen.seen_at),
        "revision": seen.revision,
    }  # fmt: skip


def _notice(row: Any) -> Notice:
    person, sort, page, ref, at, read = row
    return Notice(person, NoticeSort(sort), page, ref, from_micros(at), bool(read))
