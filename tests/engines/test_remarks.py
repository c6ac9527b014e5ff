"""Remarks are kept until they are answered, and a quiz no longer."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.contribution import QuizAnswer, QuizResult
from app.domain.page_path import PagePath
from app.domain.remark import Remark, RemarkId, RemarkSort, RemarkState
from app.engines.sql.database import Database
from app.engines.sql.remarks import SqlRemarks
from tests.written_offline import key

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)


@pytest.fixture
def remarks(tmp_path: Path) -> Iterator[SqlRemarks]:
    kept = SqlRemarks(Database(tmp_path / "records.sqlite", durable=True))
    yield kept
    kept.close()


def remark(number: int = 1, page_id: str = "01JD0000000000000000000000") -> Remark:
    at = AT + timedelta(minutes=number)
    return Remark(
        RemarkId.of_secret(key(number)), RemarkSort.remark, page_id, PagePath("place", "plum"),
        "Café Plum", "Fermé le lundi.", "Horaires", "Camille", "Lautrec", AT, at, at,
    )  # fmt: skip


QUIZ = QuizResult(1, 2, (QuizAnswer("Où ?", ("Là", "Ici"), True),))


def test_a_remark_is_kept_once(remarks: SqlRemarks) -> None:
    first = replace(remark(), quiz=QUIZ, sort=RemarkSort.quiz)
    assert remarks.add(first)
    assert not remarks.add(replace(first, text="Autre"))
    assert remarks.get(first.id) == first
    assert remarks.get(remark(2).id) is None


def test_those_that_wait_come_first_and_newest_first(remarks: SqlRemarks) -> None:
    for number in (1, 2, 3):
        remarks.add(remark(number))
    remarks.add(remark(4, page_id="01JD0000000000000000000001"))
    assert remarks.change(replace(remark(3), state=RemarkState.closed))
    assert [one.id for one in remarks.all()] == [remark(n).id for n in (4, 2, 1, 3)]
    assert [one.id for one in remarks.all(waiting=True, size=1)] == [remark(4).id]
    assert len(remarks.all(page_id=remark().page_id)) == 3
    assert remarks.count_waiting() == 3
    assert remarks.count_waiting(page_id=remark().page_id) == 2


def test_what_has_its_end_is_changed_no_more_and_its_quiz_is_gone(remarks: SqlRemarks) -> None:
    first = replace(remark(), quiz=QUIZ)
    remarks.add(first)
    assert remarks.change(replace(first, state=RemarkState.answered, answer="Merci"))
    assert not remarks.change(replace(first, state=RemarkState.withdrawn))
    kept = remarks.get(first.id)
    assert kept is not None
    assert (kept.answer, kept.quiz) == ("Merci", None)
