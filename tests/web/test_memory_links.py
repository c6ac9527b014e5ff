"""What leads to a page, and links that follow a move or a new title."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.conftest import stocked
from tests.web.filling import Form, open_form, send, text_of, told
from tests.web.pages import text

URL = "/methodes/pain"
BODY = "Voir [[Pain au levain]], [[method/pain|là]], [ici](/methodes/pain) et `[[Pain au levain]]`."


def bakery(alpha):
    alpha.save("method/pain", text("method", "Pain au levain", "summary: Du pain.\nform: how-to"))
    alpha.save("page/recette", text("page", "Recette", "", BODY))
    alpha.save("place/four", text("place", "Le Four", "methods: [method/pain]"))
    alpha.save("page/note", text("page", "Note", "", "[[pain AU levain|un mot]]", status="draft"))


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    return stocked(tmp_path_factory.mktemp("bakery"), bakery)


@pytest.fixture
def wiki(alpha):
    return alpha


@pytest.fixture
def steward(wiki):
    return wiki.signed_in(Role.steward)


def act(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


def retitle(alpha, title="Pain de chez nous"):
    alpha.save("method/pain", text_of(alpha, "method/pain").replace("Pain au levain", title))


def test_what_leads_to_a_page_says_from_where(same_alpha):
    shown = same_alpha.client.get(f"{URL}/liens").text

    assert "Recette" in shown
    assert "le texte" in shown
    assert "Le Four" in shown
    assert "Méthodes utilisées" in shown
    assert "Note" not in shown


def test_a_page_tells_what_it_waits_for(wiki):
    wiki.save("page/seule", text("page", "Seule", "", "[[Jamais écrite]]"))
    shown = wiki.client.get("/pages/seule/liens").text

    assert "Aucune page ne mène encore ici" in shown
    assert "jamais écrite" in shown.casefold()


def test_a_move_offers_to_bring_links_up_to_date(wiki, steward):
    form = Form(steward.get(f"{URL}/move").text, f"{URL}/move")
    moved = steward.post(f"{URL}/move", data=form.data(slug="bon-pain"))
    assert "citent encore celle-ci par un ancien nom" in steward.get(moved.headers["location"]).text

    asked = steward.get("/methodes/bon-pain/relier")
    done = steward.post("/methodes/bon-pain/relier", data={
        **Form(asked.text, "/methodes/bon-pain/relier").data()})  # fmt: skip
    assert "2 pages sont à jour" in done.text
    assert "du code" not in done.text
    recette = text_of(wiki, "page/recette")
    assert "[[method/bon-pain|là]], [ici](/methodes/bon-pain)" in recette
    assert "methods: [method/bon-pain]" in text_of(wiki, "place/four")
    assert wiki.client.get(URL).status_code == 301


def test_a_new_title_is_followed_by_the_links_that_are_chosen(wiki, steward):
    send(steward, open_form(steward, f"{URL}/edit"), f"{URL}/edit", title="Pain de chez nous")
    assert "par un ancien nom" in steward.get(URL).text
    assert "par un ancien nom" not in wiki.client.get(URL).text

    before = text_of(wiki, "page/recette")
    done = act(wiki, steward, f"{URL}/relier", page=["page/recette", "page/note"])
    assert "2 pages sont à jour" in done.text
    assert "1 lien est écrit dans du code" in done.text
    assert text_of(wiki, "page/recette") == before.replace(
        "Voir [[Pain au levain]]", "Voir [[Pain de chez nous]]"
    )
    assert "[[Pain de chez nous|un mot]]" in text_of(wiki, "page/note")
    rows, _ = wiki.wiki.index.history(PagePath("page", "recette"), after=None, size=5)
    assert rows[0].minor


def test_a_contributor_does_not_touch_the_drafts_of_others(wiki):
    retitle(wiki)
    writer = wiki.signed_in(Role.contributor)
    assert "Note" not in writer.get(f"{URL}/relier").text
    before = text_of(wiki, "page/note")

    act(wiki, writer, f"{URL}/relier", page=["page/note"])
    assert text_of(wiki, "page/note") == before


def test_a_page_that_is_refused_is_told_and_holds_back_no_other(wiki, steward):
    retitle(wiki)
    wiki.bring_in({"page/cassee": text("page", "C", "themes: x", "[[Pain au levain]]")})
    done = act(wiki, steward, f"{URL}/relier", page=["page/cassee", "page/recette"])

    assert "1 page est restée comme elle était" in done.text
    assert "[[Pain de chez nous]]" in text_of(wiki, "page/recette")


@pytest.mark.parametrize("page", ["../../etc", "page/absente", "<script>", "page/recette/x", ""])
def test_crafted_choices_change_nothing(same_alpha, page):
    store, steward = same_alpha.wiki.store, same_alpha.signed_in(Role.steward)
    head = store.head()

    assert act(same_alpha, steward, f"{URL}/relier", page=page).status_code == 200
    assert store.head() == head


def test_strangers_and_other_sites_are_kept_out(wiki, steward):
    assert wiki.client.get(f"{URL}/relier").status_code == 401
    assert (
        steward.post(f"{URL}/relier", data={"csrf": "x", "page": "page/recette"}).status_code == 403
    )
    assert steward.get("/methodes/absente/relier").status_code == 404


def test_a_title_taken_by_another_page_is_no_name_of_this_one(wiki, steward):
    retitle(wiki)
    wiki.save("page/autre", text("page", "Pain au levain"))

    assert "par un ancien nom" not in steward.get(URL).text
    assert "Tous les liens sont à jour" in steward.get(f"{URL}/relier").text


def test_deleting_tells_the_cards_that_lead_there_too(wiki, steward):
    assert "Le Four" in steward.get(f"{URL}/delete").text
    assert told(act(wiki, steward, f"{URL}/delete", base="")) == "deleted"
