"""Visual mode under the hands: by keyboard alone, one change at a time, nothing else moved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import violations
from tests.visual.staging import mount, stage

PAGE = """Titre
=====

* Un   point
* Deux [[place/le-100|le Cent]]

Un *paragraphe* avec une note[^1]
et `code`.

|a|b|
|-|:-:|
|1|[[x|y]]|

:::note Attention
Dedans.
:::

:::quiz id=q1
Laquelle ?

- [x] Celle-ci
  > Oui.
- [ ] Celle-là
:::

- [ ] À faire

:::list kind=place view=map
:::

[^1]: La note.
"""

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with stage(browser) as page:
        yield page


def text(page: Page) -> str:
    return str(page.evaluate("editor.text()"))


def at_end_of(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Le texte").get_by_text(words).first.click()
    seen(page)
    page.keyboard.press("End")
    seen(page)


def seen(page: Page) -> None:
    """Once the editor has heard of where the cursor is: the browser tells it between two frames."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def test_typing_in_a_paragraph_changes_that_paragraph_alone(page: Page) -> None:
    mount(page, PAGE)
    at_end_of(page, "paragraphe")
    page.keyboard.type("!")
    assert text(page) == PAGE.replace("`code`.\n", "`code`.!\n")


def test_undoing_gives_the_page_back_byte_for_byte(page: Page) -> None:
    mount(page, PAGE)
    at_end_of(page, "Deux")
    page.keyboard.type(" de plus")
    assert "* Deux [[place/le-100|le Cent]] de plus\n" in text(page)
    page.keyboard.press("Control+z")
    assert text(page) == PAGE


def test_a_change_is_told_when_the_hand_rests(page: Page) -> None:
    mount(page, "Bonjour\n")
    at_end_of(page, "Bonjour")
    page.keyboard.type(" à tous")
    expect(page.locator("body")).to_have_attribute("data-told", "Bonjour à tous\n")
    assert page.evaluate("changes.length") <= 3


def test_brackets_complete_a_title_by_keyboard(page: Page) -> None:
    mount(page, "Voir \n")
    at_end_of(page, "Voir")
    page.keyboard.type(" [[Caf")
    options = page.get_by_role("option")
    expect(options).to_have_count(3)
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert text(page) == "Voir [[Café du coin]]\n"
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_brackets_typed_whole_make_a_link(page: Page) -> None:
    mount(page, "")
    page.evaluate("editor.focus()")
    page.keyboard.type("Vers [[place/le-100|le Cent]] demain")
    assert text(page) == "Vers [[place/le-100|le Cent]] demain\n"


def test_tab_leaves_the_text_both_ways_even_in_a_list_and_a_table(page: Page) -> None:
    mount(page, "- un\n\n| a |\n| - |\n| b |\n")
    for words in ("un", "b"):
        at_end_of(page, words)
        page.keyboard.press("Tab")
        expect(page.locator("#after")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("textbox", name="Le texte")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.closest('[role=toolbar]') !== null")


def test_arrows_walk_the_bar_and_escape_comes_back(page: Page) -> None:
    mount(page, "Bonjour\n")
    at_end_of(page, "Bonjour")
    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Défaire")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Encadré")).to_be_focused()
    page.keyboard.press("Enter")
    assert text(page) == ":::note\nBonjour\n:::\n"
    page.keyboard.press("Escape")
    expect(page.get_by_role("textbox", name="Le texte")).to_be_focused()


def test_a_table_grows_and_shrinks_by_its_buttons(page: Page) -> None:
    mount(page, "| a | b |\n| --- | --: |\n| 1 | 2 |\n")
    at_end_of(page, "2")
    page.get_by_role("button", name="Ajouter une ligne").click()
    page.keyboard.type("trois | quatre")
    page.get_by_role("button", name="Ajouter une colonne").click()
    assert text(page) == (
        "| a |  | b |\n| --- | --- | ---: |\n| 1 |  | 2 |\n| trois \\| quatre |  |  |\n"
    )
    page.get_by_role("button", name="Ôter la colonne").click()
    page.get_by_role("button", name="Ôter la ligne").click()
    assert text(page) == "| a | b |\n| --- | --: |\n| 1 | 2 |\n"


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [
        ("heading", "## Mot\n"),
        ("subheading", "### Mot\n"),
        ("list", "- Mot\n"),
        ("numbers", "1. Mot\n"),
        ("quote", "> Mot\n"),
        ("bold", "**Mot**\n"),
        ("italic", "*Mot*\n"),
        ("note", "Mot[^1]\n\n[^1]:\n"),
        ("table", "Mot\n\n|  |  |\n| --- | --- |\n|  |  |\n"),
    ],
)
def test_the_bar_formats_what_is_chosen(page: Page, format_name: str, expected: str) -> None:
    mount(page, "Mot\n")
    at_end_of(page, "Mot")
    page.keyboard.press("Shift+Home")
    seen(page)
    page.evaluate("name => editor.format(name)", format_name)
    assert text(page) == expected


def test_a_pasted_picture_goes_through_the_one_who_takes_it(page: Page) -> None:
    mount(page, "Avant\n")
    at_end_of(page, "Avant")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["x"], "photo.png", { type: "image/png" }));
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          const event = new ClipboardEvent("paste", how);
          document.querySelector("[role=textbox]").dispatchEvent(event);
        }"""
    )
    expect(page.get_by_role("img", name="photo.png")).to_be_attached()
    assert text(page) == "Avant\n\n![photo.png](/media/x.png)\n"


def test_raw_html_stays_text_and_a_pasted_script_address_stays_out(page: Page) -> None:
    mount(page, "Un <b onclick=alert(1)>mot</b>\n")
    expect(page.get_by_text("<b onclick=alert(1)>mot</b>")).to_be_visible()
    at_end_of(page, "Un <b")
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", '<a href="javascript:alert(1)">clic</a><img src="data:,x">');
          const how = { clipboardData: data, bubbles: true, cancelable: true };
          const event = new ClipboardEvent("paste", how);
          document.querySelector("[role=textbox]").dispatchEvent(event);
        }"""
    )
    assert text(page) == "Un <b onclick=alert(1)>mot</b>clic\n"


def test_a_block_kept_as_written_is_edited_in_its_own_field(page: Page) -> None:
    mount(page, PAGE)
    block = page.get_by_role("group", name="Liste vivante")
    block.get_by_role("button", name="Modifier").click()
    field = block.get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill(":::list kind=method\n:::")
    page.keyboard.press("Escape")
    expect(block.get_by_role("button", name="Modifier")).to_be_focused()
    assert text(page) == PAGE.replace("kind=place view=map", "kind=method")


def test_the_right_answer_of_a_quiz_is_ticked(page: Page) -> None:
    mount(page, PAGE)
    page.get_by_role("checkbox", name="Fait").nth(1).check()
    assert "- [x] Celle-là" in text(page)
    assert text(page).split(":::quiz")[0] == PAGE.split(":::quiz")[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    mount(page, PAGE)
    assert violations(page, within="#holder") == []
