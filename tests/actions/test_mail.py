"""Letters put in words and sent: once, in the reader's language, later where it must be."""

import re
from contextlib import contextmanager
from dataclasses import MISSING, fields
from datetime import timedelta

import pytest

from app.actions.mail import FIRST_WAIT, LEASE, Post, send_due
from app.actions.wiki import Wiki
from app.domain.mail import DEAD_AFTER, EmailAddress, Letter, Quote, Step
from app.domain.people import Person, Role
from app.domain.phrase import Phrase
from app.domain.site import Site
from app.engines.locks import FileLocks
from app.engines.mail import SmtpMail
from app.engines.passwords import Argon2Passwords
from app.engines.sql.accounts import SqlAccounts
from app.engines.sql.database import Database
from app.engines.sql.one_use import SqlOneUse
from app.engines.sql.outbox import SqlOutbox
from app.engines.sql.records import SqlPeople
from app.theme import Theme
from tests.actions.two_wikis import TestClock
from tests.mailbox import Mailbox, mail_server

THEME = Theme()
ANA, BO = "ana@alpha.example", "bo@alpha.example"
GIVEN = ("site", "projections", "people", "clock", "lock", "tokens", "outbox", "accounts")
NEVER = dict.fromkeys(
    part.name for part in fields(Wiki) if part.default is MISSING and part.name not in GIVEN
)


class Sending:
    """A wiki with an outbox, a mail server, and one person in it, Ana."""

    def __init__(self, folder, box: Mailbox):
        kept = Database(folder / "records.sqlite", durable=True)
        self.box, self.clock = box, TestClock()
        self.wiki = Wiki(
            site=Site("Réseau Alpha", "", "https://alpha.example"), projections=(),
            people=SqlPeople(kept, Argon2Passwords()), clock=self.clock,
            lock=FileLocks(folder / "locks"), tokens=SqlOneUse(kept),
            outbox=SqlOutbox(kept),
            accounts=SqlAccounts(kept), **NEVER,
        )  # fmt: skip
        ana = Person("01ANA", ANA, "Ana", Role.contributor, self.clock.now())
        self.wiki.people.add(ana, password=None)

    def queue(self, *lines, subject="Vous êtes déconnecté.", **more):
        to = {} if more.get("address") else {"person": "01ANA"}
        letter = Letter(Phrase(subject), lines or (Phrase("Bienvenue."),), **(to | more))
        self.wiki.outbox.add([letter], now=self.clock.now())

    def send(self, **more):
        sender = SmtpMail(self.box.url, sender=EmailAddress("wiki@alpha.example"), name="Alpha")
        post = Post(sender, lambda said, lang: THEME.phrase(said, lang=lang))
        return send_due(self.wiki, post, **{"wait": True, **more})

    def close(self):
        self.wiki.people.close()
        self.wiki.tokens.close()
        self.wiki.outbox.close()
        self.wiki.accounts.close()


@contextmanager
def sending_to(folder, box):
    one = Sending(folder, box)
    try:
        yield one
    finally:
        one.close()


@pytest.fixture
def sending(tmp_path):
    with mail_server() as box, sending_to(tmp_path, box) as one:
        yield one


def test_a_letter_leaves_once_in_its_readers_language(sending):
    sending.queue(lang="en")
    sending.queue(lang="fr", subject="Bienvenue.")

    assert (sending.send(), sending.send()) == (2, 0)
    said = [str(one["Subject"]) for one in sending.box.came]
    assert said == ["You are signed out.", "Bienvenue."]
    assert sending.box.came[0].get_content().startswith("Welcome.")
    assert sending.box.recipients == [ANA, ANA]
    assert "Réseau Alpha\r\nhttps://alpha.example/" in sending.box.came[0].get_content()


def test_the_secret_of_a_step_is_made_when_the_letter_leaves(sending):
    stop = Step(Phrase("Vous êtes déconnecté."), "/-/avis", "stop", "tout")
    step = Step(Phrase("Bienvenue."), "/-/lien?vers=/x", "sign-in", "x", timedelta(minutes=15))
    sending.queue(Quote("Ses mots\n\nà lui"), step, unsubscribe=stop)
    sending.clock.pass_time(hours=2)
    sending.send()

    (came,) = sending.box.came
    text = came.get_content().replace("\r\n", "\n")
    assert "> Ses mots\n>\n> à lui" in text
    secret = re.search(r"https://alpha\.example/-/lien\?vers=/x&jeton=([\w-]{43})\n", text)[1]
    found = sending.wiki.tokens.spend(secret, "sign-in", now=sending.clock.now())
    assert (found.about, found.person) == ("x", "01ANA")
    assert came["List-Unsubscribe"].startswith("<https://alpha.example/-/avis?jeton=")


def test_a_letter_to_somebody_who_left_goes_nowhere(sending):
    sending.queue(person="01GONE")

    assert sending.send() == 0
    assert not sending.box.came
    assert sending.wiki.outbox.state().waiting == 0


def test_nothing_is_lost_while_the_server_is_away_and_it_is_asked_less_and_less(tmp_path):
    with mail_server() as box:
        pass
    with sending_to(tmp_path, box) as sending:
        sending.queue()
        sending.queue(lang="en")
        assert sending.send() == 0
        state = sending.wiki.outbox.state()
        assert (state.waiting, state.failing) == (2, 2)
        assert state.why

        sending.clock.pass_time(seconds=FIRST_WAIT.total_seconds())
        assert sending.send() == 0
        sending.clock.pass_time(seconds=FIRST_WAIT.total_seconds())
        with mail_server(box, port=box.port):
            assert sending.send() == 0
            sending.clock.pass_time(seconds=FIRST_WAIT.total_seconds())
            assert sending.send() == 2


def test_a_busy_mailbox_holds_no_other_letter_back(tmp_path):
    with (
        mail_server(Mailbox(refused={ANA: "450 4.2.0 later"})) as box,
        sending_to(tmp_path, box) as sending,
    ):
        sending.queue()
        sending.queue(address=EmailAddress(BO))
        assert sending.send() == 1
        assert box.recipients == [BO]
        box.refused.clear()
        sending.clock.pass_time(minutes=2)
        assert sending.send() == 1


def test_nothing_more_is_sent_to_a_dead_mailbox(tmp_path):
    with (
        mail_server(Mailbox(refused={ANA: "550 5.1.1 nobody"})) as box,
        sending_to(tmp_path, box) as sending,
    ):
        for _ in range(DEAD_AFTER):
            assert not sending.wiki.outbox.is_dead(ANA)
            sending.queue()
            sending.send()
        assert sending.wiki.outbox.is_dead(ANA)
        box.refused.clear()
        sending.queue()
        assert sending.send() == 0

        sending.wiki.outbox.forget_bounces(ANA)
        sending.queue()
        assert sending.send() == 1


def test_a_refusal_for_the_servers_own_reasons_kills_no_mailbox(tmp_path):
    with (
        mail_server(Mailbox(refused={ANA: "550 5.7.1 not from you"})) as box,
        sending_to(tmp_path, box) as sending,
    ):
        for _ in range(DEAD_AFTER + 1):
            sending.queue()
            sending.send()
        assert not sending.wiki.outbox.is_dead(ANA)
        assert sending.wiki.outbox.state().waiting == 0


def test_one_process_sends_at_a_time(sending, tmp_path):
    sending.queue()
    with FileLocks(tmp_path / "locks").hold(LEASE):
        assert sending.send(wait=False) == 0
    assert sending.send(wait=False) == 1


def test_a_server_that_stops_sends_no_further_letter(sending):
    sending.queue()
    sending.queue()

    assert sending.send(stopped=lambda: bool(sending.box.came)) == 1
    assert sending.wiki.outbox.state().waiting == 1
