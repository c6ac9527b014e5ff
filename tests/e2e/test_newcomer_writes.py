"""A newcomer writes a place, illustrates it, is corrected and agrees: by the keyboard alone, and
without scripts."""

import io
import re
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from app.actions.people import add_person
from app.actions.wiki import Wiki
from app.domain.people import Role
from app.main import open_instance
from app.settings import Settings
from tests import loopback
from tests.e2e.filled import form_of
from tests.e2e.keyboard import choose, press, reach, write
from tests.e2e.servers import maillage, served
from tests.e2e.starter import starter_wiki

COOKIE = "maillage"
pytestmark = pytest.mark.browser


@dataclass
class Place:
    """A served wiki made of the starter content, the sessions of its people, its folder."""

    url: str
    sessions: dict[str, str]
    data: Path

    def person(self, name: str) -> httpx.Client:
        return loopback.Client(base_url=self.url, cookies={COOKIE: self.sessions[name]})


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    data = tmp_path_factory.mktemp("writes") / "data"
    starter_wiki(tmp_path_factory, data)
    sessions = _people(data, {"Nour": Role.contributor, "Ada": Role.reviewer})
    with served(data) as server:
        yield Place(server.url, sessions, data)


def _people(data: Path, people: dict[str, Role]) -> dict[str, str]:
    opened = open_instance(Settings(data=data))
    try:
        return {name: _session(opened.wiki, name, role) for name, role in people.items()}
    finally:
        opened.close()


def _session(wiki: Wiki, name: str, role: Role) -> str:
    email = f"{name.lower()}@alpha.test"
    person = add_person(wiki, email=email, name=name, role=role, password=None, by=None)
    return wiki.people.open_session(person.id, now=wiki.clock.now())


@pytest.fixture
def newcomer(browser, wiki):
    """Opens a page for Nour, with scripts or without; no fault is ever told in its console."""
    faults: list[str] = []
    contexts = []

    def open_page(*, scripts: bool) -> Page:
        context = browser.new_context(
            java_script_enabled=scripts, base_url=wiki.url,
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        contexts.append(context)
        if scripts:
            context.grant_permissions(["clipboard-read", "clipboard-write"], origin=wiki.url)
        cookie = {"name": COOKIE, "value": wiki.sessions["Nour"], "url": wiki.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "409" not in fault] == []


def test_a_newcomer_writes_illustrates_and_agrees_with_the_keyboard_alone(newcomer, wiki):
    page = newcomer(scripts=True)
    _begins(page, "Le Moulin des mots")
    _fills_the_form(page)
    _writes_visually(page)
    _pastes_a_picture(page)
    _saves(page, "Première version")
    _is_there(page, "Le Moulin des mots")
    expect(page.locator("article p strong").first).to_have_text("fort")
    expect(page.locator("article").get_by_role("link", name="Café PLUM")).to_be_visible()
    expect(page.locator("article img")).to_have_attribute("alt", "La roue du moulin, en été")
    _is_shown(page)

    page.goto("/lieux/le-moulin-des-mots/edit")
    _is_corrected(wiki, "le-moulin-des-mots", "haut et clair")
    editor = _editor(page)
    reach(page, editor)
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    page.keyboard.insert_text(" Et on y chante.")
    _saves(page, "On y chante")
    _settles_the_conflict(page, by_keyboard=True)
    _holds_both(page)


def test_the_same_without_scripts(newcomer, wiki, tmp_path):
    page = newcomer(scripts=False)
    page.goto("/-/ecrire")
    page.get_by_label("Lieu", exact=False).first.check()
    page.locator("input[name=titre]").fill("Le Moulin sans script")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Page blanche").check()
    page.get_by_role("button", name="Commencer").click()
    page.locator("[name=summary]").fill("Un moulin où l’on parle.")
    page.locator("[name='territory.city']").fill("Lautrec")
    page.get_by_label("Publiée").check()
    page.locator("textarea[name=body]").fill("On y parle **fort**, voir [[Café PLUM]].")
    picture = tmp_path / "roue.png"
    picture.write_bytes(_png())
    page.get_by_text("Joindre une image").click()
    page.locator("input[name='file.body']").set_input_files(picture)
    page.locator("input[name='alt.body']").fill("La roue du moulin, en été")
    page.get_by_role("button", name="Enregistrer").click()
    _is_there(page, "Le Moulin sans script")
    expect(page.locator("article img")).to_have_attribute("alt", "La roue du moulin, en été")
    expect(page.get_by_text("Lautrec (81)").first).to_be_visible()
    _is_shown(page)

    page.goto("/lieux/le-moulin-sans-script/edit")
    _is_corrected(wiki, "le-moulin-sans-script", "haut et clair")
    body = page.locator("textarea[name=body]")
    body.fill(body.input_value().replace("[[Café PLUM]].", "[[Café PLUM]]. Et on y chante."))
    page.get_by_role("button", name="Enregistrer").click()
    _settles_the_conflict(page, by_keyboard=False)
    _holds_both(page)


def test_nothing_is_amiss_in_the_repository_afterwards(wiki):
    done = maillage("check", data=wiki.data)
    assert (done.returncode, done.stderr) == (0, "")


def _begins(page: Page, title: str) -> None:
    page.goto("/-/ecrire")
    kinds = page.locator("input[name=kind]")
    choose(page, kinds, page.locator("input[name=kind][value=place]"))
    write(page, page.locator("input[name=titre]"), title)
    page.keyboard.press("Enter")
    blank = page.locator("input[name=modele][value='']")
    choose(page, page.locator("input[name=modele]"), blank)
    press(page, page.get_by_role("button", name="Commencer"))
    expect(page.locator("#champ-title")).to_have_value(title)


def _fills_the_form(page: Page) -> None:
    write(page, page.locator("[name=summary]"), "Un moulin où l’on parle.")
    town = page.locator("[name='territory.city']")
    write(page, town, "")
    page.keyboard.type("lautr")
    expect(page.get_by_role("option").first).to_contain_text("Lautrec")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name='territory.department']")).to_have_value("81")
    expect(page.locator("[name='territory.region']")).to_have_value("occitanie")
    press(page, page.locator("input[name=activities]").first, "Space")
    states = page.locator("input[name=status]")
    choose(page, states, page.get_by_label("Publiée"))


def _editor(page: Page):
    """Visual mode, which comes when the writer comes near."""
    page.locator("[data-writer]").scroll_into_view_if_needed()
    editor = page.locator("[data-holder] [contenteditable=true]").first
    expect(editor).to_be_visible()
    return editor


def _writes_visually(page: Page) -> None:
    reach(page, _editor(page))
    page.keyboard.insert_text("On y parle ")
    page.keyboard.press("Control+B")
    page.keyboard.insert_text("fort")
    page.keyboard.press("Control+B")
    page.keyboard.type(", voir [[caf")
    expect(page.get_by_role("option", name=re.compile("Café PLUM"))).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.insert_text(".")
    expect(page.locator("textarea[name=body]")).to_have_value(
        re.compile(r"^On y parle \*\*fort\*\*, voir \[\[[^\]]*\]\]\.\s*$")
    )


def _pastes_a_picture(page: Page) -> None:
    page.evaluate(
        """async bytes => {
          const blob = new Blob([new Uint8Array(bytes)], {type: "image/png"});
          await navigator.clipboard.write([new ClipboardItem({"image/png": blob})]);
        }""",
        list(_png()),
    )
    page.keyboard.press("Enter")
    page.keyboard.press("Control+V")
    dialog = page.locator("dialog[data-picture]")
    expect(dialog).to_be_visible()
    write(page, dialog.get_by_label("Ce qu’on y voit"), "La roue du moulin, en été")
    write(page, dialog.get_by_label("De qui est-ce"), "Nour")
    press(page, dialog.get_by_role("button", name="Ajouter"))
    expect(dialog).to_be_hidden()
    expect(
        page.locator("[data-holder]").get_by_alt_text("La roue du moulin, en été")
    ).to_be_visible()


def _saves(page: Page, note: str) -> None:
    write(page, page.locator("input[name=note]"), note)
    press(page, page.get_by_role("button", name="Enregistrer"))


def _is_there(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def _is_shown(page: Page) -> None:
    """The picture truly comes from the server."""
    source = page.locator("article img").first.get_attribute("src")
    answer = page.request.get(source)
    assert (answer.status, answer.headers["content-type"].split("/")[0]) == (200, "image")


def _is_corrected(wiki: Place, slug: str, instead: str) -> None:
    """Ada writes over the same paragraph in the meantime."""
    with wiki.person("Ada") as ada:
        form = form_of(ada.get(f"/lieux/{slug}/edit").text, f"/lieux/{slug}/edit")
        form.put("body", form.one("body").replace("**fort**", instead))
        form.put("do", "save")
        assert ada.post(f"/lieux/{slug}/edit", data=form.values).status_code == 303


def _settles_the_conflict(page: Page, *, by_keyboard: bool) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada")
    both = page.locator("input[type=radio][value=both]")
    if by_keyboard:
        choose(page, page.locator("input[type=radio]"), both)
        press(page, page.get_by_role("button", name="Enregistrer les choix"))
    else:
        both.check()
        page.get_by_role("button", name="Enregistrer les choix").click()


def _holds_both(page: Page) -> None:
    text = page.locator("article")
    expect(text).to_contain_text("haut et clair")
    expect(text).to_contain_text("Et on y chante.")


def _png() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 200), 80).convert("RGB").save(out, "PNG")
    return out.getvalue()
