"""Records of talk, of what is followed and of questions: what a person gives leaves whole."""

from datetime import UTC, datetime

import pytest

from app.domain.discussion import Comment
from app.domain.question import Question, QuestionId, QuestionState
from app.domain.watching import Notice, NoticeSort, Rhythm, Watch
from app.engines.sql.database import Database
from app.engines.sql.discussions import SqlDiscussions
from app.engines.sql.questions import SqlQuestions
from app.engines.sql.watching import SqlWatching

NOW = datetime(2026, 11, 30, tzinfo=UTC)
NUMBER = QuestionId.of_secret("00000000-0000-4000-8000-000000000000")


@pytest.fixture
def records(tmp_path):
    database = Database(tmp_path / "records.sqlite", durable=True)
    yield database, SqlDiscussions(database), SqlWatching(database), SqlQuestions(database)
    database.close()


def comment(number: int, person: str, *, thread: int = 1) -> Comment:
    return Comment(id=f"c{number}", page="p", thread=f"c{thread}", person=person, text="mots",
                   made_at=NOW)  # fmt: skip


def test_who_is_forgotten_is_in_no_row_of_any_table(records):
    database, talk, watching, questions = records
    talk.add(comment(1, "ada"))
    talk.add(comment(2, "jo"))
    talk.resolve("c1", by="ada", at=NOW)
    watching.tell([Notice("ada", NoticeSort.reply, "p", "c2", NOW)])
    watching.watch(Watch("ada", "p", NOW), limit=5)
    watching.choose("ada", Rhythm.daily, at=NOW)
    watching.ask("ada", "p", [], at=NOW, unless_since=NOW)
    asked = Question(id=NUMBER, page="p", text="?", made_at=NOW, name="Ada L", person="ada")
    questions.add(asked, [], now=NOW)
    questions.choose("p", ["ada"])
    told = [part.told_of("ada") for part in (talk, watching, questions)]
    for part in (talk, watching, questions):
        assert part.people() & {"ada"}
        part.forget(["ada"])

    assert all(told)
    tables = ("comments", "notices", "watches", "habits", "asked_checks", "questions", "answerers")
    rows = [row for name in tables for row in database.rows(f"SELECT * FROM {name}")]
    assert not [row for row in rows if {"ada", "Ada L"} & set(row)]
    assert talk.replies("c1") == 1


def test_of_two_who_answer_at_once_one_does(records):
    _, _, _, questions = records
    question = Question(id=NUMBER, page="p", text="?", made_at=NOW, name="L")
    assert questions.add(question, [], now=NOW)
    assert not questions.add(question, [], now=NOW)

    assert questions.change(question, was=QuestionState.waiting, now=NOW)
    assert not questions.change(question, was=QuestionState.answered, now=NOW)


def test_a_notice_is_told_once_and_read_once(records):
    _, _, watching, _ = records
    notice = Notice("ada", NoticeSort.mention, "p", "c1", NOW)
    watching.tell([notice, notice])

    assert watching.unread("ada") == 1
    watching.read("ada", refs=["c1"])
    assert watching.unread("ada") == 0
