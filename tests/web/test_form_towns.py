"""A town fills the rest of its territory, without a script too."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import CAFE, form_in, open_form, send

NEW = "/lieux/le-moulin/edit"


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def front_of(alpha, path="place/le-moulin"):
    return alpha.wiki.index.page(PagePath.parse(path)).front


def start(writer, **changes):
    return send(writer, open_form(writer, NEW, titre="Le Moulin"), NEW, **changes)


def test_a_town_alone_fills_the_rest(alpha, writer):
    start(writer, territory__city="crest")
    front = front_of(alpha)

    assert front["territory"] == {
        "region": "auvergne-rhone-alpes", "department": "26", "city": "crest", "insee": "26108",
    }  # fmt: skip
    assert front["coordinates"] == pytest.approx([44.7264, 5.0152])


def test_what_was_written_is_never_written_over(alpha, writer):
    start(writer, territory__city="Lautrec", coordinates="43,7 2,1")

    assert front_of(alpha)["coordinates"] == [43.7, 2.1]
    assert front_of(alpha)["territory"]["insee"] == "81139"


def test_the_department_tells_homonyms_apart(alpha, writer):
    start(writer, territory__city="St Denis", territory__department="93")

    assert front_of(alpha)["territory"]["region"] == "ile-de-france"


def test_a_name_of_several_towns_is_asked_about_once(alpha, writer):
    answer = start(writer, territory__city="Saint-Denis", opened="1999")
    form = form_in(answer, NEW)

    assert answer.status_code == 422
    assert "Laquelle de ces communes" in answer.text
    assert form.data()["opened"] == ["1999"]
    assert send(writer, form, NEW).status_code == 303
    assert front_of(alpha)["territory"] == {"city": "Saint-Denis"}


def test_the_town_that_is_chosen_fills_the_rest(alpha, writer):
    form = form_in(start(writer, territory__city="Saint-Denis"), NEW)
    send(writer, form, NEW, territory__town="97411")

    assert front_of(alpha)["territory"]["region"] == "la-reunion"
    assert front_of(alpha)["coordinates"][0] < 0


def test_a_town_abroad_is_free_text(alpha, writer):
    answer = start(writer, territory__city="Saint-Denis", territory__country="BE")

    assert answer.status_code == 303
    assert front_of(alpha)["territory"] == {"country": "BE", "city": "Saint-Denis"}


def test_an_unknown_town_is_free_text(alpha, writer):
    start(writer, territory__city="Trifouillis")

    assert front_of(alpha)["territory"] == {"city": "Trifouillis"}


def test_what_the_town_of_before_filled_follows_the_new_one(alpha, writer):
    start(writer, territory__city="Crest")
    send(writer, open_form(writer, NEW), NEW, territory__city="Lautrec")

    assert front_of(alpha)["territory"]["insee"] == "81139"
    assert front_of(alpha)["coordinates"] == pytest.approx([43.7062, 2.1383])


def test_a_page_whose_town_is_not_touched_is_left_as_it_is(alpha, writer):
    before = front_of(alpha, "place/cafe-plum")["territory"]
    send(writer, open_form(writer), summary="Autre résumé.")

    assert front_of(alpha, "place/cafe-plum")["territory"] == before


@pytest.mark.parametrize("town", ["../x", "99999", "<b>", ""])
def test_a_town_that_was_not_offered_fills_nothing(alpha, writer, town):
    form = form_in(start(writer, territory__city="Saint-Denis"), NEW)
    send(writer, form, NEW, territory__town=town)

    assert front_of(alpha)["territory"] == {"city": "Saint-Denis"}


def test_letters_and_postal_codes_find_towns(shared_alpha):
    answer = shared_alpha.client.get("/-/communes", params={"q": "81440"})

    assert answer.json()[0] | {"coordinates": ""} == {
        "name": "Lautrec", "where": "Tarn (81)", "region_name": "Occitanie", "department": "81",
        "region": "occitanie", "insee": "81139", "coordinates": "",
    }  # fmt: skip
    assert "public" in answer.headers["cache-control"]
    assert shared_alpha.client.get("/-/communes?q=l").json() == []


def test_hours_are_asked_day_by_day_and_kept_when_untouched(alpha, writer):
    before = front_of(alpha, "place/cafe-plum")["opening_hours"]
    form = open_form(writer)
    send(writer, form, summary="Autre résumé.")

    assert front_of(alpha, "place/cafe-plum")["opening_hours"] == before
    assert any(name == "opening_hours.Mo.0" for name, _ in form.fields)


def test_hours_that_are_changed_are_written_anew(alpha, writer):
    form = open_form(writer)
    week = {name: "" for name, _ in form.fields if name.startswith("opening_hours.")}
    week |= {"opening_hours.Mo.0": "9 h", "opening_hours.Mo.1": "12h30"}
    writer.post(CAFE, data=form.data(do="save") | week)

    assert front_of(alpha, "place/cafe-plum")["opening_hours"] == "Mo 09:00-12:30"
