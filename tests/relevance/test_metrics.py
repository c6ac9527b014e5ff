"""The metrics agree with values worked out by hand."""

import math

import pytest

from tests.relevance.metrics import mean, ndcg, recall, reciprocal_rank

GRADES = {"a": 3, "b": 2, "c": 1}


def test_the_best_order_has_an_ndcg_of_one() -> None:
    assert ndcg(["a", "b", "c"], GRADES) == pytest.approx(1.0)


def test_ndcg_weighs_grades_and_places() -> None:
    # 1/log2(2) + 7/log2(3) + 0/log2(4) + 3/log2(5), over 7/log2(2) + 3/log2(3) + 1/log2(4).
    assert ndcg(["c", "a", "x", "b"], GRADES) == pytest.approx(6.708538 / 9.392789, abs=1e-6)


def test_ndcg_sees_nothing_past_its_depth() -> None:
    assert ndcg(["x", "a"], GRADES, depth=1) == 0.0
    assert ndcg(["a"], {"a": 3, "b": 3}, depth=1) == pytest.approx(1.0)


def test_ndcg_of_a_missing_page_of_two_equal_ones() -> None:
    # 7 over 7 + 7/log2(3).
    assert ndcg(["a", "x"], {"a": 3, "b": 3}) == pytest.approx(0.613147, abs=1e-6)


def test_nothing_found_is_worth_nothing() -> None:
    assert ndcg([], GRADES) == reciprocal_rank([], GRADES) == recall([], GRADES) == 0.0


def test_the_rank_counts_to_the_first_useful_page() -> None:
    assert reciprocal_rank(["x", "c", "b", "a"], GRADES) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x", "c"], GRADES) == 0.0


def test_recall_is_the_share_of_useful_pages() -> None:
    assert recall(["b", "c", "x"], GRADES) == pytest.approx(0.5)
    assert recall(["x", "a", "b"], GRADES, depth=2) == pytest.approx(0.5)


def test_recall_asks_for_no_more_than_fits() -> None:
    assert recall(["a", "b"], dict.fromkeys("abcd", 3), depth=2) == pytest.approx(1.0)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) == 0.0
    assert math.isclose(mean([0.5, 1.0]), 0.75)
