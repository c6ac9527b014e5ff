"""Without scripts: a reader's file goes from a key to a reviewer's answer, and into the page."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from app.domain.people import Role
from tests.e2e import offline_words
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    data = tmp_path_factory.mktemp("bringing") / "data"
    pages = {str(draft.path): draft.text for draft in STARTERS}
    sessions = peopled(data, pages=pages, people={"Ada": Role.reviewer})
    with served(data) as server:
        yield server.url, sessions["Ada"][0]


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
    assert "Et le jeudi soir." in httpx.get(f"{url}/lieux/cafe-plum", timeout=60).text

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
