"""Two pages about one thing become one; nothing of either is lost silently."""

import pytest

from app.actions.check import check
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.conftest import stocked
from tests.web.filling import Form, text_of, told
from tests.web.pages import text

URL = "/methodes/troc"
KEPT, OTHER = PagePath("method", "troc"), PagePath("method", "foire-au-troc")


def method(title, body, front=""):
    return text("method", title, f"form: how-to\nsummary: Échanger.\n{front}", body)


def fairs(alpha):
    alpha.save(
        "method/troc", method("Troc", "Un.\n\nCommun.", "audience: [tous]\ntags: [a]\ncost_eur: 0")
    )
    alpha.save(
        "method/foire-au-troc",
        method("Foire au troc", "Commun.\n\nDeux.", "tags: [b]\ncost_eur: 5\npeople_min: 3"),
        role=Role.contributor,
    )
    alpha.save(
        "page/citer", text("page", "Citer", "", "[[method/foire-au-troc]] [[Foire au troc]]")
    )


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    return stocked(tmp_path_factory.mktemp("swap"), fairs)


@pytest.fixture
def swap(alpha):
    return alpha


@pytest.fixture
def reviewer(swap):
    return swap.signed_in(Role.reviewer)


def unite(client, avec="Foire au troc", **choices):
    asked = client.get(f"{URL}/reunir", params={"avec": avec})
    assert asked.status_code == 200, asked.text
    return client.post(f"{URL}/reunir", data=Form(asked.text, f"{URL}/reunir").data() | choices)


MINE = {"choice.title": "theirs", "choice.cost_eur": "mine"}


def test_both_are_seen_then_what_crosses_is_asked(swap, reviewer):
    asked = reviewer.get(f"{URL}/reunir", params={"avec": "/methodes/foire-au-troc"})
    assert "Foire au troc" in asked.text
    crossed = unite(reviewer)

    assert crossed.status_code == 409
    assert "Deux pages sur la même chose" in crossed.text
    assert "choice.title" in crossed.text
    assert 'type="radio" name="choice.tags"' not in crossed.text


def test_the_page_that_stays_holds_both(swap, reviewer):
    kept, other = (swap.wiki.index.page(path) for path in (KEPT, OTHER))
    answer = unite(reviewer, **MINE)
    assert (answer.headers["location"], told(answer)) == (URL, "united")

    said = text_of(swap, "method/troc")
    for words in (
        "Un.",
        "Commun.",
        "Deux.",
        "people_min: 3",
        "cost_eur: 5",
        'title: "Troc"',
        kept.id,
    ):
        assert words in said
    assert said.count("Commun.") == 1
    row = swap.wiki.index.page(KEPT)
    assert row.front["tags"] == ["a", "b"]
    assert other.id not in said
    assert "Personne contributor" in dict(swap.wiki.index.authors(row.id))
    assert check(swap.wiki) == []


def test_what_unites_by_itself_can_be_left_as_one_page_has_it(swap, reviewer):
    asked = reviewer.get(f"{URL}/reunir", params={"avec": "Foire au troc"}).text
    for name in ("choice.title", "choice.cost_eur", "choice.tags", "choice.people_min"):
        assert f'type="radio" name="{name}"' in asked
    answer = unite(reviewer, **MINE | {"choice.tags": "theirs", "choice.people_min": "theirs"})
    assert told(answer) == "united"

    row = swap.wiki.index.page(KEPT)
    assert row.front["tags"] == ["a"]
    assert "people_min" not in row.front


def test_what_was_chosen_is_kept_while_the_rest_is_asked(swap, reviewer):
    crossed = unite(reviewer, **{"choice.title": "theirs", "choice.tags": "mine"})
    assert crossed.status_code == 409
    data = Form(crossed.text, f"{URL}/reunir").data() | {"choice.cost_eur": "mine"}
    assert told(reviewer.post(f"{URL}/reunir", data=data)) == "united"
    assert swap.wiki.index.page(KEPT).front["tags"] == ["b"]


def test_the_other_may_stay_instead(swap, reviewer):
    asked = reviewer.get(f"{URL}/reunir", params={"avec": "Foire au troc"}).text
    assert "/methodes/foire-au-troc/reunir?avec=method%2Ftroc" in asked


def test_links_and_addresses_of_the_other_lead_to_it_in_the_same_commit(swap, reviewer):
    before = swap.wiki.store.count_after(None)
    unite(reviewer, **MINE)

    assert swap.wiki.store.count_after(None) == before + 1
    assert swap.client.get("/methodes/foire-au-troc").headers["location"] == URL
    assert "Foire au troc" not in swap.client.get("/methodes").text
    assert "par un ancien nom" in reviewer.get(URL).text


def test_old_addresses_of_the_other_follow_too(swap, reviewer):
    steward = swap.signed_in()
    csrf = {"csrf": swap.csrf(steward)}
    steward.post("/methodes/foire-au-troc/move", data={**csrf, "slug": "foire"})
    unite(reviewer, **MINE)

    for slug in ("foire-au-troc", "foire"):
        assert swap.client.get(f"/methodes/{slug}").headers["location"] == URL


def test_the_histories_of_both_stay_readable_and_say_so(swap, reviewer):
    unite(reviewer, **MINE)
    shown = swap.client.get(f"{URL}/history").text
    assert "Réunie avec" in shown

    link = shown.split("/methodes/foire-au-troc/history?page=")[1].split('"')[0]
    old = swap.client.get(f"/methodes/foire-au-troc/history?page={link}")
    assert "Les versions de Foire au troc" in old.text
    revision = old.text.split("?revision=")[1].split('"')[0]
    assert "Deux." in swap.client.get(f"/methodes/foire-au-troc?revision={revision}").text


def test_uniting_is_undone_by_bringing_the_other_back(swap, reviewer):
    other = swap.wiki.index.page(OTHER)
    unite(reviewer, **MINE)
    screen = reviewer.get("/-/supprimees").text
    assert "La rétablir la sépare" in screen
    action = "/methodes/foire-au-troc/restore"
    answer = reviewer.post(action, data=Form(screen, action).data())

    assert answer.headers["location"] == "/methodes/foire-au-troc"
    again = swap.wiki.index.page(OTHER)
    assert (again.id, again.text) == (other.id, other.text)
    assert swap.wiki.index.page(KEPT).state == "live"
    assert check(swap.wiki) == []


@pytest.mark.parametrize(
    ("avec", "words"),
    [
        ("Troc", "avec elle-même"),
        ("method/troc", "avec elle-même"),
        ("../../x", "aucune page de ce genre"),
        ("<script>alert(1)</script>", "aucune page de ce genre"),
        ("Jamais vue", "aucune page de ce genre"),
    ],
)
def test_what_cannot_be_united_is_told(same_alpha, avec, words):
    answer = same_alpha.signed_in(Role.reviewer).get(f"{URL}/reunir", params={"avec": avec})

    assert answer.status_code in (404, 422)
    assert words in answer.text.replace("Aucune", "aucune")
    assert "<script>alert" not in answer.text


def test_a_page_of_another_kind_or_a_draft_one_may_not_see_is_no_choice(swap, reviewer):
    assert reviewer.get(f"{URL}/reunir", params={"avec": "place/cafe-plum"}).status_code in (
        404,
        422,
    )
    swap.save(
        "method/troc-cache",
        method("Troc caché", "Secret.").replace("form:", "status: draft\nform:"),
    )
    answer = reviewer.get(f"{URL}/reunir", params={"avec": "method/troc-cache"})
    assert "brouillon" in answer.text
    assert swap.signed_in(Role.contributor).get(f"{URL}/reunir").status_code == 403
    assert swap.client.get(f"{URL}/reunir").status_code == 401


def test_a_licence_that_does_not_flow_is_refused(swap, reviewer):
    closed = method("Troc fermé", "Un.").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")
    swap.save("method/troc-ferme", closed)
    answer = reviewer.get(f"{URL}/reunir", params={"avec": "Troc fermé"})

    assert answer.status_code == 422
    assert "CC-BY-NC-4.0" in answer.text


def test_a_page_that_changed_meanwhile_is_looked_at_again(swap, reviewer):
    asked = reviewer.get(f"{URL}/reunir", params={"avec": "Foire au troc"})
    swap.save("method/foire-au-troc", text_of(swap, "method/foire-au-troc") + "\nTrois.\n")
    data = Form(asked.text, f"{URL}/reunir").data() | MINE
    answer = reviewer.post(f"{URL}/reunir", data=data)

    assert answer.status_code == 409
    assert "a changé pendant" in answer.text
    assert swap.wiki.index.page(OTHER).state == "live"
