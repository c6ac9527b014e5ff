"""Searches that people keep are records: theirs alone, a bounded number, gone with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from app.domain.saved_search import SavedSearch
from app.engines.sql.database import Database
from app.engines.sql.saved_searches import SqlSavedSearches

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
REPAS = SavedSearch("1", "ana", "Repas", "q=repas", "s1", NOW, NOW)


@pytest.fixture
def searches(tmp_path: Path):
    opened = SqlSavedSearches(Database(tmp_path / "records.sqlite", durable=True))
    yield opened
    opened.close()


def test_a_search_is_found_by_its_person_and_by_its_secret(searches: SqlSavedSearches) -> None:
    assert searches.add(REPAS, limit=2)
    assert searches.of("ana") == [REPAS]
    assert searches.of("bob") == []
    assert searches.by_secret("s1") == REPAS
    assert searches.by_secret("s") is None


def test_a_question_kept_again_takes_the_new_name(searches: SqlSavedSearches) -> None:
    searches.add(REPAS, limit=1)
    assert searches.add(replace(REPAS, id="2", name="Manger", secret="s2"), limit=1)
    assert searches.of("ana") == [replace(REPAS, name="Manger")]


def test_past_the_limit_nothing_is_kept(searches: SqlSavedSearches) -> None:
    def keep(n: int) -> None:
        searches.add(SavedSearch(str(n), "ana", "N", f"q={n}", f"s{n}", NOW, NOW), limit=3)

    threads = [Thread(target=keep, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(searches.of("ana")) == 3


def test_only_its_person_changes_a_search(searches: SqlSavedSearches) -> None:
    searches.add(REPAS, limit=2)
    for person in ("bob", "ana"):
        searches.rename(person, "1", f"de {person}")
        searches.renew(person, "1", f"s-{person}")
        searches.see(person, "1", at=NOW + timedelta(hours=1 if person == "ana" else 9))
    assert searches.of("ana") == [
        replace(REPAS, name="de ana", secret="s-ana", seen_at=NOW + timedelta(hours=1))
    ]
    searches.drop("bob", "1")
    assert searches.of("ana")
    searches.drop("ana", "1")
    assert searches.of("ana") == []


def test_what_was_seen_is_never_unseen(searches: SqlSavedSearches) -> None:
    searches.add(REPAS, limit=2)
    searches.see("ana", "1", at=NOW - timedelta(days=1))
    assert searches.of("ana") == [REPAS]


def test_searches_go_with_their_person(searches: SqlSavedSearches) -> None:
    searches.add(REPAS, limit=2)
    searches.add(replace(REPAS, id="2", person="bob", secret="s2"), limit=2)
    assert searches.people() == {"ana", "bob"}
    assert searches.forget(["ana", "zoe"]) == 1
    assert searches.forget([]) == 0
    assert searches.people() == {"bob"}
