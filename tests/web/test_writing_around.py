"""Around the form: previews, the whole file as text, and where a new page begins."""

import pytest

from app.domain.people import Role
from tests.web.filling import CAFE, form_in, open_form, send, text_of, told

NEW = "/lieux/le-moulin/edit"


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


# preview


def test_the_preview_shows_the_text_and_saves_nothing(alpha, writer):
    before = text_of(alpha)
    answer = send(writer, open_form(writer), do="preview", body="Un **gras** [[Les Ateliers]].")

    assert answer.status_code == 200
    assert "<strong>gras</strong>" in answer.text
    assert '<a href="/lieux/les-ateliers">Les Ateliers</a>' in answer.text
    assert text_of(alpha) == before


def test_the_live_preview_is_the_server_s_own_safe_rendering(alpha, writer):
    said = {"csrf": alpha.csrf(writer), "kind": "place", "body": "Un *mot* <script>x</script>"}
    answer = writer.post("/-/preview", data=said)

    assert answer.status_code == 200
    assert "<em>mot</em>" in answer.text
    assert "<script>" not in answer.text


def test_the_live_preview_is_bounded_and_for_our_own_pages(alpha, writer):
    evil = {"Origin": "https://evil.test"}
    long = writer.post("/-/preview", data={"body": "é" * 200_000})
    foreign = writer.post("/-/preview", data={"body": "x"}, headers=evil)
    unseen = writer.post("/-/preview", data={"body": "a\0b"})

    assert (long.status_code, foreign.status_code, unseen.status_code) == (413, 403, 422)


# the whole file


def test_the_whole_file_is_edited_as_text(alpha, writer):
    form = open_form(writer, CAFE, mode="source")
    said = form.data()["text"][0]
    answer = send(writer, form, text=said.replace("opened: 2010", "opened: 2011 # vu"))

    assert told(answer) == "saved"
    assert "opened: 2011 # vu" in text_of(alpha)


def test_a_file_that_is_wrong_comes_back_whole(alpha, writer):
    form = open_form(writer, CAFE, mode="source")
    answer = send(writer, form, text="---\ntitle: [\n---\nMon texte.\n")

    assert answer.status_code == 422
    assert form_in(answer, CAFE).data()["text"] == ["---\ntitle: [\n---\nMon texte.\n"]


def test_a_page_that_is_too_long_is_told_and_kept(alpha, writer):
    answer = send(writer, open_form(writer), body="x" * 256 * 1024)

    assert answer.status_code == 413
    assert "x" * 256 * 1024 in answer.text


def test_an_invisible_sign_is_told_and_the_form_kept(alpha, writer):
    answer = send(writer, open_form(writer), body="Un\x1bmot", summary="Mon résumé")

    assert answer.status_code == 422
    assert "Mon résumé" in answer.text


# beginning


def test_beginning_leads_to_the_form_of_the_kind(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    asked = writer.get("/-/ecrire", params={"titre": "Le Moulin"})
    answer = writer.get("/-/ecrire", params={"titre": "Le Moulin", "kind": "place"})

    assert asked.status_code == 200
    assert 'value="Le Moulin"' in asked.text
    assert answer.headers["location"] == "/lieux/le-moulin/edit?titre=Le%20Moulin"


def test_beginning_a_page_that_is_there_offers_it(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = writer.get("/-/ecrire", params={"titre": "Café PLUM", "kind": "place"})

    assert answer.status_code == 422
    assert '<a href="/lieux/cafe-plum">Café PLUM</a>' in answer.text


@pytest.mark.parametrize(
    ("said", "field"),
    [({"kind": "place"}, "titre"), ({"kind": "place", "titre": "!!"}, "adresse"),
     ({"kind": "place", "titre": "x", "adresse": "../x"}, "adresse")],
)  # fmt: skip
def test_what_a_beginning_lacks_is_told(shared_alpha, said, field):
    answer = shared_alpha.signed_in().get("/-/ecrire", params=said)

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
