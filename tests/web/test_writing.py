"""Writing pages through the form."""

import re

import pytest

from app.actions.check import check
from app.actions.writing import set_policy
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.writing import Policy
from tests.web.filling import CAFE, form_in, open_form, send, text_of, told
from tests.web.pages import text

NEW = "/lieux/le-moulin/edit"


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def test_a_form_sent_back_as_it_came_changes_nothing(alpha, writer):
    before = text_of(alpha)
    answer = send(writer, open_form(writer))

    assert (answer.status_code, told(answer)) == (303, "unchanged")
    assert text_of(alpha) == before


@pytest.mark.parametrize(
    "url",
    ["/methodes/conseil-de-place/edit", "/minicools/choisir-une-licence/edit",
     "/organisations/reseau-occitan/edit", "/portails/portail-des-lieux/edit",
     "/pages/bienvenue/edit", "/pages/mechante/edit"],
)  # fmt: skip
def test_a_page_of_any_kind_comes_back_from_its_form_as_it_was(shared_alpha, url):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = send(writer, open_form(writer, url), url)

    assert (answer.status_code, told(answer)) == (303, "unchanged")


def test_an_edit_changes_only_its_line(alpha, writer):
    before = text_of(alpha)
    answer = send(writer, open_form(writer), turnover_eur="1 234,5 €", note="Chiffre")
    history = alpha.client.get("/api/v1/pages/place/cafe-plum/history").json()["items"]

    assert (answer.headers["location"], told(answer)) == ("/lieux/cafe-plum", "saved")
    assert text_of(alpha) == before.replace("turnover_eur: 357000", "turnover_eur: 1234.5")
    assert history[0]["note"] == "Chiffre"
    assert check(alpha.wiki) == []


def test_comments_and_unknown_keys_of_the_file_are_kept(alpha, writer):
    page = text_of(alpha).replace("opened: 2010", "opened: 2010 # vu sur place\nmarotte: [a, b]")
    alpha.save("place/cafe-plum", page)
    send(writer, open_form(writer), summary="Un café.", body="Du texte.")
    now = text_of(alpha)

    assert "opened: 2010 # vu sur place\nmarotte: [a, b]\n" in now
    assert "summary: Un café.\n" in now
    assert now.endswith("---\n\nDu texte.\n")


def test_a_key_emptied_goes_from_the_file(alpha, writer):
    form = open_form(writer)
    week = {name: "" for name, _ in form.fields if name.startswith("opening_hours.")}
    writer.post(CAFE, data=form.data(do="save", works="") | week)

    assert "opening_hours" not in text_of(alpha)
    assert "\nworks:" not in text_of(alpha)


def test_a_new_page_is_a_draft_until_its_writer_publishes_it(alpha, writer):
    form = open_form(writer, NEW, titre="Le Moulin")
    answer = send(writer, form, NEW, body="Un moulin à vent.")
    row = alpha.wiki.index.page(PagePath("place", "le-moulin"))

    assert (answer.status_code, answer.headers["location"]) == (303, "/lieux/le-moulin")
    assert (row.status, row.title, row.licence) == ("draft", "Le Moulin", "CC-BY-SA-4.0")
    assert row.text.startswith("---\nkind: place\ntitle: Le Moulin\n")
    assert alpha.client.get("/lieux/le-moulin").status_code == 404

    form = open_form(writer, NEW)
    send(writer, form, NEW, status="published", summary="Un moulin.")
    assert alpha.client.get("/lieux/le-moulin").status_code == 200


def test_every_sort_of_field_is_saved(alpha, writer):
    form = open_form(writer, NEW, titre="Le Moulin")
    send(
        writer, form, NEW, status="published", summary="Deux phrases.", territory__city="Lautrec",
        territory__region="occitanie", territory__department="81", opened="2010",
        legal_status="scic", setting=["rural"], activities=["mediation", "location-espaces"],
        coordinates="43,7062 2,1383", turnover_eur="357 000 €", works="Un\nDeux",
        networks="Réseau occitan\n/lieux/la-vergne", governance__model="Un conseil.",
        governance__levels=["informal"], dates__0__event="Travaux", dates__0__date="05/2012",
        themes=["gouvernance-financement"], tags="moulin\nvent", verified_on="2026-10-02",
        access__wheelchair="plain-pied", body="Du texte.",
    )  # fmt: skip
    front = alpha.wiki.index.page(PagePath("place", "le-moulin")).front

    assert front["territory"] == {
        "region": "occitanie", "department": "81", "city": "Lautrec", "insee": "81139",
    }  # fmt: skip
    assert (front["opened"], front["turnover_eur"]) == (2010, 357000)
    assert front["coordinates"] == [43.7062, 2.1383]
    assert front["activities"] == ["location-espaces", "mediation"]
    assert front["networks"] == ["organisation/reseau-occitan", "place/la-vergne"]
    assert front["governance"] == {"model": "Un conseil.", "levels": ["informal"]}
    assert front["dates"] == [{"event": "Travaux", "date": "2012-05"}]
    assert (front["works"], front["tags"]) == (["Un", "Deux"], ["moulin", "vent"])
    assert front["access"] == {"wheelchair": "plain-pied"}


def test_what_is_wrong_comes_back_as_typed_with_a_sentence_beside_it(alpha, writer):
    before = text_of(alpha)
    answer = send(
        writer, open_form(writer), turnover_eur="beaucoup", opened="hier", title="",
        networks="Nulle part", contact__website="pas une adresse", summary="x" * 281,
        body="Ce que j’ai écrit.",
    )  # fmt: skip
    again = form_in(answer, CAFE).data()

    assert answer.status_code == 422
    assert (again["turnover_eur"], again["opened"]) == (["beaucoup"], ["hier"])
    assert (again["networks"], again["body"]) == (["Nulle part"], ["Ce que j’ai écrit."])
    for field in ("turnover-eur", "opened", "title", "networks", "contact-website", "summary"):
        assert f'id="err-champ-{field}"' in answer.text, field
        assert f'href="#champ-{field}"' in answer.text, field
    assert "6 points sont à revoir" in answer.text
    assert text_of(alpha) == before


def test_a_wrong_value_in_a_row_is_told_beside_it_and_the_row_is_kept(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = send(writer, open_form(writer), figures__4__name="Salariés", figures__4__value="cinq")
    again = form_in(answer, CAFE).data()

    assert answer.status_code == 422
    assert 'id="err-champ-figures-4-value"' in answer.text
    assert (again["figures.4.name"], again["figures.4.value"]) == (["Salariés"], ["cinq"])


def test_publishing_takes_a_summary(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    form = open_form(writer, NEW, titre="Le Moulin")
    answer = send(writer, form, NEW, status="published")

    assert answer.status_code == 422
    assert 'id="err-champ-summary"' in answer.text
    assert text_of(shared_alpha, "place/le-moulin") is None


def test_a_published_page_without_a_summary_can_still_be_corrected(alpha, writer):
    form = open_form(writer, "/lieux/la-vergne/edit")

    assert send(writer, form, "/lieux/la-vergne/edit", body="Corrigé.").status_code == 303


def test_the_licence_of_a_page_is_a_steward_s_to_change(alpha, writer):
    form = open_form(writer)
    answer = send(writer, form, licence="CC0-1.0")

    assert "licence" not in form.data()
    assert told(answer) == "unchanged"
    assert "licence" in open_form(alpha.signed_in()).data()


def test_a_form_sent_twice_saves_once(alpha, writer):
    form = open_form(writer, NEW, titre="Le Moulin")
    first = send(writer, form, NEW, body="Un moulin.")
    second = send(writer, form, NEW, body="Un moulin.")
    edit = open_form(writer)
    third, fourth = (send(writer, edit, summary="Un café.") for _ in range(2))

    assert [told(a) for a in (first, second, third, fourth)] == [
        "saved", "unchanged", "saved", "unchanged",
    ]  # fmt: skip
    assert len(alpha.wiki.index.history(PagePath("place", "le-moulin"), after=None, size=9)[0]) == 1


def test_a_new_page_does_not_take_another_s_address(alpha, writer):
    form = open_form(writer, NEW, titre="Le Moulin")
    answer = send(writer, form, NEW, slug="cafe-plum", body="À moi.")

    assert answer.status_code == 422
    assert 'id="err-champ-slug"' in answer.text
    assert '<a href="/lieux/cafe-plum">Café PLUM</a>' in answer.text
    assert "À moi." in answer.text


@pytest.mark.parametrize("slug", ["../x", "-x", "Moulin", "a" * 121, "con", "mоulin", ".git"])
def test_an_address_that_cannot_be_is_told_beside_it(shared_alpha, slug):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = send(writer, open_form(writer, NEW, titre="Le Moulin"), NEW, slug=slug)

    assert answer.status_code == 422
    assert 'id="err-champ-slug"' in answer.text


def test_a_row_is_added_without_javascript(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    url = "/methodes/conseil-de-place/edit"
    form = open_form(writer, url)
    answer = send(writer, form, url, do="add:steps", steps__2__title="Finir")
    again = form_in(answer, url).data()

    assert answer.status_code == 200
    assert again["steps.2.title"] == ["Finir"]
    assert (again["steps.3.title"], again["steps.4.title"]) == ([""], [""])


def test_rows_are_changed_removed_and_added(alpha, writer):
    url = "/methodes/conseil-de-place/edit"
    form = open_form(writer, url)
    send(writer, form, url, steps__0__title="", steps__0__text="", steps__0__duration_min="",
         steps__2__title="Finir", steps__2__duration_min="5")  # fmt: skip
    steps = alpha.wiki.index.page(PagePath("method", "conseil-de-place")).front["steps"]

    assert [step["title"] for step in steps] == ["Décider", "Finir"]
    assert steps[1]["duration_min"] == 5


# who writes


def test_where_members_alone_write_a_stranger_is_invited_and_comes_back(alpha):
    set_policy(alpha.wiki, Policy.members, newcomer_versions=0, by=alpha.reader())
    answer = alpha.client.get("/lieux/cafe-plum/edit?mode=source")

    assert answer.status_code == 401
    assert "/-/connexion?vers=/lieux/cafe-plum/edit%3Fmode%3Dsource" in answer.text
    assert "<textarea" not in answer.text


def test_a_stranger_learns_nothing_of_a_draft(shared_alpha):
    client = shared_alpha.client
    there, not_there = (client.get(f"/lieux/{s}/edit?titre=x") for s in ("lieu-secret", "rien-ici"))
    # Each form has a secret of its own, and says when it was opened, signed or not.
    own = re.compile(r'(name="(?:once|since|vu)" value=")[^"]*')
    said, same = (own.sub(r"\1", answer.text) for answer in (there, not_there))

    assert there.text.count('name="vu"') == 1
    assert said.replace("lieu-secret", "rien-ici") == same


def test_a_session_that_ended_keeps_the_text_and_saves_it_after_signing_in(alpha, writer):
    form = open_form(writer)
    alpha.wiki.people.close_session(writer.cookies["maillage"])
    lost = send(writer, form, body="Mon long texte.", note="Une note", activities=["mediation"])
    writer.cookies.set("maillage", alpha.session(Role.contributor))
    kept = form_in(lost, CAFE)
    asked = writer.post(CAFE, data=kept.data())
    saved = writer.post(CAFE, data=form_in(asked, CAFE).data())

    assert (lost.status_code, asked.status_code, saved.status_code) == (401, 403, 303)
    assert "/-/connexion?vers=/lieux/cafe-plum/edit" in lost.text
    assert "Mon long texte." in text_of(alpha)
    assert "activities: [mediation]" in text_of(alpha)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.test"},
                                     {"Sec-Fetch-Site": "cross-site"}])  # fmt: skip
def test_another_site_writes_nothing(alpha, writer, headers):
    before = text_of(alpha)
    form = open_form(writer)
    answer = writer.post(CAFE, data=form.data(do="save", body="Volé."), headers=headers)

    assert answer.status_code == 403
    assert "Volé." not in answer.text
    assert text_of(alpha) == before


def test_a_draft_of_another_is_not_written_over(alpha, writer):
    url = "/lieux/lieu-secret/edit"
    before = text_of(alpha, "place/lieu-secret")
    form = open_form(writer, url)
    answer = send(writer, form, url, body="À moi.")

    assert "zanzibar" not in str(form.fields)
    assert answer.status_code == 422
    assert "zanzibar" not in answer.text
    assert text_of(alpha, "place/lieu-secret") == before


def test_writes_are_limited(alpha, writer, monkeypatch):
    monkeypatch.setattr("app.web.context.WRITES", 2)
    form = open_form(writer)
    answers = [send(writer, form, body=f"Texte {n}.") for n in range(3)]

    assert [answer.status_code for answer in answers] == [303, 409, 429]
    assert "Texte 2." in answers[2].text


# markup in what is typed


def test_markup_in_any_field_is_shown_as_text(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    form = open_form(writer)
    names = {name for name, _ in form.fields} - {"csrf", "base", "kind", "shown"}
    sent = form.data(do="save") | dict.fromkeys(names, evil)
    answer = writer.post(CAFE, data=sent)

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text


def test_markup_in_an_address_or_a_title_is_shown_as_text(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = writer.get("/-/ecrire", params={"titre": "<script>x</script>", "adresse": "<b>"})
    new = writer.get(NEW, params={"titre": "<script>x</script>"})

    assert "<script>x" not in answer.text + new.text


def test_ids_are_unique_on_the_form(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)
    for url in (CAFE, "/methodes/conseil-de-place/edit", "/minicools/choisir-une-licence/edit"):
        shown = re.sub(r"<template>.*?</template>", "", writer.get(url).text, flags=re.S)
        ids = re.findall(r' id="([^"]*)"', shown)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


def test_the_form_of_a_page_that_moved_is_at_its_new_address(alpha, writer):
    alpha.save("place/moulin", text("place", "Moulin", "", "Un."))
    row = alpha.wiki.index.page(PagePath("place", "moulin"))
    said = {"csrf": alpha.csrf(writer), "base": str(row.revision), "slug": "moulin-neuf"}
    writer.post("/lieux/moulin/move", data=said)
    answer = writer.get("/lieux/moulin/edit")

    assert (answer.status_code, answer.headers["location"]) == (301, "/lieux/moulin-neuf/edit")
