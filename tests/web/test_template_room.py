"""Templates of pages in a steward's hands."""

import pytest

from app.actions.templates import save_template, template_text, templates
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import Form, open_form
from tests.web.templated import bring_in, serve_templated

WRITE = "/-/ecrire"


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    """No test leaves another page in it than its own."""
    yield from serve_templated(tmp_path_factory.mktemp("templated"))


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


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
    bring_in(alpha, broken)
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
