"""What places are asked, and who answers for them: what no log can give back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text

from app.domain.mail import Letter
from app.domain.question import Question, QuestionId, QuestionState
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import QUESTIONS_STEPS, migrate
from app.engines.sql.outbox import queue

_NAMES = (
    "id", "page", "text", "made_at", "name", "email", "person", "lang", "state", "answer",
    "answered_by", "answered_at", "agrees", "team_agrees", "published",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)
_ADD = text(
    f"INSERT INTO questions ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _NAMES)})"
    " ON CONFLICT DO NOTHING"
)
_CHANGE = text(
    f"UPDATE questions SET {', '.join(f'{n} = :{n}' for n in _NAMES[2:])}"
    " WHERE id = :id AND state = :was"
)
_DROP = text("DELETE FROM questions WHERE id = :id")
_FORGET = [
    text(statement).bindparams(bindparam("people", expanding=True))
    for statement in (
        "DELETE FROM questions WHERE person IN :people",
        "UPDATE questions SET answered_by = '' WHERE answered_by IN :people",
        "DELETE FROM answerers WHERE person IN :people",
    )
]


class SqlQuestions:
    """Questions of app.ports. Safe between threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "questions", QUESTIONS_STEPS)

    def add(self, question: Question, letters: Iterable[Letter], *, now: datetime) -> bool:
        with self._database.writing() as connection:
            new = connection.execute(_ADD, _values(question)).rowcount == 1
            if new:
                queue(connection, letters, now=now)
        return new

    def get(self, question_id: QuestionId) -> Question | None:
        sql = f"SELECT {_COLUMNS} FROM questions WHERE id = ?"
        row = self._database.row(sql, (str(question_id),))
        return _question(row) if row else None

    def of_pages(self, pages: Sequence[str] | None, *, size: int) -> list[Question]:
        where = "" if pages is None else f"WHERE page IN ({', '.join('?' * len(pages)) or 'NULL'})"
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM questions {where}"
            " ORDER BY state <> 'waiting', made_at DESC, id LIMIT ?",
            (*(pages or ()), size),
        )
        return [_question(row) for row in rows]

    def count_waiting(self, page: str) -> int:
        sql = "SELECT count(*) FROM questions WHERE page = ? AND state = 'waiting'"
        row = self._database.row(sql, (page,))
        return int(row[0]) if row else 0

    def change(
        self,
        question: Question,
        letters: Iterable[Letter] = (),
        *,
        was: QuestionState,
        now: datetime,
    ) -> bool:
        values = {**_values(question), "was": was.value}
        with self._database.writing() as connection:
            changed = connection.execute(_CHANGE, values).rowcount == 1
            if changed:
                queue(connection, letters, now=now)
        return changed

    def drop(self, question_id: QuestionId) -> None:
        with self._database.writing() as connection:
            connection.execute(_DROP, {"id": str(question_id)})

    def answerers(self, page: str) -> list[str]:
        sql = "SELECT person FROM answerers WHERE page = ? ORDER BY person"
        return [person for (person,) in self._database.rows(sql, (page,))]

    def choose(self, page: str, people: Iterable[str]) -> None:
        with self._database.writing() as connection:
            connection.execute(text("DELETE FROM answerers WHERE page = :page"), {"page": page})
            for person in dict.fromkeys(people):
                values = {"page": page, "person": person}
                connection.execute(text("INSERT INTO answerers VALUES (:page, :person)"), values)

    def answered_by(self, person: str) -> list[str]:
        sql = "SELECT page FROM answerers WHERE person = ? ORDER BY page"
        return [page for (page,) in self._database.rows(sql, (person,))]

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        sql = f"SELECT {_COLUMNS} FROM questions WHERE ? IN (person, answered_by) ORDER BY made_at"
        found = [_question(row) for row in self._database.rows(sql, (person_id,))]
        asked = [
            {"question": one.text, "page": one.page, "le": one.made_at.isoformat(),
             "adresse": one.email}
            for one in found if one.person == person_id
        ]  # fmt: skip
        answers = [
            {"réponse": one.answer, "page": one.page}
            for one in found if one.answered_by == person_id
        ]  # fmt: skip
        return asked + answers + [{"répond pour": page} for page in self.answered_by(person_id)]

    def forget(self, people: Iterable[str]) -> int:
        return self._database.forget(people, *_FORGET)

    def people(self) -> set[str]:
        sql = (
            "SELECT person FROM questions UNION SELECT answered_by FROM questions"
            " UNION SELECT person FROM answerers"
        )
        return {person for (person,) in self._database.rows(sql) if person}

    def close(self) -> None:
        self._database.close()


def _values(one: Question) -> dict[str, Any]:
    return {
        "id": str(one.id), "page": one.page, "text": one.text, "made_at": to_micros(one.made_at),
        "name": one.name, "email": one.email, "person": one.person, "lang": one.lang,
        "state": one.state.value, "answer": one.answer, "answered_by": one.answered_by,
        "answered_at": one.answered_at and to_micros(one.answered_at), "agrees": int(one.agrees),
        "team_agrees": int(one.team_agrees), "published": one.published,
    }  # fmt: skip


def _question(row: Any) -> Question:
    said = dict(zip(_NAMES, row, strict=True))
    answered_at = said["answered_at"]
    return Question(
        id=QuestionId(said["id"]), page=said["page"], text=said["text"],
        made_at=from_micros(said["made_at"]), name=said["name"], email=said["email"],
        person=said["person"], lang=said["lang"], state=QuestionState(said["state"]),
        answer=said["answer"], answered_by=said["answered_by"],
        answered_at=None if answered_at is None else from_micros(answered_at),
        agrees=bool(said["agrees"]), team_agrees=bool(said["team_agrees"]),
        published=said["published"],
    )  # fmt: skip
