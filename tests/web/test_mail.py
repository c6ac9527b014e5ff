"""The server sends what is due by itself, and a setting says by what."""

import pytest

from app.domain.mail import EmailAddress, Letter, Step
from app.domain.people import Role
from app.domain.phrase import Phrase
from app.domain.site import Site
from app.engines.mail import LoggedMail, SmtpMail
from app.main import chosen
from app.settings import SettingRefused, Settings, load_settings

SITE = Site("Alpha", "", "https://alpha.example:8443")


def test_a_letter_that_a_screen_queued_reaches_its_person(alpha):
    ana = alpha.people[Role.contributor]
    letter = Letter(
        Phrase("Bienvenue."), (Step(Phrase("Bienvenue."), "/lieux/moulin"),), person=ana.id
    )
    alpha.wiki.outbox.add([letter], now=alpha.wiki.clock.now())

    (came,) = alpha.letters()
    assert came.to == EmailAddress(ana.email)
    assert "http://alpha.test/lieux/moulin" in came.text


def test_without_a_mail_server_letters_are_printed():
    assert isinstance(chosen.mail(Settings(), SITE), LoggedMail)
    found = chosen.mail(Settings(smtp_url="smtps://ana:secret@mail.example"), SITE)
    assert isinstance(found, SmtpMail)


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://h:99999", "smtp://h/x y"]
)
def test_a_mail_server_that_cannot_be_refuses_to_start_without_telling_the_password(url):
    with pytest.raises(SettingRefused) as told:
        load_settings(smtp_url=url)
    assert "MAILLAGE_SMTP_URL" in str(told.value)
    assert url not in str(told.value)


def test_settings_do_not_print_the_password():
    assert "secret" not in str(Settings(smtp_url="smtp://ana:secret@mail.example"))
