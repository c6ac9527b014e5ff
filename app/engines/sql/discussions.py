"""What people say about pages: what no log can give back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, text

from app.domain.discussion import Comment, CommentState
from app.engines.sql.database import Database, from_micros, to_micros
from app.engines.sql.migrations import DISCUSSIONS_STEPS, migrate

_NAMES = (
    "id", "page", "thread", "person", "name", "place", "about", "text", "state", "made_at",
    "edited_at", "reason", "decided_by", "resolved_by", "resolved_at",
)  # fmt: skip
_COLUMNS = ", ".join(_NAMES)
_ADD = text(
    f"INSERT INTO comments ({_COLUMNS}, last_at) VALUES"
    f" ({', '.join(f':{name}' for name in _NAMES)}, :made_at)"
)
_SAID_LAST = text("UPDATE comments SET last_at = :at WHERE id = :thread")
_REWRITE = text(
    "UPDATE comments SET text = :text, edited_at = :at, state = :state"
    " WHERE id = :id AND state IN ('shown', 'held')"
)
_JUDGE = text(
    "UPDATE comments SET state = :state, reason = :reason, decided_by = :decided_by"
    " WHERE id = :id AND state = :was"
)
_RESOLVE = text(
    "UPDATE comments SET resolved_by = :by, resolved_at = :at WHERE id = :thread AND thread = id"
)
# A comment goes; the first of a thread that was answered leaves its place.
_BLANK = text(
    "UPDATE comments SET text = '', reason = '', about = '', person = '', name = '', place = '',"
    " state = 'withdrawn' WHERE id = :id AND thread = id"
    " AND EXISTS (SELECT 1 FROM comments o WHERE o.thread = comments.id AND o.id <> comments.id)"
)
_DELETE = text("DELETE FROM comments WHERE id = :id AND state <> 'withdrawn'")
_EMPTY = text(
    "DELETE FROM comments WHERE state = 'withdrawn' AND id = :thread"
    " AND NOT EXISTS (SELECT 1 FROM comments o WHERE o.thread = :thread AND o.id <> :thread)"
)
_FORGET_DEEDS = text(
    "UPDATE comments SET decided_by = CASE WHEN decided_by IN :people THEN '' ELSE decided_by END,"
    " resolved_by = CASE WHEN resolved_by IN :people THEN '' ELSE resolved_by END"
    " WHERE decided_by IN :people OR resolved_by IN :people"
).bindparams(bindparam("people", expanding=True))
_CHANGED = text("UPDATE talk_changes SET n = n + 1")
_SEEN = "(state <> 'held' OR (person <> '' AND person = :me) OR :reviews)"
_ORDER = "resolved_at IS NOT NULL, last_at DESC, id DESC"


class SqlDiscussions:
    """Discussions of app.ports. Safe between threads and processes; a word survives a power cut."""

    def __init__(self, database: Database) -> None:
        self._database = database
        migrate(database, "discussions", DISCUSSIONS_STEPS)

    def add(self, comment: Comment) -> None:
        with self._database.writing() as connection:
            connection.execute(_ADD, _values(comment))
            if comment.state is CommentState.shown:
                said = {"thread": comment.thread, "at": to_micros(comment.made_at)}
                connection.execute(_SAID_LAST, said)
            connection.execute(_CHANGED)

    def get(self, comment_id: str) -> Comment | None:
        row = self._database.row(f"SELECT {_COLUMNS} FROM comments WHERE id = ?", (comment_id,))
        return _comment(row) if row else None

    def threads(
        self, pages: Sequence[str], *, me: str, reviews: bool, offset: int, size: int
    ) -> tuple[list[list[Comment]], int]:
        where, values = _threads_of(pages, me, reviews)
        total = self._database.row(f"SELECT count(*) FROM comments WHERE {where}", values)
        some = {**values, "size": size, "offset": offset}
        roots = self._database.rows(
            f"SELECT id FROM comments WHERE {where} ORDER BY {_ORDER} LIMIT :size OFFSET :offset",
            some,
        )
        found: dict[str, list[Comment]] = {root: [] for (root,) in roots}
        for comment in self._in_threads(list(found), values):
            found[comment.thread].append(comment)
        return [thread for thread in found.values() if thread], int(total[0]) if total else 0

    def _in_threads(self, roots: list[str], values: dict[str, Any]) -> list[Comment]:
        marks, named = _marks("r", roots)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM comments WHERE thread IN ({marks}) AND {_SEEN} ORDER BY id",
            {"me": values["me"], "reviews": values["reviews"], **named},
        )
        return [_comment(row) for row in rows]

    def position(self, thread: str, pages: Sequence[str], *, me: str, reviews: bool) -> int | None:
        where, values = _threads_of(pages, me, reviews)
        sql = f"SELECT id FROM comments WHERE {where} ORDER BY {_ORDER}"
        rows = self._database.rows(sql, values)
        return next((at for at, (root,) in enumerate(rows) if root == thread), None)

    def count(self, page: str) -> tuple[int, int]:
        row = self._database.row(
            "SELECT coalesce(sum(state = 'shown'), 0),"
            " coalesce(sum(thread = id AND state = 'shown' AND resolved_at IS NULL), 0)"
            " FROM comments WHERE page = ?",
            (page,),
        )
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def replies(self, thread: str) -> int:
        row = self._database.row("SELECT count(*) - 1 FROM comments WHERE thread = ?", (thread,))
        return max(int(row[0]), 0) if row else 0

    def latest(self, pages: Sequence[str], *, size: int) -> list[Comment]:
        marks, named = _marks("p", pages)
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM comments WHERE page IN ({marks}) AND state = 'shown'"
            " ORDER BY id DESC LIMIT :size",
            {**named, "size": size},
        )
        return [_comment(row) for row in rows]

    def held(self, *, size: int) -> list[Comment]:
        sql = f"SELECT {_COLUMNS} FROM comments WHERE state = 'held' ORDER BY id LIMIT ?"
        return [_comment(row) for row in self._database.rows(sql, (size,))]

    def count_held(self) -> int:
        row = self._database.row("SELECT count(*) FROM comments WHERE state = 'held'")
        return int(row[0]) if row else 0

    def rewrite(self, comment_id: str, text: str, *, at: datetime, state: CommentState) -> None:
        values = {"id": comment_id, "text": text, "at": to_micros(at), "state": state.value}
        self._change(_REWRITE, values)

    def judge(self, comment: Comment, *, was: CommentState) -> bool:
        values = {
            "id": comment.id, "state": comment.state.value, "reason": comment.reason,
            "decided_by": comment.decided_by, "was": was.value,
        }  # fmt: skip
        return self._change(_JUDGE, values) == 1

    def withdraw(self, comment_id: str) -> None:
        with self._database.writing() as connection:
            _take_away(connection, comment_id)
            connection.execute(_CHANGED)

    def resolve(self, thread: str, *, by: str, at: datetime | None) -> None:
        self._change(_RESOLVE, {"thread": thread, "by": by, "at": at and to_micros(at)})

    def speakers(self, thread: str) -> list[str]:
        sql = "SELECT DISTINCT person FROM comments WHERE thread = ? AND person <> ''"
        return [person for (person,) in self._database.rows(sql, (thread,))]

    def since(self, pages: Sequence[str], at: datetime, *, but: str) -> int:
        marks, named = _marks("p", pages)
        row = self._database.row(
            f"SELECT count(*) FROM comments WHERE page IN ({marks}) AND state = 'shown'"
            " AND made_at > :at AND person <> :but",
            {**named, "at": to_micros(at), "but": but},
        )
        return int(row[0]) if row else 0

    def of(self, person: str) -> list[Comment]:
        sql = f"SELECT {_COLUMNS} FROM comments WHERE person = ? ORDER BY id"
        return [_comment(row) for row in self._database.rows(sql, (person,))]

    def forget(self, people: Iterable[str]) -> int:
        gone = list(people)
        if not gone:
            return 0
        theirs = [comment.id for one in gone for comment in self.of(one)]
        with self._database.writing() as connection:
            for comment_id in theirs:
                _take_away(connection, comment_id)
            connection.execute(_FORGET_DEEDS, {"people": gone})
            connection.execute(_CHANGED)
        return len(theirs)

    def told_of(self, person_id: str) -> list[dict[str, Any]]:
        return [
            {"page": one.page, "message": one.text, "le": one.made_at.isoformat()}
            for one in self.of(person_id)
        ]

    def people(self) -> set[str]:
        sql = (
            "SELECT person FROM comments UNION SELECT decided_by FROM comments"
            " UNION SELECT resolved_by FROM comments"
        )
        return {person for (person,) in self._database.rows(sql) if person}

    def generation(self) -> int:
        row = self._database.row("SELECT n FROM talk_changes")
        return int(row[0]) if row else 0

    def close(self) -> None:
        self._database.close()

    def _change(self, statement: Any, values: dict[str, Any]) -> int:
        with self._database.writing() as connection:
            changed = connection.execute(statement, values).rowcount
            connection.execute(_CHANGED)
        return changed


def _take_away(connection: Connection, comment_id: str) -> None:
    row = connection.execute(
        text("SELECT thread FROM comments WHERE id = :id"), {"id": comment_id}
    ).first()
    if row is None:
        return
    connection.execute(_BLANK, {"id": comment_id})
    connection.execute(_DELETE, {"id": comment_id})
    connection.execute(_EMPTY, {"thread": row[0]})


def _threads_of(pages: Sequence[str], me: str, reviews: bool) -> tuple[str, dict[str, Any]]:
    marks, named = _marks("p", pages)
    values = {"me": me, "reviews": int(reviews), **named}
    return f"page IN ({marks}) AND thread = id AND {_SEEN}", values


def _marks(letter: str, values: Sequence[str]) -> tuple[str, dict[str, str]]:
    named = {f"{letter}{number}": value for number, value in enumerate(values)}
    return ", ".join(f":{name}" for name in named) or "NULL", named


def _values(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.id, "page": comment.page, "thread": comment.thread,
        "person": comment.person, "name": comment.name, "place": comment.place,
        "about": comment.about, "text": comment.text, "state": comment.state.value,
        "made_at": to_micros(comment.made_at),
        "edited_at": comment.edited_at and to_micros(comment.edited_at),
        "reason": comment.reason, "decided_by": comment.decided_by,
        "resolved_by": comment.resolved_by,
        "resolved_at": comment.resolved_at and to_micros(comment.resolved_at),
    }  # fmt: skip


def _comment(row: Any) -> Comment:
    said = dict(zip(_NAMES, row, strict=True))
    return Comment(
        id=said["id"], page=said["page"], thread=said["thread"], person=said["person"],
        name=said["name"], place=said["place"], about=said["about"], text=said["text"],
        state=CommentState(said["state"]), made_at=from_micros(said["made_at"]),
        edited_at=_moment(said["edited_at"]), reason=said["reason"],
        decided_by=said["decided_by"], resolved_by=said["resolved_by"],
        resolved_at=_moment(said["resolved_at"]),
    )  # fmt: skip


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)
