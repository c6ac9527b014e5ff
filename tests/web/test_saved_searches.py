"""A search kept under a name says what is new, has a feed with a secret, and is its person's."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.people import Role
from app.domain.saved_search import SAVED_LIMIT, SavedSearch
from app.ports import Clock
from tests.web.conftest import Alpha, TestClient
from tests.web.pages import text

URL = "/-/recherches"
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Yesterday:
    """The wiki's clock, a day late."""

    clock: Clock

    def now(self) -> datetime:
        return self.clock.now() - timedelta(days=1)

    def page_id(self) -> str:
        return self.clock.page_id()


def post(alpha: Alpha, client: TestClient, **fields: str):
    return client.post(URL, data={"csrf": alpha.csrf(client), **fields})


def keep(alpha: Alpha, client: TestClient, question: str, name: str = "Mes repas") -> str:
    """The id of the search just kept."""
    assert post(alpha, client, do="keep", name=name, question=question).status_code == 303
    return {one.question: one.id for one in kept(alpha)}[question]


def kept(alpha: Alpha, role: Role = Role.contributor):
    return alpha.wiki.searches.of(alpha.people[role].id)


def keep_yesterday(alpha: Alpha, client: TestClient, question: str) -> str:
    """The same, a day ago: what was saved since is new."""
    wiki = alpha.wiki
    alpha.app.state.wiki = replace(wiki, clock=Yesterday(wiki.clock))
    search_id = keep(alpha, client, question)
    alpha.app.state.wiki = wiki
    return search_id


@pytest.fixture
def ana(alpha: Alpha) -> TestClient:
    return alpha.signed_in(Role.contributor)


def test_it_is_kept_from_the_results_and_shown_by_name(alpha: Alpha, ana: TestClient) -> None:
    html = ana.get("/recherche?q=librairie&kind=place").text
    question = re.search(r'name="question" value="([^"]*)"', html)
    assert question is not None
    assert question[1] == "kind=place q=librairie"
    keep(alpha, ana, question[1])
    assert "Mes repas" in ana.get(URL).text
    assert "/-/connexion" in alpha.client.get("/recherche?q=librairie").text


def test_what_is_new_is_counted_until_it_is_looked_at(alpha: Alpha, ana: TestClient) -> None:
    search_id = keep_yesterday(alpha, ana, "kind=method q=moutarde")
    assert "Rien de nouveau depuis votre dernière visite" in ana.get(URL).text
    alpha.save("method/moutarde", text("method", "Moutarde", "form: how-to", "Faire sa moutarde."))
    assert "1 nouvelle page depuis votre dernière visite" in ana.get(URL).text
    assert "1 nouveauté dans ce que vous suivez" in ana.get("/").text

    seen = ana.get(f"{URL}/{search_id}")
    assert seen.headers["location"] == "/recherche?q=moutarde&kind=method&order=recent"
    assert "Rien de nouveau depuis votre dernière visite" in ana.get(URL).text


def test_no_screen_waits_for_the_count(alpha: Alpha, ana: TestClient) -> None:
    keep_yesterday(alpha, ana, "kind=method q=moutarde")
    alpha.save("method/moutarde", text("method", "Moutarde", "form: how-to", "Faire sa moutarde."))
    ana.get("/")
    alpha.app.state.notices.settle()
    assert "1 nouveauté dans ce que vous suivez" in ana.get("/").text


def test_its_feed_opens_to_whoever_has_the_address_until_it_is_changed(
    alpha: Alpha, ana: TestClient
) -> None:
    search_id = keep(alpha, ana, "q=librairie", "Livres")
    before = f"{URL}/{kept(alpha)[0].secret}.atom"
    feed = alpha.stranger().get(before)
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "Café PLUM" in feed.text
    assert "Livres" in feed.text
    post(alpha, ana, do="renew", id=search_id)
    assert alpha.stranger().get(before).status_code == 404


def test_it_is_renamed_and_removed(alpha: Alpha, ana: TestClient) -> None:
    search_id = keep(alpha, ana, "q=librairie")
    post(alpha, ana, do="rename", id=search_id, name="  Des\u202e livres ")
    assert [one.name for one in kept(alpha)] == ["Des livres"]
    post(alpha, ana, do="drop", id=search_id)
    assert kept(alpha) == []


@pytest.mark.parametrize("fields", [
    {"question": "q=repas", "name": " "}, {"question": "q=repas", "name": "x" * 81},
    {"question": "", "name": "Vide"}, {"question": "zut=1", "name": "Zut"},
])  # fmt: skip
def test_what_cannot_be_kept_is_told(alpha: Alpha, ana: TestClient, fields) -> None:
    answer = post(alpha, ana, do="keep", **fields)
    assert answer.status_code == 422
    assert kept(alpha) == []


def test_fifty_are_kept_and_no_more(alpha: Alpha, ana: TestClient) -> None:
    one = SavedSearch("", alpha.people[Role.contributor].id, "N", "", "", NOW, NOW)
    for n in range(SAVED_LIMIT):
        kept_one = replace(one, id=str(n), question=f"q=mot{n}", secret=str(n))
        alpha.wiki.searches.add(kept_one, limit=SAVED_LIMIT)
    answer = post(alpha, ana, do="keep", name="Une de trop", question="q=trop")
    assert answer.status_code == 422
    assert "retirez-en une" in answer.text


def test_nobody_reaches_the_search_of_another(alpha: Alpha, ana: TestClient) -> None:
    search_id = keep(alpha, ana, "q=librairie")
    bob = alpha.signed_in(Role.reviewer)
    assert bob.get(f"{URL}/{search_id}").status_code == 404
    post(alpha, bob, do="drop", id=search_id)
    assert len(kept(alpha)) == 1
    assert alpha.client.get(URL).status_code == 303
    assert alpha.client.post(URL, data={"do": "drop", "id": search_id}).status_code in (303, 403)
    stranger = ana.post(URL, data={"do": "drop", "id": search_id, "csrf": "faux"})
    assert stranger.status_code == 403
