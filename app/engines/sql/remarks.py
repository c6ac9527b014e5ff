"""What was said about pages and changes nothing in them: what no log can give back."""

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import text

from app.domain.contribution import QuizAnswer, QuizResult
from app.domain.erasure import ERASED_NAME
from app.domain.page_path import PagePath
from app.domain.remark import Remark, RemarkId, RemarkSort, RemarkState
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import REMARKS_STEPS, migrate

_NAMES = (
    "id", "sort", "page", "kind", "slug", "title", "text", "about", "name", "place", "written_at",
    "made_at", "changed_at", "quiz", "state", "answer", "decided_by",
    "public", "thread",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)
_ADD = text(
    f"INSERT INTO remarks ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in _NAMES)})"
    " ON CONFLICT DO NOTHING"
)
_CHANGE = text(
    "UPDATE remarks SET text = :text, about = :about, sort = :sort, quiz = :quiz, state = :state,"
    " answer = :answer, decided_by = :decided_by, changed_at = :changed_at, public = :public,"
    " thread = :thread"
    " WHERE id = :id AND state = 'waiting'"
)
_ERASE = text("UPDATE remarks SET decided_by = :gone WHERE decided_by = :name")
_WAITING = RemarkState.waiting.value


class SqlRemarks:
    """Remarks of app.ports. Safe between threads and processes; one survives a power cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "remarks", REMARKS_STEPS)

    def add(self, remark: Remark) -> bool:
        with self._database.writing() as connection:
            return connection.execute(_ADD, _values(remark)).rowcount == 1

    def get(self, remark_id: RemarkId) -> Remark | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM remarks WHERE id = ?", (str(remark_id),))
        return _remark(row) if row else None

    def all(self, *, page_id: str = "", waiting: bool = False, size: int = 200) -> list[Remark]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM remarks WHERE (:page = '' OR page = :page)"
            " AND (NOT :waiting OR state = 'waiting')"
            " ORDER BY state <> 'waiting', made_at DESC, id LIMIT :size",
            {"page": page_id, "waiting": waiting, "size": size},
        )
        return [_remark(row) for row in rows]

    def count_waiting(self, *, page_id: str = "") -> int:
        sql = "SELECT count(*) FROM remarks WHERE state = ?"
        values = (_WAITING, page_id) if page_id else (_WAITING,)
        row = self._database.row(sql + (" AND page = ?" if page_id else ""), values)
        return int(row[0]) if row else 0

    def change(self, remark: Remark) -> bool:
        with self._database.writing() as connection:
            return connection.execute(_CHANGE, _values(remark)).rowcount == 1

    def erase_name(self, name: str) -> int:
        with self._database.writing() as connection:
            return connection.execute(_ERASE, {"name": name, "gone": ERASED_NAME}).rowcount

    def close(self) -> None:
        self._database.close()


def _values(remark: Remark) -> dict[str, Any]:
    quiz = remark.quiz if remark.state is RemarkState.waiting else None
    return {
        "id": str(remark.id), "sort": remark.sort.value, "page": remark.page_id,
        "kind": remark.path.kind, "slug": remark.path.slug, "title": remark.title,
        "text": remark.text, "about": remark.about, "name": remark.name, "place": remark.place,
        "written_at": to_micros(remark.written_at), "made_at": to_micros(remark.made_at),
        "changed_at": to_micros(remark.changed_at),
        "quiz": json.dumps(asdict(quiz)) if quiz else "",
        "state": remark.state.value, "answer": remark.answer, "decided_by": remark.decided_by,
        "public": int(remark.public), "thread": remark.thread,
    }  # fmt: skip


def _remark(row: Any) -> Remark:
    said = dict(zip(_NAMES, row, strict=True))
    return Remark(
        id=RemarkId(said["id"]), sort=RemarkSort(said["sort"]), page_id=said["page"],
        path=PagePath(said["kind"], said["slug"]), title=said["title"], text=said["text"],
        about=said["about"], name=said["name"], place=said["place"],
        written_at=from_micros(said["written_at"]), made_at=from_micros(said["made_at"]),
        changed_at=from_micros(said["changed_at"]), quiz=_quiz(said["quiz"]),
        state=RemarkState(said["state"]), answer=said["answer"], decided_by=said["decided_by"],
        public=bool(said["public"]), thread=said["thread"],
    )  # fmt: skip


def _quiz(text: str) -> QuizResult | None:
    if not text:
        return None
    said = json.loads(text)
    answers = (QuizAnswer(a["question"], tuple(a["chosen"]), a["right"]) for a in said["answers"])
    return QuizResult(said["right"], said["of"], tuple(answers))
