"""Pages in several languages: how they lead to each other, lag, and are begun."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.conftest import Alpha
from tests.web.filling import Form
from tests.web.pages import text

CHARTER = text("page", "Charte", "summary: Nos règles.", "Premier passage.\n\nDeuxième passage.")


def in_english(first: str, title: str = "Charter", more: str = "") -> str:
    front = f"summary: Our rules.\ntranslation_of: {{id: {first}{more}}}"
    return text("page", title, front, "First passage.").replace("lang: fr", "lang: en")


def row(alpha: Alpha, path: str):
    found = alpha.wiki.index.page(PagePath.parse(path))
    assert found is not None
    return found


@pytest.fixture
def charter(alpha: Alpha) -> str:
    """The id of a page in French, that has a translation which says what it follows."""
    first = alpha.save("page/charte", CHARTER).id
    followed = row(alpha, "page/charte").blob
    alpha.save("page/charter", in_english(first, more=f", revision: {followed}"))
    return first


def begun(alpha: Alpha, client, title: str = "House rules", lang: str = "en"):
    said = {"csrf": alpha.csrf(client), "titre": title, "langue": lang}
    return client.post("/pages/bienvenue/traduire", data=said)


def test_a_page_and_its_translation_lead_to_each_other(alpha: Alpha, charter: str) -> None:
    french, english = (alpha.client.get(url).text for url in ("/pages/charte", "/pages/charter"))

    assert '<a href="/pages/charter" hreflang="en">' in french
    assert 'Lire en <span lang="en">English</span>' in french
    assert 'Lire en <span lang="fr">Français</span>' in english
    assert 'Traduction de <a href="/pages/charte" hreflang="fr">' in english
    assert "L’original n’a pas changé depuis." in english


def test_translations_of_one_page_lead_to_each_other(alpha: Alpha, charter: str) -> None:
    occitan = in_english(charter, "Carta").replace("lang: en", "lang: oc")
    alpha.save("page/carta", occitan)
    assert 'href="/pages/carta" hreflang="oc"' in alpha.client.get("/pages/charter").text


def test_a_translation_that_is_no_page_or_a_draft_is_not_led_to(alpha: Alpha, charter: str) -> None:
    draft = in_english(charter, "Carta").replace("lang: en", "lang: oc\nstatus: draft")
    alpha.save("page/carta", draft)
    alpha.bring_in({"page/faux": in_english("../../etc").replace("Charter", "Faux")})
    alpha.bring_in({"page/vide": in_english("01ARZ3NDEKTSV4RRFFQ69G5FAV", "Vide")})

    assert "/pages/carta" not in alpha.client.get("/pages/charte").text
    for url in ("/pages/faux", "/pages/vide"):
        answer = alpha.client.get(url)
        assert answer.status_code == 200
        assert "Traduction de" not in answer.text


def test_how_far_a_translation_lags_is_told_and_put_right(alpha: Alpha, charter: str) -> None:
    alpha.save("page/charte", CHARTER.replace("Deuxième passage", "Deuxième passage, changé"))
    alpha.save("page/charte", CHARTER.replace("Deuxième passage", "Un tout autre passage"))
    assert "L’original a changé 2 fois depuis." in alpha.client.get("/pages/charter").text

    steward = alpha.signed_in(Role.contributor)
    screen = steward.get("/pages/charter/traduction").text
    assert "<ins>Un tout autre</ins>" in screen.replace("\n", "")
    answer = steward.post(
        "/pages/charter/traduction", data=Form(screen, "/pages/charter/traduction").data()
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/pages/charter")
    assert "L’original n’a pas changé depuis." in alpha.client.get("/pages/charter").text
    assert row(alpha, "page/charter").front["translation_of"] == {
        "id": charter, "revision": str(row(alpha, "page/charte").blob),
    }  # fmt: skip


def test_without_a_version_said_it_follows_that_of_the_day_it_began(
    alpha: Alpha, charter: str
) -> None:
    alpha.save("page/carta", in_english(charter, "Carta").replace("lang: en", "lang: oc"))
    assert "L’original n’a pas changé depuis." in alpha.client.get("/pages/carta").text


def test_small_corrections_of_the_original_make_no_lag(alpha: Alpha, charter: str) -> None:
    steward = alpha.signed_in()
    said = {"csrf": alpha.csrf(steward)}
    assert steward.post("/pages/charte/verify", data=said).status_code == 303
    assert "n’a pas changé depuis" in alpha.client.get("/pages/charter").text


def test_what_lags_is_in_the_lists_of_care(alpha: Alpha, charter: str) -> None:
    steward = alpha.signed_in()
    assert "Aucune : chaque traduction" in steward.get("/-/soin/traductions").text
    alpha.save("page/charte", CHARTER.replace("Premier", "Second"))

    listed = steward.get("/-/soin/traductions").text
    assert 'href="/pages/charter/traduction"' in listed
    assert "Charter" in steward.get("/-/soin/traductions.csv").text


def test_a_translation_begins_with_the_words_of_its_original(alpha: Alpha) -> None:
    client = alpha.signed_in(Role.contributor)
    assert "/pages/bienvenue/traduire" in client.get("/pages/bienvenue").text
    answer = begun(alpha, client)

    assert answer.headers["location"] == "/pages/house-rules/edit"
    made, first = row(alpha, "page/house-rules"), row(alpha, "page/bienvenue")
    assert (made.lang, made.status, made.title) == ("en", "draft", "House rules")
    assert made.front["translation_of"] == {"id": first.id, "revision": str(first.blob)}
    assert made.text.split("---\n")[2] == first.text.split("---\n")[2]
    form = client.get("/pages/house-rules/edit").text
    assert 'value="House rules"' in form
    assert alpha.client.get("/pages/house-rules").status_code == 404


def test_who_wrote_the_original_is_an_author_of_the_translation(alpha: Alpha) -> None:
    alpha.save("page/charte", CHARTER, role=Role.steward)
    client = alpha.signed_in(Role.contributor)
    said = {"csrf": alpha.csrf(client), "titre": "Charter", "langue": "en"}
    client.post("/pages/charte/traduire", data=said)

    authors = alpha.wiki.index.authors(row(alpha, "page/charter").id)
    assert [name for name, _ in authors] == ["Personne contributor", "Personne steward"]


def test_a_place_is_on_the_map_once(alpha: Alpha) -> None:
    client = alpha.signed_in()
    said = {"csrf": alpha.csrf(client), "titre": "Café PLUM in English", "langue": "en"}
    client.post("/lieux/cafe-plum/traduire", data=said)
    assert "coordinates" not in row(alpha, "place/cafe-plum-in-english").front


@pytest.mark.parametrize(
    ("title", "lang", "sentence"),
    [
        ("", "en", "Écrivez le titre dans cette langue."),
        ("Rules", "fr", "C’est déjà la langue de cette page."),
        ("Rules", "../../etc", "n’est pas un code de langue"),
        ("Rules", "", "n’est pas un code de langue"),
        ("Rules", "en\nstatus: published", "n’est pas un code de langue"),
    ],
)
def test_what_cannot_be_translated_so_is_told_and_nothing_is_written(
    alpha: Alpha, title: str, lang: str, sentence: str
) -> None:
    before = alpha.wiki.store.head()
    answer = begun(alpha, alpha.signed_in(), title, lang)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert alpha.wiki.store.head() == before


def test_a_language_that_is_there_already_is_led_to(alpha: Alpha, charter: str) -> None:
    client = alpha.signed_in()
    said = {"csrf": alpha.csrf(client), "titre": "Rules", "langue": "en"}
    answer = client.post("/pages/charte/traduire", data=said)

    assert answer.status_code == 422
    assert "Cette page existe déjà dans cette langue." in answer.text
    assert '<a href="/pages/charter" hreflang="en" lang="en">English</a>' in answer.text


def test_an_address_that_is_taken_gets_another(alpha: Alpha) -> None:
    answer = begun(alpha, alpha.signed_in(), "Bienvenue")
    assert answer.headers["location"] == "/pages/bienvenue-en/edit"


def test_a_translation_of_a_translation_hangs_on_the_first_page(alpha: Alpha, charter: str) -> None:
    client = alpha.signed_in()
    said = {"csrf": alpha.csrf(client), "titre": "Carta", "langue": "oc"}
    client.post("/pages/charter/traduire", data=said)
    assert row(alpha, "page/carta").front["translation_of"]["id"] == charter


def test_strangers_are_asked_who_they_are_and_forms_of_others_are_refused(
    alpha: Alpha, charter: str
) -> None:
    for url in ("/pages/charte/traduire", "/pages/charter/traduction"):
        assert alpha.stranger().post(url, data={"titre": "x", "langue": "en"}).status_code == 401
        assert alpha.signed_in().post(url, data={"csrf": "faux"}).status_code == 403
    assert alpha.stranger().get("/pages/charte/traduire").status_code == 401
    assert alpha.client.get("/pages/charte/traduction").status_code == 404
    assert alpha.client.get("/pages/charter/traduction").status_code == 200


@pytest.mark.parametrize("seen", ["", "x", "0" * 40])
def test_only_a_version_of_the_original_can_be_followed(
    alpha: Alpha, charter: str, seen: str
) -> None:
    client = alpha.signed_in()
    alpha.save("page/charte", CHARTER.replace("Premier", "Second"))
    said = {"csrf": alpha.csrf(client), "seen": seen}
    before = alpha.wiki.store.head()
    answer = client.post("/pages/charter/traduction", data=said)

    assert 400 <= answer.status_code < 500
    assert alpha.wiki.store.head() == before


def test_what_is_in_another_language_than_the_screen_says_so_in_lists(
    alpha: Alpha, charter: str
) -> None:
    link = '<a href="/pages/charter" lang="en">Charter</a>'
    assert link in alpha.client.get("/pages").text
    assert '<p lang="en">' in alpha.client.get("/pages").text
    assert link in alpha.client.get("/pages?view=table").text
    assert link in alpha.client.get("/pages?view=list").text
    assert link in alpha.client.get("/recherche?q=charter").text
    english = alpha.stranger()
    english.cookies.set("maillage-langue", "en")
    assert '<a href="/pages/charte" lang="fr">Charte</a>' in english.get("/pages").text
