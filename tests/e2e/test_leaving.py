"""From an invitation to erasure, in a real browser, with scripts and without: afterwards no byte of
the person's name or address is in any answer, export or in the repository that the world clones."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.actions.save_page import SavePage, save_page
from app.actions.thank import thank
from app.domain.page_path import PagePath
from app.domain.people import Reader, Role
from app.main import open_instance
from app.settings import Settings
from tests import loopback
from tests.e2e.peopled import BASE_URL, peopled
from tests.e2e.servers import Server, maillage, served
from tests.mailbox import Mailbox, mail_server
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser

NAME, EMAIL = "Zolenka Quillebert", "zolenka.quillebert@lieux.example"
PASSWORD, NEW = "une phrase assez longue", "une autre phrase, encore plus longue"
CAFE = PagePath("place", "cafe-plum")
FORMATS = ("markdown", "csv", "geojson", "static", "epub")
# Answers that name authors, or might.
PATHS = (
    "/", "/lieux", "/lieux/cafe-plum", "/lieux/cafe-plum/history", "/lieux/cafe-plum/blame",
    "/lieux/cafe-plum/raw", "/lieux/cafe-plum.json", "/lieux/cafe-plum.jsonld",
    "/lieux/cafe-plum/discussion", "/lieux/cafe-plum/conseil", "/lieux/cafe-plum/diff",
    "/changements", "/feed.atom", "/lieux.atom", "/recherche?q=phrase", "/-/moderation",
    "/-/personnes", "/-/intendance", "/-/propositions", "/api/v1/changes",
    "/api/v1/pages/place/cafe-plum", "/api/v1/pages/place/cafe-plum/history", "/oai?verb=Identify",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc", "/lieux.csv", "/-/compte",
)  # fmt: skip


def followed(server: Server, mail: Mailbox, count: int) -> str:
    """The address in the letter, at the port where the server is."""
    text = mail.wait_for(EMAIL, count).get_content()
    return re.search(re.escape(BASE_URL) + r"(/\S+jeton=\S+)", text)[1].join([server.url, ""])


def context(browser: Browser, *, scripts: bool, session: str = "", url: str = "") -> BrowserContext:
    made = browser.new_context(java_script_enabled=scripts)
    if session:
        made.add_cookies([{"name": "maillage", "value": session, "url": url}])
    return made


def invites(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/-/personnes")
    page.locator("#champ-to").fill(EMAIL)
    page.locator("button[value=send]").click()
    expect(page.locator("code.secret")).to_contain_text("/-/invitation?jeton=")


def comes_in(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text(EMAIL)
    page.locator("#champ-name").fill(NAME)
    page.locator("#champ-password").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator(".flash")).to_contain_text("Bienvenue")


def asks_for_a_link(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/-/connexion?vers=/-/compte")
    page.locator("#champ-email").fill(EMAIL)
    page.locator("button[value=link]").click()
    expect(page.locator("h1")).to_have_text("Regardez vos courriels")


def signs_in_by(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("main")).to_contain_text(NAME)
    page.locator("main form button").click()
    expect(page.locator("h1")).to_have_text(NAME)


def changes_password(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/-/compte")
    page.locator("#champ-current").fill(PASSWORD)
    page.locator("#champ-password").fill(NEW)
    page.locator("button[value=password]").click()
    expect(page.locator(".flash")).to_contain_text("mot de passe est changé")


def shows_a_page(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/-/compte/page-publique")
    page.locator("input[name=shown]").check()
    page.locator("input[name=writings]").check()
    page.locator("#champ-about").fill(f"Je suis {NAME}.")
    page.locator("main form button").click()
    expect(page.locator(".flash")).to_be_visible()


def erases(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/-/compte/donnees")
    page.locator("#champ-yes").fill("effacer")
    page.locator("#champ-current").fill(NEW)
    page.locator("button[value=erase]").click()
    expect(page.locator("h1")).to_have_text("Votre compte est effacé")


def acts(data: Path) -> None:
    """What a person leaves behind: a version, and a thank for it."""
    opened = open_instance(Settings(data=data))
    wiki = opened.wiki
    person = wiki.people.by_email(EMAIL)
    row = wiki.index.page(CAFE)
    text = row.text.replace("\n\n", "\n\nUne phrase de plus, de sa main.\n\n", 1)
    saved = save_page(wiki, SavePage(CAFE, text, row.revision, "Une phrase"), by=Reader(person))
    steward = next(one for one in wiki.people.all() if one.role is Role.steward)
    thank(wiki, CAFE, saved.revision, by=Reader(steward))
    opened.close()


def answers(server: Server, session: str) -> dict[str, bytes]:
    """What the server says to a stranger and to a steward, and what it lets take away."""
    found = {}
    for who, cookies in (("stranger", {}), ("steward", {"maillage": session})):
        with loopback.Client(base_url=server.url, cookies=cookies, timeout=60) as client:
            for path in PATHS:
                found[f"{who} {path}"] = client.get(path).content
    return found


def exports(data: Path, folder: Path) -> dict[str, bytes]:
    found = {}
    for name in FORMATS:
        out = folder / name
        assert maillage("export", name, str(out), data=data).returncode == 0, name
        files = [out] if out.is_file() else [one for one in out.rglob("*") if one.is_file()]
        for file in files:
            found[f"{name} {file.name}"] = _unpacked(file)
    return found


def _unpacked(file: Path) -> bytes:
    if not zipfile.is_zipfile(file):
        return file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def cloned(data: Path) -> bytes:
    """Every object that a clone of the open repository would hold."""
    command = ["git", "-C", str(data / "open.git"), "cat-file", "--batch-all-objects", "--batch"]
    return subprocess.run(command, check=True, capture_output=True).stdout


def naming(found: dict[str, bytes]) -> list[str]:
    words = (NAME, EMAIL, *NAME.split())
    return [
        where for where, data in found.items()
        if any(word.encode().lower() in data.lower() for word in words)
    ]  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "none"])
def test_somebody_comes_in_and_leaves_with_all_they_have(
    browser: Browser, tmp_path: Path, scripts: bool
) -> None:
    data = tmp_path / "alpha"
    pages = {str(one.path): one.text for one in STARTERS}
    steward = peopled(data, pages=pages, people={"Ada": Role.steward})["Ada"][0]
    with mail_server() as mail, served(data, env={"MAILLAGE_SMTP_URL": mail.url}) as server:
        with context(browser, scripts=scripts, session=steward, url=server.url) as hers:
            invites(hers.new_page(), server)
        first, second = (context(browser, scripts=scripts) for _ in range(2))
        here, there = first.new_page(), second.new_page()
        comes_in(here, followed(server, mail, 1))
        acts(data)
        asks_for_a_link(there, server)
        signs_in_by(there, followed(server, mail, 2))
        changes_password(there, server)
        here.goto(f"{server.url}/-/compte")
        expect(here.locator("h1")).to_have_text("Se connecter")
        shows_a_page(there, server)

        before = answers(server, steward)
        assert naming(before)
        taken = there.request.get(f"{server.url}/-/compte/donnees.zip").body()
        with zipfile.ZipFile(io.BytesIO(taken)) as archive:
            told = archive.read("mes-donnees.json").decode()
        assert {NAME, EMAIL, "place/cafe-plum"} <= set(re.findall(r'"([^"]+)"', told))
        if scripts:  # what is taken away is the same, whichever way one came in
            assert naming(exports(data, tmp_path / "before"))
        assert naming({"open.git": cloned(data)})

        erases(there, server)
        assert naming(answers(server, steward)) == []
        if scripts:
            assert naming(exports(data, tmp_path / "after")) == []
        assert naming({"open.git": cloned(data)}) == []
        first.close()
        second.close()
