"""The writer of a page's text, in a real Chromium, and what may go wrong while one writes."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.axe import violations
from tests.e2e.servers import served
from tests.e2e.starter import starter_wiki

PASSWORD = "un long mot de passe"
TEXT = (
    "Voir **ceci**,\n*cela* et [[place/cafe-plum|le café]].\n\n* un\n* deux\n\n"
    "| a | b |\n|---|:-:|\n| 1 |  2|"
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A wiki just made from the starter content, and the link of its first person."""
    data = tmp_path_factory.mktemp("writer") / "data"
    starter_wiki(tmp_path_factory, data)
    with served(data) as server:
        link = next(line for line in server.said if "premiere-personne" in line)
        yield server.url, link.strip().split(":8000")[1]


@pytest.fixture(scope="module")
def signed_in(
    browser: Browser, first: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The cookies of somebody who writes."""
    url, link = first
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto(link)
    page.get_by_label("Votre nom").fill("Ada")
    page.locator("main input[type=email]").fill("ada@example.org")
    page.locator("main input[type=password]").first.fill(PASSWORD)
    page.locator("main form button").last.click()
    expect(page.get_by_role("link", name="Ada").first).to_be_visible()
    state = tmp_path_factory.mktemp("state") / "state.json"
    context.storage_state(path=state)
    context.close()
    return state


@pytest.fixture
def device(browser: Browser, first: tuple[str, str], signed_in: Path) -> Iterator[BrowserContext]:
    """A browser of its own, where nothing complains: above all not the content policy."""
    context = browser.new_context(
        base_url=first[0], storage_state=signed_in, viewport={"width": 1280, "height": 900},
        locale="fr-FR",
    )  # fmt: skip
    faults: list[str] = []
    context.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    assert [one for one in faults if "Failed to load resource" not in one] == []


@pytest.fixture
def page(device: BrowserContext) -> Page:
    return device.new_page()


def opened(page: Page, mode: str, slug: str = "cafe-plum") -> Page:
    """The form of a page, with its writer in that mode."""
    page.goto("/-/connexion")
    page.evaluate("mode => localStorage.setItem('writing-mode', JSON.stringify(mode))", mode)
    page.goto(f"/lieux/{slug}/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", mode)
    return page


def near(page: Page) -> None:
    page.locator("[data-writer]").scroll_into_view_if_needed()


def body(page: Page):
    return page.locator("[data-body]")


def switch(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def write(page: Page, text: str) -> None:
    opened(page, "source")
    body(page).fill(text)


def is_kept(page: Page) -> None:
    expect(page.locator("[data-draft-kept]")).to_contain_text("Brouillon gardé sur cet appareil")


def test_a_newcomer_writes_without_marks_and_posts_markdown(page: Page) -> None:
    page.goto("/lieux/cafe-plum/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "visual")
    text = page.locator("[data-holder] [contenteditable=true]").first
    text.press("Control+End")
    text.press("Enter")
    page.keyboard.type("Une phrase de plus, en ")
    page.get_by_role("button", name="Gras").click()
    page.keyboard.type("gras")
    near(page)
    page.locator("[name=note]").focus()
    expect(body(page)).to_have_value(re.compile(r"Une phrase de plus, en \*\*gras\*\*"))
    is_kept(page)


def test_the_switch_keeps_the_text_byte_for_byte_both_ways(page: Page) -> None:
    write(page, TEXT)
    for mode in ("Visuel", "Source", "Visuel", "Source"):
        switch(page, mode)
        expect(body(page)).to_have_value(TEXT)


def test_the_way_of_writing_is_kept_on_the_device(page: Page) -> None:
    opened(page, "visual")
    switch(page, "Source")
    page.reload()
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "source")


def test_a_text_that_visual_mode_would_change_opens_in_source_mode_and_says_why(page: Page) -> None:
    page.route("**/visual.*.js", lambda route: route.fulfill(
        content_type="text/javascript",
        body="export const loss = async (text, words) => "
        "({sentence: words.unsafe, before: 'avant', after: 'après'});"
        "export const mountVisual = () => { throw new Error('never'); };",
    ))  # fmt: skip
    page.goto("/lieux/cafe-plum/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "source")
    expect(page.locator("[data-writer-note]")).to_contain_text("Le mode visuel changerait ce texte")
    page.get_by_text("Voir un exemple").click()
    expect(page.locator("[data-writer-note]")).to_contain_text("après")


def test_where_visual_mode_does_not_load_one_writes_in_source_mode(page: Page) -> None:
    page.route("**/visual.*.js", lambda route: route.abort())
    page.goto("/lieux/cafe-plum/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "source")
    expect(page.locator("[data-writer-note]")).to_contain_text("ne s’est pas chargé")


def test_nothing_is_fetched_for_writing_before_one_comes_near(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/lieux/cafe-plum/edit", wait_until="networkidle")
    assert not [one for one in asked if "visual" in one or "source" in one]


def test_the_colours_stand_where_the_signs_are(page: Page) -> None:
    long = "Un mot, `du code`, **du gras**, [un lien](https://example.org/une/longue/adresse). "
    write(page, f"{TEXT}\n\n## Titre\n\n{long * 30}\n\n```\n{'code ' * 60}\n```\n\n\tfin\n")
    heights = "node => [node.scrollHeight, node.clientWidth]"
    assert page.locator(".colours").evaluate(heights) == body(page).evaluate(heights)
    shown = page.locator(".colours").evaluate(
        "layer => [...layer.children].map((line) => line.textContent).join('\\n')"
    )
    assert shown == body(page).input_value()


def test_two_brackets_complete_a_title_by_keyboard_and_undo_takes_it_back(page: Page) -> None:
    write(page, "")
    body(page).press_sequentially("Voir [[caf")
    expect(page.get_by_role("option", name="Café PLUM")).to_be_visible()
    expect(page.get_by_role("option").last).to_contain_text("Lien vers une page à écrire")
    assert body(page).get_attribute("aria-activedescendant")
    body(page).press("ArrowDown")
    body(page).press("ArrowUp")
    body(page).press("Enter")
    chosen = body(page).input_value()
    assert re.fullmatch(r"Voir \[\[[^\]]+\]\]", chosen)
    expect(page.get_by_role("listbox")).to_be_hidden()
    body(page).press("Control+z")
    expect(body(page)).to_have_value("Voir [[caf")


def test_a_title_that_no_page_has_makes_a_page_to_write(page: Page) -> None:
    write(page, "")
    body(page).press_sequentially("[[Zzyzx")
    expect(page.get_by_role("option", name="Lien vers une page à écrire")).to_be_visible()
    body(page).press("Tab")
    expect(body(page)).to_have_value("[[Zzyzx]]")
    expect(body(page)).to_be_focused()


def test_escape_closes_what_is_offered_and_leaves_the_text(page: Page) -> None:
    write(page, "")
    body(page).press_sequentially("[[caf")
    expect(page.get_by_role("listbox")).to_be_visible()
    body(page).press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    body(page).press("Enter")
    expect(body(page)).to_have_value("[[caf\n")


def test_enter_goes_on_with_a_list_and_ends_it(page: Page) -> None:
    write(page, "")
    body(page).press_sequentially("1. un\ndeux\n\nfin")
    expect(body(page)).to_have_value("1. un\n2. deux\n\nfin")


def test_the_bar_is_one_stop_and_its_marks_can_be_undone(page: Page) -> None:
    write(page, "mot")
    body(page).select_text()
    body(page).press("Control+b")
    expect(body(page)).to_have_value("**mot**")
    body(page).press("Control+b")
    expect(body(page)).to_have_value("mot")
    body(page).press("Control+z")
    body(page).press("Control+z")
    expect(body(page)).to_have_value("mot")
    page.get_by_role("button", name="Titre", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Sous-titre")).to_be_focused()
    page.keyboard.press("Enter")
    expect(body(page)).to_have_value("### mot")


def test_the_preview_is_the_server_s_own_and_says_when_it_is_late(page: Page) -> None:
    write(page, "Voir [[place/cafe-plum]].")
    shown = page.locator("[data-preview-text]")
    expect(shown.get_by_role("link", name="Café PLUM")).to_be_visible()
    page.context.set_offline(True)
    body(page).press("End")
    body(page).press_sequentially(" Encore.")
    expect(page.locator("[data-preview-state]")).to_contain_text("Pas de connexion")
    expect(body(page)).to_be_focused()
    page.context.set_offline(False)
    expect(shown).to_contain_text("Encore.")
    expect(page.locator("[data-preview-state]")).to_be_hidden()


def test_a_draft_comes_back_after_its_tab_is_gone_and_another_tab_keeps_its_own(
    device: BrowserContext,
) -> None:
    one, other, later = (device.new_page() for _ in range(3))
    for page, text in ((one, "Écrit dans le premier."), (other, "Écrit dans le second.")):
        write(page, text)
        is_kept(page)
    later.goto("/lieux/cafe-plum/edit")
    expect(later.get_by_text("Brouillon retrouvé")).to_be_hidden()
    one.close()
    later.reload()
    expect(later.get_by_text("Brouillon retrouvé")).to_be_visible()
    later.get_by_role("button", name="Reprendre ce texte").click()
    expect(body(later)).to_have_value("Écrit dans le premier.")
    expect(body(other)).to_have_value("Écrit dans le second.")


def test_a_draft_is_taken_up_in_visual_mode_too(page: Page) -> None:
    write(page, "Repris **ici**.")
    is_kept(page)
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page, "visual")
    page.get_by_role("button", name="Reprendre ce texte").click()
    near(page)
    expect(page.locator("[data-holder] [contenteditable=true]").first).to_contain_text(
        "Repris ici."
    )
    expect(body(page)).to_have_value("Repris **ici**.")


def test_a_draft_from_an_older_version_is_joined_with_what_came_since(
    device: BrowserContext,
) -> None:
    page, other = device.new_page(), device.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    opened(page, "source", "la-myne")
    before = body(page).input_value()
    body(page).fill(f"{before}\n\nÀ la fin.")
    is_kept(page)
    opened(other, "source", "la-myne")
    body(other).fill(f"Au début.\n\n{before}")
    saved(other)
    page.goto("/lieux/la-myne/edit")
    expect(page.get_by_text("La page a changé depuis.")).to_be_visible()
    page.get_by_text("Lire ce brouillon").click()
    expect(page.get_by_label("Le texte du brouillon")).to_have_value(re.compile("À la fin"))
    page.get_by_role("button", name="Reprendre ce texte").click()
    saved(page)
    expect(page.get_by_text("Au début.")).to_be_visible()
    expect(page.get_by_text("À la fin.")).to_be_visible()
    page.goto("/lieux/la-myne/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "source")
    expect(page.get_by_text("Brouillon retrouvé")).to_be_hidden()


def saved(page: Page) -> None:
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("[data-saved]")).to_be_visible()


def test_two_texts_that_cross_can_be_settled_later(device: BrowserContext) -> None:
    page, other = device.new_page(), device.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    for one in (page, other):
        opened(one, "source", "le-remue-meninges")
    body(other).fill("Leur phrase.")
    saved(other)
    body(page).fill("Ma phrase.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    mine = page.locator("input[type=radio][value=mine]").first
    mine.check()
    page.get_by_role("button", name="Continuer plus tard").click()
    page.wait_for_url("**/lieux/le-remue-meninges")
    page.goto("/lieux/le-remue-meninges/edit")
    expect(page.get_by_text("Vous choisissiez entre deux textes")).to_be_visible()
    page.get_by_role("button", name="Reprendre ce texte").click()
    expect(page.locator("input[type=radio][value=mine]").first).to_be_checked()
    for choice in page.locator("input[type=radio][value=mine]").all():
        choice.check()
    page.get_by_role("button", name="Enregistrer les choix").click()
    expect(page.get_by_text("Ma phrase.")).to_be_visible()
    page.goto("/lieux/le-remue-meninges/edit")
    near(page)
    expect(page.locator("[data-writer]")).to_have_attribute("data-mode", "source")
    expect(page.get_by_text("Brouillon retrouvé")).to_be_hidden()


def test_a_text_outlives_the_session(page: Page) -> None:
    write(page, "Écrit quand la session finit.")
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    kept = page.get_by_role("textbox", name="Ce que vous aviez écrit")
    expect(kept).to_have_value("Écrit quand la session finit.")


def test_a_pasted_picture_is_asked_about(page: Page) -> None:
    write(page, "Avant.")
    body(page).evaluate(
        """body => {
          const data = new DataTransfer();
          const start = new Uint8Array([137, 80, 78, 71]);
          data.items.add(new File([start], "a.png", {type: "image/png"}));
          const how = {clipboardData: data, bubbles: true, cancelable: true};
          body.dispatchEvent(new ClipboardEvent("paste", how));
        }"""
    )
    expect(page.get_by_role("dialog", name="Ajouter une image")).to_be_visible()


def test_the_whole_file_has_colours_and_drafts(page: Page) -> None:
    page.goto("/lieux/cafe-plum/edit?mode=source")
    near(page)
    expect(page.locator(".colours")).to_be_visible()
    body(page).press("Control+End")
    body(page).press_sequentially("Un mot.")
    is_kept(page)


@pytest.mark.parametrize("mode", ["visual", "source"])
def test_axe_finds_nothing_while_one_writes(page: Page, mode: str) -> None:
    opened(page, mode)
    if mode == "source":
        body(page).fill(TEXT)
        body(page).press_sequentially(" [[caf")
        expect(page.get_by_role("listbox")).to_be_visible()
        expect(page.locator("[data-preview-text]")).to_contain_text("ceci")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
