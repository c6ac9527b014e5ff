"""The door: links that serve once, passwords lost and found, signing up, invitations."""

import re

import pytest

from app.actions.invitations import block, invite
from app.actions.people import sign_in
from app.actions.registration import set_door
from app.domain.accounts import Door
from app.domain.people import Role
from tests.web.conftest import PASSWORD
from tests.web.showing import shown_ago, stand_still

EMAIL = "contributor@alpha.test"
NEW = "nouvelle@lieux.example"
SENT = "/-/courriel-parti"


def link_in(mail, path):
    return re.search(rf"http://alpha\.test({re.escape(path)}\S*)", mail.text)[1]


def secret_of(link):
    return link.rpartition("jeton=")[2]


def last_link(alpha, path):
    return link_in(alpha.letters()[-1], path)


def ask_link(alpha, email=EMAIL, then=""):
    said = {"email": email, "do": "link", "then": then}
    return alpha.stranger().post("/-/connexion", data=said)


def open_door(alpha, door):
    set_door(alpha.wiki, door, by=alpha.reader())


def register(alpha, email=NEW, name="Nouvelle Personne", **more):
    said = {"email": email, "name": name, "vu": shown_ago(alpha.wiki)} | more
    return alpha.stranger().post("/-/inscription", data=said)


def test_a_link_signs_in_once_and_looking_at_it_spends_nothing(alpha):
    assert ask_link(alpha, then="/lieux/cafe-plum?x=1&y=2").headers["location"] == SENT
    link, client = last_link(alpha, "/-/lien"), alpha.stranger()

    for _ in range(3):
        assert "Personne contributor" in client.get(link).text
    answer = client.post("/-/lien", data={"jeton": secret_of(link), "then": "/lieux/cafe-plum"})
    assert answer.headers["location"] == "/lieux/cafe-plum"
    assert client.get("/-/compte").status_code == 200
    again = alpha.stranger().post("/-/lien", data={"jeton": secret_of(link)})
    assert (again.status_code, again.headers.get("set-cookie")) == (410, None)
    assert alpha.stranger().get(link).status_code == 410


def test_a_link_leads_back_to_this_site_alone(alpha):
    ask_link(alpha, then="//evil.test")
    link = last_link(alpha, "/-/lien")
    assert "evil" not in link
    asked = alpha.stranger().get(link + "&vers=//evil.test")
    assert "evil" not in asked.text
    said = {"jeton": secret_of(link), "then": "/\\evil.test"}
    assert alpha.stranger().post("/-/lien", data=said).headers["location"] == "/"


def test_the_answer_is_the_same_whoever_s_the_address_is(alpha):
    known, unknown = ask_link(alpha), ask_link(alpha, "personne@lieux.example")

    assert (known.status_code, known.headers["location"], known.content) == (
        unknown.status_code, unknown.headers["location"], unknown.content,
    )  # fmt: skip
    assert [mail.to.value for mail in alpha.letters()] == [EMAIL]


def test_asking_does_the_same_work_whoever_s_the_address_is(alpha, monkeypatch):
    """Nothing about the address is looked up while somebody waits for the answer."""
    people = type(alpha.wiki.people)
    monkeypatch.setattr(people, "by_email", None)
    monkeypatch.setattr(people, "_by_email", None)

    assert ask_link(alpha).headers["location"] == SENT
    open_door(alpha, Door.open)
    assert register(alpha, EMAIL).headers["location"] == SENT
    said = {"email": EMAIL, "vu": shown_ago(alpha.wiki)}
    assert alpha.stranger().post("/-/mot-de-passe", data=said).headers["location"] == SENT
    monkeypatch.undo()


def test_too_many_links_for_one_address_are_told_whoever_s_it_is(alpha):
    for email in (EMAIL, "personne@lieux.example"):
        assert [ask_link(alpha, email).status_code for _ in range(6)] == [303] * 5 + [429]


def test_a_lost_password_is_replaced_and_every_other_device_signed_out(alpha):
    elsewhere = alpha.signed_in(Role.contributor)
    alpha.stranger().post("/-/mot-de-passe", data={"email": EMAIL, "vu": shown_ago(alpha.wiki)})
    ask_link(alpha)
    reset, link = (link_in(mail, path) for mail, path in zip(
        alpha.letters()[-2:], ("/-/mot-de-passe/nouveau", "/-/lien"), strict=True))  # fmt: skip
    client, jeton = alpha.stranger(), secret_of(reset)

    short = client.post("/-/mot-de-passe/nouveau", data={"jeton": jeton, "password": "court"})
    assert short.status_code == 422
    said = {"jeton": jeton, "password": "une tout autre phrase"}
    assert client.post("/-/mot-de-passe/nouveau", data=said).status_code == 303
    assert client.get("/-/compte").status_code == 200
    assert elsewhere.get("/-/compte").status_code == 303
    assert client.post("/-/mot-de-passe/nouveau", data=said).status_code == 410
    assert alpha.stranger().get(link).status_code == 410
    given = {"email": EMAIL, "address": "x"}
    assert sign_in(alpha.wiki, password=PASSWORD, **given) is None
    assert sign_in(alpha.wiki, password="une tout autre phrase", **given)
    assert "a changé" in str(alpha.letters()[-1].subject)


def test_the_link_of_another_purpose_resets_nothing(alpha):
    ask_link(alpha)
    jeton = secret_of(last_link(alpha, "/-/lien"))
    said = {"jeton": jeton, "password": "une tout autre phrase"}
    assert alpha.stranger().post("/-/mot-de-passe/nouveau", data=said).status_code == 410
    assert alpha.stranger().get("/-/invitation", params={"jeton": jeton}).status_code == 410


def test_an_open_door_takes_in_whoever_confirms_an_address(alpha):
    open_door(alpha, Door.open)
    assert register(alpha).headers["location"] == SENT
    assert alpha.wiki.people.by_email(NEW) is None
    link, client = last_link(alpha, "/-/inscription/confirmer"), alpha.stranger()

    assert 'value="Nouvelle Personne"' in client.get(link).text
    said = {"jeton": secret_of(link), "name": "Ma Plume", "password": ""}
    assert client.post("/-/inscription/confirmer", data=said).status_code == 303
    person = alpha.wiki.people.by_email(NEW)
    assert (person.name, person.role) == ("Ma Plume", Role.contributor)
    assert "Ma Plume" in client.get("/-/compte").text
    assert client.post("/-/inscription/confirmer", data=said).status_code == 410


def test_signing_up_with_a_taken_address_is_told_to_its_mailbox_alone(alpha):
    open_door(alpha, Door.open)
    taken, free = register(alpha, EMAIL), register(alpha)

    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    told = {mail.to.value: str(mail.subject) for mail in alpha.letters()}
    assert told[EMAIL] == "Vous avez déjà un compte"
    assert told[NEW].startswith("Ouvrir votre compte")


def test_an_approved_door_lets_in_after_a_steward_said_so(alpha):
    open_door(alpha, Door.approved)
    register(alpha)
    jeton = secret_of(last_link(alpha, "/-/inscription/confirmer"))
    client = alpha.stranger()
    said = {"jeton": jeton, "name": "Ana", "password": PASSWORD}
    answer = client.post("/-/inscription/confirmer", data=said)
    assert "set-cookie" not in answer.headers
    person = alpha.wiki.people.by_email(NEW)
    waits = client.post("/-/connexion", data={"email": NEW, "password": PASSWORD})
    assert (waits.status_code, "attend" in waits.text) == (403, True)

    steward = alpha.signed_in()
    assert "Ana" in steward.get("/-/personnes").text
    form = {"csrf": alpha.csrf(steward), "do": "take-in", "person": person.id}
    assert steward.post("/-/personnes", data=form).status_code == 303
    assert client.post("/-/connexion", data={"email": NEW, "password": PASSWORD}).status_code == 303
    assert "accueilli" in alpha.letters()[-1].text


def test_a_declined_sign_up_leaves_no_trace_but_a_line_that_names_nobody(alpha):
    open_door(alpha, Door.approved)
    register(alpha)
    jeton = secret_of(last_link(alpha, "/-/inscription/confirmer"))
    alpha.stranger().post("/-/inscription/confirmer", data={"jeton": jeton, "name": "Ana"})
    person, steward = alpha.wiki.people.by_email(NEW), alpha.signed_in()
    form = {"csrf": alpha.csrf(steward), "do": "decline", "person": person.id}

    assert steward.post("/-/personnes", data=form).status_code == 422
    form["reason"] = "écrivez à moi@lieux.example"
    assert steward.post("/-/personnes", data=form).status_code == 422
    form["reason"] = "Publicité"
    assert steward.post("/-/personnes", data=form).status_code == 303
    assert alpha.wiki.people.by_email(NEW) is None
    log = alpha.stranger().get("/-/moderation").text
    assert "Publicité" in log
    assert "Ana" not in log
    assert alpha.letters()[-1].to.value == NEW


def test_the_door_is_shut_at_first_and_shuts_on_who_is_under_way(alpha):
    assert alpha.stranger().get("/-/inscription").status_code == 403
    assert register(alpha).status_code == 403
    open_door(alpha, Door.open)
    register(alpha)
    link = last_link(alpha, "/-/inscription/confirmer")
    open_door(alpha, Door.invitation)
    assert alpha.stranger().get(link).status_code == 410


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "pas une adresse"), ("email", "a@b\r\nBcc: x@y.example"), ("name", "A\u202eb"),
     ("name", ""), ("name", "Ana <x>")],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_beside_its_field_and_kept(alpha, field, value):
    open_door(alpha, Door.open)
    answer = register(alpha, **{field: value})

    assert answer.status_code == 422
    assert f'id="err-champ-{field}"' in answer.text
    assert NEW in answer.text or "Nouvelle Personne" in answer.text
    assert alpha.letters() == []


def test_a_machine_is_let_believe_that_all_is_well(alpha):
    open_door(alpha, Door.open)
    answer = register(alpha, **{"laissez-vide": "http://spam.example"})
    assert answer.headers["location"] == SENT
    assert alpha.letters() == []


@pytest.mark.parametrize("vu", ["", "123", "123.forged", "-1"])
def test_a_form_that_was_never_shown_is_asked_for_again(alpha, vu):
    open_door(alpha, Door.open)
    answer = register(alpha, vu=vu)
    assert (answer.status_code, NEW in answer.text) == (422, True)
    assert alpha.letters() == []


def test_a_form_sent_within_a_second_is_kept_and_taken_the_second_time(alpha, monkeypatch):
    open_door(alpha, Door.open)
    stand_still(alpha.wiki, monkeypatch)
    moment = shown_ago(alpha.wiki, 1)
    hurried = register(alpha, vu=moment)
    again = re.search(r'name="vu" value="([^"]+)"', hurried.text)[1]

    assert (hurried.status_code, again) == (422, moment)
    assert register(alpha, vu=shown_ago(alpha.wiki, 3)).status_code == 303
    assert register(alpha, vu=shown_ago(alpha.wiki, 3 * 24 * 3600)).status_code == 422


def test_an_invitation_by_letter_opens_an_account_with_its_role_once(alpha):
    invite(alpha.wiki, role=Role.reviewer, address=NEW, note="Zoé", days=7, by=alpha.reader())
    link, client = last_link(alpha, "/-/invitation"), alpha.stranger()

    assert NEW in client.get(link).text
    said = {"jeton": secret_of(link), "name": "Zoé", "password": ""}
    assert client.post("/-/invitation", data=said).status_code == 303
    person = alpha.wiki.people.by_email(NEW)
    assert (person.name, person.role) == ("Zoé", Role.reviewer)
    assert client.post("/-/invitation", data=said).status_code == 410
    assert alpha.wiki.accounts.invitations() == []


def test_a_link_given_by_hand_proves_no_address(alpha):
    made, secret = invite(
        alpha.wiki, role=Role.contributor, address=NEW, note="", days=1, by=alpha.reader()
    )
    alpha.letters().clear()
    client = alpha.stranger()
    said = {"jeton": secret, "name": "Zoé", "email": "autre@lieux.example"}
    assert client.post("/-/invitation", data=said).headers["location"] == SENT
    assert alpha.wiki.people.by_email("autre@lieux.example") is None
    link = last_link(alpha, "/-/inscription/confirmer")
    form = {"jeton": secret_of(link), "name": "Zoé"}
    assert client.post("/-/inscription/confirmer", data=form).status_code == 303
    assert alpha.wiki.people.by_email("autre@lieux.example").role is Role.contributor
    assert not alpha.wiki.accounts.invitation(made.id).good(alpha.wiki.clock.now())
    assert alpha.stranger().get("/-/invitation", params={"jeton": secret}).status_code == 410


def test_a_revoked_or_late_invitation_opens_nothing(alpha):
    made, secret = invite(
        alpha.wiki, role=Role.steward, address="", note="", days=1, by=alpha.reader()
    )
    steward = alpha.signed_in()
    form = {"csrf": alpha.csrf(steward), "do": "revoke", "invitation": made.id}
    assert steward.post("/-/personnes", data=form).status_code == 303
    assert alpha.stranger().get("/-/invitation", params={"jeton": secret}).status_code == 410


def test_a_blocked_person_is_signed_in_nowhere_and_the_log_says_why(alpha):
    person = alpha.people[Role.contributor]
    client, key = alpha.signed_in(Role.contributor), alpha.token(Role.contributor, "read")
    ask_link(alpha)
    link = last_link(alpha, "/-/lien")
    block(alpha.wiki, person.id, "Publicité répétée", by=alpha.reader())

    assert client.get("/-/compte").status_code == 303
    assert alpha.stranger().get("/api/v1/changes", headers=key).status_code == 401
    assert alpha.stranger().get(link).status_code == 403
    signed = alpha.stranger().post("/-/connexion", data={"email": EMAIL, "password": PASSWORD})
    assert (signed.status_code, "suspendu" in signed.text) == (403, True)
    log = alpha.stranger().get("/-/moderation").text
    assert "Publicité répétée" in log
    assert person.name not in log
    assert EMAIL not in log


@pytest.mark.parametrize("url", ["/-/lien", "/-/mot-de-passe", "/-/mot-de-passe/nouveau",
    "/-/inscription", "/-/inscription/confirmer", "/-/invitation", "/-/adresse"])  # fmt: skip
def test_another_site_sends_no_form_of_the_door(alpha, url):
    answer = alpha.stranger().post(
        url, data={"jeton": "x"}, headers={"Origin": "https://evil.test"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("jeton", ["", "x", "é" * 500, "\x00", "' OR 1=1 --"])
@pytest.mark.parametrize(
    "url", ["/-/lien", "/-/mot-de-passe/nouveau", "/-/inscription/confirmer", "/-/invitation",
            "/-/adresse"])  # fmt: skip
def test_a_link_that_never_was_is_told_like_a_spent_one(shared_alpha, url, jeton):
    answer = shared_alpha.stranger().get(url, params={"jeton": jeton})
    assert (answer.status_code, answer.headers["cache-control"]) == (410, "no-store")
