"""Versions, and what the tools of a page do."""

import pytest

from app.actions.check import check
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.filling import form_in, open_form, send, text_of, told
from tests.web.pages import text
from tests.web.showing import stand_still

URL = "/lieux/cafe-plum"
CAFE = PagePath("place", "cafe-plum")


@pytest.fixture
def writer(alpha):
    return alpha.signed_in(Role.contributor)


def act(alpha, client, tool, url=URL, **said):
    return client.post(f"{url}/{tool}", data={"csrf": alpha.csrf(client), **said})


def revisions(alpha, path=CAFE):
    rows, _ = alpha.wiki.index.history(path, after=None, size=50)
    return [str(row.revision) for row in rows]


def edited(alpha, writer, **changes):
    assert send(writer, open_form(writer), **changes).status_code == 303


def test_versions_are_listed_newest_first_with_who_and_why(alpha, writer):
    edited(alpha, writer, summary="Un café.", note="Plus court")
    answer = alpha.client.get(f"{URL}/history")

    assert answer.status_code == 200
    assert answer.text.index("Plus court") < answer.text.index("Contenu de départ")
    assert "Personne contributor" in answer.text
    assert answer.text.count(f'href="{URL}?revision=') == 2


def test_two_versions_are_compared_in_words(alpha, writer):
    edited(alpha, writer, summary="Un bar à Lautrec.", body="On y dîne.")
    answer = alpha.client.get(f"{URL}/diff")

    assert answer.status_code == 200
    assert "En deux phrases" in answer.text
    assert "<ins>bar</ins>" in answer.text
    assert "<del>" in answer.text


def test_any_two_versions_can_be_named(alpha, writer):
    for words in ("Un.", "Deux.", "Trois."):
        edited(alpha, writer, summary=words)
    new, _, old, first = revisions(alpha)
    answer = alpha.client.get(f"{URL}/diff", params={"old": old, "new": new})
    one_change = alpha.client.get(f"{URL}/diff", params={"new": old})

    assert "<del>Un</del><ins>Trois</ins>" in answer.text
    assert f'value="{first}" selected' in one_change.text


@pytest.mark.parametrize("query", ["old=HEAD", "new=--help", f"old={'0' * 40}"])
def test_versions_that_are_none_are_told(shared_alpha, query):
    assert shared_alpha.client.get(f"{URL}/diff?{query}").status_code in (404, 422)


def test_versions_made_as_a_draft_are_not_shown_to_strangers(alpha):
    draft = text("place", "Projet", "summary: Mot caché.", "Un mot caché.", status="draft")
    saved = alpha.save("place/projet", draft)
    shown = saved.text.replace("status: draft", "status: published").replace("caché", "public")
    alpha.save("place/projet", shown)
    history = alpha.client.get("/lieux/projet/history")
    diff = alpha.client.get("/lieux/projet/diff", params={"old": str(saved.revision)})

    assert str(saved.revision) not in history.text
    assert "caché" not in history.text
    assert diff.status_code == 404
    assert alpha.client.get("/lieux/lieu-secret/history").status_code == 404
    assert alpha.client.get("/lieux/lieu-secret/diff").status_code == 404


def test_an_old_version_is_brought_back(alpha, writer):
    before = text_of(alpha)
    edited(alpha, writer, summary="Autre chose.")
    answer = act(alpha, writer, "restore", revision=revisions(alpha)[1])

    assert (answer.status_code, told(answer)) == (303, "restored")
    assert text_of(alpha) == before
    assert len(revisions(alpha)) == 3


def test_a_page_moves_and_its_old_address_leads_to_it(alpha, writer):
    form = form_in(writer.get(f"{URL}/move"), f"{URL}/move")
    answer = writer.post(f"{URL}/move", data=form.data(slug="plum"))

    assert (answer.headers["location"], told(answer)) == ("/lieux/plum", "moved")
    assert alpha.client.get(URL).headers["location"] == "/lieux/plum"
    assert alpha.client.get(f"{URL}/history").headers["location"] == "/lieux/plum/history"
    assert check(alpha.wiki) == []


@pytest.mark.parametrize("slug", ["les-ateliers", "../x", "-x", "É", "", "con"])
def test_a_move_that_cannot_be_is_told_beside_the_field(shared_alpha, slug):
    writer = shared_alpha.signed_in(Role.contributor)
    answer = act(shared_alpha, writer, "move", slug=slug)

    assert answer.status_code == 422
    assert 'id="err-champ-slug"' in answer.text
    assert shared_alpha.client.get(URL).status_code == 200


def test_a_page_that_changed_meanwhile_is_not_moved_nor_deleted(alpha, writer):
    base = revisions(alpha)[0]
    edited(alpha, writer, summary="Changé.")
    reviewer = alpha.signed_in(Role.reviewer)

    assert act(alpha, writer, "move", slug="plum", base=base).status_code == 409
    assert act(alpha, reviewer, "delete", base=base).status_code == 409
    assert alpha.client.get(URL).status_code == 200


def test_a_reviewer_deletes_and_anyone_signed_in_brings_back(alpha, writer):
    reviewer = alpha.signed_in(Role.reviewer)
    page_id = alpha.wiki.index.page(CAFE).id
    asked = reviewer.get(f"{URL}/delete")
    answer = reviewer.post(f"{URL}/delete", data=form_in(asked, f"{URL}/delete").data())
    listed = writer.get(f"{URL}/history")

    assert "Les Ateliers" in asked.text
    assert told(answer) == "deleted"
    assert alpha.client.get(URL).status_code == 410
    assert alpha.client.get(f"{URL}/history").status_code == 410
    assert listed.status_code == 200
    assert act(alpha, writer, "restore", revision=revisions(alpha)[1]).status_code == 303
    assert alpha.wiki.index.page(CAFE).id == page_id
    assert check(alpha.wiki) == []


def test_a_contributor_does_not_delete(shared_alpha):
    writer = shared_alpha.signed_in(Role.contributor)

    assert writer.get(f"{URL}/delete").status_code == 403
    assert act(shared_alpha, writer, "delete").status_code == 403
    assert shared_alpha.client.get(URL).status_code == 200


def test_still_true_is_marked_with_the_day_and_the_name(alpha, writer, monkeypatch):
    stand_still(alpha.wiki, monkeypatch)
    before = text_of(alpha)
    answer = act(alpha, writer, "verify")
    row = alpha.wiki.index.page(CAFE)
    today = alpha.wiki.clock.now().date().isoformat()

    assert told(answer) == "verified"
    assert row.front["verified_on"] == today
    assert row.front["verified_by"] == "Personne contributor"
    assert row.text.startswith(before.split("\n---\n")[0])
    assert told(act(alpha, writer, "verify")) == "unchanged"


@pytest.mark.parametrize("tool", ["restore", "move", "delete", "verify"])
def test_tools_take_our_own_form_and_a_person(shared_alpha, tool):
    steward = shared_alpha.signed_in()
    before = revisions(shared_alpha)
    said = {"revision": before[0], "slug": "plum"}
    ours = said | {"csrf": shared_alpha.csrf(steward)}
    stranger = shared_alpha.client.post(f"{URL}/{tool}", data=said)
    without = steward.post(f"{URL}/{tool}", data=said)
    foreign = steward.post(f"{URL}/{tool}", data=ours, headers={"Origin": "https://evil.test"})

    assert (stranger.status_code, without.status_code, foreign.status_code) == (401, 403, 403)
    assert revisions(shared_alpha) == before
    assert shared_alpha.client.get(URL).status_code == 200


@pytest.mark.parametrize("tool", ["history", "diff", "move", "delete", "edit"])
@pytest.mark.parametrize("url", ["/zut/cafe-plum", "/lieux/..%2fx", "/lieux/-x", "/lieux/x" * 60])
def test_addresses_that_cannot_be_get_a_sentence(shared_alpha, tool, url):
    answer = shared_alpha.signed_in().get(f"{url}/{tool}")

    assert answer.status_code in (404, 422)
    assert "<h1" in answer.text
