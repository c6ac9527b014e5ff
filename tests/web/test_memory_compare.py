"""Two versions in words and side by side, and one passage of an older one taken back."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import Form, send
from tests.web.pages import text

URL = "/lieux/ferme"
PATH = PagePath("place", "ferme")
BODY = "Un début.\n\n## L’histoire\n\nLe premier passage.\n\nLe deuxième passage.\n\nLa fin."


def ferme(body, title="La Ferme", front="summary: Une ferme."):
    return text("place", title, front, body)


@pytest.fixture
def writer(alpha):
    alpha.save("place/ferme", ferme(BODY), role=Role.contributor)
    return alpha.signed_in(Role.contributor)


def revisions(alpha, path=PATH):
    rows, _ = alpha.wiki.index.history(path, after=None, size=50)
    return [str(row.revision) for row in rows]


def test_a_passage_that_changed_places_is_told_as_moved(alpha, writer):
    moved = BODY.replace("Le premier passage.\n\n", "") + "\n\nLe premier passage."
    alpha.save("place/ferme", ferme(moved))
    answer = alpha.client.get(f"{URL}/diff")

    assert "Déplacé" in answer.text
    assert "<del>" not in answer.text.split("<h2>Le texte</h2>")[1]


def test_blanks_alone_are_told(alpha, writer):
    alpha.save("place/ferme", ferme(BODY.replace("Le premier", "Le   premier")))
    assert "Seuls des blancs ou des fins de ligne" in alpha.client.get(f"{URL}/diff").text

    alpha.save(
        "place/ferme",
        ferme(BODY.replace("Le premier", "Le   premier\n").replace("\n\nLa fin", "\n\n\n\nLa fin")),
    )
    alpha.save("place/ferme", ferme(BODY.replace("Le premier", "Le   premier\n")))
    assert "seuls des blancs entre les passages" in alpha.client.get(f"{URL}/diff").text


def test_what_stayed_is_folded_and_what_changed_says_under_which_heading(alpha, writer):
    alpha.save("place/ferme", ferme(BODY.replace("La fin", "La toute fin")))
    answer = alpha.client.get(f"{URL}/diff")

    assert "4 passages inchangés" in answer.text
    assert "sous « L’histoire »" in answer.text


def test_side_by_side_is_remembered_on_the_device(alpha, writer):
    alpha.save("place/ferme", ferme(BODY.replace("La fin", "La toute fin")))
    assert "abreast" not in alpha.client.get(f"{URL}/diff").text

    answer = alpha.client.get(f"{URL}/diff?vue=cote-a-cote")
    assert 'class="abreast"' in answer.text
    assert 'class="abreast"' in alpha.client.get(f"{URL}/diff").text
    alpha.client.get(f"{URL}/diff?vue=mots")
    assert 'class="abreast"' not in alpha.client.get(f"{URL}/diff").text
    assert alpha.client.get(f"{URL}/diff?vue=<script>").status_code == 200


def test_pictures_of_a_passage_are_shown(alpha, writer):
    name = "a" * 64 + ".png"
    alpha.save("place/ferme", ferme(BODY.replace("La fin.", f"![Une vue](/media/{name})")))

    assert f'<img src="/media/{name}"' in alpha.client.get(f"{URL}/diff").text


def test_one_passage_of_an_older_version_is_taken_back_and_saved_by_a_person(alpha, writer):
    alpha.save("place/ferme", ferme(BODY.replace("Le deuxième passage.\n\n", "")))
    answer = writer.get(f"{URL}/diff")
    link = answer.text.split("reprend=")[1].split('"')[0].replace("&amp;", "&")
    opened = writer.get(f"{URL}/edit?reprend={link}")

    assert "Rien n’est encore enregistré" in opened.text
    assert len(revisions(alpha)) == 2
    sent = send(writer, Form(opened.text, f"{URL}/edit"), f"{URL}/edit")
    assert sent.status_code == 303
    assert (
        alpha.wiki.index.page(PATH).text.rstrip()
        == alpha.wiki.store.read(
            PATH.file, at=alpha.wiki.index.history(PATH, after=None, size=9)[0][-1].revision
        )
        .decode()
        .rstrip()
    )


def test_one_field_of_an_older_version_is_taken_back(alpha, writer):
    first = revisions(alpha)[0]
    alpha.save("place/ferme", ferme(BODY, front="summary: Autre chose.\nopened: 2019"))
    opened = writer.get(f"{URL}/edit?reprend={first}&champ=summary")

    assert "Une ferme.</textarea>" in opened.text
    assert 'value="2019"' in opened.text


@pytest.mark.parametrize(
    "query", ["reprend=x", "reprend=" + "0" * 40, "reprend=..%2F..", "reprend=--all"]
)
def test_a_crafted_version_is_refused_with_a_sentence(alpha, writer, query):
    assert writer.get(f"{URL}/edit?{query}&passage=1").status_code in (404, 422)
    assert alpha.client.get(f"{URL}/diff?old={query[8:]}").status_code in (404, 422)


def test_a_draft_of_others_is_not_taken_back(alpha, writer):
    other = alpha.signed_in(Role.contributor)
    secret = text("place", "Cachée", "", "Le mot hermine.", status="draft")
    hidden = alpha.save("place/cachee", secret).revision
    alpha.save("place/cachee", text("place", "Cachée", "summary: Vue.", "Public."))

    answer = other.get(f"/lieux/cachee/edit?reprend={hidden}&passage=1")
    assert answer.status_code == 404
    assert "hermine" not in answer.text
