"""Beginning a page, documenting an action, and the templates in a steward's hands."""

import re

import pytest

from app.actions.rights import wiki_signature
from app.actions.templates import save_template, template_text, templates
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.revision import Change
from app.main import starter_templates
from app.web.forms.guided import GROUPS, NAMES
from tests.web.conftest import serve_alpha
from tests.web.filling import Form, form_in, open_form, send, text_of, told

URL = "/-/documenter"
WRITE = "/-/ecrire"
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
SAVED = {"status": "published", "licence": "CC-BY-SA-4.0"}


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    """A wiki with the templates that come with the software; no test leaves another page in it
    than its own."""
    for one in serve_alpha(tmp_path_factory.mktemp("guided") / "alpha"):
        files = starter_templates()
        author = wiki_signature(one.wiki)
        now = one.wiki.clock.now()
        one.wiki.store.commit(Change(files, dict.fromkeys(files), author, now, "Modèles"))
        yield one


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


# choosing


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


# documenting


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
     ({"result": "trial"}, "target", 5), ({"result": "trial", "target": "Rien de tel"}, "target", 5),
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


# templates in a steward's hands


def test_only_a_steward_sees_the_templates_room(alpha, writer):
    assert alpha.signed_in(Role.steward).get("/-/modeles").status_code == 200
    assert writer.get("/-/modeles").status_code == 403
    assert writer.get("/-/modeles/visite").status_code == 403
    assert alpha.stranger().get("/-/modeles").status_code == 401
    assert alpha.stranger().get("/-/modeles/visite").status_code == 401


def test_a_steward_checks_then_keeps_a_template(alpha):
    steward = alpha.signed_in(Role.steward)
    url = "/-/modeles/visite"
    form = open_form(steward, url)
    text = form.data()["text"][0].replace("Visite d’un lieu", "Visite")
    checked = steward.post(url, data=form.data(do="check", text=text))
    kept = steward.post(url, data=form.data(do="save", text=text))

    assert "Ce modèle se lit" in checked.text
    assert kept.headers["location"] == "/-/modeles"
    assert templates(alpha.wiki).named("visite", kind="page").title == "Visite"


@pytest.mark.parametrize(
    ("text", "said"),
    [("rien", "en-tête"), ("---\ntemplate: {title: A, kind: recette}\n---\n", "recette"),
     ("---\ntemplate: {title: A, kind: page}\nsteps: []\n---\n", "steps"), ("", "en-tête"),
     ("---\ntemplate: {title: A, kind: page}\n---\n" + "é" * 40_000, "64 Kio")],
)  # fmt: skip
@pytest.mark.parametrize("do", ["save", "check"])
def test_a_template_that_cannot_be_read_is_told_and_its_text_kept(alpha, text, said, do):
    steward = alpha.signed_in(Role.steward)
    before = template_text(alpha.wiki, "outil")
    form = open_form(steward, "/-/modeles/outil")
    answer = steward.post("/-/modeles/outil", data=form.data(do=do, text=text))

    assert answer.status_code == 422
    assert said in answer.text
    assert Form(answer.text, "/-/modeles/outil").data()["text"] == [text]
    assert template_text(alpha.wiki, "outil") == before


def test_two_stewards_who_cross_see_both_texts(alpha):
    steward, url = alpha.signed_in(Role.steward), "/-/modeles/portail"
    form = open_form(steward, url)
    mine = form.data()["text"][0] + "\nÀ moi.\n"
    theirs, base = template_text(alpha.wiki, "portail")
    save_template(alpha.wiki, "portail", f"{theirs}\nÀ eux.\n", base=base, by=alpha.reader())
    crossed = steward.post(url, data=form.data(do="save", text=mine))

    assert crossed.status_code == 409
    assert "À moi." in crossed.text
    assert "À eux." in crossed.text
    joined = Form(crossed.text, url)
    assert steward.post(url, data=joined.data(do="save")).status_code == 303
    assert template_text(alpha.wiki, "portail")[0].endswith("À moi.\n")


def test_a_new_template_is_named_kept_and_removed(alpha):
    steward, url = alpha.signed_in(Role.steward), "/-/modeles/nouveau"
    form = open_form(steward, url)
    for name in ("", "Été", "../x", "visite"):
        answer = steward.post(url, data=form.data(do="save", name=name))
        assert answer.status_code in (409, 422)
        assert 'id="err-champ-name"' in answer.text
    assert steward.post(url, data=form.data(do="save", name="fete")).status_code == 303
    assert steward.get(WRITE, params={"kind": "method", "titre": "Fête"}).text.count("way-in") > 5
    there = open_form(steward, "/-/modeles/fete")
    assert steward.post("/-/modeles/fete", data=there.data(do="delete")).status_code == 303
    assert steward.get("/-/modeles/fete").status_code == 404


def test_one_that_cannot_be_read_harms_nobody_and_is_told_to_stewards(alpha, writer):
    broken = {"network/templates/casse.md": b"---\ntemplate: [\n---\n<script>x</script>"}
    now = alpha.wiki.clock.now()
    author = wiki_signature(alpha.wiki)
    alpha.wiki.store.commit(Change(broken, {}, author, now, "Reçu"))
    steward = alpha.signed_in(Role.steward)

    assert "casse" not in writer.get(WRITE, params={"kind": "method", "titre": "Zut alors"}).text
    for url in ("/-/modeles", "/-/intendance"):
        assert '<a href="/-/modeles/casse">' in steward.get(url).text
    shown = steward.get("/-/modeles/casse")
    assert shown.status_code == 200
    assert "<script>x" not in shown.text
    assert alpha.wiki.index.page(PagePath("method", "casse")) is None


@pytest.mark.parametrize("name", ["absent", "Été", "..%2Fx", "a" * 300])
def test_a_template_that_is_not_there_is_not_found(alpha, name):
    assert alpha.signed_in(Role.steward).get(f"/-/modeles/{name}").status_code == 404
