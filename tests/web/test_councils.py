"""A place council: who makes it, what its members may do, how others join."""

import re

import pytest

from app.actions.writing import protect, right_of
from app.domain.page_path import PagePath
from app.domain.people import Role
from tests.web.pages import text

PLACE = "place/moulin"
URL = "/lieux/moulin/conseil"


@pytest.fixture
def moulin(alpha):
    """A page that stewards alone save."""
    alpha.save(PLACE, text("place", "Moulin", "", "Des mots."))
    protect(alpha.wiki, PagePath.parse(PLACE), Role.steward, "voté", by=alpha.reader())
    return alpha


def post(alpha, client, do, **said):
    return client.post(URL, data={"csrf": alpha.csrf(client), "do": do, **said})


def made(alpha):
    assert post(alpha, alpha.signed_in(), "make", name="Les habitués").status_code == 303
    return alpha.wiki.councils.of_page(alpha.wiki.index.page(PagePath.parse(PLACE)).id)


def link_of(answer):
    return re.search(r"http://alpha\.test(/-/invitation\?jeton=[\w-]+)", answer.text)[1]


def right(alpha, role=Role.contributor):
    row = alpha.wiki.index.page(PagePath.parse(PLACE))
    return right_of(alpha.wiki, alpha.reader(role), row).value


def test_a_steward_makes_one_and_the_page_says_so_to_all(moulin):
    stranger = moulin.stranger()
    assert stranger.get(URL).status_code == 404
    assert "Les habitués" not in stranger.get("/lieux/moulin").text
    made(moulin)

    assert "Conseil\u00a0: Les habitués" in stranger.get("/lieux/moulin").text
    assert "0 membre" in stranger.get(URL).text
    assert post(moulin, moulin.signed_in(), "make", name="Un autre").status_code == 422


@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
def test_nobody_else_makes_one_or_acts_in_it(moulin, role):
    client = moulin.signed_in(role)
    assert post(moulin, client, "make", name="À moi").status_code in (403, 404)
    made(moulin)
    for do in ("invite", "rename", "end", "leave"):
        assert post(moulin, client, do, name="x", person="y").status_code == 403


def test_a_member_saves_the_page_though_it_is_protected_and_invites_others(moulin):
    made(moulin)
    link = link_of(post(moulin, moulin.signed_in(), "invite"))
    client = moulin.signed_in(Role.contributor)
    assert right(moulin) == "propose"
    assert "Les habitués" in client.get(link).text
    jeton = link.rpartition("=")[2]
    join = {"csrf": moulin.csrf(client), "jeton": jeton}
    assert client.post("/-/conseil/rejoindre", data=join).headers["location"] == "/lieux/moulin"

    assert right(moulin) == "save"
    moulin.save(PLACE, text("place", "Moulin", "", "D’autres mots."), role=Role.contributor)
    assert "Personne contributor" in client.get(URL).text
    assert "Personne contributor" not in moulin.stranger().get(URL).text
    assert client.post("/-/conseil/rejoindre", data=join).status_code == 410
    letter = post(moulin, client, "invite", to="zoe@lieux.example")
    assert letter.status_code == 200
    assert "au conseil «\u00a0Les habitués\u00a0»" in moulin.letters()[-1].text


def test_somebody_without_an_account_joins_as_they_sign_up(moulin):
    council = made(moulin)
    post(moulin, moulin.signed_in(), "invite", to="zoe@lieux.example")
    jeton = re.search(r"jeton=(\S+)", moulin.letters()[-1].text)[1]
    said = {"jeton": jeton, "name": "Zoé"}
    assert moulin.stranger().post("/-/invitation", data=said).status_code == 303
    zoe = moulin.wiki.people.by_email("zoe@lieux.example")
    assert moulin.wiki.councils.members(council.id) == [zoe.id]


def test_leaving_and_dissolving_take_the_right_away(moulin):
    council = made(moulin)
    me = moulin.people[Role.contributor]
    moulin.wiki.councils.join(council.id, me.id, at=moulin.wiki.clock.now())
    link = link_of(post(moulin, moulin.signed_in(), "invite"))
    client = moulin.signed_in(Role.contributor)
    assert post(moulin, client, "leave", person=me.id).status_code == 303
    assert right(moulin) == "propose"

    moulin.wiki.councils.join(council.id, me.id, at=moulin.wiki.clock.now())
    assert post(moulin, client, "end").status_code == 403
    assert post(moulin, moulin.signed_in(), "end").headers["location"] == "/lieux/moulin"
    assert right(moulin) == "propose"
    assert moulin.stranger().get(link).status_code == 410
    assert moulin.stranger().get(URL).status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "a" * 81, "x\u202ey"])
def test_a_name_that_cannot_be_is_told(moulin, name):
    answer = post(moulin, moulin.signed_in(), "make", name=name)
    assert (answer.status_code, 'id="err-champ-name"' in answer.text) == (422, True)
