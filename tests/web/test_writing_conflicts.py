"""Two people write at once, and nothing that was typed is lost."""

import pytest

from app.actions.check import check
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import CAFE, form_in, open_form, send, text_of, told


@pytest.fixture
def mine(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture
def theirs(alpha):
    return alpha.signed_in(Role.reviewer)


def cross(mine, theirs, my, their):
    """Both open the form, they save first; the answer to my save."""
    form, other = open_form(mine), open_form(theirs)
    assert send(theirs, other, **their).status_code == 303
    return send(mine, form, **my)


def choose(client, answer, url=CAFE, **choices):
    said = form_in(answer, url).data(do="resolve")
    return client.post(url, data=said | {f"choice.{k.replace('__', '.')}": v
                                         for k, v in choices.items()})  # fmt: skip


def test_changes_of_different_fields_are_both_saved(alpha, mine, theirs):
    answer = cross(mine, theirs, {"summary": "Le mien."}, {"opened": "2011"})

    assert told(answer) == "merged"
    assert "summary: Le mien." in text_of(alpha)
    assert "opened: 2011" in text_of(alpha)


def test_the_same_field_changed_twice_asks_and_keeps_everything_typed(alpha, mine, theirs):
    answer = cross(
        mine, theirs, {"summary": "Le mien.", "note": "Ma note", "turnover_eur": "400000"},
        {"summary": "Le leur.", "opened": "2011"},
    )  # fmt: skip
    kept = form_in(answer, CAFE).data()

    assert answer.status_code == 409
    assert "Personne reviewer" in answer.text
    assert 'name="choice.summary" value="mine"' in answer.text
    assert "Ouvert depuis" in answer.text
    assert (kept["note"], "summary: Le mien." in kept["text"][0]) == (["Ma note"], True)
    assert "summary: Le leur." in text_of(alpha)


@pytest.mark.parametrize(
    ("choice", "summary"),
    [("mine", "Le mien."), ("theirs", "Le leur."), ("both", "Le leur. Le mien.")],
)
def test_a_choice_is_saved_with_all_that_did_not_cross(alpha, mine, theirs, choice, summary):
    crossed = cross(
        mine, theirs, {"summary": "Le mien.", "turnover_eur": "400000"},
        {"summary": "Le leur.", "opened": "2011"},
    )  # fmt: skip
    answer = choose(mine, crossed, summary=choice)
    front = alpha.wiki.index.page(PagePath("place", "cafe-plum")).front

    assert (answer.status_code, told(answer)) == (303, "merged")
    assert front["summary"] == summary
    assert (front["turnover_eur"], front["opened"]) == (400000, 2011)
    assert check(alpha.wiki) == []


def test_both_paragraphs_are_kept_one_after_the_other(alpha, mine, theirs):
    body = open_form(mine).data()["body"][0]
    crossed = cross(
        mine, theirs, {"body": body.replace("On y déjeune.", "On y dîne.")},
        {"body": body.replace("On y déjeune.", "On y danse.")},
    )  # fmt: skip
    answer = choose(mine, crossed, body__1="both")
    now = text_of(alpha)

    assert answer.status_code == 303
    assert now.index("On y danse.") < now.index("On y dîne.")


def test_a_choice_that_is_missing_is_asked_again_and_those_made_are_kept(alpha, mine, theirs):
    crossed = cross(
        mine, theirs, {"summary": "Le mien.", "title": "Le PLUM"},
        {"summary": "Le leur.", "title": "PLUM"},
    )  # fmt: skip
    answer = choose(mine, crossed, summary="mine")

    assert answer.status_code == 409
    assert "Il reste un choix à faire." in answer.text
    assert 'name="choice.summary" value="mine" checked' in answer.text
    assert choose(mine, answer, summary="mine", title="theirs").status_code == 303
    assert "title: PLUM" in text_of(alpha)


def test_a_second_round_of_conflict_asks_only_about_what_is_new(alpha, mine, theirs):
    crossed = cross(mine, theirs, {"summary": "Le mien."}, {"summary": "Le leur."})
    send(theirs, open_form(theirs), summary="Encore le leur.", opened="2012")
    again = choose(mine, crossed, summary="mine")

    assert again.status_code == 409
    assert "Encore le leur." in again.text
    assert "Le mien." in form_in(again, CAFE).data()["text"][0]
    assert choose(mine, again, summary="both").status_code == 303
    assert "summary: Encore le leur. Le mien." in text_of(alpha)
    assert "opened: 2012" in text_of(alpha)


def test_a_choice_that_makes_the_page_unfit_comes_back_in_the_form(alpha, mine, theirs):
    long, other = "m" * 200, "t" * 200
    crossed = cross(mine, theirs, {"summary": long}, {"summary": other})
    answer = choose(mine, crossed, summary="both")
    form = form_in(answer, CAFE)

    assert answer.status_code == 422
    assert form.data()["summary"] == [f"{other} {long}"]
    assert send(mine, form, summary="Plus court.").status_code == 303
    assert "summary: Plus court." in text_of(alpha)


def test_a_page_deleted_meanwhile_can_be_saved_all_the_same(alpha, mine, theirs):
    before = alpha.wiki.index.page(PagePath("place", "cafe-plum"))
    form = open_form(mine)
    said = {"csrf": alpha.csrf(theirs), "base": str(before.revision)}
    theirs.post("/lieux/cafe-plum/delete", data=said)
    crossed = send(mine, form, summary="Il existe encore.")
    answer = send(mine, form_in(crossed, CAFE))
    now = alpha.wiki.index.page(PagePath("place", "cafe-plum"))

    assert crossed.status_code == 409
    assert "a été supprimée par Personne reviewer" in crossed.text
    assert answer.status_code == 303
    assert (now.id, now.summary) == (before.id, "Il existe encore.")
    assert now.front["figures"] == before.front["figures"]
    assert check(alpha.wiki) == []


def test_a_page_moved_meanwhile_is_saved_at_its_new_address(alpha, mine, theirs):
    row = alpha.wiki.index.page(PagePath("place", "cafe-plum"))
    form = open_form(mine)
    said = {"csrf": alpha.csrf(theirs), "base": str(row.revision), "slug": "plum"}
    theirs.post("/lieux/cafe-plum/move", data=said)
    send(theirs, open_form(theirs, "/lieux/plum/edit"), "/lieux/plum/edit", opened="2011")
    answer = send(mine, form, summary="Le mien.")

    assert (answer.status_code, answer.headers["location"]) == (303, "/lieux/plum")
    assert "summary: Le mien." in text_of(alpha, "place/plum")
    assert "opened: 2011" in text_of(alpha, "place/plum")


def test_a_conflict_over_a_page_that_moved_is_settled_there(alpha, mine, theirs):
    row = alpha.wiki.index.page(PagePath("place", "cafe-plum"))
    form = open_form(mine)
    said = {"csrf": alpha.csrf(theirs), "base": str(row.revision), "slug": "plum"}
    theirs.post("/lieux/cafe-plum/move", data=said)
    send(theirs, open_form(theirs, "/lieux/plum/edit"), "/lieux/plum/edit", summary="Le leur.")
    crossed = send(mine, form, summary="Le mien.")
    answer = choose(mine, crossed, "/lieux/plum/edit", summary="mine")

    assert crossed.status_code == 409
    assert answer.status_code == 303
    assert "summary: Le mien." in text_of(alpha, "place/plum")


def test_a_conflict_of_whole_files_is_settled_the_same_way(alpha, mine, theirs):
    form = open_form(mine, CAFE, mode="source")
    send(theirs, open_form(theirs), summary="Le leur.")
    said = form.data()["text"][0].replace("Un café, une librairie", "Une librairie, un café")
    crossed = send(mine, form, text=said)

    assert crossed.status_code == 409
    assert choose(mine, crossed, summary="mine").status_code == 303
    assert "Une librairie, un café" in text_of(alpha)


def test_a_session_that_ends_during_a_conflict_keeps_the_choices(alpha, mine, theirs):
    crossed = cross(mine, theirs, {"summary": "Le mien."}, {"summary": "Le leur."})
    alpha.wiki.people.close_session(mine.cookies["maillage"])
    lost = choose(mine, crossed, summary="mine")
    mine.cookies.set("maillage", alpha.session(Role.contributor))
    asked = mine.post(CAFE, data=form_in(lost, CAFE).data())
    answer = mine.post(CAFE, data=form_in(asked, CAFE).data())

    assert (lost.status_code, asked.status_code, answer.status_code) == (401, 403, 303)
    assert "summary: Le mien." in text_of(alpha)


def test_markup_in_two_texts_that_cross_is_shown_as_text(alpha, mine, theirs):
    evil = "</textarea><script>alert(1)</script>"
    answer = cross(mine, theirs, {"summary": f"a{evil}"}, {"summary": f"b{evil}"})

    assert answer.status_code == 409
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("base", ["HEAD", "0" * 40, "--help"])
def test_a_base_that_is_no_version_gives_the_text_back(shared_alpha, base):
    mine = shared_alpha.signed_in(Role.contributor)
    answer = send(mine, open_form(mine), base=base, body="Mon texte à moi.")

    assert answer.status_code in (404, 422)
    assert "Mon texte à moi." in answer.text
