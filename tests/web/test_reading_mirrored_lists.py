"""Friends' pages where pages are found: lists, search, maps, files; never where ours alone are."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from tests.web.beta import BETA, befriend
from tests.web.conftest import serve_alpha

MOULIN = f"/reseau/{BETA}/lieux/moulin"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    """One wiki with a friend, for tests that only read."""
    folder = tmp_path_factory.mktemp("mirrored_lists")
    for alpha in serve_alpha(folder / "alpha"):
        beta = befriend(folder / "beta", alpha.wiki)
        yield alpha
        beta.close()


def body(alpha, url):
    answer = alpha.client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return " ".join(answer.text.split())


def main(alpha, url):
    return body(alpha, url).split("<main")[1].split("</main>")[0]


def test_a_directory_is_of_ours_and_says_how_many_friends_have(reading):
    html = main(reading, "/lieux")

    assert "3 lieux" in html
    assert MOULIN not in html
    assert "Nos réseaux amis en ont 2 de plus." in html
    assert 'href="/lieux?origin=%2A">Les voir aussi' in html


@pytest.mark.parametrize(("chosen", "ours", "theirs"), [("*", True, True), (BETA, False, True),
                                                        ("self", True, False)])  # fmt: skip
def test_one_chooses_one_network_or_all(reading, chosen, ours, theirs):
    html = main(reading, f"/lieux?origin={chosen}")

    assert ('href="/lieux/les-ateliers"' in html) is ours
    assert (f'href="{MOULIN}"' in html) is theirs
    assert "Nos réseaux amis en ont" not in html


def test_the_choice_of_networks_is_by_name_with_counts(reading):
    facet = main(reading, "/lieux").split("<legend>Réseau</legend>")[1].split("</fieldset>")[0]

    assert 'value="*">Tous les réseaux<span class="count">5</span>' in facet
    assert 'value="self">Notre réseau<span class="count">3</span>' in facet
    assert f'value="{BETA}">Réseau Beta<span class="count">2</span>' in facet


def test_a_card_of_theirs_is_marked_with_its_network_and_licence(reading):
    card = main(reading, f"/lieux?origin={BETA}").split('<li class="card place borrowed">')[1]

    assert "Réseau Beta" in card
    assert "CC BY-SA 4.0" in card


def test_the_table_has_a_column_for_where_pages_come_from(reading):
    table = main(reading, "/lieux?view=table&origin=*")

    assert '<th scope="col">Origine</th>' in table
    assert '<tr class="borrowed">' in table
    assert "Notre réseau" in table


@pytest.mark.parametrize("url", ["/lieux?view=map&origin=*", "/carte", "/"])
def test_their_places_are_hollow_dots_on_maps(reading, url):
    drawing = main(reading, url).split("<svg")
    theirs = [part for part in drawing if MOULIN in part]

    assert any('class="dot borrowed"' in part and 'class="dot"' in part for part in theirs)


def test_a_directory_without_friends_says_nothing_of_them(shared_alpha):
    html = main(shared_alpha, "/lieux")

    assert "<legend>Réseau</legend>" not in html
    assert "Nos réseaux amis" not in html


def rows_of(alpha, url):
    text = alpha.client.get(url).text.removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_files_of_a_selection_say_where_each_page_comes_from(reading):
    rows = rows_of(reading, "/lieux.csv?origin=*")
    named = {row["slug"]: (row["origin"], row["url"]) for row in rows if row["slug"] != "cafe-plum"}

    assert named["moulin"] == (BETA, f"http://alpha.test{MOULIN}")
    assert named["les-ateliers"] == ("self", "http://alpha.test/lieux/les-ateliers")
    assert {row["origin"] for row in rows_of(reading, "/lieux.csv")} == {"self"}


def test_a_map_file_and_a_list_file_do_too(reading):
    features = json.loads(reading.client.get(f"/lieux.geojson?origin={BETA}").text)["features"]
    items = reading.client.get(f"/lieux.json?origin={BETA}").json()["items"]

    assert {feature["properties"]["origin"] for feature in features} == {BETA}
    assert all(feature["id"].startswith(f"{BETA}/") for feature in features)
    assert {item["origin"] for item in items} == {BETA}


def test_a_feed_names_the_network_of_each_author(reading):
    feed = ET.fromstring(reading.client.get("/lieux.atom?origin=*").text)
    entries = {e.findtext(f"{ATOM}title"): e for e in feed.iter(f"{ATOM}entry")}
    theirs = entries["Moulin de Beta"]

    assert theirs.findtext(f"{ATOM}author/{ATOM}name") == "Zoé (Réseau Beta)"
    assert theirs.findtext(f"{ATOM}id").startswith("tag:beta.test,2026:")
    assert len({e.findtext(f"{ATOM}id") for e in entries.values()}) == len(entries)


def test_what_is_ours_alone_never_lists_theirs(reading):
    for url in ("/feed.atom", "/sitemap.xml", "/changements", "/-/chiffres"):
        assert "/reseau/" not in reading.client.get(url).text.split("</head>")[-1]
    assert "Disallow: /reseau/" in reading.client.get("/robots.txt").text


def test_the_home_page_tells_what_friends_published_last(reading):
    html = main(reading, "/").split("Chez les réseaux amis")[1]

    assert f'href="{MOULIN}"' in html
    assert "Réseau Beta" in html
    assert "Notre réseau ami" in html


def test_a_search_finds_theirs_marked_with_network_and_licence(reading):
    html = main(reading, "/recherche?q=sarrasin")
    hit = html.split('<li class="borrowed">')[1].split("</li>")[0]

    assert f'href="{MOULIN}"' in hit
    assert "Réseau Beta, Bretagne" in hit
    assert "CC BY-SA 4.0" in hit
    assert "Reçu le 20 novembre 2026" in hit


def test_two_pages_of_one_address_are_two_hits(reading):
    html = main(reading, "/recherche?q=plum")

    assert 'href="/lieux/cafe-plum"' in html
    assert f'href="/reseau/{BETA}/lieux/cafe-plum"' in html


def test_a_search_narrows_to_one_network(reading):
    facet = main(reading, "/recherche?q=plum").split("<legend>Réseau</legend>")[1]
    theirs = main(reading, f"/recherche?q=plum&origin={BETA}")
    ours = main(reading, "/recherche?q=plum&origin=self")

    assert f'value="{BETA}">Réseau Beta' in facet.split("</fieldset>")[0]
    assert 'href="/lieux/cafe-plum"' not in theirs
    assert f'href="/reseau/{BETA}/lieux/cafe-plum"' in theirs
    assert "/reseau/" not in ours
    assert "Réseau Beta" in theirs.split('aria-label="Choix en cours"')[1].split("</ul>")[0]


def test_a_live_list_of_ours_is_of_ours_unless_it_names_friends(reading):
    assert "/reseau/" not in main(reading, "/portails/portail-des-lieux")
