"""Screens in a real browser: narrow screens, no script, and what scripts add."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.compiled import quick_theme
from tests.theme.samples import SCREENS
from tests.theme.serving import served

THEME = quick_theme()

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(THEME) as where:
        yield where


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [c for c in complaints if "404" not in c] == []


def test_no_screen_scrolls_sideways_on_a_telephone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = []
    for name in SCREENS:
        page.goto(f"{address}/{name}.html", wait_until="domcontentloaded")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_what_needs_a_script_is_hidden_without_one(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in ("edit", "minicool", "place"):
        page.goto(f"{address}/{name}.html")
        expect(
            page.locator("[data-copies], [data-prints], [data-mark], [data-bar]").locator(
                "visible=true"
            )
        ).to_have_count(0)
    page.goto(f"{address}/minicool.html")
    page.locator(".feedback summary").first.click()
    expect(page.locator(".feedback p").first).to_be_visible()
    context.close()


def test_progress_is_kept_on_the_device(page: Page, address: str) -> None:
    page.goto(f"{address}/minicool.html")
    page.locator("[data-mark]").first.click()
    expect(page.locator("[data-progress] a").first).to_have_class("done")
    page.reload()
    expect(page.locator("[data-progress] a").first).to_have_class("done")
    expect(page.locator("[data-progress-words]")).to_contain_text("Étape 2 sur 4")


def test_an_answer_shows_its_feedback_at_once(page: Page, address: str) -> None:
    page.goto(f"{address}/minicool.html")
    page.get_by_label("11,11").check()
    expect(page.get_by_text("C’est la bonne réponse.")).to_be_visible()
    expect(page.get_by_text("Pas tout à fait.")).to_be_hidden()


def test_titles_are_suggested_and_chosen_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/place.html")
    box = page.get_by_role("combobox", name="Chercher")
    box.press_sequentially("con")
    expect(page.get_by_role("option")).to_have_count(2)
    box.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/page.html?1")


def test_a_draft_is_offered_again(page: Page, address: str) -> None:
    page.goto(f"{address}/edit-new.html")
    page.get_by_label("Nom du lieu").fill("Le Moulin")
    expect(page.locator("[data-draft-kept]")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Nom du lieu")).to_have_value("Café PLUM")
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.get_by_label("Nom du lieu")).to_have_value("Le Moulin")


def test_a_draft_is_forgotten_once_a_screen_says_that_it_was_saved(
    page: Page, address: str
) -> None:
    for saved in (False, True):
        page.goto(f"{address}/edit-new.html")
        page.get_by_label("Nom du lieu").fill("Le Moulin")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Aperçu : On y déjeune.")).to_be_visible()
        if saved:
            page.goto(f"{address}/place-signed-in.html")
        page.goto(f"{address}/edit-new.html")
        found = page.get_by_text("Brouillon retrouvé")
        if saved:
            page.wait_for_function("document.querySelector('[data-mode], [data-bar]')")
        else:
            expect(found).to_be_visible()
            page.get_by_role("button", name="L’oublier").click()
        expect(found).to_be_hidden()


def test_leaving_with_unsaved_text_asks(page: Page, address: str) -> None:
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(f"{address}/edit.html")
    page.goto(f"{address}/place.html")
    assert asked == []
    page.goto(f"{address}/edit.html")
    page.get_by_label("Nom du lieu").press_sequentially("x")
    page.goto(f"{address}/place.html")
    assert asked == ["beforeunload"]


def test_rows_are_added_numbered_and_taken_away(page: Page, address: str) -> None:
    page.goto(f"{address}/edit.html")
    rows = page.locator("[data-repeat=figures] [data-row]")
    page.get_by_role("button", name="Ajouter un chiffre").click()
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_label("Quoi")).to_be_focused()
    expect(rows.nth(1).get_by_label("Quoi")).to_have_attribute("name", "figures.1.name")
    expect(rows.nth(1)).to_contain_text("Chiffre 2")
    rows.first.get_by_role("button", name="Retirer").click()
    expect(rows).to_have_count(1)


def plain_text(page: Page, address: str) -> Locator:
    """The text area of a form, for whoever writes source: visual mode does not come over it."""
    page.add_init_script("localStorage.setItem('writing-mode', '\"source\"')")
    page.goto(f"{address}/edit.html")
    return page.get_by_label("Racontez")


def test_the_text_is_shown_as_it_will_be_read(page: Page, address: str) -> None:
    plain_text(page, address).fill("Bonjour")
    expect(page.locator("[data-preview-text]")).to_have_text("Aperçu : Bonjour")


def test_two_brackets_complete_a_title(page: Page, address: str) -> None:
    text = plain_text(page, address)
    text.fill("")
    text.press_sequentially("Voir [[con")
    page.get_by_role("option", name="con 2").click()
    expect(text).to_have_value("Voir [[con 2]]")


def test_a_bar_puts_marks_around_words_and_undo_takes_them_off(page: Page, address: str) -> None:
    text = plain_text(page, address)
    text.fill("mot")
    text.select_text()
    page.get_by_role("button", name="Gras").click()
    expect(text).to_have_value("**mot**")
    text.press("Control+z")
    expect(text).to_have_value("mot")
