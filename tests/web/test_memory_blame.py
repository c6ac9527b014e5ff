"""Who wrote what, as each reader may know it."""

import pytest

from app.actions import blame as blaming
from app.actions.blame import blame
from app.actions.catch_up import catch_up
from app.actions.move_page import move_page
from app.actions.rights import wiki_signature
from app.actions.save_page import SavePage, save_page
from app.domain.page_path import PagePath
from app.domain.people import STRANGER, Role
from app.domain.revision import Change
from tests.web.filling import text_of
from tests.web.pages import text

URL = "/pages/rue"
PATH = PagePath("page", "rue")


def rue(body, front="summary: Une rue.", **more):
    return text("page", "La rue", front, body, **more)


def who(alpha, path=PATH, reader=STRANGER, **more):
    found = blame(alpha.wiki, path, reader=reader, **more)
    return {words: origin.row and origin.row.author for words, origin in found.passages}


@pytest.fixture
def street(alpha):
    alpha.save("page/rue", rue("Un.\n\nDeux."), role=Role.contributor)
    alpha.save("page/rue", rue("Deux.\n\nUn.\n\nTrois."), role=Role.reviewer)
    return alpha


def test_each_passage_has_its_writer_and_leads_to_the_change(street):
    assert who(street) == {
        "Deux.": "Personne contributor", "Un.": "Personne contributor",
        "Trois.": "Personne reviewer",
    }  # fmt: skip
    shown = street.client.get(f"{URL}/blame").text
    assert "Qui a écrit quoi" in shown
    assert f"{URL}/diff?old=" in shown
    assert "En deux phrases" in shown


def test_a_move_changes_no_writer(street):
    base = street.wiki.index.page(PATH).revision
    move_page(street.wiki, PATH, "allee", base=base, by=street.reader())

    assert set(who(street, PagePath("page", "allee")).values()) == {
        "Personne contributor", "Personne reviewer",
    }  # fmt: skip
    assert street.client.get(f"{URL}/blame").headers["location"] == "/pages/allee/blame"


def test_small_edits_are_looked_through_where_asked(street):
    now = text_of(street, "page/rue").replace("Un.", "Un !")
    base = street.wiki.index.page(PATH).revision
    save_page(street.wiki, SavePage(PATH, now, base, minor=True), by=street.reader())

    assert who(street)["Un !"] == "Personne steward"
    assert who(street, through_minor=True)["Un !"] == "Personne contributor"
    assert "Tenir compte" in street.client.get(f"{URL}/blame?petites=sans").text


def test_a_version_that_was_not_public_keeps_its_writer_to_itself(alpha):
    alpha.save("page/rue", rue("Le secret.\n\nVu.", status="draft"), role=Role.contributor)
    draft = alpha.wiki.index.page(PATH).revision
    alpha.save("page/rue", rue("Vu.\n\nNeuf."), role=Role.steward)
    shown = alpha.client.get(f"{URL}/blame").text

    assert "une version qui n’est pas publique" in shown
    for hidden in ("Personne contributor", "secret", str(draft)):
        assert hidden not in shown
    assert "Personne contributor" in alpha.signed_in(Role.reviewer).get(f"{URL}/blame").text


def test_a_draft_has_no_such_screen_for_others(alpha):
    alpha.save("page/rue", rue("Le secret.", status="draft"))
    assert alpha.client.get(f"{URL}/blame").status_code == 404


def test_a_page_of_many_versions_is_walked_back_only_so_far(street, monkeypatch):
    monkeypatch.setattr(blaming, "VERSIONS_READ", 5)
    for number in range(8):
        street.save("page/rue", rue(f"Deux.\n\nUn.\n\nTrois.\n\nTour {number}."))
    found = dict(blame(street.wiki, PATH, reader=STRANGER).passages)

    assert found["Tour 7."].row.author == "Personne steward"
    assert found["Un."].row is None
    assert found["Un."].before is not None
    assert "avant le" in street.client.get(f"{URL}/blame").text


def test_a_file_that_was_broken_then_is_walked_through(street):
    sound = text_of(street, "page/rue")
    for said in ("cassée\n\nUn.", sound):
        now, author = street.wiki.clock.now(), wiki_signature(street.wiki)
        street.wiki.store.commit(Change({PATH.file: said.encode()}, {}, author, now, "Reçu"))
        catch_up(street.wiki)
    assert street.client.get(f"{URL}/blame").status_code == 200


@pytest.mark.parametrize("address", ["/pages/..%2Fx/blame", "/pages/absente/blame", "/x/y/blame"])
def test_crafted_addresses_are_not_found(alpha, address):
    assert alpha.client.get(address).status_code in (404, 422)
