"""The search screen: what was found, what to change, and what to do where there is nothing."""

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

import pytest

from app.domain.page_path import PagePath
from app.domain.search import SearchHit, SearchPage, SearchQuery, Suggestion
from tests.web.conftest import Alpha

ATOM = "{http://www.w3.org/2005/Atom}"


class Told:
    """A Search of app.ports that answers what it was told to, question by question; for one that
    is being typed, what it was told for it with `…` behind."""

    def __init__(self, **pages: SearchPage) -> None:
        self.pages = pages
        self.asked: list[SearchQuery] = []

    def find(self, query: SearchQuery) -> SearchPage:
        self.asked.append(query)
        begun = self.pages.get(query.text + "…") if query.typing else None
        return begun or self.pages.get(query.text, SearchPage(0, (), {}, None))

    def suggest(self, text: str, *, size: int) -> list[Suggestion]:  # noqa: ARG002 - it knows none
        return []


def hit(path: str, title: str, **more: object) -> SearchHit:
    return SearchHit(PagePath.parse(path), title, "", "", "CC-BY-SA-4.0", 1.0, **more)  # type: ignore[arg-type]


@pytest.fixture
def told(shared_alpha: Alpha) -> Iterator[Told]:
    wiki, search = shared_alpha.wiki, Told()
    shared_alpha.app.state.wiki = replace(wiki, search=search)
    yield search
    shared_alpha.app.state.wiki = wiki


def shown(alpha: Alpha, url: str, status: int = 200) -> str:
    answer = alpha.client.get(url)
    assert answer.status_code == status
    return unescape(answer.text).replace("\u00a0", " ")


def test_every_criterion_in_force_can_be_taken_away(shared_alpha: Alpha) -> None:
    html = shown(shared_alpha, "/recherche?q=région:occitanie&-tag=bois&near=Lautrec&within=20")
    tags = html.split('aria-label="Choix en cours"')[1].split("</ul>")[0]
    for said in ("Occitanie", "sauf bois", "à 20 km de Lautrec (81) au plus", "Tout retirer"):
        assert said in tags
    assert 'href="/recherche?-tag=bois&near=Lautrec+%2881%29&within=20&order=distance"' in tags


def test_words_in_the_box_are_without_the_criteria_that_they_named(shared_alpha: Alpha) -> None:
    html = shown(shared_alpha, "/recherche?q=région:occitanie atelier")
    assert 'value="atelier"' in html
    assert 'name="region" value="occitanie" checked' in html


def test_the_results_alone_are_those_of_the_screen(shared_alpha: Alpha) -> None:
    part = shown(shared_alpha, "/-/recherche?q=librair")
    assert "<html" not in part
    assert "Café PLUM" in part
    assert 'data-said="1 page pour « librair »"' in part


def test_pages_of_a_family_are_folded_under_the_best(shared_alpha: Alpha, told: Told) -> None:
    other = hit("place/les-ateliers", "Les Ateliers")
    best = hit("place/cafe-plum", "Café PLUM", others=(other,), distance_m=1234.0)
    told.pages["bar"] = SearchPage(2, (best,), {}, None, results=1)
    html = shown(shared_alpha, "/recherche?q=bar")
    folded = html.split('class="family"')[1].split("</details>")[0]
    assert "1 page de la même famille" in folded
    assert 'href="/lieux/les-ateliers"' in folded
    assert "à 1,2 km" in html
    assert "1 page est rangée sous une autre" in html


def test_a_word_is_corrected_and_said_so(shared_alpha: Alpha, told: Told) -> None:
    found = (hit("place/cafe-plum", "Café PLUM"),)
    told.pages["bare"] = SearchPage(1, found, {}, None, near=("bar",), meant="bar")
    html = shown(shared_alpha, "/recherche?q=bare")
    assert "1 page pour « bar »" in html
    assert "« bare » n’est écrit nulle part" in html
    assert 'href="/recherche?q=bare&exact=1"' in html

    assert 'id="nb">Rien pour « bare »' in shown(shared_alpha, "/recherche?q=bare&exact=1")
    assert told.asked[-1].text == '"bare"'


def test_the_beginning_of_a_word_is_no_slip(shared_alpha: Alpha, told: Told) -> None:
    found = (hit("place/cafe-plum", "Café PLUM"),)
    told.pages["libr"] = SearchPage(1, found, {}, None, near=("livre",), meant="livre")
    told.pages["libr…"] = SearchPage(1, found, {}, None)
    html = shown(shared_alpha, "/recherche?q=libr")
    assert "1 page pour « libr »" in html
    assert "nulle part" not in html


def test_the_last_word_may_be_the_beginning_of_one(shared_alpha: Alpha, told: Told) -> None:
    told.pages["libr…"] = SearchPage(1, (hit("place/cafe-plum", "Café PLUM"),), {}, None)
    assert "1 page pour « libr »" in shown(shared_alpha, "/recherche?q=libr")


def test_where_nothing_is_found_it_says_what_to_give_up(shared_alpha: Alpha) -> None:
    html = shown(shared_alpha, "/recherche?q=librairie&region=bretagne&kind=place")
    empty = html.split("Rien ne répond à tous ces choix")[1]
    assert 'href="/recherche?q=librairie&kind=place"><b>sans « Bretagne »</b>' in empty
    assert "1 page" in empty
    assert "sans « Lieu »" not in empty


def test_a_page_of_results_past_the_last_says_which_is(shared_alpha: Alpha) -> None:
    html = shown(shared_alpha, "/recherche?kind=place&page=1000000000", 404)
    assert "La dernière est la page 1." in html


@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, "mot " * 500, '"' * 300, "région:" * 300, "a:b " * 400, "\x00\x07", "((((~*?",
     "near:99,99", "&".join(["région:x"] * 100)],
)  # fmt: skip
def test_strange_questions_get_a_screen(shared_alpha: Alpha, query: str) -> None:
    for url in ("/recherche", "/-/recherche", "/recherche.atom", "/-/suggest"):
        answer = shared_alpha.client.get(url, params={"q": query, "avec": "criteres"})
        assert answer.status_code in (200, 422)
        assert answer.status_code == 200 or "<h1>" in answer.text


def test_a_hundred_values_of_a_criterion_are_refused_in_words(shared_alpha: Alpha) -> None:
    params = [("region", f"r{n}") for n in range(100)]
    assert shared_alpha.client.get("/recherche", params=params).status_code == 422
    answer = shared_alpha.client.get("/api/v1/search", params=params)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid_query")


def test_a_search_is_a_feed_with_what_answers_it(shared_alpha: Alpha) -> None:
    answer = shared_alpha.client.get("/recherche.atom?q=librairie&kind=place")
    feed = ElementTree.fromstring(answer.text)
    assert [one.text for one in feed.findall(f"{ATOM}entry/{ATOM}title")] == ["Café PLUM"]
    assert "librairie" in (feed.findtext(f"{ATOM}entry/{ATOM}summary") or "")
    assert answer.headers["content-type"].startswith("application/atom+xml")


def test_criteria_are_suggested_beside_titles(shared_alpha: Alpha) -> None:
    found = shared_alpha.client.get("/-/suggest?q=occ&avec=criteres").json()
    assert {"title": "Occitanie", "url": "/recherche?region=occitanie", "kind": "Région"} in found
    assert all(one["url"] != "/recherche?region=occitanie" for one in
               shared_alpha.client.get("/-/suggest?q=occ").json())  # fmt: skip


def test_the_place_may_be_asked_of_the_device_here_alone(shared_alpha: Alpha) -> None:
    asked = shared_alpha.client.get("/recherche").headers["permissions-policy"]
    other = shared_alpha.client.get("/").headers["permissions-policy"]
    assert "geolocation=(self)" in asked
    assert "geolocation=()" in other


def test_the_api_passes_the_whole_question_on(shared_alpha: Alpha, told: Told) -> None:
    other = hit("place/les-ateliers", "Les Ateliers")
    best = hit("place/cafe-plum", "Café PLUM", others=(other,), distance_m=1234.4)
    told.pages["bar"] = SearchPage(2, (best,), {}, None, near=("barre",), results=1, meant="barre")
    params = {"q": "bar région:occitanie", "-tag": "bois", "near": "43.7,2.1", "within": "9",
              "order": "distance", "typing": "true"}  # fmt: skip
    said = shared_alpha.client.get("/api/v1/search", params=params).json()
    asked = told.asked[-1]
    assert (asked.text, asked.order, asked.typing) == ("bar", "distance", True)
    assert asked.selection.barred == {"tag": ("bois",)}
    assert asked.selection.near is not None
    assert (said["total"], said["results"], said["meant"], said["cut"]) == (2, 1, "barre", False)
    assert said["hits"][0]["distance_m"] == 1234
    assert said["hits"][0]["others"][0]["url"] == "/lieux/les-ateliers"


def test_the_api_says_that_it_cut_a_long_question(shared_alpha: Alpha) -> None:
    params = {"q": "mot " * 2_500}
    assert shared_alpha.client.get("/api/v1/search", params=params).json()["cut"] is True


def test_by_distance_from_nowhere_is_refused_to_a_program(shared_alpha: Alpha) -> None:
    answer = shared_alpha.client.get("/api/v1/search?q=bar&order=distance")
    assert answer.status_code == 422
    assert "près de quel endroit" in answer.json()["detail"]
