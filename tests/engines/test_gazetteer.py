"""Towns, from the real list that is built at set-up."""

import pytest

from app.domain.kinds.terms import REGIONS
from app.domain.towns import fold, row_of, same_name, town_of
from app.engines.gazetteer import BuiltGazetteer

GAZETTEER = BuiltGazetteer()


def names(text, size=8):
    return [town.name for town in GAZETTEER.towns(text, size=size)]


def test_a_town_tells_its_codes_and_where_it_is():
    (lautrec,) = GAZETTEER.towns("Lautrec", size=8)

    assert (lautrec.insee, lautrec.department, lautrec.region) == ("81139", "81", "occitanie")
    assert lautrec.postcodes == ("81440",)
    assert lautrec.point == pytest.approx((43.706, 2.138), abs=0.01)


def test_three_letters_are_enough_and_bigger_towns_come_first():
    assert "Lautrec" in names("lau")
    assert names("montp")[0] == "Montpellier"


def test_a_very_name_comes_before_what_begins_with_it():
    assert names("crest")[0] == "Crest"
    assert names("Eu")[0] == "Eu"


@pytest.mark.parametrize(
    "typed", ["L’Haÿ-les-Roses", "L'Hay les roses", "l hay", "hay-les-roses", "L’HAŸ LES"]
)
def test_accents_hyphens_and_articles_are_forgiven(typed):
    assert names(typed)[0] == "L’Haÿ-les-Roses"


@pytest.mark.parametrize("typed", ["st denis", "Saint-Denis", "saint denis", "ST-DENIS"])
def test_st_is_saint(typed):
    found = GAZETTEER.towns(typed, size=4)

    assert {town.department for town in found} == {"974", "93", "11", "30"}


def test_an_article_may_be_left_out():
    assert names("rochelle")[0] == "La Rochelle"
    assert names("le m")[0] == "Le Mans"


def test_a_word_within_a_name_finds_it():
    assert "Romans-sur-Isère" in names("isere", size=50)


def test_a_postal_code_finds_its_towns():
    assert names("81440")[0] == "Lautrec"


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "🙂", "\x00", "%", "\t", "\n", "a" * 10_000])
def test_nonsense_finds_nothing(typed):
    assert names(typed) == []


def test_every_commune_is_there_once_and_most_people_live_in_one_with_coordinates():
    towns = [town_of(row) for row in GAZETTEER._rows]

    assert len({town.insee for town in towns}) == len(towns) > 34_000
    known = sum(town.population for town in towns if town.point)
    assert known / sum(town.population for town in towns) > 0.85


def test_regions_are_those_of_the_vocabulary():
    towns = [town_of(row) for row in GAZETTEER._rows]

    assert {town.region for town in towns} - {""} == {term.slug for term in REGIONS}


def test_a_point_stands_in_its_region():
    by_name = {t.department: t for t in GAZETTEER.towns("Saint-Denis", size=4)}

    assert by_name["974"].point[0] < 0 < by_name["93"].point[0]
    # Two villages of the same name: GeoNames knows neither, and gives them no one else's point.
    assert by_name["11"].point is None


def test_a_row_reads_back():
    for row in GAZETTEER._rows[::997]:
        assert row_of(town_of(row)) == row


def test_homonyms_are_told_apart_by_their_department():
    found = GAZETTEER.towns("Saint-Denis", size=50)

    assert len(same_name(found, "St Denis")) == 4
    assert [town.insee for town in same_name(found, "saint denis", department="93")] == ["93066"]


def test_without_its_file_no_town_is_known(tmp_path):
    assert BuiltGazetteer(tmp_path / "none").towns("Lautrec", size=3) == []


def test_a_name_folds_the_same_however_it_is_written():
    assert fold("Sainte-Cécile-d’Andorge") == fold("ste cecile d'andorge")
    assert fold("Œuilly") == "oeuilly"
