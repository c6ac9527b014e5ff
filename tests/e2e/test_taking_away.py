"""A stranger chooses pages in a browser, with scripts and without, and has them in one file; a
server that is killed in the middle makes it all the same."""

import hashlib
import zipfile

import pytest
from playwright.sync_api import expect

from app.domain.people import Role
from app.failpoint import VARIABLE
from tests import loopback
from tests.axe import COLOURS, violations
from tests.e2e.friends import until
from tests.e2e.peopled import peopled
from tests.e2e.servers import served
from tests.web.pages import STARTERS, text

WITHIN_MS = 60_000
FORM = {"format": "static", "images": "light", "kind": "method"}
PAGES = {str(draft.path): draft.text for draft in STARTERS}


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    data = tmp_path_factory.mktemp("taking") / "data"
    closed = {"method/ferme": text("method", "Fermée").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")}
    sessions = peopled(data, pages=PAGES | closed, people={"Ada": Role.steward})
    with served(data) as server:
        yield server.url, sessions["Ada"][0]


def _sound(page) -> None:
    """Nothing for axe, wide and light, then narrow and dark; nothing to scroll sideways."""
    found = [*violations(page, COLOURS)]
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme="dark")
    found += violations(page)
    assert found == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


@pytest.mark.browser
def test_a_list_becomes_a_file_that_is_downloaded(browser, wiki, tmp_path):
    context = browser.new_context(accept_downloads=True, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{wiki[0]}/methodes")
    page.get_by_role("link", name="Cette sélection dans un fichier").click()
    expect(page.get_by_role("heading", name="2 pages à emporter")).to_be_visible(timeout=WITHIN_MS)
    page.get_by_text("1 page reste ici").click()
    expect(page.get_by_text("elle ne permet pas de les emporter")).to_be_visible(timeout=WITHIN_MS)
    _sound(page)
    page.get_by_label("Un site sur une clé").check()
    page.get_by_label("Aucune image").check()
    page.get_by_role("button", name="Préparer le fichier").click()
    expect(page.get_by_role("heading", name="Votre fichier est prêt")).to_be_visible(
        timeout=WITHIN_MS
    )
    _sound(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Télécharger").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.name.startswith("reseau-alpha-methode-sans-images-")
    assert hashlib.sha256(file.read_bytes()).hexdigest() in page.content()
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert any("conseil-de-place" in name for name in archive.namelist())
    context.close()


@pytest.mark.browser
def test_without_scripts_the_screen_comes_anew_until_the_file_is_there(browser, wiki):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{wiki[0]}/-/emporter/kit")
    page.get_by_label("Lieu", exact=False).first.check()
    page.get_by_role("button", name="Prendre ces pages").click()
    page.get_by_role("button", name="Préparer le fichier").click()
    expect(page.get_by_role("link", name="Télécharger")).to_be_visible(timeout=WITHIN_MS)
    context.close()


@pytest.mark.browser
def test_a_steward_keeps_files_ready(browser, wiki):
    url, secret = wiki
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": "maillage", "value": secret, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/-/intendance/fichiers")
    page.get_by_label("Un site sur une clé").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Un site sur une clé")).to_be_checked()
    latest = f"{url}/-/emporter/dernier/static"
    until(lambda: loopback.get(latest).status_code == 302, "no file is ready")
    page.reload()
    expect(page.get_by_role("link", name="/-/emporter/dernier/static")).to_be_visible(
        timeout=WITHIN_MS
    )
    _sound(page)
    page.goto(f"{url}/-/emporter")
    expect(page.get_by_role("heading", name="Tout le wiki, déjà prêt")).to_be_visible(
        timeout=WITHIN_MS
    )
    _sound(page)
    context.close()


@pytest.mark.long
def test_a_server_killed_while_it_makes_a_file_makes_it_when_it_is_back(tmp_path):
    data = tmp_path / "data"
    peopled(data, pages=PAGES, people={})
    with served(data, env={VARIABLE: "kit.drawing"}) as server:
        address = loopback.post(f"{server.url}/-/emporter/kit", data=FORM).headers["location"]
        server.process.join(60)
    with served(data) as server:
        until(lambda: _told(server.url, address)["state"] == "ready", "it was not taken up")
        told = _told(server.url, address)
        file = loopback.get(told["url"].replace("http://127.0.0.1:8000", server.url))
        assert hashlib.sha256(file.content).hexdigest() == told["sha256"]
    made = [one.name for one in (data / "cache" / "kits" / told["id"]).iterdir()]
    assert made == [told["filename"]]


def _told(url: str, address: str) -> dict:
    return loopback.get(f"{url}{address}.json").json()
