"""One selection, whoever asks: the API, lists of a text, files to take away."""

import pytest

from tests.web.conftest import Alpha
from tests.web.pages import text


def slugs(alpha: Alpha, query: str) -> list[str]:
    answer = alpha.client.get(f"/api/v1/pages?{query}")
    assert answer.status_code == 200, answer.text
    return [item["slug"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=librairie&kind=place", ["cafe-plum"]),
        ("q=kind:place -librairie", ["la-vergne", "les-ateliers"]),
        ("kind=place&-tag=librairie", ["la-vergne", "les-ateliers"]),
        ("kind=place&near=43.7,2.1", ["cafe-plum", "les-ateliers"]),
        ("kind=place&near=43.6,2.24&within=60", ["les-ateliers", "cafe-plum"]),
        ("kind=place&near=Castres+(81)&within=5", ["les-ateliers"]),
        ("kind=place&near=48.8,2.3", []),
        ("kind=place&since=2199-01-01", []),
    ],
)
def test_the_api_lists_what_a_selection_asks_for(
    shared_alpha: Alpha, query: str, found: list[str]
) -> None:
    assert slugs(shared_alpha, query) == found


@pytest.mark.parametrize(
    "query",
    ["couleur=rouge", "-couleur=rouge", "near=nulle+part+ailleurs", "near=99,1",
     "within=-3&near=1,1", "since=2026-13-45", "near=1,1&within=nan", "cursor=x"],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_in_a_sentence(shared_alpha: Alpha, query: str) -> None:
    answer = shared_alpha.client.get(f"/api/v1/pages?{query}")

    assert answer.status_code == 422
    assert answer.json()["detail"].endswith(".")


def test_figures_are_of_the_words_too(shared_alpha: Alpha) -> None:
    said = shared_alpha.client.get("/api/v1/stats/place?by=region&q=librairie").json()

    assert said["count"] == 1
    assert said["groups"][0]["key"] == "occitanie"


def test_a_list_of_a_text_may_look_for_words(alpha: Alpha) -> None:
    alpha.save("page/liste", text("page", "Liste", body=":::list kind=place q=librairie\n:::\n"))
    html = alpha.client.get("/pages/liste").text

    assert "/lieux/cafe-plum" in html
    assert "/lieux/les-ateliers" not in html
