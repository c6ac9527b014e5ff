"""An address of a search, read into what is looked for."""

import pytest

from app.domain.errors import InvalidQuery
from app.domain.geo import Point
from app.domain.selection import Near, Order
from app.domain.towns import Town
from app.web.asking import ASKED_LIMIT, asked, was_cut
from app.web.reading.sought import read_sought

LAUTREC = Town("Lautrec", "81139", "81", "occitanie", ("81440",), 1_800, (43.7, 2.14))
SAINT_DENIS = [
    Town("Saint-Denis", "97411", "974", "la-reunion", ("97400",), 153_000, (-20.88, 55.45)),
    Town("Saint-Denis", "93066", "93", "ile-de-france", ("93200",), 113_000, (48.93, 2.36)),
]


class Gazetteer:
    def towns(self, text: str, *, size: int) -> list[Town]:
        known = [LAUTREC, *SAINT_DENIS]
        return [town for town in known if town.name.lower().startswith(text.lower())][:size]


def read(*pairs: tuple[str, str], order: Order = Order.best):
    return read_sought(Gazetteer(), list(pairs), number=1, order=order)


def test_what_is_typed_and_what_is_ticked_are_one_selection() -> None:
    found = asked([("q", "région:occitanie repas"), ("region", "bretagne"), ("-tag", "bois"),
                   ("kind", "method"), ("since", "2026-01-31")])  # fmt: skip
    assert found.where == {"region": ("occitanie", "bretagne"), "kind": ("method",)}
    assert found.barred == {"tag": ("bois",)}
    assert found.words == "repas"
    assert str(found.updated_since) == "2026-01-31"


@pytest.mark.parametrize("pair", [
    ("zut", "1"), ("-zut", "1"), ("near", "99,1"), ("near", "x"), ("since", "hier"),
    ("since", '2026-01-01" kind="place'),
])  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_in_words(pair: tuple[str, str]) -> None:
    with pytest.raises(InvalidQuery):
        asked([pair])


def test_a_long_question_is_cut_and_says_so() -> None:
    long = "mot " * 2_500
    assert was_cut(long, asked([("q", long)]))
    assert not was_cut("repas partagé", asked([("q", "repas partagé")]))
    assert len(asked([("q", "x" * (ASKED_LIMIT * 5))]).words) <= ASKED_LIMIT


def test_a_town_is_a_point_and_keeps_its_name() -> None:
    found = read(("near", "lautrec"), ("within", "20"))
    assert found.selection.near == Near(Point(43.7, 2.14), 20_000)
    assert found.town == "Lautrec (81)"
    assert found.criteria() == [("near", "Lautrec (81)"), ("within", "20")]
    assert found.query.order is Order.distance


def test_of_towns_of_one_name_the_department_tells_which() -> None:
    assert read(("near", "Saint-Denis (93)")).town == "Saint-Denis (93)"
    assert read(("near", "Saint-Denis")).town == "Saint-Denis (974)"
    assert read(("near", "Saint-Denis (81)")).lost == "Saint-Denis (81)"


def test_a_town_that_nobody_knows_narrows_nothing() -> None:
    found = read(("q", "repas"), ("near", "Zyx"))
    assert (found.lost, found.selection.near) == ("Zyx", None)


def test_a_choice_to_leave_out_is_a_barred_value() -> None:
    assert read(("sans", "region=bretagne")).selection.barred == {"region": ("bretagne",)}
    assert read(("sans", "zut=1")).empty


def test_what_the_text_names_is_told_apart_from_what_is_ticked() -> None:
    found = read(("q", "région:occitanie repas"), ("kind", "place"))
    assert found.typed == (("region", "occitanie"),)
    assert found.query.text == "repas"


def test_by_distance_from_nowhere_is_by_relevance() -> None:
    assert read(("q", "repas"), order=Order.distance).query.order is Order.best
