"""What is typed in a form, and what it becomes."""

import pytest

from app.domain import front_matter
from app.domain import typed_values as reading
from app.domain.kinds import KINDS
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.people import STRANGER
from app.domain.rules import Rules
from app.web.forms.answers import Answers
from app.web.forms.page_form import PageForm
from app.web.forms.plan import groups_of
from app.web.forms.questions import NOT_ASKED, questions_of
from app.web.forms.typed import lines_of, typed_of
from tests.web.pages import CAFE, CONSEIL, LICENCE_UNIT, NETWORK, PORTAL

PAGES = {
    "place": CAFE, "method": CONSEIL, "mini_cool": LICENCE_UNIT, "organisation": NETWORK,
    "portal": PORTAL,
}  # fmt: skip


def shown(kind, front):
    found = {}
    for question in questions_of(KINDS[kind]):
        found |= typed_of(question, front.get(question.key))
    return found


def answers(kind, front, typed, keys=()):
    return Answers(
        questions_of(KINDS[kind]), front, typed, shown=set(keys), find_page=lambda text: text
    )


def front_of(kind):
    return parse_page(PagePath(kind, "x"), PAGES[kind]).front


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_key_of_a_kind_is_asked_for(kind):
    asked = {asked.name.split(".")[0] for group in groups_of(KINDS[kind]) for asked in group.asked}
    keys = {field.alias or name for name, field in KINDS[kind].schema.model_fields.items()}

    assert keys - asked == set(NOT_ASKED)


@pytest.mark.parametrize("kind", list(PAGES))
def test_what_a_form_shows_and_gets_back_untouched_changes_nothing(kind):
    front = front_of(kind)
    found = answers(kind, front, shown(kind, front), keys=front)

    assert (found.changes, found.problems) == ({}, [])


@pytest.mark.parametrize("kind", list(PAGES))
def test_what_a_form_shows_reads_back_to_the_same_values(kind):
    front = front_of(kind)
    found = answers(kind, {}, shown(kind, front))
    asked = {question.key for question in questions_of(KINDS[kind])}
    # One source alone stands for a list of it; boxes come in the order of their list.
    expected = {key: value for key, value in front.items() if key in asked}
    if kind == "place":
        expected |= {"source": [front["source"]], "activities": front["activities"][::-1]}

    assert found.problems == []
    assert found.changes == expected


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("357000", 357000), ("357 000", 357000), ("357\u202f000 €", 357000),
        ("357\u00a0000,00 euros", 357000), ("1 234,5", 1234.5), ("1234.5", 1234.5),
        ("1.234.567", 1234567), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("12,5", 12.5),
        ("0", 0), ("-3", -3), ("90 min", 90), ("120 m²", 120),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, value):
    read = reading.number(typed)

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize("typed", ["beaucoup", "1,2,3", "1e400", "inf", "NaN", "0x10", "9" * 30])
def test_what_is_no_number_is_told(typed):
    with pytest.raises(reading.Unreadable):
        reading.number(typed)


@pytest.mark.parametrize("value", [0, 5, 357000, 1234.5, 1234567, 0.25, -1500])
def test_a_number_shown_reads_back(value):
    assert reading.number(reading.written(value)) == value


@pytest.mark.parametrize(
    ("typed", "value"),
    [("2010", 2010), ("2010-05", "2010-05"), ("12/05/2019", "2019-05-12"), ("05/2019", "2019-05")],
)
def test_years_and_dates_are_read_the_french_way_too(typed, value):
    assert reading.year(typed) == value


@pytest.mark.parametrize(
    "typed", ["43,7062 2,1383", "43.7062, 2.1383", "43.7062,2.1383", "(43,7062 ; 2,1383)"]
)
def test_a_point_is_read_however_it_is_parted(typed):
    assert reading.point(typed) == [43.7062, 2.1383]


@pytest.mark.parametrize("typed", ["43", "43 2 1", "là-bas", "1,2,3"])
def test_what_is_no_point_is_told(typed):
    with pytest.raises(reading.Unreadable):
        reading.point(typed)


def test_a_line_that_begins_with_blanks_goes_on_with_the_one_before():
    assert lines_of("une\n  suite\n\ndeux\n") == ["une\nsuite", "deux"]


def test_empty_rows_are_dropped_and_the_others_keep_their_order():
    typed = {
        "steps.0.title": ("",), "steps.1.title": ("Un",), "steps.1.duration_min": ("10",),
        "steps.7.title": ("Deux",), "steps.9.text": ("  ",),
    }  # fmt: skip
    found = answers("method", {}, typed)

    assert found.changes == {"steps": [{"title": "Un", "duration_min": 10}, {"title": "Deux"}]}


def test_keys_that_no_form_asks_of_a_row_stay_with_their_row():
    front = {"steps": [{"title": "Un", "mine": 1}, {"title": "Deux", "mine": 2}]}
    typed = {"steps.1.title": ("Trois",)}
    found = answers("method", front, typed)

    assert found.changes == {"steps": [{"title": "Trois", "mine": 2}]}


def test_keys_that_no_form_asks_of_a_group_stay():
    front = {"territory": {"city": "Lautrec", "parish": "Saint-Rémy"}}
    found = answers("place", front, {"territory.city": ("Albi",)})

    assert found.changes == {"territory": {"city": "Albi", "parish": "Saint-Rémy"}}


def test_a_key_that_the_form_did_not_send_is_not_emptied():
    assert answers("place", front_of("place"), {"title": ("Café PLUM",)}).changes == {}


def test_a_key_that_was_asked_and_came_back_empty_goes():
    found = answers("place", {"spaces": ["coworking"]}, {}, keys=["spaces"])

    assert found.changes == {"spaces": front_matter.REMOVED}


def test_a_box_ticked_adds_one_word_and_keeps_the_order():
    front = {"activities": ["mediation", "location-espaces"]}
    typed = {"activities": ("location-espaces", "garde-enfants", "mediation")}

    assert answers("place", front, typed).changes == {
        "activities": ["mediation", "location-espaces", "garde-enfants"]
    }


def test_a_problem_is_placed_at_the_row_as_it_was_numbered():
    typed = {"steps.0.title": ("",), "steps.5.text": ("sans titre",)}
    found = answers("method", {}, typed)

    assert found.place("steps.1.title") == "steps.5.title"


def test_a_wrong_number_is_told_at_its_field():
    found = answers("place", {}, {"figures.3.value": ("beaucoup",), "figures.3.name": ("x",)})

    assert [problem.field for problem in found.problems] == ["figures.3.value"]


def test_a_multi_line_item_of_a_list_survives_an_edit_of_another():
    front = {"works": ["Une\nsur deux lignes", "Deux"]}
    text = shown("place", front)["works"][0].replace("Deux", "Trois")

    assert answers("place", front, {"works": (text,)}).changes == {
        "works": ["Une\nsur deux lignes", "Trois"]
    }


def test_the_body_keeps_its_bytes_when_it_was_not_touched():
    text = CAFE.replace("---\n\n##", "---\n\n\n\n##")
    page = parse_page(PagePath("place", "x"), text)
    form = PageForm(None, Rules(), STRANGER, page.path, page, lambda said: said, "fr")

    assert form.text(answers("place", page.front, {}), form.body().replace("\n", "\r\n")) == text
