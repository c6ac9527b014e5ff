"""A reader's file goes from a key to a reviewer's answer, and into the page: without scripts, save
for those of the key itself.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.domain.people import Role
from tests import loopback
from tests.e2e import offline_words
from tests.e2e.peopled import peopled
from tests.e2e.servers import maillage, served
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("bringing") / "data"


@pytest.fixture(scope="module")
def wiki(data):
    pages = {str(draft.path): draft.text for draft in STARTERS}
    sessions = peopled(data, pages=pages, people={"Ada": Role.reviewer})
    with served(data) as server:
        yield server.url, sessions["Ada"][0]


@pytest.fixture(scope="module")
def key(data, wiki, tmp_path_factory) -> Path:
    """The site on a key, made by the command while the wiki is served."""
    out = tmp_path_factory.mktemp("key") / "site"
    made = maillage("export", "static", str(out), data=data)
    assert made.returncode == 0, made.stderr
    return out


def opened(browser, url: str, secret: str = "") -> Page:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.set_default_timeout(60_000)
    if secret:
        context.add_cookies([{"name": "maillage", "value": secret, "url": url}])
    return context.new_page()


def test_what_was_written_offline_is_carried_in_answered_and_accepted(browser, wiki):
    url, secret = wiki
    data = offline_words.written(url)
    carrier = opened(browser, url)
    carrier.goto(f"{url}/-/ecrire")
    carrier.get_by_role("link", name="Apportez votre fichier").click()
    offline_words.choose(carrier, data)
    expect(carrier.locator(".brought-line")).to_have_count(4)
    carrier.get_by_role("button", name="Envoyer ces 2 textes").click()
    links = carrier.get_by_role("link", name="Suivre ce texte")
    expect(links).to_have_count(2)
    correction, remark = (links.nth(n).get_attribute("href") for n in (0, 1))

    reviewer = opened(browser, url, secret)
    reviewer.goto(f"{url}/-/propositions")
    reviewer.locator("#remarques + table a").click()
    reviewer.get_by_label("Votre réponse").fill("Le lundi, nous ouvrons sur demande.")
    reviewer.get_by_role("button", name="Répondre", exact=True).click()
    reviewer.goto(f"{url}/-/propositions")
    reviewer.locator("#recues + table a").click()
    reviewer.locator("button[value=accept]").click()

    carrier.goto(f"{url}{remark}")
    expect(carrier.get_by_text("Le lundi, nous ouvrons sur demande.")).to_be_visible()
    carrier.goto(f"{url}{correction}")
    expect(carrier.get_by_text("Acceptée", exact=False).first).to_be_visible()
    assert "Et le jeudi soir." in loopback.get(f"{url}/lieux/cafe-plum", timeout=60).text

    carrier.goto(f"{url}/-/contribution")
    offline_words.choose(carrier, data)
    expect(carrier.get_by_text("Déjà apporté, a sa réponse")).to_have_count(2)
    expect(carrier.get_by_text("Il n’y a rien à envoyer.")).to_be_visible()


def test_who_wrote_offline_takes_a_text_back_by_its_link(browser, wiki):
    """A page that names itself to nobody could not post to itself."""
    url, _ = wiki
    carrier = opened(browser, url)
    carrier.goto(f"{url}{offline_words.URL}")
    offline_words.sent(carrier)
    links = carrier.get_by_role("link", name="Suivre ce texte")
    for link in [links.nth(n).get_attribute("href") for n in (0, 1)]:
        carrier.goto(f"{url}{link}")
        carrier.locator("button[value=withdraw]").click()
        expect(carrier.get_by_text("Retirée").first).to_be_visible()


def written_on(browser, key: Path, add: str) -> bytes:
    """What a reader corrects with the network cut, as the file that the browser saves."""
    context = browser.new_context(offline=True, accept_downloads=True)
    page = context.new_page()
    page.goto(next(key.glob("lieux/*/cafe-plum.html")).as_uri())
    page.get_by_role("link", name="Corriger").click()
    text = page.get_by_label("Le texte de la page")
    expect(text).not_to_have_value("")
    text.fill(text.input_value() + add)
    page.get_by_label("Votre nom").fill("Camille")
    page.get_by_label("J’ai écrit ces mots").check()
    with page.expect_download() as held:
        page.get_by_role("button", name="Enregistrer le fichier").click()
    data = Path(held.value.path()).read_bytes()
    context.close()
    return data


def test_what_a_browser_wrote_on_a_key_is_accepted_into_the_page(browser, wiki, key):
    url, secret = wiki
    carrier = opened(browser, url)
    carrier.goto(f"{url}{offline_words.URL}")
    offline_words.choose(carrier, written_on(browser, key, "\nOn y joue aux cartes le mardi.\n"))
    carrier.locator("button[value=send]").click()
    carrier.wait_for_selector("text=Suivre ce texte")
    reviewer = opened(browser, url, secret)
    reviewer.goto(f"{url}/-/propositions")
    reviewer.locator("#recues + table a").first.click()
    reviewer.locator("button[value=accept]").click()
    expect(reviewer.get_by_text("On y joue aux cartes le mardi.")).to_be_visible()
