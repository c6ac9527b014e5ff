"""One part of a text is written alone; the rest of the page stays as it is."""

import pytest

from app.domain.people import Role
from tests.web.filling import form_in, open_form, send, text_of, told

URL = "/lieux/cafe-plum/edit"
BODY = """
Avant tout.

## Accueil

On entre.

### Horaires

Le jour.

## Économie

On compte.
"""


@pytest.fixture
def writer(alpha):
    alpha.save("place/cafe-plum", text_of(alpha).split("\n---\n")[0] + "\n---\n" + BODY)
    return alpha.signed_in(Role.contributor)


def test_each_part_of_a_page_leads_to_its_own_form(alpha, writer):
    page = alpha.client.get("/lieux/cafe-plum").text

    assert 'href="/lieux/cafe-plum/edit?partie=s-accueil"' in page
    assert 'href="/lieux/cafe-plum/edit?partie=s-economie"' in page
    assert "la partie «\u00a0Accueil\u00a0»" in page


def test_the_form_of_a_part_shows_it_alone(writer):
    form = open_form(writer, URL, partie="s-accueil")

    assert form.data()["body"][0].strip() == "## Accueil\n\nOn entre.\n\n### Horaires\n\nLe jour."
    assert "title" not in form.data()


def test_a_part_saved_changes_nothing_else(alpha, writer):
    before = text_of(alpha)
    form = open_form(writer, URL, partie="s-economie")
    answer = send(writer, form, URL, body="## Économie\r\n\r\nOn partage.")

    assert (answer.status_code, told(answer)) == (303, "saved")
    assert text_of(alpha) == before.replace("On compte.", "On partage.")


def test_parts_written_at_the_same_time_are_joined(alpha, writer):
    before = text_of(alpha)
    one = open_form(writer, URL, partie="s-economie")
    other = open_form(writer, URL, partie="s-horaires")
    send(writer, one, URL, body="## Économie\n\nOn partage.")
    answer = send(writer, other, URL, body="### Horaires\n\nLa nuit.")

    assert told(answer) == "merged"
    assert text_of(alpha) == before.replace("On compte.", "On partage.").replace(
        "Le jour.", "La nuit."
    )


def test_a_part_that_is_not_there_opens_the_whole_page(writer):
    form = open_form(writer, URL, partie="s-nulle")

    assert "Avant tout." in form.data()["body"][0]
    assert form.data()["title"][0] == "Café PLUM"


def test_a_part_that_came_back_to_be_seen_is_still_that_part(writer):
    form = open_form(writer, URL, partie="s-economie")
    answer = send(writer, form, URL, do="preview", body="## Économie\n\n**Fort**")

    assert "<strong>Fort</strong>" in answer.text
    assert form_in(answer, URL).data()["partie"][0] == "s-economie"
    assert form_in(answer, URL).data()["body"][0].strip() == "## Économie\n\n**Fort**"


def test_a_part_that_is_gone_never_replaces_the_page_and_its_words_come_back(alpha, writer):
    before = text_of(alpha)
    form = open_form(writer, URL, partie="s-economie")
    answer = send(writer, form, URL, partie="s-nulle", body="Des mots à garder.")

    assert answer.status_code == 422
    assert "Des mots à garder." in answer.text
    assert text_of(alpha) == before
