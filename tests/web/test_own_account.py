"""One's own account: devices, address, public page, what is kept of one, erasure."""

import io
import json
import re
import zipfile

import pytest

from app.domain.people import Role
from tests.web.conftest import PASSWORD
from tests.web.pages import text

EMAIL, NEW = "contributor@alpha.test", "nouvelle@lieux.example"
NAME = "Personne contributor"
ROOMS = ("appareils", "adresse", "page-publique", "donnees")


def post(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


def agree(alpha, mail):
    side, jeton = re.search(r"/-/adresse\?cote=(\w+)&jeton=(\S+)", mail.text).groups()
    client = alpha.stranger()
    assert client.get("/-/adresse", params={"cote": side, "jeton": jeton}).status_code == 200
    return client.post("/-/adresse", data={"cote": side, "jeton": jeton})


def me(alpha):
    return alpha.people[Role.contributor]


@pytest.mark.parametrize("room", ROOMS)
def test_a_stranger_is_asked_to_sign_in(shared_alpha, room):
    answer = shared_alpha.stranger().get(f"/-/compte/{room}")
    assert answer.headers["location"] == f"/-/connexion?vers=/-/compte/{room}"
    assert shared_alpha.stranger().post(f"/-/compte/{room}").status_code in (401, 403)


def test_a_device_is_seen_and_signed_out(alpha):
    here, there = alpha.signed_in(Role.contributor), alpha.stranger()
    agent = {"user-agent": "Mozilla/5.0 (Android 14; Mobile) Gecko/130 Firefox/130.0"}
    there.post("/-/connexion", data={"email": EMAIL, "password": PASSWORD}, headers=agent)
    page = here.get("/-/compte/appareils").text
    assert "Firefox, Android" in page
    device = re.search(r'name="device" value="(\w+)"', page)[1]

    post(alpha, here, "/-/compte/appareils", device=device)
    assert there.get("/-/compte").status_code == 303
    assert here.get("/-/compte").status_code == 200


def test_nobody_signs_out_the_device_of_another(alpha):
    mine, theirs = alpha.signed_in(Role.contributor), alpha.signed_in(Role.reviewer)
    (one,) = [
        s for s in alpha.wiki.people.sessions(
            alpha.people[Role.reviewer].id, now=alpha.wiki.clock.now(),
            secret=theirs.cookies["maillage"])
        if s.current
    ]  # fmt: skip
    post(alpha, mine, "/-/compte/appareils", device=one.id)
    assert theirs.get("/-/compte").status_code == 200


def test_all_other_devices_are_signed_out_at_once(alpha):
    here, there = alpha.signed_in(Role.contributor), alpha.signed_in(Role.contributor)
    post(alpha, here, "/-/compte/appareils", do="others")
    assert (here.get("/-/compte").status_code, there.get("/-/compte").status_code) == (200, 303)


def test_an_address_changes_once_both_mailboxes_said_yes(alpha):
    client = alpha.signed_in(Role.contributor)
    asked = post(alpha, client, "/-/compte/adresse", email=NEW, current=PASSWORD)
    assert asked.status_code == 303
    old, new = alpha.letters()
    assert (old.to.value, new.to.value) == (EMAIL, NEW)

    assert agree(alpha, new).status_code == 200
    assert alpha.wiki.people.get(me(alpha).id).email == EMAIL
    assert "est changée" in agree(alpha, old).text
    assert alpha.wiki.people.get(me(alpha).id).email == NEW
    assert agree_again(alpha, old) == 410


def agree_again(alpha, mail):
    side, jeton = re.search(r"/-/adresse\?cote=(\w+)&jeton=(\S+)", mail.text).groups()
    return alpha.stranger().post("/-/adresse", data={"cote": side, "jeton": jeton}).status_code


def test_an_address_needs_the_password_and_must_be_one(alpha):
    client = alpha.signed_in(Role.contributor)
    for said in ({"email": NEW, "current": "faux faux faux"}, {"email": "x", "current": PASSWORD},
                 {"email": EMAIL, "current": PASSWORD}):  # fmt: skip
        assert post(alpha, client, "/-/compte/adresse", **said).status_code == 422
    assert alpha.letters() == []


def test_whose_an_address_is_is_told_to_its_mailbox_alone(alpha):
    client = alpha.signed_in(Role.contributor)
    taken = post(alpha, client, "/-/compte/adresse", email="steward@alpha.test", current=PASSWORD)
    assert taken.headers["location"] == "/-/compte/adresse"
    to_theirs = alpha.letters()[-1]
    assert (to_theirs.to.value, "jeton" in to_theirs.text) == ("steward@alpha.test", False)


def test_a_dead_mailbox_is_told_at_the_next_sign_in_and_may_be_tried_again(alpha):
    for _ in range(3):
        alpha.wiki.outbox.count_bounce(EMAIL, now=alpha.wiki.clock.now())
    client = alpha.stranger()
    client.post("/-/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert "reviennent" in client.get("/").text
    assert "reviennent" in client.get("/-/compte").text

    post(alpha, client, "/-/compte/adresse", do="again")
    assert "reviennent" not in client.get("/-/compte").text


def test_a_public_page_is_there_by_consent_alone(alpha):
    url, client = f"/-/personnes/{me(alpha).id.lower()}", alpha.signed_in(Role.contributor)
    nobody = alpha.stranger().get("/-/personnes/01arz3ndektsv4rrffq69g5fav")
    assert alpha.stranger().get(url).status_code == nobody.status_code == 404
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)

    said = {"about": "Je fais\ndu pain", "links": "https://pain.example/"}
    post(alpha, client, "/-/compte/page-publique", **said)
    assert alpha.stranger().get(url).status_code == 404
    post(alpha, client, "/-/compte/page-publique", shown="oui", **said)
    page = alpha.stranger().get(url).text
    assert 'rel="nofollow ugc noopener">https://pain.example/' in page
    assert "Moulin" not in page
    assert EMAIL not in page
    post(alpha, client, "/-/compte/page-publique", shown="oui", writings="oui", **said)
    assert "Moulin" in alpha.stranger().get(url).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("links", "javascript:alert(1)"), ("links", "https://a:b@x.example"), ("links", "ftp://x"),
     ("links", "\n".join(f"https://x.example/{n}" for n in range(6))), ("about", "a" * 601),
     ("links", "https://x.example/" + "a" * 200)],
)  # fmt: skip
def test_a_public_page_takes_no_such_thing(alpha, field, value):
    client = alpha.signed_in(Role.contributor)
    answer = post(alpha, client, "/-/compte/page-publique", shown="oui", **{field: value})
    assert answer.status_code == 422
    assert not alpha.wiki.accounts.profile(me(alpha).id).shown


def test_what_is_kept_of_a_person_is_theirs_in_one_file(alpha):
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)
    client = alpha.signed_in(Role.contributor)
    answer = client.get("/-/compte/donnees.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        told = json.loads(archive.read("mes-donnees.json"))
        page = archive.read("mes-donnees.html").decode()

    assert told["Compte"]["adresse"] == EMAIL
    assert [one["page"] for one in told["Versions de pages"]] == ["place/moulin"]
    assert set(alpha.wiki.personal) <= set(told)
    assert EMAIL in page
    assert alpha.stranger().get("/-/compte/donnees.zip").status_code == 401


def test_erasure_needs_the_word_and_the_password(alpha):
    client = alpha.signed_in(Role.contributor)
    for said in ({"yes": "oui", "current": PASSWORD}, {"yes": "effacer", "current": "faux"}):
        assert post(alpha, client, "/-/compte/donnees", **said).status_code == 422
    assert alpha.wiki.people.get(me(alpha).id)


def test_the_last_steward_is_not_erased(alpha):
    client = alpha.signed_in()
    answer = post(alpha, client, "/-/compte/donnees", yes="effacer", current=PASSWORD)
    assert (answer.status_code, "dernier administrateur" in answer.text) == (422, True)


def test_nothing_names_a_person_who_was_erased(alpha):
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)
    client, key = alpha.signed_in(Role.contributor), alpha.token(Role.contributor, "read")
    post(alpha, client, "/-/compte/page-publique", shown="oui", about="Moi", writings="oui")
    url = f"/-/personnes/{me(alpha).id.lower()}"
    answer = post(alpha, client, "/-/compte/donnees", yes="Effacer ", current=PASSWORD)

    assert (answer.status_code, "effacé" in answer.text) == (200, True)
    assert alpha.wiki.people.get(me(alpha).id) is None
    assert client.get("/-/compte").status_code == 303
    assert alpha.stranger().get("/api/v1/changes", headers=key).status_code == 401
    assert alpha.stranger().get(url).status_code == 404
    for kept in alpha.wiki.personal.values():
        assert me(alpha).id not in kept.people()
    reader = alpha.signed_in()
    for page in ("/lieux/moulin", "/lieux/moulin/history", "/changements", "/-/personnes"):
        assert NAME not in reader.get(page).text
        assert EMAIL not in reader.get(page).text
    assert "Des mots." in reader.get("/lieux/moulin").text
