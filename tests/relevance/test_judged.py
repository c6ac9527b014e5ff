"""The relevance set says what it must, about pages that exist."""

import pytest

from tests.relevance.engines import CONTENT
from tests.relevance.judged import PARTS, TYPES, USEFUL, Judged, _judged, read

PAGES = {f"{file.parent.name}/{file.stem}" for file in CONTENT.glob("pages/*/*.md")}
JUDGED = {part: read(part) for part in PARTS}
ALL = [one for judged in JUDGED.values() for one in judged]


def test_there_are_queries_of_every_type_in_both_parts() -> None:
    assert len(ALL) >= 300
    for judged in JUDGED.values():
        assert {one.type for one in judged} == set(TYPES)


def test_no_query_is_in_both_parts() -> None:
    # Counted apart: a test that fails must not show those that are kept aside.
    twice = len(ALL) - len({one.query.casefold() for one in ALL})
    assert twice == 0


def test_enough_is_kept_aside() -> None:
    """As many as there were when the bars were set, whatever the tuning part grows to."""
    assert len(JUDGED["aside"]) >= 90
    assert 0.2 <= len(JUDGED["aside"]) / len(ALL) <= 0.4


def test_every_page_that_is_judged_exists() -> None:
    assert not {page for one in ALL for page in one.grades} - PAGES


def test_every_query_has_a_need_and_a_page_that_is_just_what_is_meant() -> None:
    weak = [one for one in ALL if not one.need or max(one.grades.values()) < 3]
    assert not weak


def test_pages_that_must_be_on_top_are_useful() -> None:
    tops = [(one, page) for one in ALL for page in one.first | one.near]
    assert not [(one.query, page) for one, page in tops if one.grades.get(page, 0) < USEFUL]


def test_a_page_has_one_grade_for_a_query() -> None:
    twice = {"type": "topic", "need": "", "3": ["place/a"], "1": ["place/a"]}
    with pytest.raises(ValueError, match="two grades"):
        _judged("a", twice)
    assert isinstance(_judged("a", twice | {"1": []}), Judged)
