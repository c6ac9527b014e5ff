"""Pages that were deleted: who is told, and the way back, also where the address was taken."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import Form, text_of, told
from tests.web.pages import text

URL = "/pages/noyer"
PATH = PagePath("page", "noyer")


def act(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


@pytest.fixture
def reviewer(alpha):
    alpha.save("page/noyer", text("page", "Le noyer", "summary: Un arbre.", "Des noix."))
    client = alpha.signed_in(Role.reviewer)
    assert told(act(alpha, client, f"{URL}/delete", note="Doublon du chêne")) == "deleted"
    return client


def test_those_who_may_know_are_told_who_and_when(alpha, reviewer):
    shown = reviewer.get(URL)
    assert shown.status_code == 410
    assert "Personne reviewer" in shown.text
    assert "Doublon du chêne" in shown.text
    stranger = alpha.client.get(URL)
    assert stranger.status_code == 410
    assert "Personne reviewer" not in stranger.text
    assert "/history" not in stranger.text


def test_the_deleted_pages_are_listed_to_reviewers(alpha, reviewer):
    shown = reviewer.get("/-/supprimees").text
    assert "Le noyer" in shown
    assert alpha.client.get("/-/supprimees").status_code == 401
    assert alpha.signed_in(Role.contributor).get("/-/supprimees").status_code == 403
    assert "/-/supprimees" in alpha.signed_in().get("/-/intendance").text


def test_a_page_comes_back_from_the_list_with_its_id(alpha, reviewer):
    before = alpha.wiki.index.page(PATH).id
    form = Form(reviewer.get("/-/supprimees").text, f"{URL}/restore")
    answer = reviewer.post(f"{URL}/restore", data=form.data())

    assert (answer.headers["location"], told(answer)) == (URL, "restored")
    assert alpha.wiki.index.page(PATH).id == before
    assert "Aucune page n’a été supprimée" in reviewer.get("/-/supprimees").text


def test_a_page_whose_address_was_taken_comes_back_at_another(alpha, reviewer):
    before = alpha.wiki.index.page(PATH).id
    revision = str(alpha.wiki.index.history(PATH, after=None, size=9)[0][-1].revision)
    alpha.save("page/noyer", text("page", "Un autre noyer", "", "Rien à voir."))
    refused = act(alpha, reviewer, f"{URL}/restore", revision=revision)
    assert refused.status_code == 422
    assert "noyer-2" in refused.text

    screen = reviewer.get("/-/supprimees").text
    assert "Un autre noyer" in screen
    answer = reviewer.post(f"{URL}/restore", data=Form(screen, f"{URL}/restore").data())
    assert answer.headers["location"] == "/pages/noyer-2"
    row = alpha.wiki.index.page(PagePath("page", "noyer-2"))
    assert (row.id, row.title, row.versions) == (before, "Le noyer", 3)
    assert "Rien à voir" in text_of(alpha, "page/noyer")


def test_the_versions_of_a_page_whose_address_was_taken_stay_readable(alpha, reviewer):
    gone = alpha.wiki.index.page(PATH).id
    alpha.save("page/noyer", text("page", "Un autre noyer", "", "Rien à voir."))
    shown = reviewer.get(f"{URL}/history?page={gone}")

    assert "Les versions de Le noyer" in shown.text
    link = shown.text.split("?revision=")[1].split('"')[0]
    assert "Des noix" in alpha.client.get(f"{URL}?revision={link}").text


@pytest.mark.parametrize("page", ["x", "../../x", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "' OR 1=1"])
def test_a_crafted_id_shows_nothing_of_others(alpha, reviewer, page):
    alpha.save("page/noyer", text("page", "Un autre noyer", "", "Rien à voir."))
    shown = alpha.client.get(f"{URL}/history", params={"page": page})

    assert shown.status_code in (200, 404)
    assert "Des noix" not in shown.text


def test_the_versions_of_a_draft_that_was_deleted_are_for_its_writers(alpha):
    alpha.save("page/secret", text("page", "Caché", "", "hermine", status="draft"))
    path = PagePath("page", "secret")
    gone = alpha.wiki.index.page(path).id
    act(alpha, alpha.signed_in(), "/pages/secret/delete")
    alpha.save("page/secret", text("page", "Ouvert", "", "Vu."))

    shown = alpha.client.get(f"/pages/secret/history?page={gone}")
    assert shown.status_code == 404
    assert "Caché" not in shown.text
    other = alpha.signed_in(Role.contributor).get(f"/pages/secret/history?page={gone}")
    assert other.status_code == 404


def test_an_address_that_cannot_be_is_refused_and_nothing_is_lost(alpha, reviewer):
    revision = str(alpha.wiki.index.history(PATH, after=None, size=9)[0][-1].revision)
    answer = act(alpha, reviewer, f"{URL}/restore", revision=revision, slug="../x")
    assert answer.status_code == 422
    assert "Le noyer" in reviewer.get("/-/supprimees").text


def test_a_page_that_moved_is_restored_where_it_is_now(alpha):
    alpha.save("page/orme", text("page", "L’orme", "", "Un."))
    first = str(alpha.wiki.index.page(PagePath("page", "orme")).revision)
    client = alpha.signed_in(Role.reviewer)
    act(alpha, client, "/pages/orme/move", slug="ormeau")
    answer = act(alpha, client, "/pages/orme/restore", revision=first)

    assert answer.headers["location"] == "/pages/ormeau"
