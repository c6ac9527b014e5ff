"""`user invite`, `user erase`, `mail test`: against a real instance and a real mail server."""

import re

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.domain.people import Role
from app.domain.site import Site
from app.main import create_instance, open_instance
from app.settings import Settings
from tests.mailbox import Mailbox, mail_server

RUN = CliRunner()


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpha") / "data"
    create_instance(folder, Site("Alpha", "", "https://alpha.example"))
    return folder


def run(data, *words):
    return RUN.invoke(app, [*words, "--data", str(data)])


def test_an_invitation_is_printed_alone_and_waits_to_be_sent(data):
    done = run(data, "user", "invite", "ana@lieux.example", "--role", "reviewer")

    assert re.fullmatch(r"https://alpha\.example/-/invitation\?jeton=[\w-]{43}\n", done.stdout)
    opened = open_instance(Settings(data=data))
    (made,) = opened.wiki.accounts.invitations()
    assert (made.role, made.address) == (Role.reviewer, "ana@lieux.example")
    assert opened.wiki.outbox.state().waiting == 1
    opened.close()
    assert run(data, "user", "invite", "--days", "8").exit_code == 2
    assert run(data, "user", "invite", "pas une adresse").exit_code == 1


def test_an_account_is_erased(data):
    run(data, "user", "add", "bo@lieux.example", "--name", "Bo")
    assert run(data, "user", "erase", "bo@lieux.example", "--yes").exit_code == 0
    assert "bo@lieux.example" not in run(data, "user", "list").stdout
    assert run(data, "user", "erase", "bo@lieux.example", "--yes").exit_code == 1


def test_a_letter_is_tried_at_once_and_the_servers_answer_told(data, monkeypatch):
    with mail_server(Mailbox(refused={"x@lieux.example": "550 5.1.1 inconnu ici"})) as box:
        monkeypatch.setenv("MAILLAGE_SMTP_URL", box.url)
        assert run(data, "mail", "test", "ana@lieux.example").exit_code == 0
        refused = run(data, "mail", "test", "x@lieux.example")
    assert box.recipients == ["ana@lieux.example"]
    assert (refused.exit_code, "inconnu ici" in str(refused.exception)) == (1, True)
