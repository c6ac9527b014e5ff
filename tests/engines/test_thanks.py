"""Thanks are records: one for each person and version, kept through a restart."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from app.domain.page_path import PagePath, RevisionId
from app.domain.thanks import Thank
from app.engines.sql.database import Database
from app.engines.sql.thanks import SqlThanks

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE, OTHER = RevisionId("1" * 40), RevisionId("2" * 40)
CAFE = PagePath("place", "cafe")


def given(revision: RevisionId = ONE, **more: object) -> Thank:
    said = {"path": CAFE, "page": "P", "to": "a@alpha.test", "person": "X", "at": NOW}
    return Thank(revision, **(said | more))  # type: ignore[arg-type]


@pytest.fixture
def thanks(tmp_path: Path):
    opened = SqlThanks(Database(tmp_path / "records.sqlite", durable=True))
    yield opened
    opened.close()


def test_a_thank_is_kept_once_whoever_asks_again(thanks: SqlThanks) -> None:
    assert thanks.add(given())
    assert not thanks.add(given(at=NOW + timedelta(days=1)))
    assert thanks.of([ONE, ONE]) == [given()]
    assert thanks.of([OTHER]) == thanks.of([]) == []


def test_a_commit_of_two_pages_is_thanked_for_each(thanks: SqlThanks) -> None:
    other = given(path=PagePath("place", "autre"))
    assert thanks.add(given())
    assert thanks.add(other)
    assert thanks.of([ONE]) == [given(), other]


def test_an_author_reads_the_newest_first_and_no_more_than_asked(thanks: SqlThanks) -> None:
    for n in range(5):
        thanks.add(given(person=f"X{n}"))
    thanks.add(given(to="b@alpha.test", person="Y"))

    assert [one.person for one in thanks.to("a@alpha.test", size=3)] == ["X4", "X3", "X2"]


def test_what_a_person_gave_can_be_forgotten(thanks: SqlThanks) -> None:
    thanks.add(given())
    thanks.add(given(person="Y"))

    assert thanks.forget(["X", "Z"]) == 1
    assert thanks.forget([]) == 0
    assert thanks.people() == {"Y"}


def test_thanks_survive_a_restart_and_are_seen_by_other_processes(tmp_path: Path) -> None:
    file = tmp_path / "records.sqlite"
    first, second = (SqlThanks(Database(file, durable=True)) for _ in range(2))
    before = second.generation()
    first.add(given())
    assert second.generation() != before
    first.close()
    second.close()
    again = SqlThanks(Database(file, durable=True))
    assert again.of([ONE]) == [given()]
    again.close()


def test_of_many_who_thank_at_once_none_is_lost_or_counted_twice(thanks: SqlThanks) -> None:
    def work() -> None:
        for n in range(10):
            thanks.add(given(person=f"X{n}"))

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(thanks.of([ONE])) == 10
