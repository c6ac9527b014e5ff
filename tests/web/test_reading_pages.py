"""Pages as they are read: each kind's facts, what hides, what leads where."""

import re

import pytest

from app.domain.people import Role
from tests.web.conftest import Alpha
from tests.web.pages import CAFE, text


def body(alpha: Alpha, url: str, status: int = 200) -> str:
    answer = alpha.client.get(url)
    assert answer.status_code == status
    return answer.text


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/lieux/cafe-plum", "Café PLUM"),
        ("/methodes/conseil-de-place", "Conseil de Place"),
        ("/minicools/choisir-une-licence", "Choisir une licence"),
        ("/organisations/reseau-occitan", "Réseau occitan"),
        ("/portails/portail-des-lieux", "Portail des lieux"),
        ("/pages/bienvenue", "Bienvenue"),
    ],
)
def test_a_page_of_every_kind_is_shown_under_its_title(
    shared_alpha: Alpha, url: str, title: str
) -> None:
    html = body(shared_alpha, url)
    assert f"<h1>{title}</h1>" in html
    assert f"<title>{title} · Réseau Alpha</title>" in html
    assert "CC BY-SA 4.0" in html


def test_a_place_tells_its_facts_in_words(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux/cafe-plum")
    for words in (
        "Lautrec (81)", "Scic", "357\u202f000\u00a0€", "Restauration, café, librairie",
        "mardi à samedi, 10\u00a0h à 23\u00a0h", "Trois métiers sous un toit", "Sociétaires",
        "Un lieu de vie", "Assemblée", "cafe.example", "Pas encore vérifié", "Étude CAE",
    ):  # fmt: skip
        assert words in html


def test_a_place_has_its_neighbours_by_distance_and_a_map(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux/cafe-plum")
    assert "Castres, 14\u00a0km" in html
    assert "Lautrec et ses voisins" in html
    assert "La Vergne" not in html


def test_references_bear_the_titles_of_pages_and_are_red_when_wanted(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux/cafe-plum")
    assert re.search(r'href="/organisations/reseau-occitan"[^>]*><b>Réseau occitan', html)
    assert 'href="/organisations/jamais-ecrite/edit" class="wanted"' in html
    assert 'class="wanted" href="/-/ecrire?titre=' in html


def test_a_method_shows_its_brief_its_steps_and_its_trials(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/methodes/conseil-de-place")
    for words in (
        "1\u00a0h\u00a030", "5 à 30", "gratuit", "2 sur 5", "Les 2 étapes", "<li>par consentement",
        "<strong>vote</strong>", "Nourrir les gens", "La date fixe", "Adopté", "plus court",
        "https://guide.example/", "Seulement un nom", "Fiche méthodologique",
    ):  # fmt: skip
        assert words in html
    assert 'voir le <a href="/lieux/cafe-plum">' in html


def test_a_method_names_the_places_that_use_it_and_the_units_that_teach_it(
    shared_alpha: Alpha,
) -> None:
    html = body(shared_alpha, "/methodes/conseil-de-place")
    assert "Lieux qui s’en servent" in html
    assert 'href="/minicools/choisir-une-licence"' in html


def test_a_stub_says_that_only_its_name_is_known(shared_alpha: Alpha) -> None:
    assert "On n’en connaît que le nom" in body(shared_alpha, "/methodes/seulement-un-nom")


def test_a_unit_shows_each_quiz_once_and_in_its_place(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/minicools/choisir-une-licence")
    assert html.count('data-quiz="licence-1"') == 1
    assert html.count('data-quiz="libre"') == 1
    assert html.index('id="evaluation"') < html.index('data-quiz="licence-1"')
    assert html.index('data-quiz="licence-1"') < html.index('data-quiz="libre"')
    assert html.index('id="evaluation"') < html.index(">Pour aller plus loin</h2>")
    assert 'href="https://film.example/v"' in html
    assert "/minicools/jamais-ecrite/edit" in html


def test_a_heading_that_held_only_a_quiz_goes_with_it(alpha: Alpha) -> None:
    front = (
        "objective: Savoir.\nsequence: [{title: Un, medium: text, text: Deux}]\n"
        "evaluation: [{type: self, quiz: [a]}]"
    )
    said = (
        "## Se tester\n\n:::quiz id=a\nOui ?\n\n- [x] Oui\n- [ ] Non\n:::\n\n## Plus loin\n\nFin."
    )
    alpha.save("mini_cool/courte", text("mini_cool", "Courte", front, said))
    html = body(alpha, "/minicools/courte")
    assert "Se tester" not in html
    assert "Plus loin" in html
    assert html.count('data-quiz="a"') == 1


def test_an_organisation_lists_the_pages_that_name_it_and_its_members(
    shared_alpha: Alpha,
) -> None:
    html = body(shared_alpha, "/organisations/reseau-occitan")
    assert "2 pages liées" in html
    assert "Café PLUM" in html
    assert "Les Ateliers" in html
    assert "reseau.example" in html


def test_a_portal_draws_its_lists_in_every_view(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/portails/portail-des-lieux")
    assert 'class="cards"' in html
    assert "<table" in html
    assert "<svg" in html
    assert 'class="results"' in html
    assert "aucune page ne répond à ce choix" in html


def test_a_list_within_a_text_is_drawn_with_its_title(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/portails/portail-des-lieux")
    assert ">Nos lieux</h" in html
    assert "data-list" not in html


def test_who_links_here_is_told(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux/cafe-plum")
    assert "Pages qui parlent de celle-ci" in html


def test_what_people_typed_is_never_taken_for_html(shared_alpha: Alpha) -> None:
    for url in (
        "/pages/mechante",
        "/pages",
        "/recherche?q=mechant&tag=mechant",
        "/",
        "/changements",
    ):
        html = body(shared_alpha, url)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<b>source</b>" not in html


def test_the_json_of_a_page_is_that_of_the_api(shared_alpha: Alpha) -> None:
    ours = shared_alpha.client.get("/lieux/cafe-plum.json").json()
    assert ours == shared_alpha.client.get("/api/v1/pages/place/cafe-plum").json()


def test_the_source_of_a_page_is_its_file(shared_alpha: Alpha) -> None:
    answer = shared_alpha.client.get("/lieux/cafe-plum/raw")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.text.endswith(CAFE.split("---\n", 2)[2])


def test_an_address_without_a_page_offers_near_ones_and_to_write_it(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux/cafe-plom", 404)
    assert 'href="/lieux/cafe-plum"' in html
    assert 'href="/lieux/cafe-plom/edit"' in html


def test_capitals_and_accents_in_an_address_lead_to_the_page(shared_alpha: Alpha) -> None:
    answer = shared_alpha.client.get("/lieux/Caf%C3%A9-PLUM")
    assert (answer.status_code, answer.headers["location"]) == (301, "/lieux/cafe-plum")


@pytest.mark.parametrize("slug", ["-x", ".git", "%2e%2e", "a" * 300, "a%00b", "café%20é", "а"])
def test_a_tricky_address_gets_a_sentence(shared_alpha: Alpha, slug: str) -> None:
    answer = shared_alpha.client.get(f"/lieux/{slug}")
    assert answer.status_code in (404, 422)
    assert "<h1>" in answer.text


@pytest.mark.parametrize("revision", ["-x", "HEAD", "zz", "0" * 40, "--upload-pack=x"])
def test_an_impossible_version_gets_a_sentence(shared_alpha: Alpha, revision: str) -> None:
    answer = shared_alpha.client.get("/lieux/cafe-plum", params={"revision": revision})
    assert answer.status_code in (404, 422)


def test_an_old_version_says_that_it_is_old(alpha: Alpha) -> None:
    row = alpha.client.get("/lieux/cafe-plum.json").json()
    alpha.save("place/cafe-plum", row["text"].replace("On y déjeune.", "On y soupe."))
    old = body(alpha, f"/lieux/cafe-plum?revision={row['revision']}")
    assert "Vous lisez une version ancienne" in old
    assert "On y déjeune." in old
    assert 'content="noindex"' in old
    now = body(alpha, "/lieux/cafe-plum")
    assert "On y soupe." in now
    assert "Vous lisez" not in now


def test_a_page_that_moved_or_went_says_so(alpha: Alpha) -> None:
    head = alpha.token()
    row = alpha.client.get("/lieux/les-ateliers.json").json()
    alpha.client.post(
        "/api/v1/pages/place/les-ateliers/move", headers=head,
        json={"slug": "ateliers-de-castres", "base": row["revision"]},
    )  # fmt: skip
    moved = alpha.client.get("/lieux/les-ateliers")
    assert (moved.status_code, moved.headers["location"]) == (301, "/lieux/ateliers-de-castres")
    as_json = alpha.client.get("/lieux/les-ateliers.json")
    assert as_json.headers["location"] == "/lieux/ateliers-de-castres.json"
    assert "14\u00a0km" in body(alpha, "/lieux/cafe-plum")
    now = alpha.client.get("/lieux/ateliers-de-castres.json").json()["revision"]
    alpha.client.delete(f"/api/v1/pages/place/ateliers-de-castres?base={now}", headers=head)
    assert alpha.client.get("/lieux/ateliers-de-castres").status_code == 410
    assert "14\u00a0km" not in body(alpha, "/lieux/cafe-plum")


def test_a_draft_is_read_by_reviewers_and_marked(shared_alpha: Alpha) -> None:
    assert shared_alpha.client.get("/lieux/lieu-secret").status_code == 404
    assert shared_alpha.client.get("/lieux/lieu-secret.json").status_code == 404
    assert shared_alpha.client.get("/lieux/lieu-secret/raw").status_code == 404
    assert shared_alpha.signed_in(Role.contributor).get("/lieux/lieu-secret").status_code == 404
    read = shared_alpha.signed_in(Role.reviewer).get("/lieux/lieu-secret")
    assert read.status_code == 200
    assert "Brouillon." in read.text
    assert read.headers["cache-control"] == "no-store"


HIDDEN_FROM = [
    "/", "/lieux", "/lieux?view=list", "/lieux?view=table", "/lieux?view=map", "/lieux.csv",
    "/lieux.geojson", "/lieux.json", "/lieux.atom", "/carte", "/changements", "/feed.atom",
    "/sitemap.xml", "/recherche?q=secret", "/recherche?q=zanzibar", "/-/suggest?q=lieu",
    "/lieux/cafe-plum", "/methodes/conseil-de-place", "/organisations/reseau-occitan",
    "/portails/portail-des-lieux", "/-/chiffres", "/lieux/lieu-secre",
]  # fmt: skip


@pytest.mark.parametrize("url", HIDDEN_FROM)
def test_a_draft_stands_nowhere_for_a_stranger(shared_alpha: Alpha, url: str) -> None:
    answer = shared_alpha.client.get(url)
    # The address asked for is said back; nothing else may be.
    said = answer.text.replace("lieu-secre/edit", "").replace("lieu secre", "")
    for word in ("Lieu secret", "lieu-secret", "personne ne connaît", "n’est écrit que"):
        assert word not in said


def test_a_page_made_a_draft_leaves_neighbours_and_lists(alpha: Alpha) -> None:
    assert "Les Ateliers" in body(alpha, "/lieux/cafe-plum")
    row = alpha.client.get("/lieux/les-ateliers.json").json()
    alpha.save("place/les-ateliers", row["text"].replace("lang: fr", "lang: fr\nstatus: draft"))
    assert "Les Ateliers" not in body(alpha, "/lieux/cafe-plum")
    assert "Les Ateliers" not in body(alpha, "/organisations/reseau-occitan")
    assert "Les Ateliers" not in body(alpha, "/carte")


KEYS = (
    "territory", "coordinates", "opened", "dates", "activities", "spaces", "legal_status", "values",
    "figures", "economic_model", "governance", "networks", "methods", "contact", "access", "source",
    "opening_hours", "verified_on", "themes", "tags", "turnover_eur", "translation_of", "members",
    "derived_from", "sequence", "evaluation", "steps", "materials", "trials", "resources", "parent",
    "lessons", "difficulty", "duration_min", "people_min", "queries", "monthly_cost", "area_m2",
)  # fmt: skip


@pytest.mark.parametrize("value", ["{a: [1, {b: true}]}", "[1, [2, {title: [x]}]]", "-3.5", "'é'"])
def test_keys_of_odd_types_are_left_out_and_break_nothing(alpha: Alpha, value: str) -> None:
    odd = "".join(f"{key}: {value}\n" for key in KEYS)
    kinds = ("place", "method", "mini_cool", "organisation", "portal", "page")
    alpha.bring_in({f"{kind}/etrange": text(kind, "Étrange", odd, "Texte.") for kind in kinds})
    for prefix in ("lieux", "methodes", "minicools", "organisations", "portails", "pages"):
        for end in (
            "/etrange",
            "/etrange.json",
            "",
            "?view=table",
            "?view=map",
            ".csv",
            ".geojson",
        ):
            assert alpha.client.get(f"/{prefix}{end}").status_code == 200


def test_a_broken_file_is_shown_as_it_stands_with_the_reason(alpha: Alpha) -> None:
    broken = "---\nstatus: published\ntitle: [\n---\n<b>Texte</b>\n"
    alpha.bring_in({"page/brisee": broken})
    html = body(alpha, "/pages/brisee")
    assert "sa fiche est mal écrite" in html
    assert "&lt;b&gt;Texte&lt;/b&gt;" in html
