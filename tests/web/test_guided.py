"""Documenting an action: plain questions, then the form of the page that comes out."""

import re

import pytest

from app.domain.people import Role
from app.web.forms.guided import GROUPS, NAMES
from tests.web.filling import Form, form_in, open_form, send, text_of, told
from tests.web.templated import serve_templated

URL = "/-/documenter"
CONSEIL = "/methodes/conseil-de-place/edit"
CAFE = "/lieux/cafe-plum/edit"
ANSWERS = {
    "what": "Nous avons réparé quarante objets. Tout le bourg est venu.",
    "title": "Repair café du printemps", "for_whom": "Habitants\nÉlèves", "with_whom": "Le Fablab",
    "place": "Café PLUM", "town": "Lautrec", "date": "12/05/2026",
    "steps": "Afficher\nInstaller\nPeser", "works": "Réparer à deux", "does_not": "Le matin",
    "obstacles": "Plus de fusibles", "helped": "En acheter", "could": "Venir à midi",
    "reusers": "Toute équipe", "needs": "Quatre tables", "resources": "https://affiche.example/",
}  # fmt: skip


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    """No test leaves another page in it than its own."""
    yield from serve_templated(tmp_path_factory.mktemp("templated"))


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def telling(client, **answers):
    """The form of the questions, with answers already given."""
    form = form_in(client.get(URL), URL)
    return client.post(URL, data=form.data(do="go:6", **answers))


def legends(answer):
    """The groups of questions that are shown."""
    return re.findall(r'<fieldset class="group"><legend>([^<]+)', answer.text)


def test_questions_come_a_group_at_a_time_and_every_answer_travels(writer):
    form = form_in(writer.get(URL), URL)
    seen = []
    for number in range(2, len(GROUPS) + 1):
        answer = writer.post(URL, data=form.data(do=f"go:{number}", **ANSWERS))
        form = Form(answer.text, URL)
        seen += legends(answer)
        assert f"Étape {number} sur 6" in answer.text
        assert {name: form.data()[name] for name in ANSWERS} == {
            name: [said] for name, said in ANSWERS.items()
        }

    assert seen == [group.label.replace("'", "’") for group in GROUPS[1:]]


def test_going_back_loses_nothing(writer):
    answer = writer.post(URL, data=Form(telling(writer, **ANSWERS).text, URL).data(do="go:1"))

    assert legends(answer) == ["Ce qui s’est passé"]
    assert Form(answer.text, URL).data()["resources"] == ["https://affiche.example/"]


def test_a_new_method_comes_out_to_be_read_and_saved(alpha, writer):
    writer_form = Form(telling(writer, **ANSWERS).text, URL)
    head = alpha.wiki.store.head()
    came = writer.post(URL, data=writer_form.data(do="save", result="method"))
    again = writer.post(URL, data=writer_form.data(do="save", result="method"))
    url = "/methodes/repair-cafe-du-printemps/edit"
    form = Form(came.text, url)

    assert came.status_code == 200
    assert "rien n’est encore enregistré" in came.text
    assert alpha.wiki.store.head() == head
    assert Form(again.text, url).data() == form.data()
    assert form.data()["status"] == ["draft"]

    saved = send(writer, form, url)
    text = text_of(alpha, "method/repair-cafe-du-printemps")
    assert saved.status_code == 303, saved.text
    for said in ("Afficher", "Réparer à deux", "Le matin", "Plus de fusibles", "En acheter",
                 "place/cafe-plum", "2026-05-12", "Quatre tables", "Toute équipe", "Le Fablab",
                 "https://affiche.example/", "Venir à midi", "Habitants"):  # fmt: skip
        assert said in text


def test_a_trial_is_added_to_the_method_where_it_was_told(alpha, writer):
    begun = form_in(writer.get(URL, params={"page": "method/conseil-de-place"}), URL)
    came = writer.post(URL, data=begun.data(do="save", **ANSWERS))
    before = text_of(alpha, "method/conseil-de-place")
    saved = send(writer, Form(came.text, CONSEIL), CONSEIL)
    text = text_of(alpha, "method/conseil-de-place")

    assert begun.data()["target"] == ["Conseil de Place"]
    assert told(saved) == "saved", saved.text
    assert "result: Adopté" in text
    assert "Repair café du printemps" in text
    assert text.split("---\n")[2] == before.split("---\n")[2]


def test_an_action_is_added_to_the_place_where_it_was_told(alpha, writer):
    begun = form_in(writer.get(URL, params={"page": "place/cafe-plum"}), URL)
    came = writer.post(URL, data=begun.data(do="save", **ANSWERS))
    saved = send(writer, Form(came.text, CAFE), CAFE)
    text = text_of(alpha)

    assert told(saved) == "saved", saved.text
    assert "## Repair café du printemps (2026-05-12)" in text
    assert "Trois métiers sous un toit" in text
    assert "Réparer à deux" in text
    assert "## L’histoire" in text
    again = writer.post(URL, data=begun.data(do="save", **ANSWERS))
    assert told(send(writer, Form(again.text, CAFE), CAFE)) == "unchanged"


def test_what_was_saved_meanwhile_is_merged_with_what_was_told(alpha, writer):
    path = "/lieux/les-ateliers/edit"
    begun = form_in(writer.get(URL, params={"page": "place/les-ateliers"}), URL)
    came = Form(writer.post(URL, data=begun.data(do="save", **ANSWERS)).text, path)
    other = alpha.signed_in(Role.reviewer)
    send(other, open_form(other, path), path, opened="2015")

    assert told(send(writer, came, path)) == "merged"
    text = text_of(alpha, "place/les-ateliers")
    assert "opened: 2015" in text
    assert "## Repair café du printemps" in text


@pytest.mark.parametrize(
    ("said", "field", "legend"),
    [({"what": "  "}, "what", 0), ({"steps": "étape\n" * 200}, "steps", 2),
     ({"result": "trial"}, "target", 5),
     ({"result": "trial", "target": "Rien de tel"}, "target", 5),
     ({"result": "trial", "target": "Café PLUM"}, "target", 5),
     ({"result": "place", "place": "", "target": "Lieu secret"}, "target", 5),
     ({"result": "place", "target": "place/jamais-ecrite"}, "target", 5),
     ({"result": "place", "target": "ami.example/place/x"}, "target", 5)],
)  # fmt: skip
def test_what_is_missing_is_asked_where_it_belongs_and_nothing_is_lost(writer, said, field, legend):
    form = Form(telling(writer, **ANSWERS).text, URL)
    answer = writer.post(URL, data=form.data(do="save", **{**ANSWERS, **said}))

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
    assert legends(answer) == [GROUPS[legend].label]
    kept = Form(answer.text, URL).data()
    assert kept["reusers"] == ["Toute équipe"]
    assert kept[field] == [said.get(field, "")]


def test_a_near_title_is_told_where_none_is_exact(writer):
    form = Form(telling(writer, **ANSWERS).text, URL)
    answer = writer.post(URL, data=form.data(do="save", result="place", target="Café Plume"))

    assert "Vouliez-vous dire « Café PLUM »" in answer.text.replace("\u00a0", " ")


def test_an_empty_form_asks_for_the_first_answer_alone(writer):
    for do in ("go:2", "go:6", "save", "", "go:99", "go:-1", "go:²", "add:x"):
        answer = writer.post(URL, data=form_in(writer.get(URL), URL).data(do=do))
        assert legends(answer) == ["Ce qui s’est passé"]
        assert answer.status_code == (200 if do in ("", "go:-1", "go:²", "add:x") else 422)


@pytest.mark.parametrize(
    "odd", ["\u202eabc\u202c", "<script>alert(1)</script>", ":::quiz\n- [x] a", "---\nid: x\n---",
            "é" * 130_000, "a\r\nb", "…"],
    ids=["bidi", "markup", "directive", "front matter", "256 KiB", "line ends", "no words"],
)  # fmt: skip
def test_odd_answers_come_out_to_the_letter(writer, odd):
    form = Form(telling(writer, what=odd, works="Oui").text, URL)
    answer = writer.post(URL, data=form.data(do="save"))
    form = re.search(r'action="(/methodes/[a-z0-9-]+/edit)"', answer.text)

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert Form(answer.text, form[1]).data()["body"][0].strip() == odd.replace("\r\n", "\n").strip()


def test_an_answer_that_is_too_long_for_a_page_is_told_at_its_form_and_kept(writer):
    long = "é" * 140_000
    form = Form(telling(writer, what=long, title="Bien trop long").text, URL)
    url = "/methodes/bien-trop-long/edit"
    came = Form(writer.post(URL, data=form.data(do="save")).text, url)
    answer = send(writer, came, url)

    assert answer.status_code in (413, 422)
    assert Form(answer.text, url).data()["body"][0].strip() == long


def test_a_second_action_of_the_same_name_gets_an_address_of_its_own(alpha, writer):
    form = Form(telling(writer, what="x", title="Conseil de Place").text, URL)
    answer = writer.post(URL, data=form.data(do="save"))

    assert 'action="/methodes/conseil-de-place-2/edit"' in answer.text
    assert "existe peut-être déjà" in answer.text


def test_a_session_that_ended_gives_every_answer_back(alpha, writer):
    form = Form(telling(writer, **ANSWERS).text, URL)
    stranger = alpha.stranger()
    answer = stranger.post(URL, data=form.data(do="save"))

    assert answer.status_code in (401, 403)
    for said in ANSWERS.values():
        assert said.replace("\n", "&#10;").split("&#10;")[0] in answer.text


def test_another_site_tells_nothing(alpha, writer):
    form = Form(telling(writer, **ANSWERS).text, URL)
    answer = writer.post(URL, data=form.data(do="save"), headers={"origin": "https://evil.example"})

    assert answer.status_code == 403
    assert "Réparer à deux" not in answer.text


@pytest.mark.parametrize("page", ["place/lieu-secret", "place/absent", "x", "../..", "page/\u202e"])
def test_a_page_that_one_may_not_see_is_no_beginning(writer, page):
    answer = writer.get(URL, params={"page": page})

    assert answer.status_code == 200
    assert "Lieu secret" not in answer.text
    assert "Depuis la page" not in answer.text


def test_every_question_has_a_label_and_stands_in_the_form(writer):
    html = writer.get(URL).text

    assert all(f'name="{name}"' in html for name in NAMES)
    assert html.count("<h1") == 1


@pytest.mark.parametrize("url", ["/lieux/cafe-plum", "/methodes/conseil-de-place"])
def test_a_page_leads_to_documenting_an_action_there(alpha, writer, url):
    there = f'href="/-/documenter?page={"place/cafe" if "lieux" in url else "method/conseil"}'

    assert there in writer.get(url).text


def test_a_stranger_tells_an_action_and_proposes_the_page(alpha):
    stranger = alpha.stranger()
    begun = form_in(stranger.get(URL), URL)
    came = stranger.post(URL, data=begun.data(do="save", **ANSWERS | {"title": "Fête des voisins"}))

    assert came.status_code == 200
    assert came.headers["cache-control"] == "no-store"
    assert 'action="/methodes/fete-des-voisins/edit"' in came.text
    assert "Proposer ce changement" in came.text
