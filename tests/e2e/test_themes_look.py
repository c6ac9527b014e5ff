"""Both themes on a real server: axe finds nothing, nothing is cut, nothing moves unasked."""

import pytest
from playwright.sync_api import Browser

from app.domain.people import Role
from tests.axe import violations
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.web.pages import STARTERS

pytestmark = pytest.mark.browser
SCREENS = (
    "/", "/recherche?q=lieux", "/lieux", "/lieux/cafe-plum", "/methodes/conseil-de-place",
    "/minicools/choisir-une-licence", "/lieux/cafe-plum/discussion", "/-/connexion", "/-/style",
)  # fmt: skip
_MOVES = """() => [...document.querySelectorAll('*')].filter(one =>
  ['transitionDuration', 'animationDuration'].some(name =>
    getComputedStyle(one)[name].split(', ').some(time => parseFloat(time) > 0.01))).length"""


@pytest.fixture(scope="module", params=["default", "rivage"])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    data = tmp_path_factory.mktemp("look") / "data"
    pages = {str(draft.path): draft.text for draft in STARTERS}
    peopled(data, pages=pages, people={"Ada": Role.steward})
    with served(data, env={"MAILLAGE_THEME": request.param}) as server:
        yield server.url


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_is_for_everyone_in_either_theme(
    browser: Browser, address: str, screen: str
) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", color_scheme="light"
    )
    page = context.new_page()
    try:
        page.goto(f"{address}{screen}")
        found = {"wide and light": violations(page)}
        moving = page.evaluate(_MOVES)
        page.set_viewport_size({"width": 360, "height": 740})
        page.emulate_media(color_scheme="dark")
        found["narrow and dark"] = violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    finally:
        context.close()
    assert found == {"wide and light": [], "narrow and dark": []}
    assert moving == 0
    assert wide <= 0
