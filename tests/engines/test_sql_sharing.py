"""Which pages are open, and what is remembered of those that were."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.errors import InvalidQuery
from app.domain.harvest import Harvest
from app.domain.retraction import RETRACTIONS_FILE, Retractions, Withdrawal, retractions_file
from app.domain.selection import Selection
from app.engines.markdown import MarkdownRenderer
from app.engines.sql.projection import SqlProjection
from tests.engines.sql_log import ADA, NOON, Wiki, page_id, page_text

WHY = Withdrawal("à leur demande", NOON.date())
LICENCES = "network/licences.yaml"
NOTHING_OPEN = 'licences:\n  CC0-1.0: {label: CC0, url: "", open: true, use: ""}\nflows: {}\n'
OPEN = Selection(open_only=True)


@pytest.fixture
def wiki(tmp_path: Path) -> Iterator[Wiki]:
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.sql.close()


def away(*, closed: tuple[int, ...] = (), retracted: tuple[int, ...] = ()) -> dict[str, str]:
    lists = ({page_id(n): WHY for n in numbers} for numbers in (closed, retracted))
    return {RETRACTIONS_FILE: retractions_file(Retractions(*lists)).decode()}


def page(number: int, **front: object) -> dict[str, str]:
    return {f"page/p{number}": page_text(f"Page {number}", id=page_id(number), **front)}


def minute(number: int) -> object:
    return NOON + timedelta(minutes=number)


def standing(sql: SqlProjection, asked: Harvest = Harvest()) -> list[tuple[str, object, bool]]:
    """(last sign of the key, since when, still shared), two at a time as a harvester takes them."""
    found, cursor = sql.shared(asked, after=None, size=2)
    while cursor is not None:
        more, cursor = sql.shared(asked, after=cursor, size=2)
        found += more
    assert len(found) == sql.count_shared(asked)
    assert all(sql.shared_one(one.key) == one for one in found)
    return [(one.key[-1], one.at, one.page is not None) for one in found]


def test_a_page_taken_back_is_not_open_until_it_is_shared_again(wiki: Wiki) -> None:
    wiki.save(page(1) | page(2))
    assert wiki.sql.count(OPEN) == 2

    wiki.save(away(closed=(1,)))
    assert (wiki.row("page/p1").open, wiki.row("page/p2").open) == (False, True)
    assert wiki.sql.count(OPEN) == 1
    wiki.save(page(1, summary="Mieux"))
    assert not wiki.row("page/p1").open

    wiki.save(away(retracted=(2,)))
    assert (wiki.row("page/p1").open, wiki.row("page/p2").open) == (True, False)
    wiki.save({RETRACTIONS_FILE: None})
    assert wiki.sql.count(OPEN) == 2


def test_a_list_that_cannot_be_read_opens_nothing(wiki: Wiki) -> None:
    wiki.save(page(1))
    wiki.save({RETRACTIONS_FILE: "closed: [oui\n"})
    assert not wiki.row("page/p1").open


def test_every_page_that_was_shared_is_remembered_with_its_moment(wiki: Wiki) -> None:
    wiki.save(page(1) | page(2) | page(3, status="draft") | page(4, licence="CC-BY-NC-4.0"))
    wiki.save({"page/p1": None})
    wiki.save(away(closed=(2,)))
    wiki.save(page(3))
    wiki.save(page(5))
    wiki.save(page(5, status="draft"))

    assert standing(wiki.sql) == [
        ("1", minute(2), False), ("2", minute(3), False), ("3", minute(4), True),
        ("5", minute(6), False),
    ]  # fmt: skip
    assert wiki.sql.first_shared() == minute(2)
    assert wiki.sql.shared_one(page_id(4)) is None


def test_harvests_are_bounded_by_kind_and_by_second(wiki: Wiki) -> None:
    wiki.save(page(1))
    wiki.save({"place/cafe": page_text(id=page_id(2))})
    wiki.save(page(3))

    assert [key for key, _, _ in standing(wiki.sql, Harvest("place"))] == ["2"]
    between = Harvest(begin=minute(2), end=minute(2))
    assert [key for key, _, _ in standing(wiki.sql, between)] == ["2"]
    assert standing(wiki.sql, Harvest("page", minute(4))) == []
    with pytest.raises(InvalidQuery):
        wiki.sql.shared(Harvest(), after="nimporte", size=2)


def test_what_is_dated_long_ago_is_new_when_it_comes(wiki: Wiki) -> None:
    wiki.save(page(1))
    wiki._minutes = -1000
    wiki.save(page(2))

    assert standing(wiki.sql) == [("1", minute(1), True), ("2", minute(1), True)]


def test_what_changes_during_a_harvest_comes_again_at_its_end(wiki: Wiki) -> None:
    wiki.save(page(1))
    wiki.save(page(2))
    first, cursor = wiki.sql.shared(Harvest(), after=None, size=1)
    wiki.save(page(1, summary="Mieux"))
    rest, cursor = wiki.sql.shared(Harvest(), after=cursor, size=5)

    assert [one.key for one in (*first, *rest)] == [page_id(1), page_id(2), page_id(1)]
    assert cursor is None


def test_a_person_who_is_erased_changes_what_is_told_of_their_pages(wiki: Wiki) -> None:
    wiki.save(page(1))
    wiki.save({"people/erased.yaml": f"erased: [{ADA.address}]\n"})
    wiki.save(page(2))
    assert standing(wiki.sql)[0] == ("1", minute(2), True)


def test_one_batch_remembers_what_entries_one_by_one_do(wiki: Wiki, tmp_path: Path) -> None:
    wiki.save(page(1) | page(2) | page(3))
    wiki.save(page(4) | {"page/p3": None})
    wiki.save({LICENCES: NOTHING_OPEN})
    wiki.save(page(5) | page(6, licence="CC0-1.0"))
    wiki.save({LICENCES: None} | away(closed=(1,)))
    wiki.move("page/p2", "page/p7")
    wiki.save({"page/p6": None})
    wiki.save(away(retracted=(1, 4)))
    wiki.save(page(3, summary="Revenue") | {RETRACTIONS_FILE: None})

    assert len(standing(wiki.sql)) == 6
    (tmp_path / "beta").mkdir()
    whole = SqlProjection(tmp_path / "beta" / "projection.sqlite", MarkdownRenderer())
    whole.apply(list(wiki.store.log()), wiki.store)
    assert standing(whole) == standing(wiki.sql)
    assert [whole.count(OPEN), whole.bookmark()] == [wiki.sql.count(OPEN), wiki.sql.bookmark()]
    whole.close()
