"""The screen where two texts cross: what it says of each side, and reading again before saving."""

import re

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import CAFE, form_in, open_form, send, text_of


@pytest.fixture
def mine(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture
def theirs(alpha):
    return alpha.signed_in(Role.reviewer)


def cross(mine, theirs, my, their, url=CAFE):
    form, other = open_form(mine, url), open_form(theirs, url)
    assert send(theirs, other, url, **their).status_code == 303
    answer = send(mine, form, url, **my)
    assert answer.status_code == 409
    return answer


def choose(client, answer, url=CAFE, do="resolve", **choices):
    said = form_in(answer, url).data(do=do)
    return client.post(url, data=said | {f"choice.{k.replace('__', '.')}": v
                                         for k, v in choices.items()})  # fmt: skip


def plain(answer):
    """The words of the screen, its tags left out."""
    shown = re.sub(r"<textarea.*?</textarea>", "", answer.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", shown).replace("\u00a0", " "))


def test_hours_offer_no_both_and_say_why(mine, theirs):
    crossed = cross(
        mine, theirs, {"opening_hours__other": "Mo 18:00+"}, {"opening_hours__other": "Tu 18:00+"}
    )

    assert 'name="choice.opening_hours" value="theirs"' in crossed.text
    assert 'name="choice.opening_hours" value="both"' not in crossed.text
    assert "On ne garde pas deux horaires à la fois" in plain(crossed)


def test_both_asked_for_what_has_no_both_is_no_choice(alpha, mine, theirs):
    crossed = cross(mine, theirs, {"opened": "2011"}, {"opened": "2012"})
    answer = choose(mine, crossed, opened="both")

    assert answer.status_code == 409
    assert "Il reste un choix à faire." in answer.text
    assert "opened: 2012" in text_of(alpha)


def test_what_was_joined_is_told_with_both_sides(mine, theirs):
    crossed = cross(
        mine, theirs, {"summary": "Le mien.", "turnover_eur": "400000"},
        {"summary": "Le leur.", "opened": "2011"},
    )  # fmt: skip
    words = plain(crossed)

    assert "Voir ces 2 changements" in words
    assert re.search(r"Ouvert depuis ?Personne reviewer : \S*2011", words)
    assert re.search(r"Chiffre d’affaires[^:]*Vous : [^:]*400 000", words)


def test_each_side_says_who_wrote_it(alpha, mine, theirs):
    steward = alpha.signed_in(Role.steward)
    form = open_form(mine)
    send(theirs, open_form(theirs), summary="Le leur.")
    send(steward, open_form(steward), opened="2011")
    crossed = send(mine, form, summary="Le mien.", opened="2012")

    assert "Personne steward et Personne reviewer ont écrit en même temps que vous" in crossed.text
    assert re.search(r'value="theirs" required><span>Celle de Personne reviewer', crossed.text)
    assert re.search(r'value="theirs" required><span>Celle de Personne steward', crossed.text)
    assert "enregistrée le" in crossed.text


def test_who_crosses_themselves_is_told_so(mine):
    crossed = cross(mine, mine, {"summary": "Un."}, {"summary": "Deux."})

    assert "Vous avez écrit cette page à deux endroits" in crossed.text
    assert "Ce que j’ai enregistré ailleurs" in crossed.text


def test_one_step_changed_twice_is_asked_by_its_number(alpha, mine, theirs):
    url, path = alpha_method(alpha, mine)
    crossed = cross(
        mine, theirs, {"steps__1__title": "Parler"}, {"steps__1__title": "Chanter"}, url
    )
    words = plain(crossed)
    answer = choose(mine, crossed, url, **dispute_of(crossed, "mine"))
    steps = alpha.wiki.index.page(path).front["steps"]

    assert "Étape 2" in words
    assert "Son titre : Chanter" in words
    assert answer.status_code == 303
    assert [step["title"] for step in steps] == ["Accueillir", "Parler", "Ranger"]


def alpha_method(alpha, client):
    """A method of three steps; the address of its form, and its path."""
    url = "/methodes/tour-de-table/edit"
    form = open_form(client, url)
    steps = {f"steps__{n}__title": title
             for n, title in enumerate(("Accueillir", "Écouter", "Ranger"))}  # fmt: skip
    made = send(client, form, url, title="Tour de table", summary="On parle.", **steps)
    assert made.status_code == 303, plain(made)
    return url, PagePath("method", "tour-de-table")


def dispute_of(answer, choice):
    name = re.search(r'name="choice\.([a-z0-9_.]+)"', answer.text)[1]
    return {name.replace(".", "__"): choice}


def test_the_page_is_read_again_with_the_choices_and_nothing_is_saved(alpha, mine, theirs):
    body = open_form(mine).data()["body"][0]
    crossed = cross(
        mine, theirs,
        {"summary": "Le mien.", "body": body.replace("On y déjeune.", "On y dîne **bien**.")},
        {"summary": "Le leur.", "body": body.replace("On y déjeune.", "On y danse.")},
    )  # fmt: skip
    before = text_of(alpha)
    answer = choose(mine, crossed, do="review", summary="mine")

    assert answer.status_code == 200
    assert "La page entière, avec vos choix" in answer.text
    assert "On y danse." in answer.text.split("Le texte, comme on le lira")[1]
    assert "Il reste un choix à faire" in answer.text
    assert 'href="#croisement-2"' in answer.text
    assert 'name="choice.summary" value="mine" checked' in answer.text
    assert text_of(alpha) == before

    again = choose(mine, answer, do="review", summary="mine", body__1="mine")
    assert "<strong>bien</strong>" in again.text
    assert "Voici la page avec vos choix." in again.text
    assert text_of(alpha) == before
    assert choose(mine, again, summary="mine", body__1="mine").status_code == 303


def test_reading_again_carries_everything_to_the_save(alpha, mine, theirs):
    crossed = cross(mine, theirs, {"summary": "Le mien.", "note": "Ma note"}, {"summary": "Autre."})
    read = choose(mine, crossed, do="review", summary="both")
    saved = mine.post(CAFE, data=form_in(read, CAFE).data(do="resolve"))

    assert saved.status_code == 303
    assert "summary: Autre. Le mien." in text_of(alpha)
    assert alpha.wiki.index.history(PagePath("place", "cafe-plum"), after=None, size=1)[0][
        0
    ].note == "Ma note"  # fmt: skip


def test_a_third_writer_while_choosing_asks_only_what_is_new(alpha, mine, theirs):
    crossed = cross(
        mine, theirs, {"summary": "Le mien.", "opened": "2011"},
        {"summary": "Le leur.", "opened": "2012"},
    )  # fmt: skip
    send(theirs, open_form(theirs), opened="2013")
    again = choose(mine, crossed, summary="mine", opened="mine")

    assert "La page a encore changé pendant que vous choisissiez." in again.text
    assert 'name="choice.opened"' in again.text
    assert 'name="choice.summary"' not in again.text
    assert choose(mine, again, opened="theirs").status_code == 303
    assert "summary: Le mien." in text_of(alpha)
    assert "opened: 2013" in text_of(alpha)


def test_my_whole_text_can_be_copied_with_or_without_choices(mine, theirs):
    crossed = cross(mine, theirs, {"summary": "Le mien."}, {"summary": "Le leur."})
    read = choose(mine, crossed, do="review")

    for answer in (crossed, read):
        assert re.search(r'<textarea[^>]*id="mien"[^>]*readonly>[^<]*Le mien\.', answer.text)


def test_values_are_said_in_words_and_never_as_a_file(mine, theirs):
    crossed = cross(mine, theirs, {"legal_status": "association"}, {"legal_status": "sarl"})
    words = plain(crossed)

    assert "Association" in words
    assert "legal_status" not in words


def test_a_passage_is_named_by_the_heading_over_it(alpha, mine, theirs):
    send(mine, open_form(mine), body="## La cuisine\n\nOn y mange.\n\nOn y boit.")
    crossed = cross(
        mine, theirs, {"body": "## La cuisine\n\nOn y dîne.\n\nOn y boit."},
        {"body": "## La cuisine\n\nOn y danse.\n\nOn y boit."},
    )  # fmt: skip

    assert "Le texte, passage 2, sous « La cuisine »" in plain(crossed)


def test_a_page_deleted_meanwhile_is_brought_back_in_so_many_words(alpha, mine, theirs):
    form = open_form(mine)
    said = {"csrf": alpha.csrf(theirs), "base": form.data()["base"]}
    theirs.post("/lieux/cafe-plum/delete", data=said)
    crossed = send(mine, form, summary="Il existe encore.")

    assert crossed.status_code == 409
    assert "Rétablir la page avec ce texte" in crossed.text
    assert form_in(crossed, CAFE).data()["summary"] == ["Il existe encore."]


def test_two_licences_and_two_towns_offer_no_both(alpha, theirs):
    steward, other = alpha.signed_in(Role.steward), alpha.signed_in(Role.steward)
    form = open_form(steward, mode="source")
    text = form.data()["text"][0]
    first = text.replace("city: Lautrec", "city: Albi")
    assert first != text
    assert send(other, open_form(other, mode="source"), text=first).status_code == 303
    crossed = send(steward, form, text=text.replace("city: Lautrec", "city: Castres"))

    assert crossed.status_code == 409
    assert "choisir un seul endroit" in plain(crossed)
    assert "Castres" in plain(crossed)
    assert 'value="both"' not in crossed.text


def test_reading_again_a_page_that_is_gone_loses_no_word(alpha, mine, theirs):
    crossed = cross(mine, theirs, {"summary": "Le mien."}, {"summary": "Le leur."})
    answer = mine.post(CAFE, data=form_in(crossed, CAFE).data(do="review", seen="0" * 40))

    assert answer.status_code in (404, 409, 422)
    assert "Le mien." in answer.text
