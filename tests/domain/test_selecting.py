"""One small language chooses pages everywhere."""

from datetime import date

import pytest

from app.domain.errors import InvalidQuery
from app.domain.geo import Point
from app.domain.network import Slice
from app.domain.selection import Near, Selection

EVERYTHING = Selection(
    {"kind": ("place", "method"), "city": ("Saint Denis",)},
    date(2024, 1, 31),
    barred={"region": ("bretagne",)},
    words="«repas partagé» -bruit",
    near=Near(Point(43.6, 1.44), 30_000),
)


def test_what_a_selection_says_is_read_back_as_the_same() -> None:
    assert Selection.parse(str(EVERYTHING)) == EVERYTHING


@pytest.mark.parametrize(
    "text",
    ["repas", "kind", "colour=red", "-q=mots", "near=95,1", "near=ici", "near=1,1 within=-3",
     "near=nan,1", "near=1,1 within=nan", "since=hier", "-kind place"],
)  # fmt: skip
def test_a_text_that_is_kept_is_wholly_understood_or_refused(text: str) -> None:
    with pytest.raises(InvalidQuery):
        Selection.parse(text)


def test_a_search_box_takes_criteria_in_the_words_of_people() -> None:
    found = Selection.typed('repas partagé Région:occitanie -genre:"place" durée=60')
    assert found.words == "repas partagé"
    assert found.where == {"region": ("occitanie",), "duration": ("60",)}
    assert found.barred == {"kind": ("place",)}


@pytest.mark.parametrize(
    "text",
    [
        "12:30",
        "http://exemple.fr",
        "couleur:rouge",
        "près:ici",
        '"',
        "a=b=c",
        "region:" + "x" * 300,
    ],
)
def test_what_is_no_criterion_is_looked_for(text: str) -> None:
    found = Selection.typed(text)
    assert not found.where
    assert found.words == text


def test_more_values_than_anyone_needs_are_refused() -> None:
    with pytest.raises(InvalidQuery):
        Selection.typed(" ".join(f"tag:t{number}" for number in range(60)))


def test_a_slice_takes_no_words() -> None:
    with pytest.raises(InvalidQuery):
        Slice.parse('kind=method q="repas"')
