"""What is said after a save that was joined with what others wrote meanwhile."""

import re

import pytest

from app.domain.people import Role
from tests.web.filling import CAFE, flash_of, form_in, open_form, send, told

PAGE = "/lieux/cafe-plum"


@pytest.fixture
def mine(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture
def theirs(alpha):
    return alpha.signed_in(Role.reviewer)


def joined(mine, theirs):
    form, other = open_form(mine), open_form(theirs)
    send(theirs, other, opened="2011")
    return send(mine, form, summary="Le mien.")


def test_a_merged_save_says_with_whom_and_leads_to_both_changes(mine, theirs):
    answer = joined(mine, theirs)
    page = mine.get(PAGE)
    their_url, my_url = re.findall(r'href="(/lieux/cafe-plum/diff\?[^"]+)"', page.text)[:2]
    their_change, my_change = (
        mine.get(url.replace("&amp;", "&")).text for url in (their_url, my_url)
    )

    assert told(answer) == "merged"
    assert "réuni avec ce que Personne reviewer a écrit pendant ce temps" in page.text
    assert "Ce que Personne reviewer a changé" in page.text
    assert "Ouvert depuis" in their_change
    assert "En deux phrases" not in their_change
    assert "En deux phrases" in my_change
    assert "Ouvert depuis" not in my_change
    assert "réuni avec" not in mine.get(PAGE).text


def test_a_save_joined_with_one_s_own_says_so(mine):
    form, other = open_form(mine), open_form(mine)
    send(mine, other, opened="2011")
    send(mine, form, summary="Le mien.")

    assert "réuni avec ce que vous aviez déjà enregistré ailleurs" in mine.get(PAGE).text


def test_several_others_are_named_together(alpha, mine, theirs):
    steward = alpha.signed_in(Role.steward)
    form = open_form(mine)
    send(theirs, open_form(theirs), opened="2011")
    send(steward, open_form(steward), turnover_eur="1000")
    send(mine, form, summary="Le mien.")
    page = mine.get(PAGE).text

    assert "Personne steward et Personne reviewer ont écrit pendant ce temps" in page
    assert "Ce que les autres ont changé" in page


@pytest.mark.parametrize(
    "said",
    ["x", "place.cafe-plum", "place.cafe-plum.HEAD.HEAD", f"place.cafe-plum.{'0' * 40}.{'1' * 40}",
     f"place.nulle-part.{'0' * 40}.{'1' * 40}", "place.<script>.a.b", "..%2f.a.b", "a.b.c.d.e"],
)  # fmt: skip
def test_a_made_up_cookie_says_no_more_than_the_usual_words(shared_alpha, said):
    mine = shared_alpha.signed_in(Role.contributor)
    mine.cookies.set("maillage-dit", f"merged.{said}")
    page = mine.get(PAGE)

    assert page.status_code == 200
    assert "avec ce que d’autres ont changé entre-temps" in page.text
    assert "<script>." not in page.text


def test_who_may_not_see_the_versions_is_told_nothing_of_them(alpha, mine, theirs):
    send(theirs, open_form(theirs), status="draft")
    form, other = open_form(theirs), open_form(theirs)
    send(theirs, other, opened="2011")
    flash = flash_of(send(theirs, form, summary="Caché."))
    mine.cookies.set("maillage-dit", flash)
    page = mine.get("/").text

    assert flash.startswith("merged.place.cafe-plum.")
    assert "réuni avec" not in page
    assert "/diff?" not in page


def test_choices_made_lead_to_what_was_joined_too(mine, theirs):
    form = open_form(mine)
    send(theirs, open_form(theirs), summary="Le leur.", opened="2011")
    crossed = send(mine, form, summary="Le mien.")
    said = form_in(crossed, CAFE).data(do="resolve") | {"choice.summary": "mine"}
    answer = mine.post(CAFE, data=said)

    assert told(answer) == "merged"
    assert "Personne reviewer a écrit pendant ce temps" in mine.get(PAGE).text
