"""The map by keyboard, the table, a frame in another site: in a real browser, on a real server."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import violations
from tests.e2e.servers import served
from tests.e2e.starter import BASE_URL, starter_wiki

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The first content, served."""
    data = tmp_path_factory.mktemp("wiki") / "data"
    starter_wiki(tmp_path_factory, data)
    with served(data) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_the_map_is_read_by_keyboard(page: Page, url: str) -> None:
    page.goto(f"{url}/lieux?view=map")
    page.wait_for_selector("[data-map][data-shown] .mark")
    assert violations(page) == []

    page.get_by_label("Aller à").select_option(label="Bretagne")
    page.locator(".map-frame .mark[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert before
    page.keyboard.press("Enter")
    popup = page.locator(".map-popup a").first
    expect(popup).to_be_focused()
    assert (popup.get_attribute("href") or "").startswith("/lieux/")
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    assert page.evaluate("document.activeElement.classList.contains('mark')")

    page.get_by_label("Aller à").select_option(label="Toute la sélection")
    first = page.locator(".map-frame .mark[tabindex='0']")
    first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.classList.contains('mark')")
    assert page.locator(".map-frame .mark[tabindex='0']").count() == 1


def test_a_group_opens_into_its_places_and_keeps_the_focus(page: Page, url: str) -> None:
    page.goto(f"{url}/lieux?view=map&department=75")
    page.wait_for_selector("[data-map][data-shown] .mark")
    page.locator(".map-frame .mark[tabindex='0']").focus()
    for _ in range(12):
        if page.locator(".map-popup").count():
            break
        page.keyboard.press("Enter")
        page.wait_for_function(
            "document.querySelector('.map-popup')"
            " || document.activeElement.classList.contains('mark')"
        )
    expect(page.locator(".map-popup a").first).to_be_focused()


def test_a_table_is_sorted_by_its_heads_and_keeps_its_columns(page: Page, url: str) -> None:
    page.goto(f"{url}/lieux?view=table&tag=etude-cae-2018")
    page.get_by_text("Choisir les colonnes").click()
    page.get_by_label("Surface (m²)", exact=True).check()
    page.get_by_role("button", name="Montrer ces colonnes").click()
    page.get_by_role("link", name="Chiffre d’affaires (€)").click()
    page.get_by_role("link", name="Chiffre d’affaires (€)").click()

    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Chiffre d’affaires")
    expect(page.locator("tbody tr").first).to_contain_text("Friche La Belle de Mai")
    assert "col=area_m2" in page.url
    assert "tag=etude-cae-2018" in page.url


class _Host(BaseHTTPRequestHandler):
    """Another site, with a frame of the wiki in its page."""

    framed = ""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        html = f'<!DOCTYPE html><html lang="fr"><title>Ailleurs</title>{self.framed}</html>'
        self.wfile.write(html.encode())

    def log_message(self, *_args: object) -> None:
        """Quiet."""


@pytest.fixture
def elsewhere() -> Iterator[ThreadingHTTPServer]:
    host = ThreadingHTTPServer(("127.0.0.1", 0), _Host)
    thread = threading.Thread(target=host.serve_forever)
    thread.start()
    yield host
    host.shutdown()
    thread.join()
    host.server_close()


def test_a_selection_stands_in_a_frame_of_another_site(
    page: Page, url: str, elsewhere: ThreadingHTTPServer
) -> None:
    source = f"{url}/-/integre/lieux?view=map"
    _Host.framed = f'<iframe src="{source}" width="800" height="500"></iframe>'
    # Another name for this machine is another origin.
    page.goto(f"http://localhost:{elsewhere.server_port}/")
    frame = page.frame_locator("iframe")
    frame.locator("[data-map][data-shown] .mark").first.wait_for()
    assert page.context.cookies() == []
    assert frame.locator(".embedded-foot a").first.get_attribute("href") == (
        f"{BASE_URL}/lieux?view=map"
    )
    assert page.evaluate("document.querySelector('iframe').contentDocument") is None
