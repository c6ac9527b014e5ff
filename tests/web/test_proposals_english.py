"""The screens of what goes between networks are read in English too, whole."""

from collections.abc import Iterator

import pytest

from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.proposal import ProposalState, Way
from tests.web.befriended import ZOE, Beta
from tests.web.conftest import serve_alpha
from tests.web.fake_federation import FakeFederation
from tests.web.filling import form_in
from tests.web.pages import text
from tests.web.test_english import English, pseudo_theme

TYPED = ("Réseau Bêta", "beta.test", "Zoé", "Veillée", "Moulin", "Se voir", "On y mange", "mange",
         "dîne", "Un moulin", "à eau", "à vent", "Le dîner", "Une précision", "Trop long",
         "veillee", "moulin", "Veillée à nous", "a-nous", "Bretagne", "Se voir.", "On y mange.",
         "Café PLUM", "À revoir", "On y", "Réseau Gamma", ZOE.address)  # fmt: skip
LIST, THEIRS = "/-/propositions", "de=beta.test&page=method/veillee"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Iterator[English]:
    folder = tmp_path_factory.mktemp("english")
    for alpha in serve_alpha(folder / "alpha"):
        alpha.app.state.theme = pseudo_theme(folder / "theme")
        alpha.app.state.federation = FakeFederation()
        alpha.app.state.federation.befriend()
        yield English(alpha)


@pytest.fixture(scope="module")
def beta(english: English, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beta]:
    friend = Beta(english.alpha, tmp_path_factory.mktemp("beta"))
    friend.save("method/veillee", text("method", "Veillée", "summary: Se voir.", "On y mange."))
    yield friend
    friend.close()


def sent(english: English, url: str, said: dict[str, str], role: Role = Role.steward) -> str:
    client = english.client(role)
    return client.post(url, data={"csrf": english.alpha.csrf(client)} | said).text


@pytest.mark.parametrize("role", [None, Role.contributor, Role.steward])
@pytest.mark.parametrize(
    "url",
    [LIST, f"{LIST}?etat=declined&reseau=beta.test", f"/-/reprendre?{THEIRS}",
     f"/-/proposer?{THEIRS}", f"/-/proposer?{THEIRS}&mode=source",
     "/-/retirer?page=place/cafe-plum",
     "/-/retirer?page=place/lieu-secret", "/-/intendance", "/-/compte", f"{LIST}/x"],
)  # fmt: skip
def test_every_screen_is_told_in_english(
    english: English, beta: Beta, role: Role | None, url: str
) -> None:
    assert english.missing(english.client(role).get(url).text, *TYPED) == []


def test_a_form_that_comes_back_is_told_in_english(english: English, beta: Beta) -> None:
    said = {"de": "beta.test", "page": "method/veillee"}
    whole = beta.row("method/veillee").text
    shown = [
        sent(english, "/-/proposer", said | {"title": "", "shown": "title", "body": "mange"}),
        sent(english, "/-/proposer", said | {"text": whole, "note": ""}),
        sent(english, "/-/proposer", said | {"text": whole, "note": "mange"}),
        sent(english, "/-/reprendre", said | {"slug": "seulement-un-nom"}),
        sent(english, "/-/retirer", {"page": "place/cafe-plum", "do": "close"}),
        sent(english, "/-/retirer", {"page": "place/cafe-plum", "do": "x", "reason": "mange"}),
    ]

    assert [english.missing(text, "method/seulement-un-nom", "seulement-un-nom-beta", *TYPED)
            for text in shown] == [[]] * len(shown)  # fmt: skip


def test_every_state_of_ours_is_told_in_english(english: English, beta: Beta) -> None:
    client = english.client(Role.contributor)
    form = form_in(client.get(f"/-/proposer?{THEIRS}"), "/-/proposer")
    for state in (*ProposalState, ProposalState.declined):
        client.post("/-/proposer", data=form.data(do="save", body="On y dîne.", note="Le dîner"))
        made = english.alpha.wiki.proposals.all(way=Way.outgoing)[0]
        if state is not ProposalState.queued:
            beta.answers(made, state, "Trop long" if state.ended else "")
        shown = client.get(f"{LIST}/{made.id}").text
        assert english.missing(shown, *TYPED) == [], state
    assert english.missing(client.get(LIST).text, *TYPED) == []
    assert english.missing(client.get(f"/-/reprendre?{THEIRS}").text, *TYPED) == []


def test_reviewing_is_told_in_english(english: English, beta: Beta) -> None:
    alpha, reviewer = english.alpha, english.client(Role.steward)
    alpha.save("place/moulin", text("place", "Moulin", "summary: Un moulin.", "Un moulin."))
    row = alpha.wiki.index.page(PagePath("place", "moulin"))
    one, other = (beta.offers(row, "\nUn moulin.", "\nUn moulin à eau.") for _ in range(2))
    url = f"{LIST}/{one.id}"
    shown = [reviewer.get(u).text for u in (url, f"{url}/adapter", LIST, "/-/intendance")]
    shown.append(sent(english, url, {"do": "decline"}))
    alpha.save("place/moulin", row.text.replace("\nUn moulin.", "\nUn moulin à vent."))
    shown.append(reviewer.get(url).text)
    crossed = sent(english, url, {"do": "accept"})
    shown += [crossed, sent(english, url, {"do": "decline", "reason": "Trop long"})]
    shown += [reviewer.get(url).text, sent(english, url, {"do": "accept"})]
    said = {"csrf": alpha.csrf(reviewer)}
    reviewer.post("/lieux/moulin/delete", data=said)
    shown.append(reviewer.get(f"{LIST}/{other.id}").text)
    shown.append(sent(english, f"{LIST}/{other.id}", {"do": "accept"}))

    assert "⟦" in crossed
    assert [english.missing(text, *TYPED) for text in shown] == [[]] * len(shown)


def test_drift_is_told_in_english(english: English, beta: Beta) -> None:
    said = {"de": "beta.test", "page": "method/veillee", "slug": "a-nous"}
    sent(english, "/-/reprendre", said)
    url, client = "/-/derive?page=method/a-nous", english.client(Role.steward)
    shown = [client.get(url).text]
    whole = english.alpha.wiki.index.page(PagePath("method", "a-nous")).text
    english.alpha.save("method/a-nous", whole.replace("mange", "danse"))
    shown += [client.get(url).text, sent(english, "/-/derive", {"page": "method/a-nous",
                                                               "do": "offer"})]  # fmt: skip
    beta.change("method/veillee", "mange", "chante")
    shown += [client.get(url).text, english.client().get(url).text]
    shown.append(sent(english, "/-/derive", {"page": "method/a-nous", "do": "take"}))
    english.alpha.wiki.mirrors.drop(beta.id)
    shown.append(client.get(url).text)

    more = ("danse", "chante", "method/a-nous")
    assert [english.missing(text, *more, *TYPED) for text in shown] == [[]] * len(shown)


def test_a_closed_page_is_told_in_english(english: English, beta: Beta) -> None:
    said = {"page": "place/cafe-plum", "reason": "À revoir"}
    for do in ("close", "retract"):
        sent(english, "/-/retirer", said | {"do": do})
        shown = english.client(Role.steward).get("/-/retirer?page=place/cafe-plum").text
        assert english.missing(shown, *TYPED) == []
