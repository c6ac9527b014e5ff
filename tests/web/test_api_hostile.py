"""Bad input, and the questions that only read."""

import pytest

from tests.web.api import NEW, URL, get, put
from tests.web.pages import text


@pytest.mark.parametrize(
    ("url", "page", "status"),
    [
        (URL, "no front matter", 422),
        (URL, "---\ntitle: [\n---\n", 422),
        (URL, NEW.replace("kind: place", "kind: zut"), 422),
        (URL, NEW.replace("CC-BY-SA-4.0", "WTFPL"), 422),
        (URL, NEW.replace("bretagne", "breizh"), 422),
        (URL, NEW.replace('"29"', "01"), 422),
        (URL, NEW + "\0", 422),
        (URL, NEW + "x" * 256 * 1024, 413),
        (URL, NEW.replace("lang: fr", "lang: fr\nid: 01ARZ3NDEKTSV4RRFFQ69G5FA"), 422),
        ("/api/v1/pages/zut/moulin", NEW, 422),
        ("/api/v1/pages/place/-x", NEW, 422),
        ("/api/v1/pages/place/.git", NEW, 422),
        ("/api/v1/pages/place/caf%C3%A9", NEW, 422),
        ("/api/v1/pages/place/c%D0%B0fe", NEW, 422),
        ("/api/v1/pages/place/" + "x" * 300, NEW, 422),
        ("/api/v1/pages/place/%2e%2e", NEW, (404, 405, 422)),
        ("/api/v1/pages/place/con", NEW, 422),
    ],
)
def test_what_cannot_be_saved_gets_a_sentence_and_changes_nothing(alpha, url, page, status):
    head = alpha.wiki.store.head()
    answer = put(alpha, url, page)

    assert answer.status_code in (status if isinstance(status, tuple) else (status,))
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert "Traceback" not in answer.text
    assert alpha.wiki.store.head() == head


def test_each_field_to_put_right_is_named(alpha):
    page = NEW.replace("bretagne", "breizh").replace("lang: fr", "lang: fr\nopened: hier")

    assert {p["field"] for p in put(alpha, page=page).json()["problems"]} == {
        "territory.region", "opened",
    }  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"\xff", b"{", b'{"text": "\\ud800"}', b'{"text": 3}', b"[]", b'{"base": null}']
)
def test_bodies_that_are_not_understood_get_a_sentence(alpha, data):
    headers = {"Content-Type": "application/json", **alpha.token()}
    answer = alpha.client.put(URL, content=data, headers=headers)

    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_ten_thousand_links_and_a_thousand_nested_quotes_are_a_page_like_others(alpha):
    links = put(alpha, page=text("place", "Liens", "", "[[a]] " * 10_000))
    quotes = put(alpha, "/api/v1/pages/place/q", text("place", "Q", "", ">" * 1000 + " x"))

    assert (links.status_code, quotes.status_code) == (201, 201)
    assert get(alpha).status_code == 200
    assert alpha.client.get("/lieux/q").status_code == 200


def test_an_id_of_another_page_is_refused(alpha):
    taken = get(alpha, "/api/v1/pages/place/cafe-plum").json()["id"]
    answer = put(alpha, page=NEW.replace("lang: fr", f"lang: fr\nid: {taken}"))

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "id"


def test_a_body_over_six_mebibytes_is_not_read(alpha):
    answer = alpha.client.put(URL, content=b"x" * (6 * 1024 * 1024 + 1), headers=alpha.token())

    assert answer.status_code == 413


@pytest.mark.parametrize(
    "url",
    ["/api/v1/pages?zut=1", "/api/v1/pages?size=0", "/api/v1/pages?cursor=zut",
     "/api/v1/pages?updated_since=hier", "/api/v1/search?page=1000000000", "/api/v1/search?zut=1",
     "/api/v1/search?q=a&size=1000", "/api/v1/stats/place?by=zut", "/api/v1/changes?since=HEAD",
     "/api/v1/pages/place/cafe-plum?revision=--help"],
)  # fmt: skip
def test_questions_that_cannot_be_answered_get_a_sentence(shared_alpha, url):
    answer = shared_alpha.client.get(url)

    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "query",
    ["x" * 10_000, '"' * 200, "a OR " * 500, "*", "?" * 50, "\x00\x1b", "((((", "-a -b", "~", "'"],
)
def test_strange_searches_get_an_answer(shared_alpha, query):
    answer = shared_alpha.client.get("/api/v1/search", params={"q": query})

    assert answer.status_code == 200


# figures and changes


def test_figures_count_and_sum(shared_alpha):
    found = shared_alpha.client.get("/api/v1/stats/place?by=region").json()

    assert found["count"] == 3
    assert {g["key"]: g["count"] for g in found["groups"]} == {
        "occitanie": 2,
        "pays-de-la-loire": 1,
    }
    assert found["turnover_eur"] == {
        "count": 2, "mean": 228500.0, "median": 228500.0, "sum": 457000.0,
    }  # fmt: skip


def test_pages_are_walked_through_by_cursor(shared_alpha):
    seen, cursor = [], None
    while True:
        params = {"size": 4} | ({"cursor": cursor} if cursor else {})
        answer = shared_alpha.client.get("/api/v1/pages", params=params).json()
        seen += [item["slug"] for item in answer["items"]]
        if (cursor := answer["next_cursor"]) is None:
            break

    assert len(seen) == len(set(seen)) == 14


def test_changes_since_a_revision_are_told_oldest_first(alpha):
    head = str(alpha.wiki.store.head())
    put(alpha)
    put(alpha, "/api/v1/pages/place/autre", NEW.replace("Moulin", "Autre"))
    answer = alpha.client.get("/api/v1/changes", params={"since": head}).json()

    assert [item["slug"] for item in answer["items"]] == ["moulin", "autre"]
    assert answer["head"] == str(alpha.wiki.store.head())


def test_the_openapi_document_stands(shared_alpha):
    paths = shared_alpha.client.get("/api/openapi.json").json()["paths"]

    assert "/api/v1/pages/{kind}/{slug}" in paths
