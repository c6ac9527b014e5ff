"""A person who asks to be forgotten: the name goes from every view, the words stay."""

from uuid import uuid4

from app.actions.catch_up import catch_up, rebuild
from app.actions.door import knock
from app.actions.invitations import invite
from app.actions.offer import Offered, offer
from app.actions.own_data import erase, told_of
from app.actions.review import decline
from app.actions.rights import address_of, wiki_signature
from app.actions.upkeep import keep_up
from app.domain.accounts import KnockSort
from app.domain.erasure import ERASED_FILE, ERASED_NAME
from app.domain.mail import EmailAddress, Letter
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.domain.phrase import Phrase
from app.domain.revision import Change
from app.domain.yaml_text import dump_entry
from tests.web.pages import text

PLUM = PagePath("place", "cafe-plum")

URLS = (
    "/api/v1/pages/place/moulin", "/api/v1/pages/place/moulin/history", "/api/v1/changes",
    "/lieux/moulin", "/lieux/moulin/history", "/changements", "/feed.atom", "/",
)  # fmt: skip


def test_an_erased_person_s_name_is_in_no_answer_and_does_not_come_back(alpha):
    name = alpha.people[Role.contributor].name
    alpha.save("place/moulin", text("place", "Moulin", "", "Des mots."), role=Role.contributor)
    assert any(name in alpha.client.get(url).text for url in URLS)

    address = address_of(alpha.wiki, alpha.people[Role.contributor])
    alpha.wiki.store.commit(
        Change(
            {ERASED_FILE: dump_entry("erased", [address]).encode()}, {ERASED_FILE: None},
            wiki_signature(alpha.wiki), alpha.wiki.clock.now(), "Retirer un nom",
        )
    )  # fmt: skip
    catch_up(alpha.wiki)
    assert not any(name in alpha.client.get(url).text for url in URLS)
    rebuild(alpha.wiki)
    assert not any(name in alpha.client.get(url).text for url in URLS)
    assert ERASED_NAME in alpha.client.get(URLS[1]).text
    assert "Des mots." in alpha.client.get(URLS[0]).text


def offered(alpha, role):
    row = alpha.wiki.index.page(PLUM)
    words = row.text + "\n\nUn vélo de plus.\n"
    said = Offered(PLUM, words, row.revision, note="Vélos", secret=str(uuid4()))
    return offer(alpha.wiki, said, by=alpha.reader(role))


def test_who_proposed_and_who_decided_are_named_no_more(alpha):
    wiki = alpha.wiki
    mine, theirs = (offered(alpha, role) for role in (Role.reviewer, Role.contributor))
    decline(wiki, theirs.id, "Déjà dit", by=alpha.reader(Role.reviewer))
    reviewer = alpha.people[Role.reviewer]
    assert wiki.proposals.get(theirs.id).decided_by == reviewer.name

    erase(wiki, reviewer)
    assert wiki.proposals.get(theirs.id).decided_by == ERASED_NAME
    assert wiki.proposals.get(theirs.id).author.name == alpha.people[Role.contributor].name
    after = wiki.proposals.get(mine.id)
    assert (after.author.name, after.person) == (ERASED_NAME, "")
    steward = alpha.signed_in()
    for one in (mine, theirs):
        assert reviewer.name not in steward.get(f"/-/propositions/{one.id}").text


def test_nothing_waits_for_the_address_of_somebody_who_was_erased(alpha):
    wiki, now = alpha.wiki, alpha.wiki.clock.now()
    person = alpha.people[Role.contributor]
    steward = alpha.people[Role.steward]
    invite(wiki, role=Role.contributor, address=person.email.upper(), note="", days=7,
           by=Reader(steward))  # fmt: skip
    letter = Letter(Phrase("Bienvenue."), (), address=EmailAddress(person.email))
    mine = Letter(Phrase("Bienvenue."), (), person=person.id)
    with wiki.lock.hold("mail"):
        wiki.outbox.add([letter, mine], now=now)
        knock(wiki, KnockSort.register, email=person.email, name="Moi", lang="fr", network="x")
        erase(wiki, person)
    sent = [mail for mail in alpha.letters() if mail.to.key == person.email]
    assert sent == []
    assert wiki.accounts.invitations() == []
    assert person.email not in alpha.signed_in().get("/-/personnes").text.lower()


def test_erasure_that_was_cut_short_is_ended_by_upkeep(alpha, monkeypatch):
    person = alpha.people[Role.contributor]
    monkeypatch.setattr("app.actions.own_data.forget_erased", lambda _: 0)
    erase(alpha.wiki, person)
    assert alpha.wiki.people.get(person.id)
    monkeypatch.undo()

    keep_up(alpha.wiki)
    assert alpha.wiki.people.get(person.id) is None


def test_every_record_of_people_is_told_and_forgotten(alpha):
    told = told_of(alpha.wiki, alpha.people[Role.contributor])
    assert {"Compte", "Versions de pages", "Propositions"} < set(told)
    for name in ("thanks", "searches", "discussions", "watching", "councils", "accounts", "tokens",
                 "outbox"):  # fmt: skip
        assert any(kept is getattr(alpha.wiki, name) for kept in alpha.wiki.personal.values())
