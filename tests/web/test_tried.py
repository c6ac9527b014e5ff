"""A method tried somewhere becomes a line of its page, so that it travels."""

import pytest

from app.domain.people import Role
from tests.web.filling import form_in, text_of, told
from tests.web.showing import shown_ago

URL = "/methodes/conseil-de-place/essai"
PAGE = "method/conseil-de-place"
SAID = {"place": "Les Ateliers", "date": "2026-05", "result": "Dix personnes.", "adapted": "À midi"}


def send(alpha, client, **said):
    form = form_in(client.get(URL), URL)
    return client.post(URL, data=form.data(**{**SAID, **said}))


def test_a_trial_is_added_to_the_page(alpha):
    ada = alpha.signed_in(Role.contributor)
    saved = send(alpha, ada)
    shown = alpha.client.get("/methodes/conseil-de-place").text

    assert (saved.status_code, told(saved)) == (303, "tried")
    assert "place: place/les-ateliers" in text_of(alpha, PAGE)
    assert "Dix personnes." in shown
    assert 'href="/methodes/conseil-de-place/essai"' in shown


def test_a_place_without_a_page_is_named_in_the_result(alpha):
    send(alpha, alpha.signed_in(Role.contributor), place="La Grange", adapted="")

    assert "La Grange : Dix personnes." in text_of(alpha, PAGE)


def test_a_stranger_proposes_it(alpha):
    stranger = alpha.stranger()
    form = form_in(stranger.get(URL), URL)
    sent = stranger.post(URL, data=form.data(**SAID, byline="Lou", vu=shown_ago(alpha.wiki)))
    proposals = alpha.wiki.proposals.all()

    assert sent.headers["location"].startswith("/-/propositions/suivi/")
    assert "les-ateliers" in proposals[0].text
    assert "les-ateliers" not in text_of(alpha, PAGE)


@pytest.mark.parametrize(
    ("said", "field"),
    [({"place": " "}, "place"), ({"date": "hier"}, "date"), ({"result": " "}, "result")],
)
def test_what_is_missing_is_told_beside_it(alpha, said, field):
    answer = send(alpha, alpha.signed_in(Role.contributor), **said)

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
    assert "À midi</textarea>" in answer.text


def test_only_a_method_is_tried(alpha):
    assert alpha.client.get("/lieux/cafe-plum/essai").status_code == 404
