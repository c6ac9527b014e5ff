"""Every screen of writing on a real server: axe finds nothing, wide or narrow, light or dark, with
scripts and without. Add a screen to SCREENS, or a way of getting to one as a function."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from app.domain.people import Role
from tests import loopback
from tests.axe import COLOURS, violations
from tests.e2e import offline_words
from tests.e2e.filled import form_of
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.theme.accessible import NARROW, SIDEWAYS, WIDE
from tests.web.pages import STARTERS

CAFE = "/lieux/cafe-plum"
CONSEIL = "/methodes/conseil-de-place"
WRITER = "[data-writer]"

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Screen:
    """`reach` does what the address alone does not; `scripts`: it is none without them; `part`:
    the only one in which it is not another of these screens."""

    name: str
    address: str
    reach: Callable[[Page], None] | None = None
    who: str = "Ada"
    scripts: bool = False
    status: int = 200
    part: str | None = None


def _visual(page: Page) -> None:
    page.locator("[data-writer]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-writer][data-mode=visual]")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Un mot de plus. ")


def _source(page: Page) -> None:
    page.locator("[data-writer]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-writer][data-mode]:not([data-mode=''])")
    page.locator("button[data-mode=source]").click()
    page.wait_for_selector("[data-writer][data-mode=source]")


def _completing(page: Page) -> None:
    _source(page)
    page.locator("textarea[data-body]").press_sequentially("[[con")
    page.wait_for_selector("[role=option]")


def _previewing(page: Page) -> None:
    _source(page)
    page.locator("[data-preview-toggle]").click()
    expect(page.locator("[data-preview-text]")).not_to_be_empty()


def _picture_dialog(page: Page) -> None:
    page.locator("dialog[data-picture]").evaluate("one => one.showModal()")


def _all_open(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")


def _refused(page: Page) -> None:
    page.locator("#champ-title").fill("")
    _send(page)
    expect(page.locator("#champ-title")).to_have_attribute("aria-invalid", "true")


def _conflict(page: Page) -> None:
    """Somebody else saves the same field first."""
    page.locator("[name=summary]").fill("Mon résumé à moi.")
    cookies = {one["name"]: one["value"] for one in page.context.cookies()}
    address = page.url.rsplit("/edit", 1)[0]
    with loopback.Client(cookies={"maillage": cookies["maillage"]}, timeout=60) as other:
        form = form_of(other.get(f"{address}/edit").text, "/lieux/les-ateliers/edit")
        form.put("summary", f"{form.one('summary')} Et plus.")
        form.put("do", "save")
        assert other.post(f"{address}/edit", data=form.values).status_code == 303
    _send(page)
    expect(page.locator("fieldset.dispute").first).to_be_visible()


LIST = (
    "Nom du lieu;Commune;Forme juridique;Espaces\n"
    "Café PLUM;Lautrec;association;Sauna\n;Albi;;\nLa Cale;Castres;scic;Fablab\n"
)


def _list_columns(page: Page) -> None:
    sent = {"name": "lieux.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    page.set_input_files("#champ-file", files=[sent])
    page.locator("button[value=read]").click()
    page.wait_for_selector("#c-0")


def _list_rehearsed(page: Page) -> None:
    _list_columns(page)
    page.locator("button[value=try]").click()
    page.wait_for_selector("#ecarts")


def _send(page: Page) -> None:
    page.locator("button[name=do][value=save]").last.click()


SCREENS = (
    Screen("form", f"{CAFE}/edit", _all_open),
    Screen("form of a method", f"{CONSEIL}/edit", _all_open),
    Screen("form of a new page", "/lieux/encore-un/edit?titre=Encore+un"),
    Screen("visual mode", f"{CAFE}/edit", _visual, scripts=True, part=WRITER),
    Screen("source mode", f"{CAFE}/edit", _source, scripts=True, part=WRITER),
    Screen("completion", f"{CAFE}/edit", _completing, scripts=True, part=WRITER),
    Screen("preview", f"{CAFE}/edit", _previewing, scripts=True, part="[data-preview]"),
    Screen(
        "dialog of a picture",
        f"{CAFE}/edit",
        _picture_dialog,
        scripts=True,
        part="dialog[data-picture]",
    ),
    Screen("whole file", f"{CAFE}/edit?mode=source"),
    Screen("form that comes back", f"{CAFE}/edit", _refused),
    Screen("conflict", "/lieux/les-ateliers/edit", _conflict),
    Screen("choice of what to write", "/-/ecrire"),
    Screen("library", "/-/media"),
    Screen("versions", f"{CAFE}/history"),
    Screen("comparison", f"{CAFE}/diff"),
    Screen("who wrote what", f"{CAFE}/blame"),
    Screen("what leads here", f"{CAFE}/liens"),
    Screen("another address", f"{CAFE}/move"),
    Screen("deleting", f"{CAFE}/delete"),
    Screen("proposals", "/-/propositions"),
    Screen("telling an action", "/-/documenter"),
    Screen("templates", "/-/modeles"),
    Screen("agreements asked", "/-/accords"),
    Screen("deleted pages", "/-/supprimees"),
    Screen("uniting two pages", f"{CAFE}/reunir"),
    Screen("side by side", f"{CAFE}/diff?vue=cote-a-cote"),
    Screen("who may write", "/-/intendance/ecriture"),
    Screen("steward's room", "/-/intendance"),
    Screen("columns of a list", "/-/importer", _list_columns),
    Screen("rehearsal of a list", "/-/importer", _list_rehearsed),
    Screen("bringing a file in", "/-/contribution"),
    Screen("damaged file", "/-/contribution", offline_words.damaged),
    Screen("what a file holds", "/-/contribution", offline_words.seen),
    Screen("file brought in", "/-/contribution", offline_words.sent),
    Screen("remark to answer", "/-/contribution", offline_words.to_answer),
    Screen("remark followed", "/-/contribution", offline_words.followed),
    Screen("stranger's form", f"{CAFE}/edit", who=""),
)


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    data = tmp_path_factory.mktemp("axe") / "data"
    pages = {str(draft.path): draft.text for draft in STARTERS}
    sessions = peopled(data, pages=pages, people={"Ada": Role.steward})
    with served(data) as server:
        secret = sessions["Ada"][0]
        with loopback.Client(
            base_url=server.url, cookies={"maillage": secret}, timeout=60
        ) as client:
            form = form_of(client.get(f"{CAFE}/edit").text, f"{CAFE}/edit")
            form.put("body", form.one("body") + "\n\nUn concert chaque mois.")
            form.put("do", "save")
            assert client.post(f"{CAFE}/edit", data=form.values).status_code == 303
        yield server.url, secret


@pytest.fixture(scope="module")
def pages(browser: Browser, wiki: tuple[str, str]) -> dict[str, Page]:
    """One for each person: what all screens load is loaded once, and axe is warm."""
    url, secret = wiki
    contexts = {who: browser.new_context() for who in ("", "Ada")}
    contexts["Ada"].add_cookies([{"name": "maillage", "value": secret, "url": url}])
    found = {who: context.new_page() for who, context in contexts.items()}
    for page in found.values():
        page.set_default_timeout(60_000)
        page.on("dialog", lambda dialog: dialog.accept())
    return found


@pytest.fixture
def page(pages: dict[str, Page], wiki: tuple[str, str], screen: Screen) -> Iterator[Page]:
    """Nothing that a screen keeps on the device is there for the next."""
    page = pages[screen.who]
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    yield page
    page.unroute_all()
    page.goto(f"{wiki[0]}/healthz")  # a form keeps what was typed as it is left
    page.evaluate("localStorage.clear(); sessionStorage.clear()")


def _reach(page: Page, url: str, screen: Screen, *, scripts: bool) -> None:
    """The screen; without its scripts, none of them comes, so that axe alone runs in it."""
    if not scripts:
        page.route("**/*.js", lambda route: route.abort())
    answer = page.goto(f"{url}{screen.address}")
    assert answer.status == screen.status, screen
    if screen.reach is not None:
        screen.reach(page)


# Those that differ most without scripts; the others are looked at so in the long profile.
BARE = ("form", "conflict", "choice of what to write", "telling an action", "library")


def _way(screen: Screen, *, scripts: bool):
    """One screen in one way, for the short profile or the long one."""
    marks = () if scripts or screen.name in BARE else (pytest.mark.long,)
    how = "scripts" if scripts else "no scripts"
    return pytest.param(screen, scripts, id=f"{screen.name}, {how}", marks=marks)


WAYS = [
    _way(screen, scripts=scripts)
    for screen in SCREENS
    for scripts in (True, False)
    if scripts or not screen.scripts
]


@pytest.mark.parametrize(("screen", "scripts"), WAYS)
def test_axe_finds_nothing_where_people_write(page, wiki, screen, scripts):
    _reach(page, wiki[0], screen, scripts=scripts)
    found = {"wide and light": violations(page, COLOURS, within=screen.part)}
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    found["narrow and dark"] = violations(page, within=screen.part)
    # A list that hangs from the caret stays where the wide window had it.
    page.keyboard.press("Escape")
    assert found == {"wide and light": [], "narrow and dark": []}
    assert page.evaluate(SIDEWAYS) <= 0, "it scrolls sideways on a telephone"
