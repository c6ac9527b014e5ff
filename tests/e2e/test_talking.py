"""Two people who talk, follow and answer, in a real browser, with its scripts and without them."""

import re
from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app.actions.digest import send_digests
from app.domain.people import Role
from app.main import open_instance
from app.settings import Settings
from app.web.forms.unhurried import LEAST
from tests.axe import violations
from tests.e2e.peopled import BASE_URL, peopled
from tests.e2e.servers import served
from tests.mailbox import mail_server
from tests.web.pages import CAFE, STARTERS

pytestmark = pytest.mark.browser
PLACE = CAFE.replace("contact: {website", 'contact: {form: "yes", website')
TALK = "/lieux/cafe-plum/discussion"
SCREENS = (TALK, "/-/avis", "/-/questions", "/lieux/cafe-plum/repondants")
OPEN = (TALK, "/lieux/cafe-plum/demander", "/methodes/conseil-de-place/essai", "/-/avis/arret")


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    """A server, its folder, sessions by name, and the mailbox that its letters go to."""
    data = tmp_path_factory.mktemp("talking") / "data"
    pages = {str(draft.path): draft.text for draft in STARTERS} | {"place/cafe-plum": PLACE}
    people = {"Ada": Role.contributor, "Jo": Role.steward}
    sessions = peopled(data, pages=pages, people=people)
    with mail_server() as box, served(data, env={"MAILLAGE_SMTP_URL": box.url}) as server:
        yield server.url, data, sessions, box


def person(browser, wiki, name: str = "", *, scripts: bool) -> Page:
    url, _, sessions, _ = wiki
    context = browser.new_context(java_script_enabled=scripts, base_url=url)
    context.set_default_timeout(60_000)
    if name:
        secret = sessions[name][int(scripts)]
        context.add_cookies([{"name": "maillage", "value": secret, "url": url}])
    return context.new_page()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_conversation_is_held_told_and_followed(browser, wiki, scripts):
    ada, jo = (person(browser, wiki, name, scripts=scripts) for name in ("Ada", "Jo"))
    words = f"Ouvre-t-on le jeudi, @Jo ? {scripts}"

    ada.goto("/lieux/cafe-plum")
    ada.get_by_role("link", name=re.compile("Discuter|message")).first.click()
    ada.get_by_label("Votre message").fill(words)
    ada.get_by_role("button", name="Publier").click()
    expect(ada.get_by_text("C’est dit.")).to_be_visible()

    jo.goto("/-/avis")
    jo.get_by_role("link", name="vous appelle").first.click()
    thread = jo.locator(".thread").filter(has_text=words)
    thread.get_by_text("Répondre").first.click()
    thread.get_by_label("Votre réponse").fill(f"Oui. {scripts}")
    thread.get_by_role("button", name="Répondre").click()
    expect(jo.get_by_text(f"Oui. {scripts}")).to_be_visible()

    ada.goto("/-/avis")
    ada.get_by_role("link", name="répond", exact=True).first.click()
    ada.locator(".thread").filter(has_text=words).get_by_role("button", name="C’est résolu").click()
    expect(ada.get_by_text("Le fil est résolu.", exact=False)).to_be_visible()

    ada.goto("/methodes/conseil-de-place" if scripts else "/lieux/les-ateliers")
    ada.get_by_role("button", name="Suivre", exact=True).click()
    expect(ada.get_by_role("button", name="Ne plus suivre")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_trial_is_told_and_a_question_becomes_part_of_a_page(browser, wiki, scripts):
    asker, jo = person(browser, wiki, scripts=scripts), person(browser, wiki, "Jo", scripts=scripts)
    question = f"Peut-on venir à {20 + scripts} ?"
    jo.goto("/methodes/conseil-de-place")
    jo.get_by_role("link", name="Nous l’avons essayée").click()
    jo.get_by_label("Où ?").fill("Les Ateliers")
    jo.get_by_label("Qu’est-ce que cela a donné ?").fill(f"Douze personnes. {scripts}")
    jo.get_by_role("button", name="Ajouter cet essai").click()
    expect(jo.get_by_text(f"Douze personnes. {scripts}")).to_be_visible()

    asker.goto("/lieux/cafe-plum")
    asker.get_by_role("link", name="Poser une question au lieu").click()
    asker.get_by_label("Votre question").fill(question)
    asker.get_by_label("Ma question et la réponse peuvent être publiées", exact=False).check()
    asker.wait_for_timeout(1000 * (LEAST.total_seconds() + 1))  # as long as any person takes
    asker.get_by_role("button", name="Envoyer la question").click()
    expect(asker.get_by_text("Votre question est arrivée.")).to_be_visible()

    jo.goto("/-/questions")
    jo.get_by_role("link", name=question).click()
    jo.get_by_label("Votre réponse").fill("Oui, le mardi.")
    jo.get_by_label("Cette réponse peut être publiée", exact=False).check()
    jo.get_by_role("button", name="Répondre", exact=True).click()
    expect(jo.get_by_role("heading", name="La réponse")).to_be_visible()
    asker.reload()
    expect(asker.get_by_text("Oui, le mardi.")).to_be_visible()
    jo.get_by_role("button", name="Publier dans la page du lieu").click()
    expect(jo.get_by_role("heading", name=question)).to_be_visible()


def test_every_screen_of_talk_is_open_to_all(browser, wiki):
    reader, stranger = (person(browser, wiki, name, scripts=True) for name in ("Jo", ""))
    found = []
    for page, urls in ((reader, SCREENS), (stranger, OPEN)):
        for url in urls:
            page.goto(url)
            found += [(url, one) for one in violations(page)]

    assert found == []


def test_what_is_new_is_read_in_a_letter_that_is_stopped_in_one_click(browser, wiki):
    url, data, _, box = wiki
    jo = person(browser, wiki, "Jo", scripts=False)
    jo.goto(TALK)
    jo.get_by_label("Votre message").fill("Et toi, @Ada ?")
    jo.get_by_role("button", name="Publier").click()
    with closing(open_instance(Settings(data=data))) as opened:
        ada = next(one for one in opened.wiki.people.all() if one.name == "Ada")
        week_ago = opened.wiki.clock.now() - timedelta(days=8)
        opened.wiki.watching.mailed(ada.id, [], at=week_ago)
        assert send_digests(opened.wiki, wait=True) == 1
    letter = box.wait_for(ada.email, 1)
    words = letter.get_content().replace("\u00a0", " ")
    stop = letter["List-Unsubscribe"].strip("<>").removeprefix(BASE_URL)

    assert "Jo vous appelle à propos de « Café PLUM »" in words
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    jo.goto(f"{url}{stop}")
    jo.get_by_role("button", name="Ne plus la recevoir").click()
    expect(jo.get_by_text("Cette lettre ne part plus vers vous.", exact=False)).to_be_visible()
    reader = person(browser, wiki, "Ada", scripts=True)
    reader.goto("/-/avis")
    expect(reader.get_by_label("Jamais")).to_be_checked()
