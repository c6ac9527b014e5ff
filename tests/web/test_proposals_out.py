"""What we do with a friend's page: propose to its owner, take it up, follow it."""

from itertools import count

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from tests.web.befriended import Beta
from tests.web.conftest import serve_alpha
from tests.web.filling import form_in, text_of, told
from tests.web.pages import text

PROPOSE, ADOPT, DRIFT = "/-/proposer", "/-/reprendre", "/-/derive"
LIST = "/-/propositions"
NUMBERS = count(1)


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    yield from serve_alpha(tmp_path_factory.mktemp("out") / "alpha")


@pytest.fixture(scope="module")
def beta(alpha, tmp_path_factory):
    friend = Beta(alpha, tmp_path_factory.mktemp("beta"))
    yield friend
    friend.close()


@pytest.fixture
def page(beta):
    """A page of theirs that no other test knows."""
    body = "Une soirée ouverte.\n\nOn y mange."
    front = "summary: Se voir une fois par mois.\nthemes: [theme-d-ailleurs]\nduration_min: 60"
    return beta.save(f"method/veillee-{next(NUMBERS)}", text("method", "Veillée", front, body))


@pytest.fixture(scope="module")
def writer(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture(scope="module")
def steward(alpha):
    return alpha.signed_in(Role.steward)


def named(row):
    return {"de": "beta.test", "page": str(row.path)}


def open_form(client, row, url=PROPOSE, **params):
    answer = client.get(url, params=named(row) | params)
    assert answer.status_code == 200, answer.status_code
    return form_in(answer, url)


def send(client, form, url=PROPOSE, do="save", **changes):
    return client.post(url, data=form.data(do=do, **changes))


def sent(alpha, row):
    return alpha.wiki.proposals.all(way=Way.outgoing, page_id=row.id)


def proposed(alpha, client, row, **changes):
    changes = {"summary": "Deux fois.", "note": "Plus souvent"} | changes
    answer = send(client, open_form(client, row), **changes)
    assert answer.status_code == 303, answer.text
    return sent(alpha, row)[0], answer


def test_the_form_holds_their_text_and_asks_neither_licence_nor_state(writer, page):
    answer = writer.get(PROPOSE, params=named(page))
    said = form_in(answer, PROPOSE).data()

    assert said["title"] == ["Veillée"]
    assert said["body"] == ["Une soirée ouverte.\n\nOn y mange."]
    assert not {"licence", "status", "derived_from.id"} & said.keys()
    assert "Proposer à Réseau Bêta" in answer.text


def test_a_proposal_waits_to_be_sent_and_has_its_page(alpha, writer, page):
    proposal, answer = proposed(alpha, writer, page, body="Une soirée ouverte à qui veut.")
    shown = writer.get(answer.headers["location"]).text

    assert told(answer) == "proposed"
    assert answer.headers["location"] == f"{LIST}/{proposal.id}"
    assert (proposal.state, proposal.message) == (ProposalState.queued, "Plus souvent")
    assert "summary: Deux fois." in proposal.text
    assert f"id: {page.id}" in proposal.text
    assert "theme-d-ailleurs" in proposal.text
    assert "envoyée dès que possible" in shown
    assert "<ins> à qui veut</ins>" in shown


def test_what_is_not_said_is_asked_and_all_that_was_typed_comes_back(alpha, writer, page):
    answer = send(
        writer, open_form(writer, page), title="", duration_min="longtemps", body="Mon texte."
    )
    again = form_in(answer, PROPOSE).data()

    assert answer.status_code == 422
    assert (again["title"], again["duration_min"]) == ([""], ["longtemps"])
    assert (again["body"], again["page"]) == (["Mon texte."], [str(page.path)])
    assert 'href="#quoi"' in answer.text
    assert sent(alpha, page) == []


def test_a_form_that_changes_nothing_is_told_so(alpha, writer, page):
    answer = send(writer, open_form(writer, page), note="Rien")

    assert answer.status_code == 422
    assert "il ne change rien" in answer.text
    assert sent(alpha, page) == []


def test_a_preview_sends_nothing(alpha, writer, page):
    answer = send(writer, open_form(writer, page), do="preview", body="Un **mot**.")

    assert (answer.status_code, sent(alpha, page)) == (200, [])
    assert "<strong>mot</strong>" in answer.text


def test_the_whole_file_is_proposed_the_same_way(alpha, writer, page):
    form = open_form(writer, page, mode="source")
    whole = form.data()["text"][0]
    wrong = send(writer, form, text=whole.replace("CC-BY-SA-4.0", "CC0-1.0"), note="Licence")
    bare = send(writer, form, text=whole.replace("On y mange.", "On y dîne."), note=" ")
    good = send(writer, form, text=whole.replace("On y mange.", "On y dîne."), note="Le dîner")

    assert (wrong.status_code, bare.status_code, good.status_code) == (422, 422, 303)
    assert "licence: CC0-1.0" in form_in(wrong, PROPOSE).data()["text"][0]
    assert "On y dîne." in form_in(bare, PROPOSE).data()["text"][0]
    assert "On y dîne." in sent(alpha, page)[0].text


def test_the_text_one_began_from_is_the_base_even_when_theirs_moved_on(alpha, beta, writer, page):
    form = open_form(writer, page)
    beta.change(str(page.path), "On y mange.", "On y chante.")
    assert send(writer, form, summary="Deux fois.", note="x").status_code == 303

    assert sent(alpha, page)[0].base == page.blob


@pytest.mark.parametrize("base", ["0" * 40, "HEAD", "--help"])
def test_a_base_that_is_no_version_gives_the_text_back(alpha, writer, page, base):
    answer = send(writer, open_form(writer, page), base=base, body="Mon texte à moi.", note="x")

    assert answer.status_code in (404, 422)
    assert "Mon texte à moi." in answer.text
    assert sent(alpha, page) == []


@pytest.mark.parametrize("url", [PROPOSE, ADOPT])
@pytest.mark.parametrize(
    ("de", "path"),
    [("beta.test", "method/rien"), ("beta.test", "../x"), ("beta.test", ""), ("", "method/x"),
     ("gamma.test", "method/x"), ("../..", "a/b"), ("beta.test", "x" * 500)],
)  # fmt: skip
def test_a_page_that_they_have_not_is_not_found(writer, beta, url, de, path):
    assert writer.get(url, params={"de": de, "page": path}).status_code == 404


@pytest.mark.parametrize("url", [PROPOSE, ADOPT, LIST, "/-/retirer"])
def test_a_stranger_is_led_to_sign_in(alpha, page, url):
    answer = alpha.client.get(url, params=named(page))

    assert answer.status_code == 401
    assert f"/-/connexion?vers={url}" in answer.text


def test_a_stranger_who_sends_the_form_keeps_the_text(alpha, writer, page):
    form = open_form(writer, page)
    answer = send(alpha.stranger(), form, body="Mon texte à moi.", note="x")
    kept = form_in(answer, PROPOSE).data()

    assert answer.status_code == 401
    assert (kept["body"], kept["page"]) == (["Mon texte à moi."], [str(page.path)])
    asked = writer.post(PROPOSE, data=kept)
    assert asked.status_code == 403
    assert writer.post(PROPOSE, data=form_in(asked, PROPOSE).data()).status_code == 303
    assert "Mon texte à moi." in sent(alpha, page)[0].text


def test_a_form_without_our_token_sends_nothing_and_keeps_the_text(alpha, writer, page):
    answer = send(writer, open_form(writer, page), csrf="", body="Mon texte.", note="x")

    assert (answer.status_code, sent(alpha, page)) == (403, [])
    assert "Mon texte." in form_in(answer, PROPOSE).data()["body"][0]


def test_one_sees_ones_own_proposals_and_reviewers_all_of_them(alpha, writer, page):
    proposal, _ = proposed(alpha, writer, page, note="Celle du contributeur")
    url = f"{LIST}/{proposal.id}"
    reviewer = alpha.signed_in(Role.reviewer)
    theirs, _ = proposed(alpha, reviewer, page, note="Celle du relecteur")

    assert "Celle du contributeur" in writer.get(LIST).text
    assert "Celle du relecteur" not in writer.get(LIST).text
    assert "Celle du contributeur" in reviewer.get(LIST).text
    assert reviewer.get(url).status_code == 200
    assert writer.get(f"{LIST}/{theirs.id}").status_code == 404
    assert alpha.client.get(url).status_code == 401
    assert "Veillée" in writer.get("/-/compte").text


def test_filters_choose_by_state_and_network(alpha, beta, writer, page):
    proposal, _ = proposed(alpha, writer, page, note="À filtrer")
    beta.answers(proposal, ProposalState.declined, "Non merci")

    assert "À filtrer" in writer.get(LIST, params={"etat": "declined"}).text
    assert "À filtrer" not in writer.get(LIST, params={"etat": "open"}).text
    assert "À filtrer" not in writer.get(LIST, params={"reseau": "gamma.test"}).text
    assert writer.get(LIST, params={"reseau": "../x", "etat": "x"}).status_code == 200


def test_a_proposal_is_taken_back_once(alpha, writer, page):
    proposal, answer = proposed(alpha, writer, page)
    url = answer.headers["location"]
    said = {"csrf": alpha.csrf(writer), "do": "withdraw"}
    first, second = writer.post(url, data=said), writer.post(url, data=said)

    assert (first.status_code, told(first)) == (303, "withdrawn")
    assert second.status_code == 409
    assert "a déjà une réponse" in second.text
    assert alpha.wiki.proposals.get(proposal.id).state is ProposalState.withdrawn


def test_nobody_takes_back_anothers_proposal_but_a_steward(alpha, writer, steward, page):
    proposal, _ = proposed(alpha, steward, page)
    url = f"{LIST}/{proposal.id}"
    reviewer = alpha.signed_in(Role.reviewer)
    refused = [
        client.post(url, data={"csrf": alpha.csrf(client), "do": "withdraw"}).status_code
        for client in (writer, reviewer)
    ]

    assert refused == [404, 403]
    assert alpha.wiki.proposals.get(proposal.id).state is ProposalState.queued


def test_a_decline_is_told_with_its_reason_and_can_be_proposed_again(alpha, beta, writer, page):
    proposal, answer = proposed(alpha, writer, page, body="Une soirée ouverte.\n\nOn y dîne.")
    beta.answers(proposal, ProposalState.declined, "Pas le samedi, merci !")
    beta.change(str(page.path), "duration_min: 60", "duration_min: 90")
    shown = writer.get(answer.headers["location"])
    again = form_in(
        writer.get(PROPOSE, params=named(page) | {"reprend": str(proposal.id)}), PROPOSE
    )

    assert "Pas le samedi, merci" in shown.text
    assert f"reprend={proposal.id}" in shown.text
    # What was proposed, over what they changed since.
    assert again.data()["summary"] == ["Deux fois."]
    assert again.data()["duration_min"] == ["90"]
    assert again.data()["note"] == ["Plus souvent"]
    assert send(writer, again, summary="Trois fois.").status_code == 303


def test_anothers_proposal_is_not_taken_for_ones_own(alpha, writer, steward, page):
    proposal, _ = proposed(alpha, steward, page)
    for number in (str(proposal.id), "x", "../x"):
        params = named(page) | {"reprend": number}
        assert writer.get(PROPOSE, params=params).status_code in (404, 422)


def test_the_choice_is_put_in_plain_words(writer, page):
    answer = writer.get(ADOPT, params=named(page))

    assert "Proposer une amélioration à Réseau Bêta" in answer.text
    assert "La reprendre chez nous" in answer.text
    assert "Zoé" in answer.text
    assert form_in(answer, ADOPT).data()["slug"] == [page.path.slug]


def test_a_page_is_taken_up_and_opened_to_be_adapted(alpha, writer, page):
    slug = f"{page.path.slug}-a-nous"
    answer = send(writer, open_form(writer, page, ADOPT), ADOPT, slug=slug)
    row = alpha.wiki.index.page(PagePath("method", slug))

    assert (answer.headers["location"], told(answer)) == (f"/methodes/{slug}/edit", "adopted")
    assert row.front["derived_from"]["instance"] == "beta.test"
    assert row.front["authors"] == ["Zoé"]
    assert "déjà reprise" in writer.get(ADOPT, params=named(page)).text


@pytest.mark.parametrize("slug", ["conseil-de-place", "Pas Bon", "../x", "x" * 200])
def test_an_address_that_cannot_be_is_told_beside_its_field(alpha, writer, page, slug):
    answer = send(writer, open_form(writer, page, ADOPT), ADOPT, slug=slug)

    assert answer.status_code == 422
    assert form_in(answer, ADOPT).data()["slug"] == [slug]
    assert 'href="#champ-slug"' in answer.text


def test_taking_up_needs_our_token(alpha, writer, page):
    assert send(writer, open_form(writer, page, ADOPT), ADOPT, csrf="").status_code == 403


def adopted(alpha, client, row):
    slug = f"{row.path.slug}-adoptee"
    assert send(client, open_form(client, row, ADOPT), ADOPT, slug=slug).status_code == 303
    return PagePath("method", slug)


def drift(client, path):
    return client.get(DRIFT, params={"page": str(path)})


def test_drift_is_told_in_words_and_their_changes_are_taken(alpha, beta, writer, page):
    path = adopted(alpha, writer, page)
    assert "disent la même chose" in drift(writer, path).text
    beta.change(str(page.path), "On y mange.", "On y chante.")
    shown = drift(writer, path)
    answer = send(writer, form_in(shown, DRIFT), DRIFT, do="take")

    assert "1 version plus récente" in shown.text
    assert "<ins>chante</ins>" in shown.text
    assert "Prendre leurs changements" not in drift(alpha.client, path).text
    assert (answer.headers["location"], told(answer)) == (f"/methodes/{path.slug}", "taken")
    assert "On y chante." in text_of(alpha, str(path))


def test_changes_that_cross_are_chosen_one_by_one_and_kept(alpha, beta, writer, page):
    path = adopted(alpha, writer, page)
    alpha.save(str(path), text_of(alpha, str(path)).replace("On y mange.", "On y danse.")
               .replace("une fois par mois", "souvent"))  # fmt: skip
    beta.change(str(page.path), "On y mange.", "On y chante.")
    beta.change(str(page.path), "une fois par mois", "parfois")
    crossed = send(writer, form_in(drift(writer, path), DRIFT), DRIFT, do="take")
    half = send(writer, form_in(crossed, DRIFT), DRIFT, do="resolve",
                **{"choice.summary": "theirs"})  # fmt: skip
    whole = send(writer, form_in(half, DRIFT), DRIFT, do="resolve", **{"choice.body.1": "both"})
    now = text_of(alpha, str(path))

    assert crossed.status_code == 409
    assert "La page de Réseau Bêta" in crossed.text
    assert half.status_code == 409
    assert 'name="choice.summary" value="theirs" checked' in half.text
    assert (whole.status_code, told(whole)) == (303, "taken")
    assert "Se voir parfois." in now
    assert now.index("On y chante.") < now.index("On y danse.")


def test_ours_is_offered_back_with_a_word_of_explanation(alpha, writer, page):
    path = adopted(alpha, writer, page)
    alpha.save(str(path), text_of(alpha, str(path)).replace("On y mange.", "On y danse."))
    form = form_in(drift(writer, path), DRIFT)
    bare = send(writer, form, DRIFT, do="offer")
    good = send(writer, form, DRIFT, do="offer", note="La danse")

    assert (bare.status_code, good.status_code, told(good)) == (422, 303, "proposed")
    assert "On y danse." in sent(alpha, page)[0].text
    assert "déjà" in drift(writer, path).text


def test_a_page_that_began_here_has_no_drift(writer):
    assert drift(writer, "place/cafe-plum").status_code == 404
    assert drift(writer, "../x").status_code == 404


def test_drift_changes_nothing_for_strangers_and_without_token(alpha, beta, writer, page):
    path = adopted(alpha, writer, page)
    beta.change(str(page.path), "On y mange.", "On y chante.")
    form = form_in(drift(writer, path), DRIFT)

    assert send(alpha.stranger(), form, DRIFT, do="take").status_code == 401
    assert send(writer, form, DRIFT, do="take", csrf="x").status_code == 403
    assert "On y mange." in text_of(alpha, str(path))
