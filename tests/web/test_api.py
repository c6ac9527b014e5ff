"""The API, as a program uses it, on a real wiki."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.actions.catch_up import rebuild
from app.actions.check import check
from app.domain.people import Role
from tests.web.pages import text

NEW = text(
    "place", "Moulin", 'territory: {region: bretagne, department: "29"}', "Un moulin à vent."
)
URL = "/api/v1/pages/place/moulin"
NOWHERE = "0" * 40


def put(alpha, url=URL, page=NEW, base=None, role=Role.contributor, **more):
    said = {"text": page, "base": base, **more}
    return alpha.client.put(url, json=said, headers=alpha.token(role))


def get(alpha, url=URL, **params):
    return alpha.client.get(url, params=params)


def test_a_page_is_created_read_and_found_at_once(alpha):
    answer = put(alpha, note="Premier jet")
    page = get(alpha).json()
    found = get(alpha, "/api/v1/search", q="moulin à vent").json()

    assert answer.status_code == 201
    assert page["revision"] == answer.json()["revision"]
    assert page["text"].startswith(NEW.split("\n---\n")[0])
    assert page["front_matter"]["id"] == answer.json()["id"]
    assert "Un moulin à vent." in page["html"]
    assert [hit["slug"] for hit in found["hits"]][0] == "moulin"
    assert found["behind"] == 0
    assert check(alpha.wiki) == []


def test_the_etag_of_a_page_is_its_revision(alpha):
    put(alpha)
    answer = get(alpha)

    assert answer.headers["etag"] == f'"{answer.json()["revision"]}"'


def test_edits_from_two_bases_are_merged(alpha):
    base = put(alpha).json()["revision"]
    now = get(alpha).json()["text"]
    put(alpha, page=now.replace("Un moulin à vent.", "Un moulin à eau."), base=base)
    answer = put(alpha, page=now.replace("Moulin", "Le Moulin"), base=base)
    page = get(alpha).json()

    assert answer.json()["merged"] is True
    assert page["title"] == "Le Moulin"
    assert "Un moulin à eau." in page["text"]
    assert check(alpha.wiki) == []


def test_the_same_sentence_changed_twice_is_a_conflict_with_three_texts(alpha):
    base = put(alpha).json()["revision"]
    now = get(alpha).json()["text"]
    put(alpha, page=now.replace("à vent", "à eau"), base=base)
    mine = now.replace("à vent", "à café")
    answer = put(alpha, page=mine, base=base)
    said = answer.json()

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert said["error"] == "edit_conflict"
    assert (said["base"], said["yours"]) == (now, mine)
    assert "à eau" in said["current"]
    assert [field["name"] for field in said["fields"]] == ["body.1"]
    assert get(alpha).json()["revision"] == said["current_revision"]


def test_twenty_people_editing_twenty_paragraphs_lose_nothing(alpha):
    body = "\n\n".join(f"Paragraphe {n}." for n in range(20))
    base = put(alpha, page=text("place", "Moulin", "", body)).json()["revision"]
    now = get(alpha).json()["text"]
    token = alpha.token(Role.steward)

    def edit(n):
        said = {"text": now.replace(f"Paragraphe {n}.", f"Écrit par {n}."), "base": base}
        return alpha.client.put(URL, json=said, headers=token).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(edit, range(20)))

    kept = get(alpha).json()["text"]
    assert statuses == [200] * 20
    assert all(f"Écrit par {n}." in kept for n in range(20))
    assert check(alpha.wiki) == []


def test_a_null_base_over_a_page_is_a_conflict(alpha):
    put(alpha)

    assert put(alpha, page=NEW.replace("vent", "eau")).status_code == 409


def test_a_base_that_is_no_version_is_not_found(alpha):
    put(alpha)

    assert put(alpha, base=NOWHERE).status_code == 404
    assert put(alpha, base="HEAD").status_code == 422
    assert put(alpha, base="--upload-pack").status_code == 422


def test_a_moved_page_answers_at_its_old_address_also_after_a_rebuild(alpha):
    base = put(alpha).json()["revision"]
    moved = alpha.client.post(
        f"{URL}/move", json={"slug": "vieux-moulin", "base": base}, headers=alpha.token()
    )
    before = alpha.client.get("/lieux/moulin")
    rebuild(alpha.wiki)
    after = alpha.client.get("/lieux/moulin")

    assert moved.status_code == 200
    assert (before.status_code, before.headers["location"]) == (301, "/lieux/vieux-moulin")
    assert (after.status_code, after.headers["location"]) == (301, "/lieux/vieux-moulin")
    assert get(alpha).headers["location"] == "/api/v1/pages/place/vieux-moulin"
    assert get(alpha, "/api/v1/pages/place/vieux-moulin").json()["id"]
    assert check(alpha.wiki) == []


def test_a_move_onto_another_page_is_refused(alpha):
    base = put(alpha).json()["revision"]
    said = {"slug": "cafe-plum", "base": base}

    answer = alpha.client.post(f"{URL}/move", json=said, headers=alpha.token())

    assert answer.status_code == 422
    assert get(alpha).status_code == 200


def test_a_deleted_page_is_gone_and_comes_back_with_its_id(alpha):
    created = put(alpha).json()
    gone = alpha.client.delete(URL, params={"base": created["revision"]}, headers=alpha.token())
    found = get(alpha, "/api/v1/search", q="moulin").json()
    status = get(alpha).status_code
    back = alpha.client.post(
        f"{URL}/restore", json={"revision": created["revision"]}, headers=alpha.token()
    )

    assert (gone.status_code, status, found["total"]) == (200, 410, 0)
    assert back.json()["id"] == created["id"]
    assert get(alpha).json()["id"] == created["id"]
    assert check(alpha.wiki) == []


def test_a_contributor_does_not_delete(alpha):
    base = put(alpha).json()["revision"]

    answer = alpha.client.delete(URL, params={"base": base}, headers=alpha.token(Role.contributor))

    assert answer.status_code == 403


def test_an_old_version_is_brought_back(alpha):
    first = put(alpha).json()["revision"]
    put(alpha, page=get(alpha).json()["text"].replace("vent", "eau"), base=first)
    alpha.client.post(f"{URL}/restore", json={"revision": first}, headers=alpha.token())
    history = get(alpha, f"{URL}/history").json()["items"]

    assert "à vent" in get(alpha).json()["text"]
    assert len(history) == 3
    assert {"revision", "author", "date", "note", "size_bytes", "minor"} <= set(history[0])


# who sees what


def test_a_draft_s_words_are_in_no_answer_to_a_stranger(alpha):
    page = text("place", "Projet ornithorynque", "", "Le mot ornithorynque.", status="draft")
    saved = put(alpha, "/api/v1/pages/place/projet", page).json()
    draft = saved["revision"]
    urls = [
        "/api/v1/pages", "/api/v1/pages?size=500&status=draft", "/api/v1/changes",
        "/api/v1/search?q=ornithorynque", "/api/v1/search?q=&kind=place", "/feed.atom",
        "/sitemap.xml", "/", "/lieux", "/lieux.csv", "/changements", "/recherche?q=ornithorynque",
        "/api/v1/pages/place/projet", f"/api/v1/pages/place/projet?revision={draft}",
        "/api/v1/pages/place/projet/history", "/lieux/projet", "/lieux/projet/history",
        "/lieux/projet.json", "/lieux/projet/raw", "/-/suggest?q=ornitho",
        "/api/v1/stats/place?by=status",
    ]  # fmt: skip

    for url in urls:
        answer = alpha.client.get(url)
        shown = answer.text.replace("q=ornithorynque", "").replace('value="ornithorynque"', "")
        assert "Projet ornithorynque" not in shown, url
        assert "Le mot ornithorynque" not in shown, url
        assert saved["id"] not in shown, url


def test_old_versions_made_while_it_was_a_draft_stay_hidden(alpha):
    url = "/api/v1/pages/place/projet"
    draft = text("place", "Projet", "", "Un mot caché.", status="draft")
    first = put(alpha, url, draft).json()["revision"]
    mine = alpha.client.get(url, headers=alpha.token(Role.contributor)).json()["text"]
    opened = mine.replace("status: draft", "status: published").replace("caché", "public")
    put(alpha, url, opened, first)

    assert get(alpha, url).status_code == 200
    assert get(alpha, url, revision=first).status_code == 404
    assert len(get(alpha, f"{url}/history").json()["items"]) == 1
    assert "caché" not in get(alpha, f"{url}/history").text
    theirs = alpha.client.get(url, params={"revision": first}, headers=alpha.token(Role.reviewer))
    assert "caché" in theirs.json()["text"]


def test_a_draft_is_read_and_edited_by_its_writer_and_not_by_another(alpha):
    url = "/api/v1/pages/place/projet"
    draft = text("place", "Projet", "", "Un mot.", status="draft")
    saved = put(alpha, url, draft, role=Role.steward).json()
    changed = draft.replace("Un mot.", "Deux mots.")

    assert alpha.client.get(url, headers=alpha.token(Role.steward)).status_code == 200
    assert alpha.client.get(url, headers=alpha.token(Role.contributor)).status_code == 404
    assert put(alpha, url, changed, saved["revision"], role=Role.contributor).status_code == 404


@pytest.mark.parametrize("scope", [None, "read"])
def test_writing_takes_a_write_token(alpha, scope):
    headers = alpha.token(Role.steward, scope) if scope else {}
    answer = alpha.client.put(URL, json={"text": NEW}, headers=headers)

    assert answer.status_code == (403 if scope else 401)
    assert answer.json()["error"] == ("not_allowed" if scope else "not_signed_in")


def test_a_session_s_cookie_does_not_write_through_the_api(alpha):
    answer = alpha.signed_in(Role.steward).put(URL, json={"text": NEW})

    assert answer.status_code == 401


def test_a_wrong_token_is_told(alpha):
    answer = alpha.client.get("/api/v1/pages", headers={"Authorization": "Bearer zut"})

    assert answer.status_code == 401


# licences


def test_only_a_steward_changes_a_licence_and_only_along_a_flow(alpha):
    base = put(alpha).json()["revision"]
    now = get(alpha).json()["text"]

    def to(licence, role):
        return put(alpha, page=now.replace("CC-BY-SA-4.0", licence), base=base, role=role)

    assert to("LAL-1.3", Role.contributor).status_code == 403
    assert to("CC-BY-4.0", Role.steward).json()["error"] == "licence_refused"
    assert to("LAL-1.3", Role.steward).status_code == 200


# bad input


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
