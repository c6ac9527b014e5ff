"""Rows that move, pages by their title, without a script."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.web.forms.rows import rearranged
from tests.web.filling import form_in, open_form, send, text_of
from tests.web.test_forms import answers

METHOD = "/methodes/conseil-de-place/edit"
STEPS = {"steps.0.title": ("Un",), "steps.1.title": ("Deux",), "steps.4.title": ("Trois",)}


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def titles(typed):
    found = answers("method", {}, typed).changes
    return [step["title"] for step in found["steps"]]


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up:steps.1", ["Deux", "Un", "Trois"]), ("down:steps.1", ["Un", "Trois", "Deux"]),
        ("up:steps.0", ["Un", "Deux", "Trois"]), ("down:steps.4", ["Un", "Deux", "Trois"]),
        ("drop:steps.1", ["Un", "Trois"]), ("up:steps.9", ["Un", "Deux", "Trois"]),
        ("up:steps.x", ["Un", "Deux", "Trois"]), ("up:", ["Un", "Deux", "Trois"]),
    ],
)  # fmt: skip
def test_a_row_moves_by_one_place(do, order):
    assert titles(rearranged(STEPS, do)) == order


def test_a_row_that_moves_takes_what_no_form_asks_with_it():
    front = {"steps": [{"title": "Un", "mine": 1}, {"title": "Deux", "mine": 2}]}
    typed = {"steps.1.title": ("Deux",), "steps.0.title": ("Un",)}

    assert answers("method", front, typed).changes == {
        "steps": [{"title": "Deux", "mine": 2}, {"title": "Un", "mine": 1}]
    }


def test_a_moved_row_is_shown_in_its_place_then_saved(alpha, writer):
    steps = alpha.wiki.index.page(PagePath.parse("method/conseil-de-place")).front["steps"]
    answer = send(writer, open_form(writer, METHOD), METHOD, do="down:steps.0", summary="Gardé.")
    form = form_in(answer, METHOD)

    assert form.data()["summary"] == ["Gardé."]
    assert send(writer, form, METHOD).status_code == 303
    after = alpha.wiki.index.page(PagePath.parse("method/conseil-de-place")).front["steps"]
    assert [s["title"] for s in after[:2]] == [steps[1]["title"], steps[0]["title"]]


def test_pages_are_shown_by_title_and_kept_as_they_were(alpha, writer):
    before = text_of(alpha)
    form = open_form(writer)
    shown = " ".join(form.data()["networks"] + form.data()["methods"])
    send(writer, form)

    assert "Réseau occitan" in shown
    assert "organisation/reseau-occitan" not in shown
    assert text_of(alpha) == before


def test_an_unknown_page_is_told_with_titles_like_it(alpha, writer):
    answer = send(writer, open_form(writer), networks="Réseau ocitan")

    assert answer.status_code == 422
    assert "Vouliez-vous dire «\u00a0Réseau occitan\u00a0»" in answer.text
    assert form_in(answer, "/lieux/cafe-plum/edit").data()["networks"] == ["Réseau ocitan"]


def test_titles_are_offered_among_the_kinds_asked_for(shared_alpha):
    found = shared_alpha.client.get("/-/suggest", params={"q": "ré", "kind": "organisation"})

    assert {one["url"].split("/")[1] for one in found.json()} <= {"organisations"}
