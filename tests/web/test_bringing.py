"""What was written offline is brought in without scripts: seen first, sent, followed, answered."""

import re

import pytest

from app.actions.review import accept
from app.actions.writing import set_policy
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import Way
from app.domain.writing import Policy
from tests.web.filling import Form
from tests.web.filling import send as send_form
from tests.written_offline import entry, file_of, key, page

URL = "/-/contribution"
PAGE = PagePath("place", "cafe-plum")
FOLLOW = f"/-/remarques/suivi/{key(2)}"


def mark(alpha, path=PAGE):
    row = alpha.wiki.index.page(path)
    return page(str(path), id=row.id, origin=alpha.wiki.site.host, title=row.title,
                base=str(row.blob))  # fmt: skip


def written(alpha, **changes):
    """A correction, a remark, one for a friend, one that cannot be read."""
    text = alpha.wiki.index.page(PAGE).text
    return file_of(
        entry("correction", 1, on=mark(alpha), text=text + "\nÉcrit <b>hors ligne</b>.\n"),
        entry("remark", 2, on=mark(alpha), text="Et <i>le lundi</i> ?", question=True),
        entry("remark", 3, on=page("place/ailleurs", origin="beta.example"), text="Merci"),
        {"key": "x", "page": {"title": "Abîmée"}},
        **changes,
    )  # fmt: skip


def bring(alpha, client, data, name="camille.maillage.json"):
    csrf = alpha.csrf(client) if client.cookies.get("maillage") else ""
    said = {"do": "read", "csrf": csrf}
    return client.post(URL, data=said, files={"file": (name, data, "application/json")})


def send(client, answer):
    return send_form(client, Form(answer.text, URL), URL, do="send")


def test_a_stranger_sees_what_would_happen_then_sends_it(alpha):
    stranger = alpha.stranger()
    assert "camille" not in stranger.get(URL).text
    seen = bring(alpha, stranger, written(alpha))
    assert seen.status_code == 200
    assert "Rien n’est encore envoyé" in seen.text
    assert "Camille, Café Plum" in seen.text
    assert "Envoyer ces 2 textes" in seen.text
    assert "beta.example" in seen.text
    assert "Abîmée" in seen.text
    assert "<i>le lundi" not in seen.text
    assert key(2) not in seen.text
    assert not alpha.wiki.proposals.all(way=Way.incoming)

    done = send(stranger, seen)
    assert done.headers["cache-control"] == "no-store"
    assert f'href="/-/propositions/suivi/{key(1)}"' in done.text
    assert f'href="{FOLLOW}"' in done.text
    (made,) = alpha.wiki.proposals.all(way=Way.incoming)
    assert made.author.name == "Camille"
    assert stranger.get(f"/-/propositions/suivi/{key(1)}").status_code == 200
    accept(alpha.wiki, made.id, by=alpha.reader())
    assert "hors ligne" in stranger.get("/lieux/cafe-plum").text


def test_the_same_file_again_shows_where_each_text_stands(alpha):
    stranger, data = alpha.stranger(), written(alpha)
    send(stranger, bring(alpha, stranger, data))
    again = bring(alpha, stranger, data)
    assert "Déjà apporté, attend sa réponse" in again.text
    assert f'href="{FOLLOW}"' in again.text
    assert "Il n’y a rien à envoyer" in again.text
    assert len(alpha.wiki.remarks.all()) == 1


def test_a_form_sent_again_says_that_the_file_waits_no_more(alpha):
    stranger = alpha.stranger()
    seen = bring(alpha, stranger, written(alpha))
    send(stranger, seen)
    answer = send(stranger, seen)
    assert answer.status_code == 422
    assert "rien n’est pris deux fois" in answer.text


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"", 422, "Choisissez un fichier"),
        (b" ", 422, "vide"),
        (b"\x00\xff", 422, "UTF-8"),
        (b"{}", 422, "hors ligne avec un kit"),
        (b" " * (4 * 1024 * 1024 + 1), 413, "4"),
    ],
)
def test_what_is_no_file_of_ours_is_told_beside_the_field(alpha, data, status, words):
    answer = bring(alpha, alpha.stranger(), data)
    assert answer.status_code == status
    assert words in answer.text
    assert 'id="err-champ-file"' in answer.text


def test_no_file_and_an_altered_one_are_told(alpha):
    stranger = alpha.stranger()
    none = stranger.post(URL, data={"do": "read"})
    assert (none.status_code, "Choisissez un fichier" in none.text) == (422, True)
    altered = written(alpha).replace(b"lundi", b"mardi")
    assert "modifié à la main" in bring(alpha, stranger, altered).text


def test_where_members_alone_write_a_stranger_is_asked_to_sign_in(alpha):
    set_policy(alpha.wiki, Policy.members, newcomer_versions=0, by=alpha.reader())
    stranger, member = alpha.stranger(), alpha.signed_in(Role.contributor)
    assert stranger.get(URL).status_code == 401
    assert bring(alpha, stranger, written(alpha)).status_code == 401
    assert "Envoyer ces 2 textes" in bring(alpha, member, written(alpha)).text


def test_a_form_of_another_site_brings_nothing(alpha):
    answer = alpha.stranger().post(
        URL, data={"do": "read"}, files={"file": ("c.json", written(alpha))},
        headers={"origin": "https://elsewhere.example"},
    )  # fmt: skip
    assert answer.status_code == 403


def test_a_reviewer_finds_the_remark_answers_it_and_its_writer_reads_it(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    send(stranger, bring(alpha, stranger, written(alpha)))
    assert "1 remarque attend une réponse" in reviewer.get("/lieux/cafe-plum").text
    assert "remarque attend" not in stranger.get("/lieux/cafe-plum").text
    listed = reviewer.get("/-/propositions").text
    assert "Remarques sur nos pages" in listed
    url = re.search(r'href="(/-/remarques/[0-9a-f-]+)"', listed)[1]
    assert stranger.get(url).status_code == 401
    assert alpha.signed_in(Role.contributor).get(url).status_code == 403

    shown = reviewer.get(url)
    assert "sans compte, Café Plum" in shown.text
    assert "&lt;i&gt;le lundi" in shown.text
    empty = send_form(reviewer, Form(shown.text, url), url, do="answer")
    assert (empty.status_code, 'id="err-champ-answer"' in empty.text) == (422, True)
    done = send_form(reviewer, Form(shown.text, url), url, do="answer", answer="Fermé.")
    assert (done.status_code, done.headers["location"]) == (303, url)
    late = send_form(reviewer, Form(shown.text, url), url, do="close")
    assert (late.status_code, "Rien n’a été fait deux fois" in late.text) == (409, True)

    read = stranger.get(FOLLOW)
    assert "Fermé." in read.text
    assert "Personne reviewer" in read.text
    assert read.headers["cache-control"] == "no-store"


def test_its_writer_takes_a_remark_back(alpha):
    stranger = alpha.stranger()
    send(stranger, bring(alpha, stranger, written(alpha)))
    shown = stranger.get(FOLLOW)
    answer = send_form(stranger, Form(shown.text, FOLLOW), FOLLOW, do="withdraw")
    assert answer.headers["location"] == FOLLOW
    assert "Retirée" in stranger.get(FOLLOW).text
    again = send_form(stranger, Form(shown.text, FOLLOW), FOLLOW, do="withdraw")
    assert again.status_code == 303


@pytest.mark.parametrize("key", ["x", key(50), "%27"])
def test_a_link_that_was_never_given_opens_nothing(alpha, key):
    assert alpha.stranger().get(f"/-/remarques/suivi/{key}").status_code == 404
    assert alpha.signed_in(Role.reviewer).get(f"/-/remarques/{key}").status_code == 404


def test_the_way_in_is_found_where_one_writes(alpha):
    assert f'href="{URL}"' in alpha.stranger().get("/-/ecrire").text
