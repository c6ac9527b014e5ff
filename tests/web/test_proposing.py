"""A stranger's or newcomer's save is a proposal, and nothing that was typed is lost."""

import pytest

from app.actions.delete_page import delete_page
from app.actions.move_page import move_page
from app.actions.writing import protect, set_policy
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from app.domain.writing import Policy
from tests.web.filling import CAFE, form_in, open_form, send, text_of, told
from tests.web.showing import shown_ago

PAGE = PagePath("place", "cafe-plum")
NEW = "/lieux/le-moulin/edit"
WORDS = "Un café où l’on répare aussi les vélos."


def local(alpha):
    return alpha.wiki.proposals.all(way=Way.incoming)


def offered(alpha, client, url=CAFE, **changes):
    """The answer to a form that was open for a while."""
    form = open_form(client, url)
    return send(client, form, url, **({"summary": WORDS, "vu": shown_ago(alpha.wiki)} | changes))


def follow(answer):
    return answer.headers["location"]


def test_a_strangers_save_waits_for_a_reviewer_and_changes_nothing(alpha):
    before, stranger = text_of(alpha), alpha.stranger()
    answer = offered(alpha, stranger, byline="Ana", note="Les vélos")
    one = local(alpha)[0]
    shown = stranger.get(follow(answer))

    assert (answer.status_code, told(answer)) == (303, "offered")
    assert follow(answer).startswith("/-/propositions/suivi/")
    assert str(one.id) not in answer.text
    assert (one.state, one.author.name, one.message) == ("delivered", "Ana", "Les vélos")
    assert one.author.address.startswith("guest-")
    assert "@alpha.test" in one.author.address
    assert text_of(alpha) == before
    assert shown.status_code == 200
    assert "vélos" in shown.text
    assert shown.headers["cache-control"] == "no-store"


def test_the_form_of_a_stranger_is_kept_by_nobody(alpha):
    one, other = (alpha.stranger().get(CAFE) for _ in range(2))
    assert one.headers["cache-control"] == "no-store"
    once = [dict(form_in(answer, CAFE).fields)["once"] for answer in (one, other)]
    assert once[0] != once[1]


def test_a_form_sent_twice_is_one_proposal(alpha):
    stranger = alpha.stranger()
    form = open_form(stranger)
    answers = [send(stranger, form, summary=WORDS, vu=shown_ago(alpha.wiki)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert follow(answers[0]) == follow(answers[1])
    assert len(local(alpha)) == 1


def test_accepting_publishes_it_under_its_writers_name(alpha):
    offered(alpha, alpha.stranger(), byline="Ana", note="Les vélos")
    reviewer, one = alpha.signed_in(Role.reviewer), local(alpha)[0]
    url = f"/-/propositions/{one.id}"
    seen = reviewer.get(url)
    answer = reviewer.post(url, data=form_in(seen, url).data(do="accept", note="Merci Ana"))
    revision = alpha.wiki.index.history(PAGE, after=None, size=1)[0][0]
    entry = list(alpha.wiki.store.log())[-1]

    assert "signé «" in seen.text
    assert "sans compte" in seen.text
    assert (answer.status_code, told(answer)) == (303, "accepted-here")
    assert WORDS in text_of(alpha)
    assert revision.author == "Ana"
    assert dict(entry.trailers)["Proposal"] == str(one.id)
    assert "Source" not in dict(entry.trailers)
    after = alpha.wiki.proposals.get(one.id)
    assert (after.state, after.reason, after.told) == (ProposalState.accepted, "Merci Ana", True)


def test_a_refusal_and_its_reason_are_read_by_whoever_has_the_link(alpha):
    stranger = alpha.stranger()
    answer = offered(alpha, stranger)
    reviewer, one = alpha.signed_in(Role.reviewer), local(alpha)[0]
    url = f"/-/propositions/{one.id}"
    data = {"csrf": alpha.csrf(reviewer), "do": "decline", "reason": "Déjà dit plus haut."}
    reviewer.post(url, data=data)
    shown = stranger.get(follow(answer)).text

    assert "Déjà dit plus haut." in shown
    assert "Déclinée" in shown
    assert "/corriger" not in shown


def test_a_stranger_never_signs_as_somebody_known_here(alpha):
    offered(alpha, alpha.stranger(), byline="PERSONNE  Réviewer")
    assert local(alpha)[0].author.name == "PERSONNE Réviewer (sans compte)"


@pytest.mark.parametrize("byline", ["ana@alpha.test", "https://spam.test"])
def test_an_address_for_a_name_is_refused_beside_the_field_and_the_text_stays(alpha, byline):
    answer = offered(alpha, alpha.stranger(), byline=byline)

    assert answer.status_code == 422
    assert "err-champ-byline" in answer.text
    assert WORDS in answer.text
    assert local(alpha) == []


def test_hidden_signs_and_line_ends_go_nowhere(alpha):
    offered(alpha, alpha.stranger(), byline="A\u202ena\r\nX", note="=1+1\r\n\r\nProposal: x")
    one = local(alpha)[0]
    assert (one.author.name, one.message) == ("Ana X", "1+1 Proposal: x")


@pytest.mark.parametrize(
    "trap", [{"laissez-vide": "x"}, {"vu": "99999999999"}, {"vu": "hier"}, {"vu": ""}]
)
def test_what_looks_like_a_robot_gets_its_text_back_and_may_send_it_again(alpha, trap):
    stranger = alpha.stranger()
    answer = offered(alpha, stranger, **trap)
    again = form_in(answer, CAFE)

    assert answer.status_code == 422
    assert WORDS in answer.text
    assert local(alpha) == []
    assert send(stranger, again, vu=shown_ago(alpha.wiki)).status_code == 303


def test_many_new_links_from_a_stranger_are_refused_kindly(alpha):
    links = " ".join(f"https://spam{n}.test/x" for n in range(20))
    answer = offered(alpha, alpha.stranger(), body=f"Du texte. {links}")
    assert answer.status_code == 422
    assert "spam19" in answer.text
    assert local(alpha) == []


def test_a_full_queue_keeps_the_text(alpha, monkeypatch):
    monkeypatch.setattr("app.actions.offer.QUEUE_LIMIT", 1)
    offered(alpha, alpha.stranger())
    answer = offered(alpha, alpha.stranger(), summary="Un autre texte.")
    assert answer.status_code == 429
    assert "Un autre texte." in answer.text
    assert len(local(alpha)) == 1


def test_one_address_offers_so_many_and_no_more(alpha, monkeypatch):
    monkeypatch.setattr("app.actions.offer.OFFERS", 1)
    offered(alpha, alpha.stranger())
    answer = offered(alpha, alpha.stranger(), summary="Un autre texte.")
    assert answer.status_code == 429
    assert "Un autre texte." in answer.text


def test_a_waiting_proposal_is_corrected_by_its_writer(alpha):
    stranger = alpha.stranger()
    url = follow(offered(alpha, stranger, byline="Ana"))
    form = open_form(stranger, f"{url}/corriger")
    answer = send(stranger, form, f"{url}/corriger", summary="Un café, en mieux.")
    one = local(alpha)[0]

    assert (answer.status_code, told(answer)) == (303, "corrected")
    assert "Un café, en mieux." in one.text
    assert len(one.steps) == 2
    assert {step.author.name for step in one.steps} == {"Ana"}


def test_a_reviewer_never_accepts_a_text_they_did_not_read(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    url = follow(offered(alpha, stranger))
    there = f"/-/propositions/{local(alpha)[0].id}"
    seen = form_in(reviewer.get(there), there)
    form = open_form(stranger, f"{url}/corriger")
    send(stranger, form, f"{url}/corriger", summary="Extraordinairement")
    answer = reviewer.post(there, data=seen.data(do="accept"))

    assert answer.status_code == 422
    assert "Extraordinairement" in answer.text
    assert local(alpha)[0].state is ProposalState.delivered


def test_a_stranger_takes_their_proposal_back(alpha):
    stranger = alpha.stranger()
    url = follow(offered(alpha, stranger))
    answer = stranger.post(url, data={"do": "withdraw"})
    assert (answer.status_code, local(alpha)[0].state) == (303, ProposalState.withdrawn)


def test_the_number_that_reviewers_see_opens_nothing(alpha):
    offered(alpha, alpha.stranger())
    number = local(alpha)[0].id
    assert alpha.stranger().get(f"/-/propositions/suivi/{number}").status_code == 404
    assert alpha.stranger().get("/-/propositions/suivi/x").status_code == 404


def test_a_new_page_of_a_stranger_is_made_by_a_reviewer(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    form = open_form(stranger, f"{NEW}")
    answer = send(stranger, form, NEW, title="Le Moulin", summary="Un moulin.", body="À vent.",
                  byline="Ana", vu=shown_ago(alpha.wiki))  # fmt: skip
    one = local(alpha)[0]
    there = f"/-/propositions/{one.id}"
    seen = reviewer.get(there)

    assert answer.status_code == 303
    assert text_of(alpha, "place/le-moulin") is None
    assert one.creates
    assert seen.status_code == 200
    accepted = reviewer.post(there, data=form_in(seen, there).data(do="accept"))
    row = alpha.wiki.index.page(PagePath("place", "le-moulin"))
    assert accepted.headers["location"] == "/lieux/le-moulin"
    assert (row.id, row.status, row.updated_by) == (one.page_id, "published", "Ana")
    assert "Le Moulin" in stranger.get(follow(answer)).text


def test_a_new_page_may_be_accepted_as_a_draft_at_another_address(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    send(stranger, open_form(stranger, NEW), NEW, title="Le Moulin", summary="Un moulin.",
         vu=shown_ago(alpha.wiki))  # fmt: skip
    url = f"/-/propositions/{local(alpha)[0].id}/adapter"
    answer = send(reviewer, open_form(reviewer, url), url, slug="moulin-rouge", status="draft")
    row = alpha.wiki.index.page(PagePath("place", "moulin-rouge"))

    assert answer.status_code == 303
    assert (row.status, row.title) == ("draft", "Le Moulin")


def test_an_address_taken_meanwhile_is_told_to_the_reviewer(alpha):
    stranger, reviewer = alpha.stranger(), alpha.signed_in(Role.reviewer)
    send(stranger, open_form(stranger, NEW), NEW, title="Le Moulin", summary="Un moulin.",
         vu=shown_ago(alpha.wiki))  # fmt: skip
    other = "---\nkind: place\ntitle: Autre\nlang: fr\nlicence: CC-BY-SA-4.0\n---\n\nx\n"
    alpha.save("place/le-moulin", other)
    there = f"/-/propositions/{local(alpha)[0].id}"
    assert "déjà l’adresse" in reviewer.get(there).text
    data = {"csrf": alpha.csrf(reviewer), "do": "accept"}
    assert reviewer.post(there, data=data).status_code == 422
    assert local(alpha)[0].state is ProposalState.delivered


def test_what_is_proposed_follows_a_page_that_moved(alpha):
    stranger = alpha.stranger()
    form = open_form(stranger)
    row = alpha.wiki.index.page(PAGE)
    move_page(alpha.wiki, PAGE, "le-plum", base=row.revision, by=alpha.reader())
    answer = send(stranger, form, summary=WORDS, vu=shown_ago(alpha.wiki))
    assert answer.status_code == 303
    assert str(local(alpha)[0].path) == "place/le-plum"


def test_a_page_deleted_while_a_stranger_writes_gives_the_words_back(alpha):
    stranger = alpha.stranger()
    form = open_form(stranger)
    row = alpha.wiki.index.page(PAGE)
    delete_page(alpha.wiki, PAGE, base=row.revision, by=alpha.reader())
    answer = send(stranger, form, body="Des mots à garder.", vu=shown_ago(alpha.wiki))
    assert answer.status_code in (404, 410)
    assert "Des mots à garder." in answer.text


def test_a_session_that_ended_keeps_the_text_and_offers_both_ways_on(alpha):
    writer = alpha.signed_in(Role.contributor)
    form = open_form(writer)
    writer.cookies.clear()
    answer = send(writer, form, summary=WORDS, body="Un long texte.")
    again = form_in(answer, CAFE)
    once_more = writer.post(CAFE, data=again.data())

    assert answer.status_code == once_more.status_code == 401
    assert "Un long texte." in once_more.text
    assert local(alpha) == []
    too_fast = writer.post(CAFE, data=again.data(anyway="yes"))
    assert too_fast.status_code == 422
    assert "Un long texte." in too_fast.text
    sent = writer.post(CAFE, data=again.data(anyway="yes", vu=shown_ago(alpha.wiki)))
    assert told(sent) == "offered"
    assert "Un long texte." in local(alpha)[0].text


def test_a_draft_that_a_stranger_may_not_read_is_not_given_away(alpha):
    stranger, url = alpha.stranger(), "/lieux/lieu-secret/edit"
    answer = send(stranger, open_form(stranger, url), url, title="Lieu secret",
                  summary="Une page.", vu=shown_ago(alpha.wiki))  # fmt: skip
    assert told(answer) == "offered"


def test_where_members_alone_write_strangers_are_invited(alpha):
    set_policy(alpha.wiki, Policy.members, newcomer_versions=0, by=alpha.reader())
    assert alpha.stranger().get(CAFE).status_code == 401
    assert alpha.signed_in(Role.contributor).get(CAFE).status_code == 200


def test_where_all_is_read_first_a_contributor_proposes_and_a_reviewer_saves(alpha):
    set_policy(alpha.wiki, Policy.proposals, newcomer_versions=0, by=alpha.reader())
    writer = alpha.signed_in(Role.contributor)
    answer = offered(alpha, writer, note="Les vélos")
    mine = local(alpha)[0]
    saved = send(alpha.signed_in(Role.reviewer), open_form(alpha.signed_in(Role.reviewer)))

    assert told(answer) == "offered"
    assert mine.person == alpha.people[Role.contributor].id
    assert mine.author.name == "Personne contributor"
    assert "Café PLUM" in writer.get("/-/compte").text
    assert writer.get(f"/-/propositions/{mine.id}").status_code == 200
    assert saved.status_code in (303, 401, 403)


def test_a_newcomer_proposes_first(alpha):
    set_policy(alpha.wiki, Policy.open, newcomer_versions=1, by=alpha.reader())
    writer = alpha.signed_in(Role.contributor)
    assert told(offered(alpha, writer)) == "offered"
    reviewer, url = alpha.signed_in(Role.reviewer), f"/-/propositions/{local(alpha)[0].id}"
    reviewer.post(url, data=form_in(reviewer.get(url), url).data(do="accept"))
    assert told(offered(alpha, writer, summary="Un second texte.")) == "saved"


def test_a_protected_page_says_why_and_a_reviewer_proposes_on_a_stewards(alpha):
    protect(alpha.wiki, PAGE, Role.steward, "texte voté en assemblée", by=alpha.reader())
    reviewer = alpha.signed_in(Role.reviewer)
    assert "texte voté en assemblée" in reviewer.get(CAFE).text
    assert told(offered(alpha, reviewer)) == "offered"
    url = f"/-/propositions/{local(alpha)[0].id}"
    refused = reviewer.post(url, data=form_in(reviewer.get(url), url).data(do="accept"))
    assert refused.status_code == 403
    assert local(alpha)[0].state is ProposalState.delivered


@pytest.mark.parametrize("role", [Role.contributor, Role.reviewer])
def test_a_program_is_told_to_propose(alpha, role):
    protect(alpha.wiki, PAGE, Role.steward, "texte voté", by=alpha.reader())
    row = alpha.wiki.index.page(PAGE)
    answer = alpha.client.put(
        "/api/v1/pages/place/cafe-plum", headers=alpha.token(role),
        json={"text": row.text.replace("2010", "2011"), "base": str(row.revision)},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["error"]) == (403, "propose_first")
    assert "Proposez" in answer.json()["detail"]


def test_a_program_offers_to_its_own_network_and_a_reviewer_reads_it(alpha):
    row = alpha.wiki.index.page(PAGE)
    said = {"kind": "place", "slug": "cafe-plum", "to": "self", "note": "Les vélos",
            "text": row.text.replace("2010", "2011")}  # fmt: skip
    made = alpha.client.post("/api/v1/proposals", headers=alpha.token(Role.contributor), json=said)
    url = f"/api/v1/proposals/{made.json()['id']}"
    taken = alpha.client.post(f"{url}/accept", headers=alpha.token(Role.reviewer), json={})

    assert (made.status_code, made.json()["state"], made.json()["peer"]) == (
        202, "delivered", "alpha.test:80" if ":" in made.json()["peer"] else "alpha.test",
    )  # fmt: skip
    assert alpha.client.post("/api/v1/proposals", json=said).status_code == 401
    assert taken.status_code == 200
    assert "opened: 2011" in text_of(alpha)
