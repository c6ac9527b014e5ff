"""The API, as a program uses it, on a real wiki."""

from concurrent.futures import ThreadPoolExecutor

from app.actions.catch_up import rebuild
from app.actions.check import check
from app.domain.people import Role
from tests.web.api import NEW, NOWHERE, URL, get, put
from tests.web.pages import text


def test_a_page_is_created_read_and_found_at_once(alpha):
    answer = put(alpha, note="Premier jet")
    page = get(alpha).json()
    found = get(alpha, "/api/v1/search", q="moulin à vent").json()

    assert answer.status_code == 201
    assert page["revision"] == answer.json()["revision"]
    assert page["text"].startswith(NEW.split("\n---\n")[0])
    assert page["front_matter"]["id"] == answer.json()["id"]
    assert "Un moulin à vent." in page["html"]
    assert found["hits"][0]["slug"] == "moulin"
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
