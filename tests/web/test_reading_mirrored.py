"""Friends' pages are read as theirs: where they stand, how they are marked, what they lead to."""

import re

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.beta import BETA, CLOSED, MOULIN, PICTURE, befriend
from tests.web.conftest import serve_alpha

URL = f"/reseau/{BETA}/lieux/moulin"
NO_BREAK = "\u00a0"


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    """One wiki with a friend, for tests that only read."""
    folder = tmp_path_factory.mktemp("mirrored")
    for alpha in serve_alpha(folder / "alpha"):
        beta = befriend(folder / "beta", alpha.wiki)
        yield alpha
        beta.close()


@pytest.fixture
def both(alpha, tmp_path):
    """A wiki and its friend, to write in."""
    beta = befriend(tmp_path / "beta", alpha.wiki)
    yield alpha, beta
    beta.close()


def body(alpha, url):
    answer = alpha.client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return " ".join(answer.text.replace(NO_BREAK, "~").split())


def head(alpha, url):
    return body(alpha, url).split("</head>")[0]


def test_the_page_says_first_whose_it_is_and_when_it_came(reading):
    html = body(reading, URL)
    band = html[html.index('<div class="whose">') : html.index("<h1")]

    assert f'<a href="/-/reseaux/{BETA}">Réseau Beta</a> (Bretagne)' in band
    assert "Copie reçue le 20 novembre 2026." in band
    assert 'href="https://beta.test/lieux/moulin" rel="external"' in band
    assert f'href="/-/proposer?de={BETA}&amp;page=place/moulin"' in band
    assert f'href="/-/reprendre?de={BETA}&amp;page=place/moulin"' in band


def test_it_looks_borrowed_and_offers_no_tool_of_ours(reading):
    html = body(reading, URL)

    assert 'class="sheet place borrowed"' in html
    assert 'class="bookmark place borrowed"' in html
    assert f'href="{URL}/edit"' not in html
    assert "Cette page dit-elle toujours vrai" not in html


def test_search_engines_are_sent_to_where_it_stands(reading):
    html = head(reading, URL)

    assert '<link rel="canonical" href="https://beta.test/lieux/moulin">' in html
    assert '<meta name="robots" content="noindex">' in html


def test_title_authors_source_and_licence_stand_at_its_foot_in_print_too(reading):
    html = body(reading, URL)
    foot = html[html.index('class="attribution"') :]

    assert "Moulin de Beta" in foot
    assert "Zoé" in foot
    assert 'rel="external">beta.test/lieux/moulin</a>' in foot
    assert 'rel="license">CC BY-SA 4.0</a>' in foot
    printed = foot[foot.index('class="print-only"') :]
    assert "beta.test/lieux/moulin" in printed
    assert "Réseau Beta" in printed


def test_links_lead_to_its_own_network_then_to_ours_then_to_their_site(reading):
    text = body(reading, URL).split('<article class="prose">')[1]

    assert f'<a class="borrowed" href="/reseau/{BETA}/methodes/repair-cafe">Repair café</a>' in text
    assert f'<a class="borrowed" href="/reseau/{BETA}/lieux/cafe-plum">un café</a>' in text
    assert '<a href="/lieux/cafe-plum">Café PLUM</a>' in text
    assert '<a href="/methodes/seulement-un-nom">' in text
    assert '<a href="/lieux/les-ateliers">Les Ateliers</a>' in text
    assert 'href="https://beta.test/methodes/nulle-part"' in text
    assert "https://beta.test/recherche?q=Jamais%20%C3%A9crite%20l%C3%A0-bas" in text
    assert "/-/ecrire?titre" not in text


def test_its_lists_are_of_its_own_network(reading):
    lists = body(reading, URL).split("Leurs méthodes")[1]

    assert f"/reseau/{BETA}/methodes/repair-cafe" in lists
    assert "/methodes/conseil-de-place" not in lists


def test_a_portal_of_theirs_lists_their_pages(reading):
    html = body(reading, f"/reseau/{BETA}/portails/leur-portail")

    assert URL in html
    assert 'href="/lieux/les-ateliers"' not in html


def test_what_the_card_names_is_looked_for_there_first(reading):
    beside = body(reading, URL).split('class="beside"')[1]

    assert f'href="/reseau/{BETA}/methodes/repair-cafe"' in beside
    assert 'href="/methodes/seulement-un-nom"' in beside


def test_its_method_names_the_places_of_its_own_network(reading):
    html = body(reading, f"/reseau/{BETA}/methodes/repair-cafe")

    assert f'href="{URL}"' in html
    assert f'<img src="/reseau/{BETA}/media/{PICTURE}"' in html


def test_a_page_of_theirs_at_an_address_of_ours_is_another_page(reading):
    ours, twin = body(reading, "/lieux/cafe-plum"), body(reading, f"/reseau/{BETA}/lieux/cafe-plum")

    assert "Rien à voir avec Lautrec" not in ours
    assert "Rien à voir avec Lautrec" in twin
    assert "Apprendre avec ce lieu" in ours
    assert "Apprendre avec ce lieu" not in twin


def test_a_picture_comes_from_our_copy_and_a_closed_one_is_named(reading):
    html = body(reading, URL)

    assert f'<img src="/reseau/{BETA}/media/{PICTURE}"' in html
    assert CLOSED not in html
    assert "Image restée chez Réseau Beta~: Portrait de la meunière, CC BY-NC" in html


def test_a_picture_is_served_with_the_headers_of_ours(reading):
    url = f"/reseau/{BETA}/media/{PICTURE}"
    answer = reading.client.get(url)

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.content.endswith(b"roue")
    assert "immutable" in answer.headers["cache-control"]
    assert "sandbox" in answer.headers["content-security-policy"]
    again = reading.client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", [CLOSED, "c" * 64 + ".png", "x", "..%2f..%2fHEAD", "a.yaml"])
def test_what_is_no_medium_of_theirs_is_not_found(reading, name):
    assert reading.client.get(f"/reseau/{BETA}/media/{name}").status_code == 404


def test_the_source_and_the_json_say_where_the_page_stands(reading):
    source, said = reading.client.get(f"{URL}/raw"), reading.client.get(f"{URL}.json")

    assert source.text == MOULIN
    assert said.json()["origin"] == BETA
    for answer in (source, said):
        assert answer.headers["link"] == '<https://beta.test/lieux/moulin>; rel="canonical"'
        assert answer.headers["x-robots-tag"] == "noindex"


def test_its_versions_are_told_and_compared_there(both):
    alpha, beta = both
    beta.write({"place/moulin": MOULIN.replace("du sarrasin", "du blé")})
    beta.visit()
    html = body(alpha, f"{URL}/history")

    assert html.count("Une roue neuve") == 2
    assert html.count('<ol class="versions">') == 1
    assert html.count("Zoé</span>") == 2
    assert 'href="https://beta.test/lieux/moulin/history"' in html
    assert "/diff" not in html.split("<main")[1]
    assert "/restore" not in html


def test_editing_it_leads_to_the_choice_of_proposing_or_adopting(reading):
    answer = reading.client.get(f"{URL}/edit")

    assert answer.status_code == 302
    assert answer.headers["location"] == f"/-/reprendre?de={BETA}&page=place%2Fmoulin"


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        (f"/reseau/{BETA}", f"/-/reseaux/{BETA}"),
        (f"/reseau/{BETA}/lieux", f"/lieux?origin={BETA}"),
    ],
)
def test_a_friend_has_one_screen_and_lists(reading, asked, led):
    answer = reading.client.get(asked)

    assert (answer.status_code, answer.headers["location"]) == (302, led)


@pytest.mark.parametrize(
    "url",
    [
        "/reseau/gamma.test", "/reseau/gamma.test/lieux/moulin", "/reseau/..%2f/lieux/moulin",
        f"/reseau/{BETA}/lieux/jamais", f"/reseau/{BETA}/rien/moulin", f"/reseau/{BETA}/lieux/-x",
        f"/reseau/{BETA}/lieux/jamais/history", f"/reseau/{BETA}/lieux/jamais/raw",
        f"/reseau/{BETA}/lieux/jamais.json", "/reseau/-upload/lieux/moulin",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(reading, url):
    assert reading.client.get(url).status_code == 404


def test_a_page_that_we_do_not_hold_says_where_to_look(reading):
    html = reading.client.get(f"/reseau/{BETA}/lieux/jamais").text

    assert "Elle n’est pas, ou pas encore, dans notre copie de Réseau Beta." in html
    assert 'href="https://beta.test/lieux/jamais"' in html


def test_a_page_that_they_took_back_is_gone(both):
    alpha, beta = both
    assert alpha.client.get(URL).status_code == 200
    beta.write({"place/moulin": None})
    beta.visit()
    answer = alpha.client.get(URL)

    assert answer.status_code == 410
    assert "n’est plus partagée" in answer.text
    assert "sarrasin" not in answer.text


def test_a_page_that_moved_there_is_followed_here(both):
    alpha, beta = both
    row = alpha.wiki.index.page(PagePath("place", "moulin"), origin=BETA)
    redirect = f"---\nredirect: {row.id}\n---\n"
    beta.write({"place/moulin": redirect, "place/grand-moulin": MOULIN})
    beta.visit()

    for rest in ("", ".json", "/raw", "/history"):
        answer = alpha.client.get(URL + rest)
        assert answer.status_code == 301
        assert answer.headers["location"] == f"/reseau/{BETA}/lieux/grand-moulin{rest}"


def test_what_they_change_is_seen_at_the_next_visit_from_the_page_cache_too(both):
    alpha, beta = both
    first, kept = alpha.client.get(URL), alpha.client.get(URL)
    beta.write({"place/moulin": MOULIN.replace("du sarrasin", "du blé")})
    beta.visit()
    after = alpha.client.get(URL)

    assert first.headers["etag"] == kept.headers["etag"]
    assert "du blé" in after.text
    assert after.headers["etag"] != kept.headers["etag"]


def test_our_links_to_a_friends_page_lead_to_our_copy_else_to_their_site(both):
    alpha, _ = both
    links = f"Voir [[{BETA}/place/moulin]] et [[{BETA}/place/nulle-part|ceci]]."
    alpha.save("page/bienvenue", alpha_page(links))
    html = body(alpha, "/pages/bienvenue")

    assert f'<a class="borrowed" href="{URL}">Moulin de Beta</a>' in html
    assert 'href="https://beta.test/lieux/nulle-part">ceci</a>' in html


def alpha_page(body):
    return f"---\nkind: page\ntitle: Bienvenue\nlang: fr\nlicence: CC-BY-SA-4.0\n---\n{body}\n"


def adopted(alpha, *, status=""):
    """Our page made from their mill, as it stands now."""
    row = alpha.wiki.index.page(PagePath("place", "moulin"), origin=BETA)
    front = f"derived_from: {{instance: {BETA}, id: {row.id}, revision: {row.blob}}}"
    if status:
        front += f"\nstatus: {status}"
    ours = re.sub(r"id: .*\n", front + "\n", row.text, count=1)
    alpha.save("place/notre-moulin", ours.replace("Moulin de Beta", "Notre moulin"))


def test_their_page_leads_to_what_we_made_of_it_unless_that_is_a_draft(both):
    alpha, _ = both
    adopted(alpha, status="draft")
    assert "/lieux/notre-moulin" not in body(alpha, URL)
    adopted(alpha)

    assert 'href="/lieux/notre-moulin"' in body(alpha, URL)


def test_a_page_that_we_adopted_says_from_whom_and_how_far_it_has_drifted(both):
    alpha, beta = both
    adopted(alpha)
    beta.write({"place/moulin": MOULIN.replace("du sarrasin", "du blé")})
    beta.write({"place/moulin": MOULIN.replace("du sarrasin", "de l’orge")})
    beta.visit()
    html = body(alpha, "/lieux/notre-moulin")
    foot = html[html.index('class="attribution"') :]

    assert "L’original a 2 versions plus récentes." in html
    assert f'<a class="borrowed" href="{URL}">Moulin de Beta</a>' in html
    assert 'href="/-/derive?page=place%2Fnotre-moulin"' in html
    assert f'<a href="{URL}">Moulin de Beta</a> (Réseau Beta, Zoé)' in foot
    assert '<meta name="robots"' not in head(alpha, "/lieux/notre-moulin")


def test_whose_page_it_is_is_said_in_english_too(both):
    alpha, _ = both
    adopted(alpha)
    client = alpha.stranger()
    client.cookies.set("maillage-langue", "en")
    mirrored, ours = client.get(URL).text, client.get("/lieux/notre-moulin").text
    gone = client.get(f"/reseau/{BETA}/lieux/jamais").text

    for said in ("This page comes from", "Copy received on November 20, 2026.", "Published by",
                 "Suggest an improvement", "Picture kept by Réseau Beta"):  # fmt: skip
        assert said in mirrored
    assert "Taken from" in ours
    assert "It is not, or not yet, in our copy of Réseau Beta." in gone
    for french in ("Copie reçue", "Elle ne se modifie", "Reprendre chez", "Reprise de", "Publiée"):
        assert french not in mirrored + ours + gone


def test_signed_in_readers_are_never_sent_a_kept_page(reading):
    answer = reading.signed_in(Role.contributor).get(URL)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


def test_taking_a_friends_page_away_takes_that_one(reading):
    html = body(reading, f"/-/emporter?page=place/cafe-plum&de={BETA}")

    assert f'href="/reseau/{BETA}/lieux/cafe-plum/raw"' in html
    assert 'href="/lieux/cafe-plum/raw"' not in html


def test_a_friend_s_page_is_linked_data_at_its_owner_s_address(reading):
    answer = reading.client.get(f"{URL}.jsonld")
    page, place = answer.json()["@graph"]
    there = f"https://{BETA}/lieux/moulin"
    assert (page["@id"], place["@id"]) == (there, f"{there}#lieu")
    assert page["isPartOf"]["url"] == f"https://{BETA}/"
    assert page["sdPublisher"]["name"] == "Réseau Alpha"
    assert answer.headers["link"] == f'<{there}>; rel="canonical"'
    assert "og:image" not in reading.client.get(URL).text
    assert reading.client.get(f"/reseau/{BETA}/lieux/jamais.jsonld").status_code == 404
