"""A picture put into a page in a real browser: asked about, reduced, sent, shown."""

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.axe import violations
from tests.e2e.servers import maillage, served
from tests.engines.pictures import encoded, halves

HOUSE = Path(__file__).parents[2]
ESBUILD = HOUSE / "node_modules" / ".bin" / "esbuild"
PASSWORD = "un long mot de passe"
FORM = "/pages/jardin/edit"
# What a paste or a drop hands over: a file made in the page, here of 2,400 points.
TAKE = """async () => {
  const { picturing } = await import("/-/static/picturing.js");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [2400, 1200];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "teal";
  pen.fillRect(0, 0, 2400, 1200);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const { takePicture } = picturing(document.querySelector("form[data-writes]"));
  const asked = (name) => takePicture(new File([blob], name, { type: "image/png" }));
  document.querySelector("[name=title]").focus();
  window.kept = [];
  for (const name of NAMES) {
    asked(name).then((one) => {
      document.body.dataset.kept = window.kept.push(one);
    });
  }
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    data = tmp_path_factory.mktemp("pictures") / "data"
    made = maillage("init", "--name", "Essai", "--base-url", "http://127.0.0.1:8000", "--empty",
                    data=data)  # fmt: skip
    assert made.returncode == 0, made.stderr
    joined = maillage("user", "add", "eve@example.org", "--name", "Ève", "--role", "steward",
                      "--password-stdin", data=data, stdin=f"{PASSWORD}\n")  # fmt: skip
    assert joined.returncode == 0, joined.stderr
    with served(data) as running:
        yield running.url


@pytest.fixture(scope="module")
def script():
    """The module alone, as the build makes it."""
    source = HOUSE / "themes/default/assets/js/picturing.js"
    made = subprocess.run(
        [str(ESBUILD), str(source), "--bundle", "--format=esm"], capture_output=True, check=True,
        env={"PATH": f"{HOUSE / '.venv/bin'}:/usr/bin:/bin"},
    )  # fmt: skip
    return made.stdout


def opened(browser, server, script, *, scripts=True):
    context = browser.new_context(base_url=server, java_script_enabled=scripts)
    page = context.new_page()
    page.route("**/-/static/picturing.js", lambda route: route.fulfill(
        body=script, content_type="text/javascript"))  # fmt: skip
    page.goto("/-/connexion")
    page.locator("[name=email]").fill("eve@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "connexion" not in url)
    page.goto(f"{FORM}?titre=Jardin")
    return page


@pytest.fixture
def page(browser, server, script):
    page = opened(browser, server, script)
    yield page
    page.context.close()


def take(page: Page, *names: str) -> None:
    page.evaluate(TAKE.replace("NAMES", repr(list(names))))
    expect(page.locator("dialog[data-picture]")).to_be_visible()


def test_a_picture_is_asked_about_by_keyboard_and_sent_reduced(page):
    take(page, "vue\u202egnp.png")
    dialog = page.locator("dialog[data-picture]")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-picture-error]")).to_contain_text("Dites ce qu’on y voit")
    expect(page.locator("#image-alt")).to_be_focused()
    page.keyboard.type("Un carré bleu")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("body")).to_have_attribute("data-kept", "1")
    kept = page.evaluate("window.kept[0]")

    assert (kept["width"], kept["height"], kept["alt"]) == (1600, 800, "Un carré bleu")
    assert kept["markdown"] == f"![Un carré bleu]({kept['url']})"
    expect(page.locator("[name=title]").first).to_be_focused()


def test_one_who_gives_up_sends_nothing_and_the_next_is_asked(page):
    take(page, "a.png", "b.png")
    dialog = page.locator("dialog[data-picture]")
    expect(dialog.locator("[data-picture-name]")).to_have_text("a.png")
    page.keyboard.press("Escape")
    expect(dialog.locator("[data-picture-name]")).to_have_text("b.png")
    dialog.get_by_label(re.compile("purement décorative")).check()
    dialog.get_by_role("button", name="Ajouter", exact=True).click()
    expect(page.locator("body")).to_have_attribute("data-kept", "2")
    first, second = page.evaluate("window.kept")

    assert first is None
    assert second["alt"] == ""


def test_a_line_that_fails_is_told_in_the_dialog_and_nothing_is_lost(page):
    take(page, "a.png")
    page.route("**/-/media", lambda route: route.abort())
    page.keyboard.type("Un carré")
    page.keyboard.press("Enter")
    expect(page.locator("[data-picture-error]")).to_contain_text("Rien n’est perdu")
    expect(page.locator("#image-alt")).to_have_value("Un carré")
    page.unroute("**/-/media")
    page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_dialog(page, scheme):
    page.emulate_media(color_scheme=scheme)
    take(page, "a.png")
    assert violations(page, within="dialog") == []


def test_a_file_of_fifty_megabytes_is_answered_with_a_sentence_without_a_script(
    browser, server, script, tmp_path
):
    large = tmp_path / "large.jpg"
    large.write_bytes(encoded("jpg", halves()) + b"\0" * 50 * 1024 * 1024)
    page = opened(browser, server, script, scripts=False)
    page.locator("[name=body]").fill("Un long texte.")
    page.locator("[data-picture-input] summary").click()
    page.locator("[name='file.body']").set_input_files(large)
    page.locator("button[value=save]").click()
    told = page.locator("main").get_by_text("Ce fichier dépasse la limite de 20")
    expect(told.first).to_be_visible(timeout=60_000)
    expect(page.locator("[name=body]")).to_have_value(re.compile("Un long texte"))
    page.context.close()
