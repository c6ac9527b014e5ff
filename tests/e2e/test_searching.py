"""Searching in a real browser: while one types, by keyboard, without scripts, and kept."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.people import Role
from tests.axe import violations
from tests.e2e.keyboard import press, reach
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.theme.accessible import SIDEWAYS, WIDE
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser
STATES = (
    "/recherche", "/recherche?q=village", "/recherche?kind=place&-region=bretagne&near=Lautrec",
    "/recherche?q=librairie&region=bretagne&kind=place", "/recherche?q=librayrie",
    "/recherche?q=village&near=Zyzyx", "/recherche?q=village&page=99", "/-/recherches",
)  # fmt: skip


@pytest.fixture(scope="module")
def wiki(tmp_path_factory) -> Iterator[tuple[str, str]]:
    """Its address, and the session of a contributor."""
    data = tmp_path_factory.mktemp("searching") / "data"
    pages = {str(draft.path): draft.text for draft in STARTERS}
    sessions = peopled(data, pages=pages, people={"Ana": Role.contributor})
    with served(data) as server:
        yield server.url, sessions["Ana"][0]


@pytest.fixture
def page(browser: Browser, wiki: tuple[str, str]) -> Iterator[Page]:
    yield from _opened(browser, wiki, scripts=True)


@pytest.fixture
def bare(browser: Browser, wiki: tuple[str, str]) -> Iterator[Page]:
    """Without scripts."""
    yield from _opened(browser, wiki, scripts=False)


def _opened(browser: Browser, wiki: tuple[str, str], *, scripts: bool) -> Iterator[Page]:
    url, secret = wiki
    context = browser.new_context(
        base_url=url, java_script_enabled=scripts, viewport={"width": 1280, "height": 900}
    )
    context.add_cookies([{"name": "maillage", "value": secret, "url": url}])
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


def test_results_follow_the_keys_and_choices_can_be_taken_back(page: Page) -> None:
    page.goto("/recherche")
    box, heading = page.locator("#q"), page.locator("#nb")
    reach(page, box)
    page.keyboard.type("atelier")
    expect(heading).to_contain_text("pour «\u00a0atelier\u00a0»")
    expect(page.locator("[data-told]")).to_contain_text("pour «\u00a0atelier\u00a0»")
    expect(page).to_have_url(re.compile(r"/recherche\?q=atelier$"))
    expect(box).to_be_focused()

    place = page.locator("input[name=kind][value=place]")
    press(page, place, "Space")
    expect(page).to_have_url(re.compile(r"q=atelier&kind=place"))
    expect(page.locator(".tags a").first).to_contain_text("Lieu")
    expect(place).to_be_checked()
    expect(place).to_be_focused()

    page.go_back()
    expect(page).to_have_url(re.compile(r"/recherche\?q=atelier$"))
    expect(place).not_to_be_checked()


def test_a_criterion_that_is_typed_is_chosen_until_it_is_rubbed_out(page: Page) -> None:
    page.goto("/recherche?q=atelier")
    box = page.locator("#q")
    box.press("End")
    page.keyboard.type(" région:occitanie")
    expect(page.locator(".tags a").first).to_contain_text("Occitanie")
    box.fill("atelier")
    expect(page.locator(".tags")).to_have_count(0)
    expect(page.locator("#nb")).to_contain_text("pour «\u00a0atelier\u00a0»")


def test_a_town_completes_itself_and_what_was_searched_is_offered_again(page: Page) -> None:
    page.goto("/recherche")
    page.locator("#q").fill("librairie")
    page.locator("#q").press("Enter")
    page.locator("[data-town-near]").press_sequentially("lautr")
    page.locator("[role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".tags")).to_contain_text("Lautrec (81)")

    page.goto("/recherche")
    expect(page.locator("[data-recents]")).to_contain_text("librairie")
    page.goto("/")
    page.locator("main [data-completes]").click()
    expect(page.locator("[role=option]").first).to_contain_text("librairie")


def test_all_of_it_works_without_scripts(bare: Page) -> None:
    bare.goto("/recherche")
    bare.fill("#q", "librairie")
    bare.locator("#chercher button").click()
    expect(bare.locator("#nb")).to_contain_text("1 page pour «\u00a0librairie\u00a0»")
    bare.goto("/recherche?q=atelier")
    bare.locator("input[name=kind][value=place]").check()
    bare.locator(".facets button[type=submit]").click()
    expect(bare.locator(".tags")).to_contain_text("Lieu")
    bare.locator(".tags a").first.click()
    expect(bare).to_have_url(re.compile(r"/recherche\?q=atelier$"))
    bare.goto("/recherche?q=librairie")

    bare.fill("#nom", "Des livres")
    bare.locator(".keeping button").click()
    expect(bare.locator(".kept h2")).to_contain_text("Des livres")
    bare.locator(".kept h2 a").click()
    expect(bare.locator(".results")).to_contain_text("Café PLUM")


def test_axe_finds_nothing_on_any_state(page: Page) -> None:
    found = []
    for state in STATES:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        page.goto(state)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        found += [(state, "wide and light", one) for one in violations(page)]
        cut = [page.evaluate(SIDEWAYS)]
        page.emulate_media(color_scheme="dark")
        for width in (768, 360):
            page.set_viewport_size({"width": width, "height": 900})
            cut.append(page.evaluate(SIDEWAYS))
        found += [(state, "narrow and dark", one) for one in violations(page)]
        if max(cut) > 0:
            found.append((state, "cut", cut))
    assert found == []
