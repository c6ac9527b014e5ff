"""Records of care: counted without waiting, bounded, the same for every process."""

from datetime import date

import pytest

from app.domain.care import Missed, Probed
from app.engines.sql import care_records
from app.engines.sql.care_records import SqlCare
from app.engines.sql.database import Database

DAY, NEXT, LATER = date(2026, 11, 1), date(2026, 11, 2), date(2026, 12, 1)
OLD = date(2025, 1, 1)


@pytest.fixture
def records(tmp_path):
    records = SqlCare(Database(tmp_path / "records.sqlite", durable=False))
    yield records
    records.close()


def texts(records):
    return [one.text for one in records.missed(offset=0, size=100)[0]]


def test_searches_are_counted_once_they_are_written(records):
    for _ in range(2):
        records.miss("budget", on=DAY)
    records.miss("monnaie", on=DAY)
    assert texts(records) == []
    records.flush(since=OLD)
    records.miss("monnaie", on=NEXT)
    records.miss("monnaie", on=NEXT)
    records.flush(since=OLD)
    assert records.missed(offset=0, size=1) == ([Missed("monnaie", 3, NEXT)], 2)
    records.forget_missed("monnaie")
    assert texts(records) == ["budget"]


def test_what_was_counted_survives_a_stop(tmp_path):
    first = SqlCare(Database(tmp_path / "r.sqlite", durable=False))
    first.miss("budget", on=DAY)
    first.close()
    again = SqlCare(Database(tmp_path / "r.sqlite", durable=False))
    assert texts(again) == ["budget"]
    again.close()


def test_old_and_rare_searches_go_away(records, monkeypatch):
    monkeypatch.setattr(care_records, "MISSED_LIMIT", 2)
    monkeypatch.setattr(care_records, "PENDING_LIMIT", 3)
    for word in ("a", "b", "b", "c", "c", "d"):
        records.miss(word, on=DAY)
    records.flush(since=OLD)
    assert texts(records) == ["b", "c"]
    records.flush(since=NEXT)
    assert texts(records) == []


def test_a_pair_told_apart_stays_so_whichever_way_it_is_named(records):
    before = records.generation()
    records.tell_apart("b", "a", on=DAY)
    records.tell_apart("a", "b", on=DAY)
    assert records.apart() == {("a", "b")}
    assert records.generation() > before
    records.together_again("b", "a")
    assert records.apart() == frozenset()


def test_a_link_is_broken_after_failures_on_different_days_in_a_row(records):
    url = "https://mort.example/"
    records.follow_links([url, "https://autre.example/"], on=DAY)
    gone = Probed(False, 404, "elle n’existe plus")
    for _ in range(3):
        records.note_link(url, gone, on=DAY, next_on=NEXT)
    assert records.failing_links(days=2) == []
    assert records.due_links(on=DAY, size=5) == ["https://autre.example/"]
    records.note_link(url, gone, on=NEXT, next_on=LATER)
    [broken] = records.failing_links(days=2)
    assert (broken.url, broken.fails, broken.since, broken.status) == (url, 2, DAY, 404)
    records.note_link(url, Probed(True, 200), on=LATER, next_on=LATER)
    assert records.failing_links(days=1) == []
    records.follow_links([], on=LATER)
    assert records.due_links(on=LATER, size=5) == []
