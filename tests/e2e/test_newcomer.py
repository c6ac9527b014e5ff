"""A newcomer in a real browser, a real server and the real content, with scripts and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.e2e.servers import served
from tests.e2e.starter import starter_wiki

PASSWORD = "un long mot de passe"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A wiki just made from the starter content: address, one-time link, who used it."""
    data = tmp_path_factory.mktemp("newcomer") / "data"
    starter_wiki(tmp_path_factory, data)
    with served(data) as server:
        link = next(line for line in server.said if "premiere-personne" in line)
        yield server.url, link.strip().split(":8000")[1], []


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(request, browser, first):
    """A page that asks nothing of other hosts and never complains."""
    context = browser.new_context(
        java_script_enabled=request.param,
        base_url=first[0],
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda r: faults.append(r.url) if not r.url.startswith(first[0]) else None)
    page.scripts = request.param
    yield page
    context.close()
    assert faults == []


def check(page):
    """axe finds nothing on this screen (it needs scripts to look)."""
    if page.scripts:
        assert violations(page) == []


def test_a_visitor_searches_reads_and_learns(page):
    page.goto("/")
    check(page)
    page.locator("main input[type=search]").fill("methodes scenarios")
    page.get_by_role("button", name="Chercher").click()
    check(page)
    page.locator(".results h3 a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Méthode des scénarios")
    check(page)
    page.goto("/minicools/la-regle-51-29-20")
    check(page)
    _answers_a_quiz(page)


def _answers_a_quiz(page):
    quiz = page.locator("[data-quiz]").first
    right = quiz.locator('.answer[data-right="yes"]').first
    right.get_by_role("radio").check()
    expect(right.locator(".feedback p").first).to_be_visible()
    expect(right.locator(".feedback strong").first).to_have_text("Juste.")
    if page.scripts:
        page.locator("[data-mark]").first.click()
        page.reload()
        expect(page.locator("[data-mark]").first).to_have_attribute("aria-pressed", "true")


READING = ("/lieux", "/lieux?view=table", "/lieux?view=map", "/carte",
    "/lieux/cafe-plum", "/portails/tiers-lieux", "/organisations/coopaname", "/changements",
    "/lieux/cafe-plum/history", "/-/chiffres", "/pages/bac-a-sable")  # fmt: skip


def test_every_way_of_reading_is_accessible_and_asks_no_other_host(page):
    """One after the other, as a reader goes: what all screens load is loaded once."""
    found = {}
    for url in READING:
        assert page.goto(url).status == 200, url
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        found[url] = violations(page) if page.scripts else []
    assert {url: wrong for url, wrong in found.items() if wrong} == {}


def test_a_newcomer_writes_a_place_then_corrects_it(page, first):
    title = "Le Moulin à paroles" if page.scripts else "Le Moulin sans script"
    _signs_in(page, first)
    page.goto("/lieux/essai-" + ("a" if page.scripts else "b") + "/edit")
    check(page)
    page.locator("#champ-title").fill(title)
    page.locator("[name=summary]").fill("Un moulin où l’on parle.")
    page.get_by_label("Publiée").check()
    page.locator("textarea[name=body]").fill("On y parle, voir [[place/cafe-plum]].")
    page.get_by_role("button", name=re.compile("Enregistrer|Publier|Créer")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("link", name="Café PLUM").first).to_be_visible()
    page.get_by_role("link", name="Modifier").first.click()
    page.locator("textarea[name=body]").fill("On y parle fort.")
    page.get_by_role("button", name="Enregistrer").first.click()
    expect(page.get_by_text("On y parle fort.")).to_be_visible()
    page.get_by_role("link", name="2 versions").click()
    check(page)


def _signs_in(page, first):
    """The first to come uses the one-time link; whoever comes next signs in."""
    url, link, joined = first
    page.goto("/-/connexion" if joined else link)
    if not joined:
        page.get_by_label("Votre nom").fill("Ada")
        joined.append(url)
    page.locator("main input[type=email]").fill("ada@example.org")
    page.locator("main input[type=password]").first.fill(PASSWORD)
    page.locator("main form:has(input[type=password]) button").first.click()
    expect(page.get_by_role("link", name="Ada").first).to_be_visible()
