"""Beginning a page: its kind and title, the pages near it, the template that it begins from."""

import re

import pytest

from app.domain.people import Role
from tests.web.filling import Form, open_form, send, text_of, told
from tests.web.templated import serve_templated

WRITE = "/-/ecrire"
SAVED = {"status": "published", "licence": "CC-BY-SA-4.0"}


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    """No test leaves another page in it than its own."""
    yield from serve_templated(tmp_path_factory.mktemp("templated"))


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def test_a_title_and_a_kind_offer_templates_then_the_form(writer):
    asked = writer.get(WRITE, params={"kind": "method", "titre": "Un essai tout neuf"})
    params = {"kind": "method", "titre": "Un essai tout neuf", "modele": "fiche-technique"}
    chosen = writer.get(WRITE, params=params)

    assert asked.status_code == 200
    assert "Fiche technique" in asked.text
    assert "Présenter une organisation" not in asked.text
    assert re.search(r'value="fiche-technique" checked', asked.text)
    assert 'value=""' in asked.text
    assert chosen.headers["location"] == (
        "/methodes/un-essai-tout-neuf/edit?titre=Un%20essai%20tout%20neuf&modele=fiche-technique"
    )


def test_pages_whose_title_is_near_are_offered_before_another_is_written(writer):
    near = writer.get(WRITE, params={"kind": "place", "titre": "Le café de Plum"})
    far = writer.get(WRITE, params={"kind": "place", "titre": "Zanzibar"})

    assert "existe peut-être déjà" in near.text
    assert '<a href="/lieux/cafe-plum">Café PLUM</a>' in near.text
    assert "existe peut-être déjà" not in far.text


def test_a_draft_of_another_is_never_offered_as_near(alpha, writer):
    titre = {"kind": "place", "titre": "Lieu secret du soir"}

    assert "/lieux/lieu-secret" not in writer.get(WRITE, params=titre).text


def test_a_page_begun_from_a_template_is_filled_with_it(writer):
    form = open_form(writer, "/methodes/neuve/edit", titre="Neuve", modele="scenario")
    said = form.data()

    assert said["title"] == ["Neuve"]
    assert said["form"] == ["reproducible-approach"]
    assert said["steps.0.title"] == ["La question, en une phrase qui commence par « Et si »"]
    assert ":::note\nÀ remplacer : pourquoi" in said["body"][0]


def test_a_template_in_english_begins_a_page_in_english(writer):
    said = open_form(writer, "/lieux/barn/edit", titre="Barn", modele="place-en").data()

    assert said["lang"] == ["en"]


@pytest.mark.parametrize("name", ["absent", "fiche-lieu", "../x", "<b>", "a" * 5000])
def test_a_template_that_is_not_offered_leaves_a_blank_page_and_says_so(writer, name):
    answer = writer.get("/methodes/neuve/edit", params={"titre": "Neuve", "modele": name})

    assert answer.status_code == 200
    assert "n’est plus proposé" in answer.text
    assert "À remplacer" not in answer.text


def test_guidance_that_nobody_touched_goes_when_the_page_is_published(alpha, writer):
    url = "/pages/seance-de-mai/edit"
    form = open_form(writer, url, titre="Séance de mai", modele="compte-rendu")
    body = form.data()["body"][0]
    first = body.split("\n## ")[0]
    sent = body.replace(first, "Le 12 mai, à douze.\n")
    answer = send(writer, form, url, body=sent, summary="Séance.", **SAVED)

    assert answer.status_code == 303, answer.text
    text = text_of(alpha, "page/seance-de-mai")
    assert "Le 12 mai, à douze." in text
    assert "À remplacer" not in text
    assert "## " not in text


def test_guidance_that_was_half_written_over_is_told_and_stays(alpha, writer):
    url = "/minicools/serrer-un-etau/edit"
    form = open_form(writer, url, titre="Serrer", modele="mini-cool")
    answer = send(writer, form, url, objective="Je sais.", summary="Serrer.", **SAVED)

    assert answer.status_code == 422
    assert "il reste une consigne du modèle" in answer.text.lower()
    assert text_of(alpha, "mini_cool/serrer-un-etau") is None
    kept = Form(answer.text, url).data()["body"][0]
    assert ":::note\nÀ remplacer : à qui cela servira" in kept


def test_a_draft_keeps_its_guidance(alpha, writer):
    url = "/pages/seance-de-juin/edit"
    form = open_form(writer, url, titre="Séance de juin", modele="compte-rendu")
    answer = send(writer, form, url, status="draft")

    assert told(answer) == "saved"
    assert text_of(alpha, "page/seance-de-juin").count("À remplacer") == 5


@pytest.mark.parametrize(
    "said",
    [{"kind": "recette"}, {"kind": "method", "titre": "\u202egnol", "modele": "\x00"},
     {"kind": "method", "titre": "…", "modele": "x"}, {"titre": "<script>x</script>" * 500},
     {"kind": "place", "titre": "a", "adresse": "A" * 9000}, {"kind": "place\n", "titre": "a"}],
)  # fmt: skip
def test_an_odd_beginning_is_answered_with_a_screen_or_the_form(writer, said):
    answer = writer.get(WRITE, params=said)

    assert answer.status_code in (200, 303, 422)
    assert "<script>x" not in answer.text


def test_a_stranger_may_begin_a_page_that_will_be_proposed(alpha):
    asked = alpha.stranger().get(WRITE, params={"kind": "method", "titre": "Fête des voisins"})

    assert asked.status_code == 200
    assert "Fiche technique" in asked.text


def in_source(client, url, modele):
    form = open_form(client, url, titre="Séance", modele=modele, mode="source")
    said = form.data(do="save")
    return said, said["text"][0].replace("status: draft", "status: published")


def test_the_whole_file_publishes_no_guidance_that_nobody_touched(alpha, writer):
    url = "/pages/en-entier/edit"
    said, text = in_source(writer, url, "compte-rendu")
    answer = writer.post(url, data={**said, "text": text})

    assert "À remplacer" in text
    assert answer.status_code == 303, answer.text
    assert "À remplacer" not in text_of(alpha, "page/en-entier")


def test_guidance_half_written_over_in_the_whole_file_is_asked_about(alpha, writer):
    url = "/pages/a-moitie/edit"
    said, text = in_source(writer, url, "compte-rendu")
    half = text.replace("À remplacer : ", "À remplacer : presque, ", 1)
    answer = writer.post(url, data={**said, "text": half})

    assert answer.status_code == 422
    assert "il reste une consigne du modèle" in answer.text.lower()
    assert "presque" in answer.text
    assert text_of(alpha, "page/a-moitie") is None
