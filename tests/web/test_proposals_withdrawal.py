"""Sharing a page no longer: closed and shared again, or taken back for good."""

import pytest

from app.domain.people import Role
from app.domain.retraction import RETRACTIONS_FILE
from tests.web.conftest import serve_alpha
from tests.web.filling import form_in, told

WITHDRAW = "/-/retirer"


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    yield from serve_alpha(tmp_path_factory.mktemp("withdrawal") / "alpha")


@pytest.fixture(scope="module")
def steward(alpha):
    return alpha.signed_in(Role.steward)


def ask_withdrawal(client, path="place/la-vergne"):
    return client.get(WITHDRAW, params={"page": path})


def retractions(alpha):
    return (alpha.wiki.store.read(RETRACTIONS_FILE) or b"").decode()


@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
def test_only_stewards_stop_sharing(alpha, role):
    client = alpha.signed_in(role)
    said = {"csrf": alpha.csrf(client), "page": "place/la-vergne", "do": "close", "reason": "x"}

    assert ask_withdrawal(client).status_code == 403
    assert client.post(WITHDRAW, data=said).status_code == 403


def test_a_page_is_closed_and_shared_again(alpha, steward):
    shown = ask_withdrawal(steward)
    form = form_in(shown, WITHDRAW)
    said = {"csrf": alpha.csrf(steward), "page": "place/la-vergne"}
    bare = steward.post(WITHDRAW, data=said | {"do": "close", "reason": " "})
    done = steward.post(WITHDRAW, data=said | {"do": "close", "reason": "À vérifier"})
    closed = ask_withdrawal(steward)
    back = steward.post(WITHDRAW, data=form_in(closed, WITHDRAW).data(do="reopen"))

    assert form.data()["page"][0] == "place/la-vergne"
    assert "on ne peut pas les y forcer" in shown.text
    assert (bare.status_code, told(done), told(back)) == (422, "closed", "reopened")
    assert "À vérifier" in closed.text
    assert "closed" not in retractions(alpha)


def test_a_page_is_retracted_for_good(alpha, steward):
    said = {"csrf": alpha.csrf(steward), "page": "place/les-ateliers", "reason": "Données"}
    done = steward.post(WITHDRAW, data=said | {"do": "retract"})
    twice = steward.post(WITHDRAW, data=said | {"do": "retract"})

    assert (told(done), twice.status_code) == ("retracted", 422)
    assert "retracted:" in retractions(alpha)
    assert 'value="reopen"' not in ask_withdrawal(steward, "place/les-ateliers").text


@pytest.mark.parametrize("path", ["place/rien", "../x", ""])
def test_what_is_no_page_cannot_be_withdrawn(alpha, steward, path):
    said = {"csrf": alpha.csrf(steward), "page": path, "do": "close", "reason": "x"}

    assert ask_withdrawal(steward, path).status_code == 404
    assert steward.post(WITHDRAW, data=said).status_code == 404
    assert steward.post(WITHDRAW, data=said | {"csrf": ""}).status_code in (403, 404)
