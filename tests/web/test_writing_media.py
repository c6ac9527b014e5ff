"""Sending pictures and files from the library."""

import io

import pytest
from PIL import Image

from app.domain.people import Role

URL = "/-/media"
WORDS = {"alt": "La salle", "authors": "Ève", "licence": "CC-BY-SA-4.0"}


def picture(size=(40, 30), kind="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind)
    return out.getvalue()


def send(alpha, client, data, name="salle.png", **words):
    said = {"csrf": alpha.csrf(client)} | WORDS | words
    return client.post(URL, data=said, files={"file": (name, data, "image/png")})


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def test_a_picture_is_sent_and_told_how_to_show(alpha, writer):
    answer = send(alpha, writer, picture())
    shown = writer.get(answer.headers["location"])
    name = answer.headers["location"].split("=")[1]

    assert answer.status_code == 303
    assert f"![La salle](/media/{name})" in shown.text
    assert alpha.client.get(f"/media/{name}").status_code == 200


def test_what_the_library_shows_can_be_put_in_a_page(alpha, writer):
    name = send(alpha, writer, picture(), alt="La [grande] salle").headers["location"].split("=")[1]
    said = {"csrf": alpha.csrf(writer), "body": f"![La (grande) salle](/media/{name})"}

    assert f'src="/media/{name}"' in writer.post("/-/preview", data=said).text
    assert f"![La (grande) salle](/media/{name})" in writer.get(URL).text


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"pas une image", 422), (b"", 422), (picture()[:50], 422),
     (b"%PDF-1.7\n" + b"x" * 5 * 1024 * 1024 + b"%%EOF\n", 413), (b"<svg onload='x'/>", 422)],
    ids=["text", "nothing", "cut", "too large", "svg"],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_beside_the_file(alpha, writer, data, status):
    answer = send(alpha, writer, data)

    assert answer.status_code == status
    assert 'id="err-champ-file"' in answer.text
    assert 'value="La salle"' in answer.text


@pytest.mark.parametrize(
    ("words", "field"),
    [({"alt": " "}, "alt"), ({"authors": ""}, "authors"), ({"licence": "WTFPL"}, None)],
)
def test_words_that_are_missing_are_told(alpha, writer, words, field):
    answer = send(alpha, writer, picture(), **words)

    assert answer.status_code == 422
    assert field is None or f'id="err-champ-{field}"' in answer.text


def test_the_name_of_the_file_is_not_kept(alpha, writer):
    answer = send(alpha, writer, picture(), name="salle\u202egpj.exe")
    shown = writer.get(answer.headers["location"]).text

    assert answer.status_code == 303
    assert "\u202e" not in shown
    assert "exe" not in answer.headers["location"]


def test_markup_in_the_words_is_shown_as_text(alpha, writer):
    evil = '"><script>alert(1)</script>'
    answer = send(alpha, writer, picture(), alt=evil, authors=evil, title=evil, source=evil)

    assert "<script>alert" not in writer.get(answer.headers["location"]).text


def test_sending_takes_a_person_and_our_own_form(alpha, writer):
    files = {"file": ("a.png", picture(), "image/png")}
    stranger = alpha.client.post(URL, data=WORDS, files=files)
    without = writer.post(URL, data=WORDS, files=files)

    assert (stranger.status_code, without.status_code) == (401, 403)
    assert "Aucun fichier encore" in writer.get(URL).text
