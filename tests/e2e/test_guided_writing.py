"""Somebody documents an action with the keyboard alone: a real browser, a real server, the real
content, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.servers import maillage, served
from tests.e2e.starter import starter_wiki

PASSWORD = "un long mot de passe"
WHAT = "Nous avons semé une prairie devant le lieu. Vingt voisins sont venus."

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    data = tmp_path_factory.mktemp("guided") / "data"
    starter_wiki(tmp_path_factory, data)
    ana = ("user", "add", "ana@alpha.test", "--name", "Ana", "--role", "contributor")
    assert maillage(*ana, "--password-stdin", data=data, stdin=f"{PASSWORD}\n").returncode == 0
    with served(data) as server:
        yield server.url


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, browser, address):
    """Someone signed in, on a telephone; nothing complains and nothing is asked elsewhere."""
    context = browser.new_context(
        java_script_enabled=request.param, base_url=address, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: faults.append(r.url) if not r.url.startswith(address) else None)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/-/connexion")
    type_in(page, "email", "ana@alpha.test")
    type_in(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.scripts = request.param
    yield page
    context.close()
    assert faults == []


def reach(page, wanted, *, key="Tab", within=120):
    """Go there with the keyboard: nothing is clicked."""
    target = page.locator(wanted).first
    page.wait_for_load_state()  # from the end of half a page, the way back misses what is below
    for _ in range(within):
        page.keyboard.press(key)
        # Without scripts of its own a page still tells what has the focus.
        if target.and_(page.locator(":focus")).count():
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def type_in(page, name, text):
    reach(page, f"[name={name}]")
    page.keyboard.type(text)


def go_on(page):
    reach(page, 'button[value^="go:"]')
    page.keyboard.press("Enter")


def at_step(page, number):
    expect(page.get_by_text(f"Étape {number} sur 6")).to_be_visible()


def test_an_action_is_told_with_the_keyboard_and_becomes_a_page(page):
    title = f"Prairie {'vive' if page.scripts else 'sobre'}"
    page.goto("/-/ecrire")
    reach(page, 'a[href="/-/documenter"]')
    page.keyboard.press("Enter")
    at_step(page, 1)
    type_in(page, "what", WHAT)
    type_in(page, "title", title)
    # Enter in a one-line field goes on, as the button would.
    page.keyboard.press("Enter")
    at_step(page, 2)
    type_in(page, "for_whom", "Voisins")
    type_in(page, "town", "Lautrec")
    go_on(page)
    at_step(page, 3)
    type_in(page, "steps", "Retourner la terre\nSemer\nArroser")
    go_on(page)
    at_step(page, 4)
    type_in(page, "works", "Le goûter")
    go_on(page)
    at_step(page, 5)
    page.keyboard.press("Tab")
    go_on(page)
    at_step(page, 6)
    reach(page, 'button[value="save"]')
    page.keyboard.press("Enter")

    expect(page.get_by_text("rien n’est encore enregistré")).to_be_visible()
    expect(page.locator('[name="steps.1.title"]')).to_have_value("Semer")
    reach(page, 'button[value="save"]', key="Shift+Tab", within=60)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/methodes/prairie-(vive|sobre)$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("heading", name="Semer")).to_be_visible()


# Drafts are kept by a script.
@pytest.mark.parametrize("page", [True], indirect=True, ids=["scripts"])
def test_answers_survive_a_tab_that_was_closed(page):
    page.goto("/-/documenter")
    type_in(page, "what", WHAT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at_step(page, 2)
    type_in(page, "town", "Lautrec")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto("/-/documenter")
    other.get_by_role("button", name="Reprendre").first.press("Enter")
    expect(other.locator("[name=what]")).to_have_value(WHAT)
    expect(other.locator("[name=town]")).to_have_value("Lautrec")
