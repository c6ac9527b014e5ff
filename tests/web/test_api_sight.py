"""Who sees and may do what through the API."""

import pytest

from app.domain.people import Role
from tests.web.api import NEW, URL, get, put
from tests.web.pages import text


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


def test_a_contributor_hides_their_own_page_and_not_what_others_wrote(alpha):
    base = put(alpha).json()["revision"]
    hidden = get(alpha).json()["text"].replace("lang: fr", "lang: fr\nstatus: draft")
    cafe = get(alpha, "/api/v1/pages/place/cafe-plum").json()
    theirs = cafe["text"].replace("lang: fr", "lang: fr\nstatus: draft")

    assert put(alpha, page=hidden, base=base).status_code == 200
    refused = put(alpha, "/api/v1/pages/place/cafe-plum", theirs, cafe["revision"])
    assert refused.status_code == 403
    reviewed = put(
        alpha, "/api/v1/pages/place/cafe-plum", theirs, cafe["revision"], role=Role.reviewer
    )
    assert reviewed.status_code == 200
