"""Letters that wait, and one-use secrets, in the records of a real file."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.mail import EmailAddress, Letter, Quote, Step
from app.domain.one_use import TokenState
from app.domain.phrase import Phrase
from app.engines.sql.database import Database
from app.engines.sql.one_use import SqlOneUse
from app.engines.sql.outbox import SqlOutbox, queue

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
INNER = Phrase("l’adresse électronique")
LETTER = Letter(
    Phrase("{name} vous répond", name="Bo"),
    (
        Phrase("{what} contient un signe invisible : retirez-le.", what=INNER),
        Quote("Ses mots\nà lui"),
        Step(Phrase("Lire la page"), "/lieux/moulin"),
        Step(Phrase("Se connecter"), "/-/lien", "sign-in", "x", HOUR),
    ),
    person="01ANA",
    lang="en",
    kept=HOUR,
    unsubscribe=Step(Phrase("Ne plus recevoir"), "/-/avis", "stop"),
)


@pytest.fixture
def outbox(tmp_path):
    outbox = SqlOutbox(Database(tmp_path / "records.sqlite", durable=True))
    yield outbox
    outbox.close()


@pytest.fixture
def tokens(tmp_path):
    tokens = SqlOneUse(Database(tmp_path / "records.sqlite", durable=True))
    yield tokens
    tokens.close()


def test_a_letter_comes_out_as_it_went_in_with_its_phrases_still_to_be_said(outbox):
    other = Letter(Phrase("Bonjour"), (Phrase("Oui"),), address=EmailAddress("bo@x.example"))
    outbox.add([LETTER, other], now=NOW)

    found = {one.letter.person: one.letter for one in outbox.due(now=NOW, size=9)}
    assert found == {"01ANA": LETTER, "": other}
    assert found["01ANA"].subject.params == {"name": "Bo"}
    assert found["01ANA"].lines[0].params["what"].template == INNER.template


def test_a_letter_and_its_cause_are_there_together_or_not_at_all(outbox, tmp_path):
    database = Database(tmp_path / "records.sqlite", durable=True)
    with suppress(KeyError), database.writing() as connection:
        queue(connection, [LETTER], now=NOW)
        raise KeyError
    assert outbox.state().waiting == 0
    with database.writing() as connection:
        queue(connection, [LETTER], now=NOW)
    assert outbox.state().waiting == 1
    database.close()


def test_a_letter_put_off_waits_its_turn_and_one_too_old_goes(outbox):
    outbox.add([LETTER], now=NOW)
    (one,) = outbox.due(now=NOW, size=9)
    outbox.put_off(one.id, until=NOW + HOUR / 2, why="450 plus tard")

    assert outbox.due(now=NOW, size=9) == []
    assert outbox.due(now=NOW + HOUR / 2, size=9)[0].tries == 1
    assert (outbox.state().failing, outbox.state().why) == (1, "450 plus tard")
    assert outbox.due(now=NOW + HOUR, size=9) == []
    assert outbox.state().waiting == 0


def test_a_mailbox_is_dead_after_three_bounces_in_a_row_and_its_address_is_not_kept(
    outbox, tmp_path
):
    for times in (1, 2):
        assert outbox.count_bounce("ana@x.example", now=NOW) == times
    outbox.forget_bounces("ana@x.example")
    for _ in range(3):
        assert not outbox.is_dead("ana@x.example")
        outbox.count_bounce("ana@x.example", now=NOW)
    assert outbox.is_dead("ana@x.example")
    assert not outbox.is_dead("bo@x.example")
    assert b"ana@x.example" not in b"".join(f.read_bytes() for f in tmp_path.iterdir())


def test_the_letters_of_a_person_are_forgotten(outbox):
    outbox.add([LETTER], now=NOW)
    assert outbox.people() == {"01ANA"}
    assert outbox.forget(["01ANA"]) == 1
    assert outbox.due(now=NOW, size=9) == []


@pytest.mark.parametrize("path", ["//x.example", "https://x", "lieux", "/a b", "/a\nb", ""])
def test_a_step_leads_nowhere_else(path):
    with pytest.raises(ValueError, match="address of this wiki"):
        Step(Phrase("Lire"), path)


def test_a_letter_has_one_reader():
    with pytest.raises(ValueError, match="person or to an address"):
        Letter(Phrase("Bonjour"), ())


def test_a_secret_is_spent_once_by_one_of_many(tokens):
    secret = tokens.mint("sign-in", now=NOW, life=HOUR, about="x", person="01ANA")

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: tokens.spend(secret, "sign-in", now=NOW), range(8)))

    assert sum(one is not None for one in got) == 1
    assert tokens.look(secret, "sign-in", now=NOW).state is TokenState.spent


def test_a_secret_late_or_of_another_purpose_opens_nothing(tokens):
    secret = tokens.mint("sign-in", now=NOW, life=HOUR)

    assert tokens.look(secret, "reset", now=NOW) is None
    assert tokens.spend(secret, "reset", now=NOW) is None
    assert tokens.look(secret, "sign-in", now=NOW).fresh
    assert tokens.look(secret, "sign-in", now=NOW + HOUR).state is TokenState.late
    assert tokens.spend(secret, "sign-in", now=NOW + HOUR) is None
    assert tokens.look(secret + "x", "sign-in", now=NOW) is None
    assert tokens.look("\ud800", "sign-in", now=NOW) is None


def test_secrets_are_dropped_by_what_they_are_for(tokens):
    kept = tokens.mint("sign-in", now=NOW, life=HOUR, person="01BO")
    gone = tokens.mint("sign-in", now=NOW, life=HOUR, person="01ANA")

    assert tokens.people() == {"01BO", "01ANA"}
    assert tokens.drop("sign-in", person="01ANA") == 1
    assert tokens.look(gone, "sign-in", now=NOW) is None
    assert tokens.look(kept, "sign-in", now=NOW)


def test_the_file_holds_no_secret(tokens, tmp_path):
    secret = tokens.mint("sign-in", now=NOW, life=HOUR)

    assert secret.encode() not in b"".join(f.read_bytes() for f in tmp_path.iterdir())
    with sqlite3.connect(tmp_path / "records.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM one_use").fetchone() == (1,)
    connection.close()
