"""A licence changes with the agreement of everybody who wrote the page, and of nobody else."""

import threading
from dataclasses import replace
from functools import partial

import pytest

from app.actions.change_licence import agree, ask_authors
from app.actions.consent import asked_of, consent_of
from app.actions.people import add_person
from app.actions.save_page import SavePage, save_page
from app.domain.consent import Agreement, Consent, consent_file, read_consent, write_consent
from app.domain.errors import InvalidPage, LicenceRefused, NotAllowed, Refused
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from tests.web.conftest import stocked
from tests.web.filling import text_of, told
from tests.web.pages import text

URL = "/pages/verger"
PATH = PagePath("page", "verger")
FREE = "CC0-1.0"


def act(alpha, client, do, *, url=URL, **said):
    return client.post(f"{url}/licence", data={"csrf": alpha.csrf(client), "do": do, **said})


def trees(alpha):
    alpha.save("page/verger", text("page", "Le verger", "", "Des pommes."), role=Role.contributor)
    said = text_of(alpha, "page/verger")
    alpha.save("page/verger", said + "\nDes poires.\n", role=Role.reviewer)


@pytest.fixture(scope="module")
def stock(tmp_path_factory):
    return stocked(tmp_path_factory.mktemp("orchard"), trees)


@pytest.fixture
def orchard(alpha):
    return alpha


@pytest.fixture
def clients(orchard):
    return {role: orchard.signed_in(role) for role in Role}


def asked(orchard, clients, **more):
    answer = act(orchard, clients[Role.steward], "ask", target=FREE, reason="Pour l’atlas", **more)
    assert told(answer) == "asked"


def page_id(orchard):
    return orchard.wiki.index.page(PATH).id


def test_it_is_asked_answered_by_each_author_and_applied(orchard, clients):
    asked(orchard, clients)
    for role in (Role.contributor, Role.reviewer):
        assert "Le verger" in clients[role].get("/-/accords").text
        assert "Je donne mon accord" in clients[role].get(f"{URL}/licence").text
        assert told(act(orchard, clients[role], "agree")) == "agreed"
        assert "Rien n’attend" in clients[role].get("/-/accords").text
    assert told(act(orchard, clients[Role.steward], "apply")) == "licence"

    assert orchard.wiki.index.page(PATH).licence == FREE
    log = [
        entry.author.name
        for entry in orchard.wiki.store.log()
        if entry.changes[0].file == consent_file(page_id(orchard))
    ]
    assert log == [
        "Personne steward",
        "Personne contributor",
        "Personne reviewer",
        "Personne steward",
    ]
    assert "donné leur accord" in clients[Role.steward].get(f"{URL}/licence").text


def test_it_is_not_applied_before_everybody_agreed(orchard, clients):
    asked(orchard, clients)
    act(orchard, clients[Role.contributor], "agree")

    answer = act(orchard, clients[Role.steward], "apply")
    assert answer.status_code == 422
    assert orchard.wiki.index.page(PATH).licence == "CC-BY-SA-4.0"
    assert consent_of(orchard.wiki, page_id(orchard)).is_open


def test_whoever_wrote_since_is_asked_too(orchard, clients):
    asked(orchard, clients)
    act(orchard, clients[Role.contributor], "agree")
    act(orchard, clients[Role.reviewer], "agree")
    late = add_person(
        orchard.wiki,
        email="late@alpha.test",
        name="Tard Venue",
        role=Role.contributor,
        password="un long mot de passe",
        by=None,
    )
    row = orchard.wiki.index.page(PATH)
    save_page(
        orchard.wiki, SavePage(PATH, row.text + "\nDes coings.\n", row.revision), by=Reader(late)
    )

    assert act(orchard, clients[Role.steward], "apply").status_code == 422
    assert "Tard Venue" in clients[Role.steward].get(f"{URL}/licence").text
    agree(orchard.wiki, PATH, by=Reader(late))
    assert told(act(orchard, clients[Role.steward], "apply")) == "licence"


def test_a_refusal_ends_it_with_its_reason(orchard, clients):
    asked(orchard, clients)
    assert act(orchard, clients[Role.reviewer], "refuse", refusal="").status_code == 422
    act(orchard, clients[Role.reviewer], "refuse", refusal="Je veux être citée.")

    shown = clients[Role.contributor].get(f"{URL}/licence").text
    assert "Je veux être citée." in shown
    assert act(orchard, clients[Role.contributor], "agree").status_code == 422
    assert act(orchard, clients[Role.steward], "apply").status_code == 422
    asked(orchard, clients)


def test_who_is_no_author_agrees_to_nothing(orchard, clients):
    asked(orchard, clients)
    assert act(orchard, clients[Role.steward], "agree").status_code == 403
    other = add_person(
        orchard.wiki,
        email="o@alpha.test",
        name="Autre",
        role=Role.contributor,
        password="un long mot de passe",
        by=None,
    )
    with pytest.raises(NotAllowed):
        agree(orchard.wiki, PATH, by=Reader(other))
    assert asked_of(orchard.wiki, other) == []
    assert consent_of(orchard.wiki, page_id(orchard)).agreements == ()


def test_only_stewards_ask_record_and_apply(same_alpha):
    reviewer = same_alpha.signed_in(Role.reviewer)
    for do in ("ask", "apply", "withdraw", "record"):
        answer = act(same_alpha, reviewer, do, target=FREE, reason="x", who="x")
        assert answer.status_code == 403
    assert same_alpha.client.get(f"{URL}/licence").status_code == 401
    assert same_alpha.signed_in(Role.contributor).get(f"{URL}/licence").status_code == 404


def test_an_author_without_an_account_is_recorded_with_evidence(alpha):
    alpha.save("page/pre", text("page", "Le pré", "authors: [Odile B.]", "Des pommes."))
    steward, act_there = alpha.signed_in(), partial(act, url="/pages/pre")
    act_there(alpha, steward, "ask", target="CC-BY-4.0", reason="Pour l’atlas")
    act_there(alpha, steward, "agree")
    assert act_there(alpha, steward, "apply").status_code in (303, 422)
    assert act_there(alpha, steward, "record", who="Odile B.", evidence=" ").status_code == 422
    assert act_there(alpha, steward, "record", who="Nul", evidence="Lettre").status_code == 422
    own = f"{alpha.people[Role.steward].id.lower()}@alpha.test"
    assert act_there(alpha, steward, "record", who=own, evidence="Lettre").status_code == 422


def test_evidence_is_shown_with_who_wrote_it_down(orchard, clients):
    said = text_of(orchard, "page/verger").replace("lang: fr", "lang: fr\nauthors: [Odile B.]")
    orchard.save("page/verger", said, role=Role.contributor)
    asked(orchard, clients)
    act(orchard, clients[Role.steward], "record", who="Odile B.", evidence="Lettre du 3 mai <b>")
    shown = clients[Role.contributor].get(f"{URL}/licence").text

    assert "Lettre du 3 mai &lt;b&gt;" in shown
    assert "Personne steward" in shown
    assert "@alpha.test" not in shown.split("<main")[1].split("</main>")[0]


def test_agreements_given_at_once_are_all_kept(orchard, clients):
    ask_authors(orchard.wiki, PATH, FREE, reason="Pour l’atlas", by=orchard.reader())
    people = [orchard.people[Role.contributor], orchard.people[Role.reviewer]]
    both = [
        threading.Thread(target=agree, args=(orchard.wiki, PATH), kwargs={"by": Reader(one)})
        for one in people
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    given = consent_of(orchard.wiki, page_id(orchard)).agreements
    assert len({one.who for one in given}) == len(given) == 2


def test_a_save_by_hand_needs_the_same_agreement(orchard):
    said = text_of(orchard, "page/verger").replace("CC-BY-SA-4.0", FREE)
    with pytest.raises(LicenceRefused):
        orchard.save("page/verger", said)
    wiki = orchard.wiki
    ask_authors(wiki, PATH, "CC-BY-4.0", reason="x", by=orchard.reader())
    for role in (Role.contributor, Role.reviewer):
        agree(wiki, PATH, by=orchard.reader(role))
    with pytest.raises(LicenceRefused):
        orchard.save("page/verger", said)
    orchard.save("page/verger", said.replace(FREE, "CC-BY-4.0"))


@pytest.mark.parametrize("target", ["", "CC-BY-SA-4.0", "n'importe", "../x"])
def test_an_unknown_licence_is_not_asked_for(same_alpha, target):
    with pytest.raises(Refused):
        ask_authors(same_alpha.wiki, PATH, target, reason="x", by=same_alpha.reader())


def test_a_request_is_withdrawn_and_asked_again(orchard, clients):
    asked(orchard, clients)
    assert act(orchard, clients[Role.steward], "ask", target=FREE, reason="x").status_code == 422
    assert told(act(orchard, clients[Role.steward], "withdraw")) == "withdrawn-ask"
    asked(orchard, clients)


def test_a_request_reads_back_as_it_was_written():
    given = (Agreement("p@h", "2026-11-22"), Agreement("Odile", "2026-11-23", "lettre", "q@h"))
    when = "2026-11-22"
    said = Consent("01ARZ3NDEKTSV4RRFFQ69G5FAV", "A", "B", "à : « x »", "p@h", when)
    said = replace(said, agreements=given)
    assert read_consent(write_consent(said)) == said
    assert read_consent(write_consent(said.refuse("p@h", "non"))).refusal == "non"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"state: open",
        b"a: [",
        write_consent(Consent("x", "a", "b", "c", "d", "e")).replace(b"open", b"vu"),
    ],
)
def test_a_file_that_is_no_request_gives_no_agreement(data):
    with pytest.raises(InvalidPage):
        read_consent(data)
