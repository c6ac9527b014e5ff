"""Letters through a real mail server: what arrives, what never can, what is tried again."""

import logging
from contextlib import ExitStack
from email.header import decode_header, make_header

import pytest

from app.domain.errors import InvalidPerson
from app.domain.mail import (
    EmailAddress,
    Mail,
    MailboxGone,
    MailRefused,
    MailSubject,
    MailUnsent,
)
from app.engines.mail import BadMailServer, LoggedMail, SmtpMail
from tests.mailbox import Mailbox, certificate, mail_server

ANA = "ana@lieux.example"
HOSTILE = "Bonjour\r\nBcc: tous@lieux.example\n\x00\u2028Subject: autre"


def letter(to=ANA, subject="Une réponse", text="Bonjour « Ana ».\n.\nFin\n", unsubscribe=""):
    return Mail("a1b2", EmailAddress(to), MailSubject(subject), text, "fr", unsubscribe)


def sender(url, **more):
    return SmtpMail(url, sender=EmailAddress("wiki@lieux.example"), name="Réseau, Alpha", **more)


def sent(url, *letters, **more):
    with sender(url, **more).opened() as send:
        for one in letters:
            send(one)


def test_a_letter_arrives_as_it_was_written():
    with mail_server() as box:
        sent(box.url, letter(unsubscribe="https://lieux.example/-/avis?jeton=x"))

    (came,) = box.came
    assert box.recipients == [ANA]
    assert came.get_content().replace("\r\n", "\n") == "Bonjour « Ana ».\n.\nFin\n"
    assert str(came["Subject"]) == "Une réponse"
    assert came["From"].addresses[0].display_name == "Réseau, Alpha"
    assert came["From"].addresses[0].addr_spec == "wiki@lieux.example"
    assert came["Message-ID"] == "<a1b2@lieux.example>"
    assert came["List-Unsubscribe"] == "<https://lieux.example/-/avis?jeton=x>"
    assert came["Auto-Submitted"] == "auto-generated"
    assert came.get_content_type() == "text/plain"


def test_several_letters_go_through_one_connection():
    with mail_server() as box:
        sent(box.url, letter(), letter("bo@lieux.example"))

    assert box.recipients == [ANA, "bo@lieux.example"]


@pytest.mark.parametrize("hostile", [HOSTILE, "a\nTo: x", "\r\n\r\nCorps", "é\u0085Bcc: x"])
def test_no_subject_becomes_another_header(hostile):
    with mail_server() as box:
        sent(box.url, letter(subject=hostile))

    (came,) = box.came
    assert came["Bcc"] is None
    assert len(came.get_all("To")) == len(came.get_all("Subject")) == 1
    assert box.recipients == [ANA]
    assert "\n" not in str(make_header(decode_header(came["Subject"])))
    assert came.get_content().startswith("Bonjour « Ana »")


@pytest.mark.parametrize(
    "hostile",
    [f"{ANA}\r\nBcc: x@y.example", f"{ANA}\n", f"{ANA},x@y.example", "<a@y.example>", "a@b@c",
     '"a b"@y.example', "a..b@y.example", ".a@y.example", "a@y..example", "a:b@y.example", ""],
)  # fmt: skip
def test_no_such_address_can_be_made(hostile):
    with pytest.raises(InvalidPerson):
        EmailAddress(hostile)


def test_a_long_subject_is_cut_and_stays_one_line():
    with mail_server() as box:
        sent(box.url, letter(subject="élan " * 400))

    assert len(str(box.came[0]["Subject"])) <= 150
    assert box.recipients == [ANA]


def test_addresses_beyond_ascii_arrive():
    with mail_server() as box:
        sent(box.url, letter("ana@café.example"), letter("zoé@lieux.example"))

    assert box.recipients == ["ana@xn--caf-dma.example", "zoé@lieux.example"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 no such user", MailboxGone),
        ("553 no such user", MailboxGone),
        ("550 5.7.1 we do not know you", MailRefused),
        ("450 4.2.0 come back later", MailUnsent),
        ("452 4.2.2 mailbox full", MailUnsent),
    ],
)
def test_a_refusal_says_whether_to_try_again(answer, error):
    with mail_server(Mailbox(refused={ANA: answer})) as box, pytest.raises(error) as caught:
        sent(box.url, letter())
    assert type(caught.value) is error


def test_after_a_refusal_the_next_letter_still_leaves():
    with (
        mail_server(Mailbox(refused={ANA: "550 5.1.1 nobody"})) as box,
        sender(box.url).opened() as send,
    ):
        with pytest.raises(MailboxGone):
            send(letter())
        send(letter("bo@lieux.example"))
    assert box.recipients == ["bo@lieux.example"]


def test_a_refused_text_says_nothing_of_the_mailbox():
    with mail_server(Mailbox(at_data="554 5.6.0 spam")) as box, pytest.raises(MailRefused) as said:
        sent(box.url, letter())
    assert type(said.value) is MailRefused


def test_no_server_means_later_for_all():
    with mail_server() as box:
        gone = box.url
    with pytest.raises(MailUnsent) as said, ExitStack() as stack:
        stack.enter_context(sender(gone).opened())
    assert said.value.everything


def test_a_password_crosses_starttls_and_tls(tmp_path):
    shown, trusted = certificate(tmp_path)
    with mail_server(starttls=shown, asks_who=True) as box:
        url = f"smtp+starttls://ana:s3cret%20%40%3A@127.0.0.1:{box.port}"
        sent(url, letter(), context=trusted)
    assert (box.signed_in, box.recipients) == (["ana"], [ANA])

    with mail_server(tls=shown) as box:
        sent(f"smtps://127.0.0.1:{box.port}", letter(), context=trusted)
    assert box.recipients == [ANA]


def test_a_wrong_password_and_an_unknown_certificate_are_told_without_the_password(tmp_path):
    shown, trusted = certificate(tmp_path)
    with mail_server(starttls=shown, asks_who=True) as box:
        for password, context in (("wrong", trusted), ("s3cret%20%40%3A", None)):
            url = f"smtp+starttls://ana:{password}@127.0.0.1:{box.port}"
            with pytest.raises(MailUnsent) as said:
                sent(url, letter(), context=context)
            assert said.value.everything
            assert "s3cret" not in str(said.value)
            assert "wrong" not in str(said.value)
    assert not box.came


def test_a_server_that_cannot_hide_a_password_does_not_get_it():
    with mail_server() as box, pytest.raises(MailUnsent):
        sent(f"smtp+starttls://ana:secret@127.0.0.1:{box.port}", letter())
    assert not box.came


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://h:0", "smtp://h:99999", "x"])
def test_an_address_that_is_no_mail_server_is_refused(url):
    with pytest.raises(BadMailServer):
        sender(url)


def test_without_a_server_the_letter_is_in_the_log(caplog):
    with caplog.at_level(logging.WARNING), LoggedMail().opened() as send:
        send(letter(text="https://lieux.example/-/lien?jeton=abc\n"))

    assert "jeton=abc" in caplog.text
    assert ANA in caplog.text
