"""Home, search, directories, the map, the change log and the small screens."""

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.domain.site import Site
from app.main import create_app, create_instance
from app.settings import Settings
from tests.web.conftest import Alpha, TestClient
from tests.web.pages import CAFE, text

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def body(alpha: Alpha, url: str, status: int = 200) -> str:
    answer = alpha.client.get(url)
    assert answer.status_code == status
    return answer.text


def rows_of(alpha: Alpha, url: str) -> list[dict[str, str]]:
    said = alpha.client.get(url).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(said)))


def titles(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/lieux/[^"]*">([^<]*)</a></h3>', html)


def test_home_leads_to_pages_of_each_way_in(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/")
    assert "<h1>Réseau Alpha</h1>" in html
    for url in ("/lieux/cafe-plum", "/methodes/conseil-de-place", "/minicools/choisir-une-licence"):
        assert f'href="{url}"' in html
    assert "Portail des lieux" in html
    assert "Une page attendue" in html
    assert "2 lieux sur la carte." in html


def test_home_stands_with_nothing_written(tmp_path: Path) -> None:
    create_instance(tmp_path / "empty", Site("Vide", "", "http://empty.test"))
    with TestClient(create_app(Settings(data=tmp_path / "empty"))) as client:
        for url in ("/", "/lieux", "/carte", "/changements", "/recherche?q=x", "/-/chiffres",
                    "/feed.atom", "/sitemap.xml", "/lieux.csv", "/-/emporter"):  # fmt: skip
            assert client.get(url).status_code == 200


def test_search_marks_the_words_and_counts_the_facets(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/recherche?q=librairie")
    assert "<mark>librairie</mark>" in html
    assert 'name="region" value="occitanie"' in html or "1 page pour" in html


def test_search_by_facets_alone_lists_them_all(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/recherche?region=occitanie&kind=place")
    assert "2 pages" in html
    assert "Café PLUM" in html
    assert 'value="occitanie" checked' in html


def test_search_that_finds_nothing_offers_to_write(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/recherche?q=introuvablissime")
    assert "Rien pour" in html
    assert "/-/ecrire?titre=introuvablissime" in html


@pytest.mark.parametrize("url", ["/recherche?page=0", "/recherche?page=abc", "/lieux?page=0",
                                 "/lieux?view=xyz", "/lieux?order=xyz", "/changements?cursor=zz",
                                 "/recherche?region=" + "a" * 300])  # fmt: skip
def test_an_impossible_value_gets_a_sentence(shared_alpha: Alpha, url: str) -> None:
    assert "<h1>" in body(shared_alpha, url, 422)


@pytest.mark.parametrize("url", ["/recherche?q=a&utm_source=x", "/lieux?fbclid=x", "/?x=1",
                                 "/lieux/cafe-plum?utm_source=x", "/carte?z=1", "/changements?a=b",
                                 "/lieux.csv?utm=1", "/lieux.atom?utm=1"])  # fmt: skip
def test_an_unknown_parameter_is_ignored(shared_alpha: Alpha, url: str) -> None:
    assert shared_alpha.client.get(url).status_code == 200


def test_suggestions_are_titles_with_their_address(shared_alpha: Alpha) -> None:
    found = shared_alpha.client.get("/-/suggest?q=caf").json()
    assert {"title": "Café PLUM", "url": "/lieux/cafe-plum", "kind": "Lieu"} in found
    assert shared_alpha.client.get("/-/suggest").json() == []


@pytest.mark.parametrize("view", ["cards", "list", "table", "map"])
def test_a_directory_shows_the_same_places_in_every_view(shared_alpha: Alpha, view: str) -> None:
    html = body(shared_alpha, f"/lieux?view={view}")
    assert "3 lieux" in html
    assert "Café PLUM" in html
    assert "Les Ateliers" in html


def test_facets_narrow_a_directory_and_can_be_taken_back(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux?region=occitanie")
    assert titles(html) == ["Café PLUM", "Les Ateliers"]
    assert '<a class="tag" href="/lieux">' in html
    assert re.search(r'value="pays-de-la-loire">Pays de la Loire<span class="count">1<', html)
    assert 'href="/lieux.csv?region=occitanie"' in html


def test_several_values_of_a_facet_widen_the_list(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/lieux?legal_status=scic&legal_status=association")
    assert len(titles(html)) == 3


def test_the_order_of_a_directory_can_be_chosen(shared_alpha: Alpha) -> None:
    assert titles(body(shared_alpha, "/lieux"))[0] == "Café PLUM"
    opened = titles(body(shared_alpha, "/lieux?order=opened"))
    assert opened == ["Café PLUM", "Les Ateliers", "La Vergne"]


def test_a_long_directory_goes_on_from_page_to_page(alpha: Alpha) -> None:
    alpha.bring_in({f"place/lieu-{n:03}": text("place", f"Lieu {n:03}") for n in range(70)})
    seen = [title for n in (1, 2, 3) for title in titles(body(alpha, f"/lieux?page={n}"))]
    assert len(seen) == len(set(seen)) == 73
    assert titles(body(alpha, "/lieux?page=99")) == titles(body(alpha, "/lieux?page=3"))
    assert 'href="/lieux?page=2"' in body(alpha, "/lieux")


def test_the_csv_holds_the_selection(shared_alpha: Alpha) -> None:
    answer = shared_alpha.client.get("/lieux.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(shared_alpha, "/lieux.csv?region=occitanie")
    assert [row["slug"] for row in rows] == ["cafe-plum", "les-ateliers"]
    assert rows[0]["turnover_eur"] == "357000"
    assert rows[0]["latitude"] == "43.706"
    assert rows[0]["url"] == "http://alpha.test/lieux/cafe-plum"


def test_the_csv_speaks_in_the_columns_of_other_lists(shared_alpha: Alpha) -> None:
    rows = rows_of(shared_alpha, "/lieux.csv?profil=mediation-numerique&region=occitanie")
    assert rows[0]["nom"] == "Café PLUM"
    assert rows[0]["horaires"] == "Tu-Sa 10:00-23:00"
    found = json.loads(body(shared_alpha, "/lieux.geojson?profil=osm"))
    assert {"name": "Café PLUM", "addr:city": "Lautrec"}.items() <= (
        found["features"][0]["properties"].items()
    )
    assert shared_alpha.client.get("/lieux.csv?profil=nope").status_code == 422


def test_the_csv_cannot_carry_a_formula(alpha: Alpha) -> None:
    for n, start in enumerate("=+-@"):
        alpha.save(f"page/formule-{n}", text("page", f"{start}1+1"))
    cells = {row["title"] for row in rows_of(alpha, "/pages.csv")}
    assert {"'=1+1", "'+1+1", "'-1+1", "'@1+1"} <= cells


def test_a_closed_page_is_listed_and_is_in_no_file(alpha: Alpha) -> None:
    closed = CAFE.replace("CC-BY-SA-4.0", "all-rights-reserved").replace("Café PLUM", "Café clos")
    alpha.save("place/cafe-clos", closed)
    assert "Café clos" in body(alpha, "/lieux")
    assert "cafe-clos" not in alpha.client.get("/lieux.csv").text
    assert "cafe-clos" not in alpha.client.get("/lieux.geojson").text


def test_the_geojson_puts_longitude_first(shared_alpha: Alpha) -> None:
    found = json.loads(body(shared_alpha, "/lieux.geojson"))
    points = {f["properties"]["slug"]: f["geometry"] for f in found["features"]}
    assert found["type"] == "FeatureCollection"
    assert points["cafe-plum"] == {"type": "Point", "coordinates": [2.138, 43.706]}
    assert points["la-vergne"] is None


def test_the_json_lists_what_the_api_lists(shared_alpha: Alpha) -> None:
    ours = shared_alpha.client.get("/lieux.json?region=occitanie").json()
    api = shared_alpha.client.get("/api/v1/pages?kind=place&region=occitanie").json()
    assert ours == api


@pytest.mark.parametrize("url", ["/feed.atom", "/lieux.atom", "/lieux.atom?region=occitanie"])
def test_a_feed_is_atom(shared_alpha: Alpha, url: str) -> None:
    feed = ElementTree.fromstring(shared_alpha.client.get(url).content)
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert feed.tag == f"{ATOM}feed"
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    assert len(ids) == len(set(ids)) >= 2
    assert all(
        entry.findtext(f"{ATOM}{name}") for entry in entries for name in ("title", "updated")
    )


def test_a_feed_drops_what_xml_cannot_hold(alpha: Alpha) -> None:
    alpha.save("page/etrange", text("page", "Un \\uFFFE signe & <deux>"))
    feed = ElementTree.fromstring(alpha.client.get("/feed.atom").content)
    assert any("signe & <deux>" in (t.text or "") for t in feed.iter(f"{ATOM}title"))


def test_the_sitemap_names_every_published_page(shared_alpha: Alpha) -> None:
    found = ElementTree.fromstring(shared_alpha.client.get("/sitemap.xml").content)
    urls = {loc.text for loc in found.iter(f"{SITEMAP}loc")}
    assert {"http://alpha.test/", "http://alpha.test/lieux/cafe-plum"} <= urls
    assert "Sitemap: http://alpha.test/sitemap.xml" in body(shared_alpha, "/robots.txt")


def test_the_map_names_each_place_it_draws_and_those_it_cannot(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/carte")
    assert "2 lieux, par région" in html
    assert html.index("Castres") < html.index("Sans point sur la carte") < html.index("La Vergne")


def test_the_change_log_can_keep_one_kind(alpha: Alpha) -> None:
    html = body(alpha, "/changements?kind=method")
    assert "Conseil de Place" in html
    assert "Les Ateliers" not in html


def test_figures_are_counted_from_the_pages_and_lead_to_them(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/-/chiffres")
    assert 'href="/lieux?region=occitanie">Occitanie</a>' in html
    assert "457\u202f000\u00a0€" in html
    assert "228\u202f500\u00a0€" in html
    assert "357\u202f000\u00a0€" in body(shared_alpha, "/-/chiffres?setting=rural")


def test_taking_away_says_how_and_what_the_columns_hold(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/-/emporter?page=place/cafe-plum")
    assert 'href="/lieux/cafe-plum/raw"' in html
    assert 'href="/lieux.geojson"' in html
    header = rows_of(shared_alpha, "/lieux.csv")[0].keys()
    assert all(f">{name}</th>" in html for name in header)
    for page in ("place/lieu-secret", "..", "x/y/z"):
        assert "/lieux/lieu-secret" not in body(shared_alpha, f"/-/emporter?page={page}")


def test_the_api_is_told_in_words(shared_alpha: Alpha) -> None:
    html = body(shared_alpha, "/api/docs")
    assert "GET /api/v1/pages/{kind}/{slug}" in html
    assert "<script src" not in html


def test_every_link_around_a_screen_answers(shared_alpha: Alpha) -> None:
    links = {
        unescape(url) for url in re.findall(r'(?:href|src)="(/[^"#]*)', body(shared_alpha, "/"))
    }
    # Each by another stranger: one of them changes the language.
    found = {url: shared_alpha.stranger().get(url).status_code for url in sorted(links)}
    assert {
        url: status for url, status in found.items() if status not in (200, 302, 303, 401)
    } == {}


@pytest.mark.parametrize(("name", "slug"), [("legal", "mentions-legales"),
                                            ("privacy", "confidentialite"),
                                            ("accessibility", "accessibilite")])  # fmt: skip
def test_what_the_law_asks_for_leads_to_its_page(shared_alpha: Alpha, name: str, slug: str) -> None:
    assert shared_alpha.client.get(f"/-/{name}").headers["location"] == f"/pages/{slug}"


def test_files_of_the_theme_are_kept_for_ever_once_built(shared_alpha: Alpha) -> None:
    files = shared_alpha.app.state.theme.files
    answer = shared_alpha.client.get(files.asset("look.css"))
    expected = "immutable" if files.built else "no-cache"
    assert answer.headers["content-type"].startswith("text/css")
    assert expected in answer.headers["cache-control"]
    for name in ("..%2flook.css", "manifest.json.bak", ".env", "layout.html"):
        assert shared_alpha.client.get(f"/-/static/{name}").status_code == 404


def test_a_medium_is_sent_so_that_nothing_in_it_can_run(alpha: Alpha) -> None:
    data = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    sent = alpha.client.post(
        "/api/v1/media", files={"file": ("a.pdf", data)}, headers=alpha.token()
    )
    answer = alpha.client.get(sent.json()["url"])
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert "immutable" in answer.headers["cache-control"]
    again = alpha.client.get(sent.json()["url"], headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["x", "a" * 64 + ".exe", "a" * 64 + ".png", "..%2f..%2fx"])
def test_a_medium_that_is_not_there_is_not_found(shared_alpha: Alpha, name: str) -> None:
    assert shared_alpha.client.get(f"/media/{name}").status_code == 404


def test_screens_of_strangers_are_kept_and_others_are_not(shared_alpha: Alpha) -> None:
    kept = shared_alpha.stranger()
    first = kept.get("/lieux/cafe-plum")
    assert first.headers["cache-control"] == "no-cache"
    same = kept.get("/lieux/cafe-plum", headers={"If-None-Match": first.headers["etag"]})
    assert same.status_code == 304
    assert shared_alpha.signed_in().get("/lieux/cafe-plum").headers["cache-control"] == "no-store"
