"""Friends' networks: what everyone reads of them, what stewards do about them."""

from dataclasses import replace

import pytest

from app.domain.network import InstanceId, PeerState, PullOutcome, Slice
from app.domain.people import Role
from tests.web.fake_federation import BETA, FINGERPRINT, NOW, OURS, FakeFederation
from tests.web.filling import form_in, told

URL, ADD = "/-/reseaux", "/-/reseaux/ajouter"
BETA_URL = "/-/reseaux/beta.test"
SCREENS = [(URL, 200), (BETA_URL, 200), (ADD, 401), (f"{BETA_URL}/retirer", 401)]
POSTS = [ADD, BETA_URL, f"{BETA_URL}/retirer"]


@pytest.fixture
def alpha(shared_alpha):
    """No test here writes a page: one wiki, each time with friends of its own."""
    before = shared_alpha.app.state.federation
    yield shared_alpha
    shared_alpha.app.state.federation = before


@pytest.fixture
def friends(alpha):
    alpha.app.state.federation = FakeFederation()
    alpha.app.state.federation.befriend()
    return alpha.app.state.federation


@pytest.fixture
def steward(alpha):
    return alpha.signed_in(Role.steward)


def post(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


@pytest.mark.parametrize(("url", "status"), SCREENS)
def test_a_stranger_reads_who_our_friends_are_and_no_more(alpha, friends, url, status):
    answer = alpha.client.get(url)

    assert answer.status_code == status
    assert FINGERPRINT not in answer.text
    assert 'value="visit"' not in answer.text


def test_everyone_can_read_out_our_own_fingerprint(alpha, friends):
    assert OURS in alpha.client.get(URL).text


def test_a_friend_is_told_with_its_name_its_pages_and_its_lag(alpha, friends):
    shown = alpha.client.get(URL).text

    assert "Réseau Bêta" in shown
    assert "Bretagne" in shown
    assert "312" in shown
    assert "il y a 2 heures" in shown
    assert 'href="/recherche?origin=beta.test"' in shown


def test_a_network_without_friends_says_what_they_would_be(alpha):
    alpha.app.state.federation = FakeFederation()
    shown = alpha.client.get(URL).text

    assert "Aucun réseau ami" in shown
    assert "Nous écrire" in shown
    assert ADD in alpha.signed_in().get(URL).text


@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
@pytest.mark.parametrize("url", POSTS)
def test_only_stewards_take_care_of_friends(alpha, friends, role, url):
    client = alpha.signed_in(role)

    assert post(alpha, client, url, do="visit").status_code == 403
    assert (friends.asked, InstanceId("beta.test") in friends.statuses) == ([], True)


@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
@pytest.mark.parametrize("url", [ADD, f"{BETA_URL}/retirer"])
def test_only_stewards_see_the_forms(alpha, friends, role, url):
    assert alpha.signed_in(role).get(url).status_code == 403


@pytest.mark.parametrize("url", POSTS)
def test_a_form_without_our_token_does_nothing(alpha, friends, steward, url):
    answer = steward.post(url, data={"do": "visit", "adresse": "https://gamma.test"})

    assert answer.status_code == 403
    assert (friends.asked, len(friends.statuses)) == ([], 1)


@pytest.mark.parametrize("url", POSTS)
def test_a_stranger_who_posts_is_led_to_sign_in(alpha, friends, url):
    answer = alpha.client.post(url, data={"do": "visit"})

    assert answer.status_code == 401
    assert "/-/connexion?vers=/-/reseaux" in answer.text
    assert friends.asked == []


@pytest.mark.parametrize(
    "name", ["inconnu.test", "-x", "a b", "x" * 300, "beta.test:443", "<b>", "a:99999"]
)
def test_an_address_that_is_no_friend_is_not_found(alpha, friends, steward, name):
    assert steward.get(f"{URL}/{name}").status_code == 404
    assert post(alpha, steward, f"{URL}/{name}", do="block").status_code == 404


def test_an_address_is_asked_who_it_is_before_anything_is_kept(alpha, friends, steward):
    answer = post(alpha, steward, ADD, do="ask", adresse=" https://gamma.test ")

    assert answer.status_code == 200
    assert "Est-ce bien Réseau Gamma" in answer.text
    assert FINGERPRINT in answer.text
    assert "CC BY-SA 4.0, CC0 1.0" in answer.text
    assert 'name="region" value="bretagne"' in answer.text
    assert len(friends.statuses) == 1


def test_a_friend_is_taken_in_once_the_fingerprint_was_compared(alpha, friends, steward):
    asked = post(alpha, steward, ADD, do="ask", adresse="https://gamma.test")
    said = form_in(asked, ADD).data(
        do="confirm", compared="yes", kind=["method", "place"], region=["normandie", "évadée"]
    )
    answer = steward.post(ADD, data=said)
    peer = friends.statuses[InstanceId("gamma.test")].peer

    assert (answer.status_code, told(answer)) == (303, "friend")
    assert answer.headers["location"] == "/-/reseaux/gamma.test"
    assert peer.slice == Slice({"kind": ("method", "place"), "region": ("normandie",)})
    assert "Pas encore visité" in steward.get("/-/reseaux/gamma.test").text


def test_a_friend_is_not_taken_in_without_the_comparison(alpha, friends, steward):
    asked = post(alpha, steward, ADD, do="ask", adresse="https://gamma.test")
    said = form_in(asked, ADD).data(do="confirm", kind=["method"])
    answer = steward.post(ADD, data=said)

    assert answer.status_code == 422
    assert "Cochez cette case" in answer.text
    assert 'name="kind" value="method" checked' in answer.text
    assert len(friends.statuses) == 1


def test_a_fingerprint_that_changed_meanwhile_is_refused(alpha, friends, steward):
    asked = post(alpha, steward, ADD, do="ask", adresse="https://gamma.test")
    said = form_in(asked, ADD).data(do="confirm", compared="yes")
    friends.strangers["https://gamma.test"] = replace(BETA, fingerprint="0000")
    answer = steward.post(ADD, data=said)

    assert answer.status_code == 502
    assert "l’empreinte n’est pas la même" in answer.text
    assert 'value="https://gamma.test"' in answer.text
    assert len(friends.statuses) == 1


@pytest.mark.parametrize(
    ("address", "status"), [("", 422), ("http://x", 422), ("https://nulle-part.test", 504)]
)
def test_an_address_that_does_not_answer_is_told_and_kept(alpha, friends, steward, address, status):
    answer = post(alpha, steward, ADD, do="ask", adresse=address)

    assert answer.status_code == status
    assert f'name="adresse" type="url" value="{address}"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_who_is_a_friend_already_is_led_to_its_screen(alpha, friends, steward):
    answer = post(alpha, steward, ADD, do="ask", adresse="https://beta.test")

    assert "C’est déjà un réseau ami." in answer.text
    assert 'value="confirm"' not in answer.text


def test_a_visit_is_made_at_once_and_tells_what_came(alpha, friends, steward):
    answer = post(alpha, steward, BETA_URL, do="visit")

    assert friends.asked == [("beta.test", "pull")]
    assert "4 pages reçues" in answer.text
    assert "1 page retirée" in answer.text
    assert "Un café" in answer.text
    assert "La fiche ne se lit pas." in answer.text


def test_a_rehearsal_changes_nothing_and_says_so(alpha, friends, steward):
    answer = post(alpha, steward, BETA_URL, do="rehearse")

    assert friends.asked == [("beta.test", "dry")]
    assert "Ce qui changerait, sans rien changer" in answer.text


def test_an_alarm_is_said_loudly_to_everyone_and_explained_to_stewards(alpha, friends, steward):
    last = friends.statuses[BETA.id].last
    wrong = replace(last, outcome=PullOutcome.refused, alarm=True, reason="Deux histoires.")
    friends.befriend(last=wrong, failures=1)

    assert 'role="alert"' in alpha.client.get(URL).text
    shown = steward.get(BETA_URL).text
    assert "ce réseau n’est plus celui que nous connaissions" in shown
    assert "Deux histoires." in shown


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"lag_s": 9 * 86_400.0}, "En retard de 9 jours"),
     ({"lag_s": None, "last_success_at": None, "failures": 4}, "N’a jamais répondu"),
     ({"last": None, "lag_s": None, "last_success_at": None}, "Pas encore visité"),
     ({"lag_s": 10.0}, "À jour")],
)  # fmt: skip
def test_health_is_said_in_words(alpha, friends, changes, words):
    friends.befriend(**changes)

    assert words in alpha.client.get(URL).text


def test_what_is_shown_of_a_friend_can_be_changed(alpha, friends, steward):
    friends._change(BETA.id, slice=Slice({"lang": ("fr",), "kind": ("page",)}))
    answer = post(alpha, steward, BETA_URL, do="slice", kind=["method"], theme=["x"], lang=["en"])

    assert told(answer) == "slice"
    # The language was no question of this form: it stays.
    kept = Slice({"lang": ("fr",), "kind": ("method",)})
    assert friends.statuses[BETA.id].peer.slice.where == kept.where
    assert "Genre : Méthode" in steward.get(BETA_URL).text.replace("\u00a0", " ")


def test_a_friend_and_one_of_its_people_are_blocked_and_unblocked(alpha, friends, steward):
    post(alpha, steward, BETA_URL, do="block-person", person="x@beta.test")
    assert friends.statuses[BETA.id].peer.blocked_people == ("x@beta.test",)
    post(alpha, steward, BETA_URL, do="unblock-person", person="x@beta.test")
    assert friends.statuses[BETA.id].peer.blocked_people == ()
    assert told(post(alpha, steward, BETA_URL, do="block")) == "blocked"
    assert friends.statuses[BETA.id].peer.state is PeerState.blocked
    assert "Débloquer ce réseau" in steward.get(BETA_URL).text
    assert told(post(alpha, steward, BETA_URL, do="unblock")) == "unblocked"
    assert friends.statuses[BETA.id].peer.state is PeerState.active


def test_blocking_nobody_in_particular_blocks_nobody(alpha, friends, steward):
    answer = post(alpha, steward, BETA_URL, do="block-person", person="  ")

    assert answer.status_code == 422
    assert "Dites qui" in answer.text
    assert friends.statuses[BETA.id].peer.state is PeerState.active


def test_a_friend_is_removed_after_one_was_told_what_it_does(alpha, friends, steward):
    asked = steward.get(f"{BETA_URL}/retirer")
    assert "312 pages ne seront plus lues" in asked.text
    answer = steward.post(f"{BETA_URL}/retirer", data=form_in(asked, f"{BETA_URL}/retirer").data())

    assert (answer.headers["location"], told(answer)) == (URL, "forgotten")
    assert friends.statuses == {}
    assert steward.get(BETA_URL).status_code == 404


def test_what_a_friend_calls_itself_is_shown_as_text(alpha, friends, steward):
    evil = replace(BETA, name="<script>alert(1)</script>", region="<i>", base_url="javascript:x")
    friends.befriend(evil, last_success_at=NOW)
    shown = [client.get(url).text for client in (alpha.client, steward) for url in (URL, BETA_URL)]

    assert not any("<script>alert" in text or "<i>" in text for text in shown)
    assert not any("javascript:" in text for text in shown)
