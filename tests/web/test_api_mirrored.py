"""Friends' pages in the API: where each comes from, who wrote it, under which licence."""

import pytest

from tests.web.api import get
from tests.web.beta import BETA, befriend
from tests.web.conftest import serve_alpha


@pytest.fixture(scope="module")
def reading(tmp_path_factory):
    """One wiki with a friend, for tests that only read."""
    folder = tmp_path_factory.mktemp("api_mirrored")
    for alpha in serve_alpha(folder / "alpha"):
        beta = befriend(folder / "beta", alpha.wiki)
        yield alpha
        beta.close()


def items(alpha, **params):
    return get(alpha, "/api/v1/pages", size=100, **params).json()["items"]


def test_pages_are_ours_unless_friends_are_asked_for(reading):
    assert {item["origin"] for item in items(reading)} == {"self"}
    assert {item["origin"] for item in items(reading, origin="*")} == {"self", BETA}
    assert {item["origin"] for item in items(reading, origin=BETA)} == {BETA}
    assert items(reading, origin="gamma.test") == []


def test_an_item_says_licence_authors_and_source(reading):
    (theirs,) = [one for one in items(reading, origin=BETA) if one["slug"] == "moulin"]

    assert theirs["url"] == f"/reseau/{BETA}/lieux/moulin"
    assert theirs["licence"] == "CC-BY-SA-4.0"
    assert theirs["authors"] == ["Zoé"]
    assert theirs["source"]["name"] == "Réseau Beta"
    assert theirs["source"]["url"] == "https://beta.test/lieux/moulin"
    assert theirs["source"]["received_at"].startswith("2026-11-20")


def test_a_page_of_ours_has_no_source(reading):
    ours = get(reading, "/api/v1/pages/place/cafe-plum").json()

    assert (ours["origin"], ours["source"]) == ("self", None)
    assert ours["title"] == "Café PLUM"


def test_a_hit_says_its_network_and_its_address_there(reading):
    found = get(reading, "/api/v1/search", q="sarrasin").json()
    (hit,) = found["hits"]

    assert (hit["origin"], hit["licence"]) == (BETA, "CC-BY-SA-4.0")
    assert hit["url"] == f"/reseau/{BETA}/lieux/moulin"
    assert hit["source_url"] == "https://beta.test/lieux/moulin"
    assert found["facets"]["origin"] == {BETA: 1}


@pytest.mark.parametrize(("origin", "expected"), [("self", {"self"}), (BETA, {BETA})])
def test_a_search_holds_to_a_network(reading, origin, expected):
    hits = get(reading, "/api/v1/search", q="plum", origin=origin).json()["hits"]

    assert {hit["origin"] for hit in hits} == expected


def test_changes_and_figures_are_ours_alone(reading):
    changed = get(reading, "/api/v1/changes").json()["items"]

    assert "Moulin de Beta" not in {one["title"] for one in changed}
    assert get(reading, "/api/v1/stats/place").json()["count"] == 3
    assert get(reading, "/api/v1/stats/place", origin="*").json()["count"] == 5
