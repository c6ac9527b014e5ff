"""What people are told: who called them, what changed in what they follow, here and by mail."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import news
from app.actions.digest import send_digests
from app.actions.mail import send_due
from app.actions.offer import Offered, offer
from app.actions.review import decline
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.domain.watching import Rhythm
from tests.web.filling import told
from tests.web.pages import CAFE

TALK = "/lieux/cafe-plum/discussion"
URL = "/-/avis"
ADA, JO = "Personne contributor", "Personne reviewer"


@pytest.fixture
def ada(alpha):
    return alpha.signed_in(Role.contributor)


@pytest.fixture
def jo(alpha):
    return alpha.signed_in(Role.reviewer)


def post(alpha, client, url, **said):
    return client.post(url, data={"csrf": alpha.csrf(client), **said})


def later(alpha, days):
    """The same wiki, so many days on."""

    class Clock:
        def now(self):
            return alpha.wiki.clock.now() + timedelta(days=days)

        def page_id(self):
            return alpha.wiki.clock.page_id()

    return replace(alpha.wiki, clock=Clock())


def letters(alpha, days):
    """All that was sent, so many days on."""
    send_due(later(alpha, days), alpha.app.state.post, wait=True)
    return alpha.box.letters


def test_who_is_called_is_told_until_it_is_read(alpha, ada, jo):
    post(alpha, jo, TALK, do="write", text=f"Qu’en pense @{ADA} ?")
    home, shown = ada.get("/").text, ada.get(URL).text
    link = re.search(r'href="(/-/avis/vers/\w+)"', shown)[1]
    there = ada.get(link)

    assert "1 avis à lire" in home
    assert f"<b>{JO}</b>" in shown
    assert "vous appelle" in shown
    assert there.headers["location"].startswith(f"{TALK}#m-")
    assert "avis à lire" not in ada.get("/").text
    assert "avis à lire" not in jo.get("/").text
    assert jo.get(link).status_code == 404


def test_an_answer_is_told_to_those_who_spoke_in_the_thread(alpha, ada, jo):
    post(alpha, ada, TALK, do="write", text="Une question.")
    thread = re.search(r'id="fil-(\w+)"', jo.get(TALK).text)[1]
    post(alpha, jo, TALK, do="reply", thread=thread, text=f"Une réponse, {JO}.")

    assert "répond" in ada.get(URL).text
    assert alpha.wiki.watching.unread(alpha.people[Role.reviewer].id) == 0


def test_words_that_were_taken_back_or_hidden_are_told_to_nobody(alpha, ada, jo):
    post(alpha, jo, TALK, do="write", text=f"@{ADA} des mots regrettés")
    comment = re.search(r'id="m-(\w+)"', jo.get(TALK).text)[1]
    post(alpha, jo, TALK, do="hide", comment=comment, reason="Erreur")
    hidden = ada.get(URL).text
    post(alpha, jo, TALK, do="withdraw", comment=comment)

    assert "regrettés" not in hidden
    assert "regrettés" not in ada.get(URL).text
    assert send_digests(later(alpha, 8), wait=True) == 0


def test_what_waits_for_a_reviewer_calls_nobody_before(alpha, ada, jo):
    post(alpha, ada, TALK, do="write", text=f"@{JO} https://a.example https://b.example")
    reviewer = alpha.people[Role.reviewer].id
    before = alpha.wiki.watching.unread(reviewer)
    comment = re.search(r'id="m-(\w+)"', jo.get(TALK).text)[1]
    steward = alpha.signed_in(Role.steward)
    post(alpha, steward, TALK, do="show", comment=comment)

    assert (before, alpha.wiki.watching.unread(reviewer)) == (0, 1)


def test_nobody_is_called_to_a_page_they_may_not_read(alpha):
    steward = alpha.signed_in(Role.steward)
    post(alpha, steward, "/lieux/lieu-secret/discussion", do="write", text=f"@{ADA} voyez")

    assert alpha.wiki.watching.unread(alpha.people[Role.contributor].id) == 0


def test_a_correction_calls_only_those_it_adds(alpha, ada, jo):
    post(alpha, jo, TALK, do="write", text=f"@{ADA} ?")
    comment = re.search(r'id="m-(\w+)"', jo.get(TALK).text)[1]
    ada.get(f"{URL}/vers/{comment}")
    post(alpha, jo, TALK, do="rewrite", comment=comment, text=f"@{ADA} et @Personne steward ?")

    assert alpha.wiki.watching.unread(alpha.people[Role.contributor].id) == 0
    assert alpha.wiki.watching.unread(alpha.people[Role.steward].id) == 1


def test_a_page_is_followed_and_says_what_others_did(alpha, ada, jo):
    followed = post(alpha, ada, "/lieux/cafe-plum/suivre", do="follow")
    quiet = ada.get(URL).text
    alpha.save("place/cafe-plum", CAFE.replace("On y déjeune.", "On y dîne."), role=Role.reviewer)
    post(alpha, jo, TALK, do="write", text="Un mot.")
    shown = ada.get(URL).text
    alpha.app.state.notices.settle()
    link = re.search(r'href="(/-/avis/page/\w+)"', shown)[1]
    counted = ada.get("/").text
    went = ada.get(link)

    assert told(followed) == "follows"
    assert "Ne plus suivre" in ada.get("/lieux/cafe-plum").text
    assert "rien de nouveau" in quiet
    assert "a changé" in shown
    assert "1 nouveau message" in shown
    assert "2 nouveautés dans ce que vous suivez" in counted
    assert went.headers["location"] == "/lieux/cafe-plum"
    assert "rien de nouveau" in ada.get(URL).text
    assert told(post(alpha, ada, "/lieux/cafe-plum/suivre", do="leave")) == "follows-not"


def test_one_s_own_changes_are_no_news(alpha, ada):
    post(alpha, ada, "/lieux/cafe-plum/suivre", do="follow")
    alpha.save("place/cafe-plum", CAFE.replace("On y déjeune.", "Neuf."), role=Role.contributor)
    post(alpha, ada, TALK, do="write", text="Moi-même.")

    assert "rien de nouveau" in ada.get(URL).text


def test_no_more_pages_are_followed_than_may_be(alpha, ada, monkeypatch):
    monkeypatch.setattr(news, "WATCHED_LIMIT", 1)
    post(alpha, ada, "/lieux/cafe-plum/suivre", do="follow")
    again = post(alpha, ada, "/lieux/cafe-plum/suivre", do="follow")
    refused = post(alpha, ada, "/lieux/la-vergne/suivre", do="follow")

    assert told(again) == "follows"
    assert refused.status_code == 422


def test_the_answer_to_a_proposal_is_told(alpha, ada):
    wiki, row = alpha.wiki, alpha.wiki.index.page(PagePath("place", "cafe-plum"))
    words = row.text.replace("On y déjeune.", "On y dîne.")
    offered = Offered(row.path, words, row.revision, "Mieux")
    proposal = offer(wiki, offered, by=alpha.reader(Role.contributor))
    before = ada.get(URL).text
    decline(wiki, proposal.id, "Déjà dit plus bas.", by=alpha.reader(Role.reviewer))
    shown = ada.get(URL).text

    assert "Réponses à vos propositions" not in before
    assert "Réponses à vos propositions" in shown
    assert str(proposal.id) in shown


def test_everything_is_marked_as_read_at_once(alpha, ada, jo):
    post(alpha, ada, "/lieux/cafe-plum/suivre", do="follow")
    post(alpha, jo, TALK, do="write", text=f"@{ADA} ?")
    answer = post(alpha, ada, URL, do="read")
    shown = ada.get(URL).text

    assert told(answer) == "all-read"
    assert 'class="unread"' not in shown
    assert "avis à lire" not in shown


def test_a_letter_a_week_tells_what_is_new_and_nothing_twice(alpha, ada, jo):
    post(alpha, jo, TALK, do="write", text=f"@{ADA} : et le *jeudi* ?")
    early, due = send_digests(later(alpha, 6), wait=True), send_digests(later(alpha, 8), wait=True)
    sent = letters(alpha, 8)
    again = send_digests(later(alpha, 16), wait=True)

    assert (early, due, again) == (0, 1, 0)
    assert str(sent[-1].to) == "contributor@alpha.test"
    words = sent[-1].text.replace("\u00a0", " ")
    assert f"{JO} vous appelle à propos de « Café PLUM »" in words
    assert "> @Personne contributor : et le *jeudi* ?" in words
    assert f"{TALK}#m-" in words
    assert sent[-1].unsubscribe.startswith("http://alpha.test/-/avis/arret?jeton=")


def test_a_letter_is_daily_or_never_as_its_reader_chooses(alpha, ada, jo):
    post(alpha, ada, URL, do="rhythm", rhythm="daily")
    post(alpha, jo, TALK, do="write", text=f"@{ADA} un")
    daily = send_digests(later(alpha, 2), wait=True)
    post(alpha, ada, URL, do="rhythm", rhythm="never")
    post(alpha, jo, TALK, do="write", text=f"@{ADA} deux")
    shown = ada.get(URL).text

    assert (daily, send_digests(later(alpha, 40), wait=True)) == (1, 0)
    assert 'value="never" checked' in shown
    assert post(alpha, ada, URL, do="rhythm", rhythm="hourly").status_code == 303
    assert 'value="never" checked' in ada.get(URL).text


@pytest.fixture
def stop(alpha, jo):
    """The address that stops the letter."""
    post(alpha, jo, TALK, do="write", text=f"@{ADA} ?")
    send_digests(later(alpha, 8), wait=True)
    return letters(alpha, 8)[-1].unsubscribe.removeprefix("http://alpha.test")


def rhythm(alpha):
    person = alpha.people[Role.contributor]
    return alpha.wiki.watching.habits(person.id, since=person.joined_at).rhythm


def test_a_letter_is_stopped_by_a_button_that_opening_alone_does_not_press(alpha, stop):
    opened, kept = alpha.stranger().get(stop), rhythm(alpha)
    stopped = alpha.stranger().post(stop)
    again = alpha.stranger().post(stop)

    assert "Ne plus la recevoir" in opened.text
    assert kept is Rhythm.weekly
    assert (stopped.status_code, again.status_code) == (200, 200)
    assert rhythm(alpha) is Rhythm.never


def test_a_mail_program_stops_it_with_one_request(alpha, stop):
    answer = alpha.stranger().post(
        stop, data={"List-Unsubscribe": "One-Click"}, headers={"origin": "https://mail.example"}
    )

    assert answer.status_code == 200
    assert rhythm(alpha) is Rhythm.never


@pytest.mark.parametrize("secret", ["", "x", "a" * 43, "../..", "%00"])
def test_a_secret_that_is_none_stops_nothing(alpha, secret):
    for answer in (alpha.client.get(f"{URL}/arret?jeton={secret}"),
                   alpha.client.post(f"{URL}/arret?jeton={secret}")):  # fmt: skip
        assert answer.status_code == 404
        assert "Ce lien ne mène à rien" in answer.text
    assert rhythm(alpha) is Rhythm.weekly


def test_a_mailbox_that_is_dead_is_told_of_in_the_wiki(alpha, ada):
    key = "contributor@alpha.test"
    for _ in range(3):
        alpha.wiki.outbox.count_bounce(key, now=alpha.wiki.clock.now())

    assert "ne reçoit plus nos lettres" in ada.get(URL).text


def test_strangers_are_asked_to_sign_in(alpha):
    for url in (URL, f"{URL}/vers/x", f"{URL}/page/x"):
        assert alpha.client.get(url).headers["location"].startswith("/-/connexion?vers=/-/avis")
    assert alpha.client.post("/lieux/cafe-plum/suivre", data={"do": "follow"}).status_code == 401


def test_a_page_s_versions_have_a_feed_that_shows_no_draft(alpha):
    feed = alpha.client.get("/lieux/cafe-plum/history.atom")

    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "Café PLUM" in feed.text
    assert alpha.client.get("/lieux/lieu-secret/history.atom").status_code == 404
