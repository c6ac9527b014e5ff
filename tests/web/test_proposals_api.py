"""Friends and proposals for programs."""

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState
from tests.web.befriended import Beta
from tests.web.conftest import serve_alpha
from tests.web.fake_federation import FINGERPRINT, FakeFederation
from tests.web.filling import text_of
from tests.web.pages import text

API = "/api/v1/proposals"
PEER = "/api/v1/peers/beta.test/pages/method/veillee"
NONE = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    for served in serve_alpha(tmp_path_factory.mktemp("api") / "alpha"):
        served.app.state.federation = FakeFederation()
        served.app.state.federation.befriend()
        yield served


@pytest.fixture(scope="module")
def beta(alpha, tmp_path_factory):
    friend = Beta(alpha, tmp_path_factory.mktemp("beta"))
    friend.save("method/veillee", text("method", "Veillée", "summary: Se voir.", "On y mange."))
    yield friend
    friend.close()


def post(alpha, url=API, role=Role.contributor, scope="write", **said):
    return alpha.client.post(url, json=said, headers=alpha.token(role, scope))


def get(alpha, url=API, role=Role.contributor, **params):
    return alpha.client.get(url, params=params, headers=alpha.token(role, "read"))


def offer(alpha, role=Role.contributor, **changes):
    page = alpha.client.get(PEER).json()
    said = {"kind": "method", "slug": "veillee", "to": "beta.test", "note": "Le dîner",
            "text": page["text"].replace("mange", "dîne"), "base": page["blob"]}  # fmt: skip
    return post(alpha, role=role, **(said | changes))


def offered(alpha, beta, slug, new="Un moulin à eau."):
    alpha.save(f"place/{slug}", text("place", "Moulin", "summary: Un moulin.", "Un moulin."))
    row = alpha.wiki.index.page(PagePath("place", slug))
    return beta.offers(row, "\nUn moulin.", f"\n{new}")


def test_friends_are_listed_for_anyone(alpha):
    (peer,) = alpha.client.get("/api/v1/peers").json()["items"]

    assert (peer["id"], peer["name"], peer["pages"]) == ("beta.test", "Réseau Bêta", 312)
    assert (peer["lag_s"], peer["state"], peer["fingerprint"]) == (7200, "active", FINGERPRINT)
    assert peer["last_success_at"].startswith("2026-11-22T09:30")


def test_a_friends_page_is_given_with_its_origin(alpha, beta):
    page = alpha.client.get(PEER).json()

    assert (page["title"], page["origin"], page["authors"]) == ("Veillée", "beta.test", ["Zoé"])
    assert page["url"] == "/reseau/beta.test/methodes/veillee"
    assert "On y mange." in page["html"]


@pytest.mark.parametrize(
    "url",
    ["/api/v1/peers/gamma.test/pages/method/veillee", "/api/v1/peers/-x/pages/method/veillee",
     "/api/v1/peers/beta.test/pages/method/rien", f"{API}/{NONE}", f"{API}/x"],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_in_words(alpha, beta, url):
    answer = get(alpha, url, Role.steward)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_proposal_is_kept_and_followed(alpha, beta):
    answer = offer(alpha)
    said = answer.json()
    found = get(alpha, answer.headers["location"]).json()

    assert (answer.status_code, said["state"], said["way"]) == (202, "queued", "outgoing")
    assert "On y dîne." in found["text"]
    assert said["id"] in [one["id"] for one in get(alpha, state="queued").json()["items"]]
    assert get(alpha, way="incoming").json() == {"items": []}


def test_who_may_not_is_told(alpha, beta):
    said = {"kind": "method", "slug": "veillee", "to": "beta.test", "text": "x"}
    incoming = offered(alpha, beta, "pas-a-vous")

    assert alpha.client.post(API, json=said).status_code == 401
    assert alpha.client.get(API).status_code == 401
    assert post(alpha, scope="read", **said).status_code == 403
    for do in ("accept", "decline"):
        url = f"{API}/{incoming.id}/{do}"
        assert post(alpha, url, reason="x").status_code == 403
    assert get(alpha, f"{API}/{incoming.id}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "status", "name"),
    [({"to": "gamma.test"}, 404, "peer_not_found"), ({"to": "../x"}, 404, "peer_not_found"),
     ({"slug": "rien"}, 404, "page_not_found"), ({"slug": "../x"}, 422, "invalid_path"),
     ({"base": "0" * 40}, 404, "revision_not_found"), ({"base": "HEAD"}, 422, "invalid_revision"),
     ({"text": "rien"}, 422, "invalid_page"), ({"text": None}, 404, "page_not_found")],
)  # fmt: skip
def test_what_cannot_be_proposed_is_refused_by_name(alpha, beta, changes, status, name):
    answer = offer(alpha, **changes)

    assert (answer.status_code, answer.json()["error"]) == (status, name)


@pytest.mark.parametrize("params", [{"state": "open"}, {"way": "both"}])
def test_a_filter_that_is_none_is_refused(alpha, params):
    assert get(alpha, **params).json()["error"] == "invalid_query"


def test_an_acceptance_is_done_once(alpha, beta):
    proposal = offered(alpha, beta, "a-prendre")
    url = f"{API}/{proposal.id}/accept"
    first, second = (post(alpha, url, Role.reviewer, note="Merci") for _ in range(2))

    assert first.status_code == 200
    assert (second.status_code, second.json()["error"]) == (409, "already_decided")
    assert "Un moulin à eau." in text_of(alpha, "place/a-prendre")


def test_what_crosses_is_told_and_settled(alpha, beta):
    proposal = offered(alpha, beta, "a-choisir")
    now = text_of(alpha, "place/a-choisir").replace("\nUn moulin.", "\nUn moulin à vent.")
    alpha.save("place/a-choisir", now)
    url = f"{API}/{proposal.id}/accept"
    crossed = post(alpha, url, Role.reviewer).json()
    fields = {one["name"]: "both" for one in crossed["fields"]}
    settled = post(alpha, url, Role.reviewer, settle=fields, seen=crossed["current_revision"])

    assert crossed["error"] == "edit_conflict"
    assert settled.status_code == 200
    assert "Un moulin à vent.\n\nUn moulin à eau." in text_of(alpha, "place/a-choisir")


def test_an_adapted_text_is_accepted(alpha, beta):
    proposal = offered(alpha, beta, "a-adapter")
    adapted = proposal.text.replace("à eau", "à café")
    url = f"{API}/{proposal.id}/accept"
    assert post(alpha, url, Role.reviewer, text=adapted).status_code == 200

    assert "Un moulin à café." in text_of(alpha, "place/a-adapter")


def test_a_decline_says_why(alpha, beta):
    proposal = offered(alpha, beta, "a-decliner")
    url = f"{API}/{proposal.id}/decline"
    bare, good = (post(alpha, url, Role.reviewer, reason=words) for words in (" ", "Déjà dit"))

    assert (bare.status_code, good.status_code) == (422, 200)
    assert (good.json()["state"], good.json()["reason"]) == ("declined", "Déjà dit")


def test_one_takes_back_ones_own(alpha, beta):
    made = offer(alpha).json()
    theirs = offer(alpha, role=Role.steward).json()
    answer = post(alpha, f"{API}/{made['id']}/withdraw")

    assert answer.json()["state"] == ProposalState.withdrawn
    assert post(alpha, f"{API}/{theirs['id']}/withdraw").status_code == 404
