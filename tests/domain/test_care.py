"""What is kept of searches, and what lists of care read in a page."""

from datetime import date

import pytest

from app.domain.care import missed_text, months_before
from app.domain.care_facts import Listing, figures_on, listings_of, urls_of
from app.domain.page import parse_page
from app.domain.page_path import PagePath


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Budget   Participatif ", "budget participatif"),
        ("jean.dupont@ici.example", ""),
        ("appeler le 06 12 34 56 78", ""),
        ("+33 (0)6.12.34.56.78", ""),
        ("siret 123 456 789 01234", ""),
        ("étude 2018, 45 lieux", "etude 2018, 45 lieux"),
        ("\x00\x1b", ""),
        ("mot " * 100, ("mot " * 20).strip()),
    ],
)
def test_no_search_that_may_be_of_a_person_is_kept(typed: str, kept: str) -> None:
    assert missed_text(typed) == kept


def test_months_are_counted_back_to_a_day_that_exists() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 12) == date(2025, 1, 15)


def test_the_latest_dated_figure_tells_how_old_they_are() -> None:
    figures = [
        {"name": "a", "value": 1, "date": 2016},
        {"name": "b", "value": 2, "date": "2019-05"},
    ]
    assert figures_on({"figures": figures, "monthly_cost": {"date": 2018}}) == "2019-05"
    assert figures_on({"figures": [{"name": "a", "value": 1}]}) == ""
    assert figures_on({"figures": "rien", "monthly_cost": 3}) == ""


def test_addresses_of_the_web_are_read_without_the_sentence_around_them() -> None:
    text = "Voir <https://a.example/x>, https://b.example/y#z. Et (http://c.example/)."
    assert urls_of(text) == ["http://c.example/", "https://a.example/x", "https://b.example/y"]


def test_live_lists_are_read_in_texts_and_portals() -> None:
    front = 'queries: [{title: T, select: "kind=method"}, {title: U, select: "sans=sens"}]'
    body = ':::list kind=place view=map size=5 title="Des lieux"\n:::\n\n::: list nimporte\n'
    page = parse_page(PagePath("portal", "x"), f"---\ntitle: X\n{front}\n---\n{body}")
    assert listings_of(page) == [Listing("kind=place", 5), Listing("kind=method", 8)]
