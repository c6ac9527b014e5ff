"""Coming in, going out, one's account, and who may do what."""

import re

import pytest

from app.domain.people import Role
from app.web.forms.posted import local_address
from tests.web.conftest import PASSWORD
from tests.web.filling import told

EMAIL = "contributor@alpha.test"
LINK = "/-/premiere-personne"


def sign_in(client, email=EMAIL, password=PASSWORD, then="", **headers):
    said = {"email": email, "password": password, "then": then}
    return client.post("/-/connexion", data=said, headers=headers)


def post(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


def test_a_person_signs_in_and_goes_back_where_they_were(alpha):
    client = alpha.stranger()
    asked = client.get("/-/connexion", params={"vers": "/lieux/cafe-plum/edit?mode=source"})
    answer = sign_in(client, then="/lieux/cafe-plum/edit?mode=source")
    cookie = answer.headers.get_list("set-cookie")[1].lower()

    assert 'name="then" value="/lieux/cafe-plum/edit?mode=source"' in asked.text
    assert answer.headers["location"] == "/lieux/cafe-plum/edit?mode=source"
    assert told(answer) == "welcome"
    assert {"httponly", "samesite=lax", "path=/", "max-age=2592000"} <= set(cookie.split("; "))
    assert client.get("/lieux/cafe-plum/edit").status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(alpha):
    wrong = sign_in(alpha.stranger(), password="un autre mot de passe")
    unknown = sign_in(alpha.stranger(), email="personne@alpha.test")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace(EMAIL, "personne@alpha.test") == unknown.text
    assert PASSWORD not in wrong.text
    assert f'value="{EMAIL}"' in wrong.text


def test_too_many_tries_are_told(alpha):
    client = alpha.stranger()
    statuses = [sign_in(client, password="faux faux faux").status_code for _ in range(11)]

    assert statuses[-2:] == [401, 429]


@pytest.mark.parametrize(
    "vers",
    ["//evil.test", "/\\evil.test", "https://evil.test/", "\\\\evil.test", "/\t/evil.test",
     "/\n/evil.test", "javascript:alert(1)", "evil.test", "http:/evil.test", "///evil.test",
     " //evil.test", "/\x00/evil.test", "/lieux\r\nevil.test", ""],
)  # fmt: skip
def test_no_address_leads_out_of_the_site(shared_alpha, vers):
    asked = shared_alpha.client.get("/-/connexion", params={"vers": vers})
    again = shared_alpha.signed_in().get("/-/connexion", params={"vers": vers})

    assert local_address(vers) == "/"
    assert "evil" not in asked.text
    assert again.headers["location"] == "/-/compte"


def test_signing_in_does_not_lead_out_of_the_site_either(alpha):
    assert sign_in(alpha.stranger(), then="//evil.test").headers["location"] == "/"


def test_another_site_signs_nobody_in(alpha):
    answer = sign_in(alpha.stranger(), Origin="https://evil.test")

    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_signing_out_takes_the_form_and_ends_the_session(alpha):
    client = alpha.signed_in(Role.contributor)
    secret = client.cookies["maillage"]

    assert client.post("/-/deconnexion", data={"csrf": "zut"}).status_code == 403
    assert post(alpha, client, "/-/deconnexion").headers["location"] == "/"
    client.cookies.set("maillage", secret)
    assert client.get("/-/compte").status_code == 303


def test_addresses_of_people_are_on_no_page(shared_alpha):
    client = shared_alpha.signed_in(Role.contributor)

    for url in ("/lieux/cafe-plum/history", "/", "/changements", "/lieux/cafe-plum"):
        assert "@alpha.test" not in client.get(url).text


# the first person


def test_the_first_steward_s_link_is_good_once(alpha):
    for person in alpha.people.values():
        alpha.wiki.people.set_role(person.id, Role.contributor)
    link = alpha.wiki.people.steward_link(now=alpha.wiki.clock.now())
    client = alpha.stranger()
    said = {"secret": link, "name": "Ève", "email": "eve@alpha.test", "password": "court"}
    asked = client.get(LINK, params={"lien": link})
    short = client.post(LINK, data=said)
    answer = client.post(LINK, data=said | {"password": PASSWORD})
    second = alpha.stranger().post(
        LINK, data=said | {"email": "autre@alpha.test", "password": PASSWORD}
    )
    late = alpha.stranger().get(LINK, params={"lien": link})

    assert asked.status_code == 200
    assert (short.status_code, 'id="err-champ-password"' in short.text) == (422, True)
    assert 'value="Ève"' in short.text
    assert "court" not in re.findall(r'value="([^"]*)"', short.text)
    assert answer.status_code == 303
    assert client.get("/-/intendance").status_code == 200
    assert (second.status_code, late.status_code) == (403, 403)
    assert "Ce lien a déjà servi" in late.text


def test_a_link_that_was_never_given_opens_nothing(alpha):
    said = {"secret": "zut", "name": "Ève", "email": "eve@alpha.test", "password": PASSWORD}

    assert alpha.stranger().post(LINK, data=said).status_code == 403
    assert alpha.wiki.people.by_email("eve@alpha.test") is None


# one's account


def test_an_account_shows_one_s_pages_and_drafts(alpha):
    client = alpha.signed_in(Role.contributor)
    url = "/lieux/le-moulin/edit"
    said = {"csrf": alpha.csrf(client), "do": "save", "title": "Le Moulin", "lang": "fr",
            "licence": "CC-BY-SA-4.0", "status": "draft", "body": "Un."}  # fmt: skip
    client.post(url, data=said)
    shown = client.get("/-/compte").text

    assert "Le Moulin" in shown
    assert EMAIL in shown
    assert "Lieu secret" not in shown


def test_a_password_is_changed_by_who_knows_it_and_closes_other_sessions(alpha):
    client, other = alpha.signed_in(Role.contributor), alpha.signed_in(Role.contributor)
    said = {"do": "password", "current": "faux", "password": "un nouveau mot de passe"}
    wrong = post(alpha, client, "/-/compte", **said)
    short = post(alpha, client, "/-/compte", **said | {"current": PASSWORD, "password": "court"})
    answer = post(alpha, client, "/-/compte", **said | {"current": PASSWORD})

    assert 'id="err-champ-current"' in wrong.text
    assert 'id="err-champ-password"' in short.text
    assert told(answer) == "password"
    assert client.get("/-/compte").status_code == 200
    assert other.get("/-/compte").status_code == 303
    assert sign_in(alpha.stranger(), password="un nouveau mot de passe").status_code == 303


def test_a_key_is_shown_once_works_and_is_taken_back(alpha):
    client = alpha.signed_in(Role.contributor)
    made = post(alpha, client, "/-/compte", do="token", scope="write")
    secret = re.search(r"mlg_[A-Za-z0-9_-]+", made.text)[0]
    token = alpha.wiki.people.tokens(alpha.people[Role.contributor].id)[0]
    bearer = {"Authorization": f"Bearer {secret}"}

    assert made.headers["cache-control"] == "no-store"
    assert secret not in client.get("/-/compte").text
    assert alpha.client.get("/api/v1/pages", headers=bearer).status_code == 200
    post(alpha, alpha.signed_in(), "/-/compte", do="revoke", token=token.id)
    assert alpha.client.get("/api/v1/pages", headers=bearer).status_code == 200
    post(alpha, client, "/-/compte", do="revoke", token=token.id)
    assert alpha.client.get("/api/v1/pages", headers=bearer).status_code == 401


@pytest.mark.parametrize("url", ["/-/compte", "/-/personnes", "/-/intendance", "/-/media"])
def test_rooms_are_not_for_strangers(shared_alpha, url):
    answer = shared_alpha.client.get(url)

    assert answer.status_code in (303, 401) or url == "/-/media"
    assert "@alpha.test" not in answer.text


# people, for stewards


@pytest.mark.parametrize("url", ["/-/personnes", "/-/intendance"])
@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
def test_the_steward_s_rooms_are_for_stewards(shared_alpha, url, role):
    client = shared_alpha.signed_in(role)

    assert client.get(url).status_code == 403
    assert "@alpha.test" not in client.get(url).text


def test_a_steward_takes_someone_in_with_a_first_password(alpha):
    client = alpha.signed_in()
    made = post(alpha, client, "/-/personnes", do="invite", name="Ève", email="eve@alpha.test",
                role="reviewer")  # fmt: skip
    password = re.search(r'<code class="code secret">([^<]+)</code>', made.text)[1]

    assert alpha.wiki.people.by_email("eve@alpha.test").role is Role.reviewer
    assert sign_in(alpha.stranger(), "eve@alpha.test", password).status_code == 303
    assert password not in client.get("/-/personnes").text


@pytest.mark.parametrize(
    ("said", "field"),
    [({"email": EMAIL}, "email"), ({"email": "pas une adresse"}, "email"), ({"name": "  "}, "name"),
     ({"name": "a\u202eb"}, "name"), ({"name": "<b>"}, "name")],
)  # fmt: skip
def test_a_person_who_cannot_be_taken_in_is_told_beside_the_field(shared_alpha, said, field):
    given = {"do": "invite", "name": "Ève", "email": "eve@alpha.test", "role": "contributor"} | said
    answer = post(shared_alpha, shared_alpha.signed_in(), "/-/personnes", **given)

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
    assert "<b>" not in answer.text.replace("<b></b>", "")


def test_a_role_is_changed_and_the_last_steward_stays(alpha):
    client = alpha.signed_in()
    one, me = alpha.people[Role.contributor].id, alpha.people[Role.steward].id
    changed = post(alpha, client, "/-/personnes", do="role", person=one, role="reviewer")
    last = post(alpha, client, "/-/personnes", do="role", person=me, role="contributor")
    nobody = post(alpha, client, "/-/personnes", do="role", person="zut", role="steward")

    assert told(changed) == "role"
    assert alpha.wiki.people.get(one).role is Role.reviewer
    assert (last.status_code, nobody.status_code) == (403, 404)
    assert alpha.wiki.people.get(me).role is Role.steward


def test_a_contributor_makes_nobody_steward(alpha):
    client = alpha.signed_in(Role.contributor)
    me = alpha.people[Role.contributor].id

    for do in ("role", "invite", "password"):
        answer = post(alpha, client, "/-/personnes", do=do, person=me, role="steward",
                      name="Ève", email="eve@alpha.test")  # fmt: skip
        assert answer.status_code == 403
    assert alpha.wiki.people.get(me).role is Role.contributor


def test_the_steward_s_room_tells_what_waits(alpha):
    steward = alpha.signed_in()
    shown = steward.get("/-/intendance").text

    assert "Lieu secret" in shown
    assert "/-/soin/" in shown
    assert "une page attendue" in steward.get("/-/soin/attendues").text
    assert "à jour" in shown
