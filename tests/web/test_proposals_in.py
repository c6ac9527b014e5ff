"""What friends propose for our pages: read, accepted, adapted or declined, exactly once."""

from itertools import count

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState
from tests.web.befriended import Beta
from tests.web.conftest import serve_alpha
from tests.web.fake_federation import FakeFederation
from tests.web.filling import form_in, send, text_of, told
from tests.web.pages import text

LIST = "/-/propositions"
NUMBERS = count(1)
CONTENT = "Un moulin à vent.\n\nIl tourne."


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    for served in serve_alpha(tmp_path_factory.mktemp("in") / "alpha"):
        served.app.state.federation = FakeFederation()
        served.app.state.federation.befriend()
        yield served


@pytest.fixture(scope="module")
def beta(alpha, tmp_path_factory):
    friend = Beta(alpha, tmp_path_factory.mktemp("beta"))
    friend.save("page/bonjour", text("page", "Bonjour", "", "Nous voici."))
    yield friend
    friend.close()


@pytest.fixture
def ours(alpha):
    """A page of ours that no other test knows."""
    path = f"place/moulin-{next(NUMBERS)}"
    front = 'summary: Un moulin.\nterritory: {region: bretagne, department: "29"}\nopened: 2010'
    alpha.save(path, text("place", "Moulin", front, CONTENT))
    return alpha.wiki.index.page(PagePath.parse(path))


@pytest.fixture
def offered(beta, ours):
    return beta.offers(ours, "Il tourne.", "Il tourne vite.")


@pytest.fixture(scope="module")
def reviewer(alpha):
    return alpha.signed_in(Role.reviewer)


def url_of(proposal):
    return f"{LIST}/{proposal.id}"


def post(alpha, client, proposal, **said):
    return client.post(url_of(proposal), data={"csrf": alpha.csrf(client), **said})


def decide(client, proposal, do, **said):
    """Through the first form of its screen, as a browser would."""
    url = url_of(proposal)
    return client.post(url, data=form_in(client.get(url), url).data(do=do, **said))


def state(alpha, proposal):
    return alpha.wiki.proposals.get(proposal.id).state


def test_the_reviewer_sees_who_proposes_what_and_their_record(reviewer, offered):
    shown = reviewer.get(url_of(offered)).text

    assert "Réseau Bêta propose un changement" in shown.replace("\u00a0", " ")
    assert "<ins> vite</ins>" in shown
    assert "Zoé" in shown
    assert "CC BY-SA 4.0" in shown
    assert "3 acceptées, 1 déclinée" in shown


def test_what_waits_is_counted_listed_and_in_the_stewards_room(alpha, reviewer, offered):
    steward = alpha.signed_in(Role.steward)

    assert "à relire" in reviewer.get("/pages/bienvenue").text
    assert url_of(offered) in reviewer.get(LIST).text
    assert url_of(offered) in steward.get("/-/intendance").text
    assert "Réseau Bêta" in steward.get("/-/intendance").text


def test_only_reviewers_see_it(alpha, offered):
    contributor = alpha.signed_in(Role.contributor)

    assert contributor.get(url_of(offered)).status_code == 404
    assert url_of(offered) not in contributor.get(LIST).text
    assert contributor.get(f"{url_of(offered)}/adapter").status_code == 403
    assert post(alpha, contributor, offered, do="accept").status_code == 404
    assert alpha.client.get(url_of(offered)).status_code == 401
    assert alpha.client.post(url_of(offered), data={"do": "accept"}).status_code == 401
    assert state(alpha, offered) is ProposalState.delivered


@pytest.mark.parametrize("do", ["accept", "decline", "resolve"])
def test_nothing_is_decided_without_our_token(alpha, reviewer, offered, do):
    answer = reviewer.post(url_of(offered), data={"do": do, "reason": "x"})

    assert answer.status_code == 403
    assert state(alpha, offered) is ProposalState.delivered


@pytest.mark.parametrize(
    "number", ["x", "--help", "0" * 36, "11111111-1111-4111-8111-111111111111"]
)
def test_a_number_that_names_none_is_not_found(alpha, reviewer, beta, number):
    said = {"csrf": alpha.csrf(reviewer), "do": "accept"}

    assert reviewer.get(f"{LIST}/{number}").status_code == 404
    assert reviewer.post(f"{LIST}/{number}", data=said).status_code == 404
    assert reviewer.get(f"{LIST}/{number}/adapter").status_code == 404


def test_accepted_it_is_our_page_under_the_name_of_who_wrote_it(alpha, reviewer, ours, offered):
    answer = decide(reviewer, offered, "accept", note="Merci")
    history = alpha.client.get(f"/api/v1/pages/{ours.path}/history").json()["items"]

    assert (answer.headers["location"], told(answer)) == (f"/lieux/{ours.path.slug}", "accepted")
    assert "Il tourne vite." in text_of(alpha, str(ours.path))
    assert history[0]["author"] == "Zoé"
    shown = reviewer.get(url_of(offered)).text
    assert "Acceptée, par Personne reviewer" in shown
    assert 'value="accept"' not in shown


def test_accepted_twice_it_is_done_once(alpha, reviewer, ours, offered):
    form = form_in(reviewer.get(url_of(offered)), url_of(offered))
    first = reviewer.post(url_of(offered), data=form.data(do="accept"))
    versions = alpha.wiki.index.page(ours.path).versions
    second = reviewer.post(url_of(offered), data=form.data(do="accept"))

    assert (first.status_code, second.status_code) == (303, 409)
    assert "a déjà une réponse" in second.text
    assert alpha.wiki.index.page(ours.path).versions == versions == 2


def test_a_decline_needs_its_reason(alpha, reviewer, offered):
    bare = post(alpha, reviewer, offered, do="decline", reason=" \n ")
    good = post(alpha, reviewer, offered, do="decline", reason="Déjà dit plus haut, merci !")
    shown = reviewer.get(url_of(offered)).text

    assert bare.status_code == 422
    assert 'href="#champ-reason"' in bare.text
    assert told(good) == "declined"
    assert state(alpha, offered) is ProposalState.declined
    assert "Déjà dit plus haut" in shown
    assert post(alpha, reviewer, offered, do="accept").status_code == 409


def test_what_does_not_cross_is_joined(alpha, reviewer, ours, offered):
    alpha.save(
        str(ours.path), text_of(alpha, str(ours.path)).replace("opened: 2010", "opened: 2011")
    )
    shown = reviewer.get(url_of(offered)).text
    assert "se rejoignent sans se gêner" in shown
    assert decide(reviewer, offered, "accept").status_code == 303

    assert "Il tourne vite." in text_of(alpha, str(ours.path))
    assert "opened: 2011" in text_of(alpha, str(ours.path))


@pytest.mark.parametrize(
    ("choice", "there", "absent"),
    [("mine", "Il tourne vite.", "doucement"), ("theirs", "Il tourne doucement.", "vite"),
     ("both", "Il tourne doucement.\n\nIl tourne vite.", "xx")],
)  # fmt: skip
def test_where_they_cross_one_chooses(alpha, beta, reviewer, ours, choice, there, absent):
    said = ours.text.replace("opened: 2010", "opened: 2012")
    offered = beta.offers(ours, "Il tourne.", "Il tourne vite.")
    alpha.save(str(ours.path), said.replace("Il tourne.", "Il tourne doucement."))
    assert "sur le même passage" in reviewer.get(url_of(offered)).text
    crossed = decide(reviewer, offered, "accept", note="Merci")
    form = form_in(crossed, url_of(offered))
    answer = reviewer.post(
        url_of(offered), data=form.data(do="resolve") | {"choice.body.1": choice}
    )
    now = text_of(alpha, str(ours.path))

    assert crossed.status_code == 409
    assert "La proposition et notre page se croisent" in crossed.text
    if choice == "theirs":
        assert (answer.status_code, "dit déjà tout cela" in answer.text) == (422, True)
    else:
        assert told(answer) == "accepted"
    assert there in now
    assert absent not in now
    assert "opened: 2012" in now


def test_a_choice_is_asked_again_when_our_page_moves_on(alpha, beta, reviewer, ours):
    offered = beta.offers(ours, "Il tourne.", "Il tourne vite.")
    path = str(ours.path)
    alpha.save(path, text_of(alpha, path).replace("Il tourne.", "Il tourne doucement."))
    crossed = decide(reviewer, offered, "accept")
    alpha.save(path, text_of(alpha, path).replace("doucement", "la nuit"))
    form = form_in(crossed, url_of(offered))
    again = reviewer.post(url_of(offered), data=form.data(do="resolve") | {"choice.body.1": "mine"})

    assert again.status_code == 409
    assert "la nuit" in again.text
    assert state(alpha, offered) is ProposalState.delivered


def adapt(client, proposal, form, **changes):
    return send(client, form, f"{url_of(proposal)}/adapter", **changes)


def adapting(client, proposal):
    url = f"{url_of(proposal)}/adapter"
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return form_in(answer, url)


def test_it_is_adapted_before_it_is_accepted(alpha, reviewer, ours, offered):
    form = adapting(reviewer, offered)
    preview = adapt(reviewer, offered, form, do="preview", body="Un **mot**.")
    answer = adapt(reviewer, offered, form, body="Un moulin.\n\nIl tourne bien.", note="Plus court")
    now = text_of(alpha, str(ours.path))

    assert "Il tourne vite." in form.data()["body"][0]
    assert "licence" not in form.data()
    assert "<strong>mot</strong>" in preview.text
    assert told(answer) == "accepted"
    assert "Il tourne bien." in now
    *_, last = alpha.wiki.store.log()
    assert (last.author.name, ("Author", "Personne reviewer") in last.trailers) == ("Zoé", True)


def test_what_is_wrong_in_the_adapted_text_comes_back_as_typed(alpha, reviewer, offered):
    answer = adapt(reviewer, offered, adapting(reviewer, offered), title="", body="Mon texte.")

    assert answer.status_code == 422
    again = form_in(answer, f"{url_of(offered)}/adapter").data()
    assert (again["title"], again["body"]) == ([""], ["Mon texte."])
    assert state(alpha, offered) is ProposalState.delivered


def test_an_adapted_text_that_crosses_ours_is_settled_and_loses_nothing(
    alpha, reviewer, ours, offered
):
    path, form = str(ours.path), adapting(reviewer, offered)
    alpha.save(path, text_of(alpha, path).replace("Il tourne.", "Il tourne doucement.")
               .replace("opened: 2010", "opened: 2013"))  # fmt: skip
    url = f"{url_of(offered)}/adapter"
    crossed = adapt(reviewer, offered, form, body="Un moulin.\n\nIl tourne bien.")
    answer = send(reviewer, form_in(crossed, url), url, do="resolve", **{"choice.body.1": "both"})
    now = text_of(alpha, path)

    assert crossed.status_code == 409
    assert told(answer) == "accepted"
    assert now.index("Il tourne doucement.") < now.index("Il tourne bien.")
    assert "Un moulin.\n" in now
    assert "opened: 2013" in now


def test_a_session_that_ends_while_adapting_keeps_the_text(alpha, reviewer, offered):
    form = adapting(reviewer, offered)
    url = f"{url_of(offered)}/adapter"
    lost = adapt(alpha.stranger(), offered, form, body="Mon texte à moi.")
    old = adapt(reviewer, offered, form, csrf="x", body="Mon texte à moi.")

    assert (lost.status_code, old.status_code) == (401, 403)
    assert form_in(lost, url).data()["body"] == ["Mon texte à moi."]
    assert form_in(old, url).data()["body"] == ["Mon texte à moi."]


def test_an_adapted_text_that_comes_too_late_is_given_back(alpha, reviewer, offered):
    form = adapting(reviewer, offered)
    post(alpha, reviewer, offered, do="decline", reason="Non merci")
    late = adapt(reviewer, offered, form, body="Mon texte à moi.")

    assert late.status_code == 409
    assert "Mon texte à moi." in late.text
    assert reviewer.get(f"{url_of(offered)}/adapter").status_code == 409


def test_a_page_that_is_gone_ends_the_proposal_in_words(alpha, reviewer, ours, offered):
    said = {"csrf": alpha.csrf(reviewer), "base": str(ours.revision)}
    reviewer.post(f"/lieux/{ours.path.slug}/delete", data=said)
    shown = reviewer.get(url_of(offered)).text
    answer = post(alpha, reviewer, offered, do="accept")

    assert "supprimée depuis" in shown
    assert 'value="accept"' not in shown
    assert answer.status_code == 410
    assert state(alpha, offered) is ProposalState.stale
    assert "Sans suite" in reviewer.get(url_of(offered)).text


def test_what_a_friend_writes_is_shown_as_text(beta, reviewer, ours):
    evil = "<script>alert(1)</script>"
    offered = beta.offers(ours, "Il tourne.", f"Il tourne {evil}", note=evil)
    shown = [
        reviewer.get(url).text for url in (LIST, url_of(offered), f"{url_of(offered)}/adapter")
    ]

    assert not any("<script>alert" in text for text in shown)


def test_a_proposal_that_does_not_follow_our_rules_must_be_adapted(alpha, beta, reviewer, ours):
    offered = beta.offers(ours, "opened: 2010", "opened: jamais")
    shown = reviewer.get(url_of(offered)).text
    answer = post(alpha, reviewer, offered, do="accept")

    assert "ne peut pas être pris tel quel" in shown
    assert 'value="accept"' not in shown
    assert answer.status_code == 422
    assert state(alpha, offered) is ProposalState.delivered
    assert adapt(reviewer, offered, adapting(reviewer, offered), opened="2014").status_code == 303
