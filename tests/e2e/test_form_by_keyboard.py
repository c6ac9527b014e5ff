"""The form of a page with the keyboard alone, in a real browser on a real server."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.servers import maillage, served
from tests.e2e.starter import starter_wiki

EMAIL, PASSWORD = "a@alpha.test", "un long mot de passe"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("form") / "alpha"
    starter_wiki(tmp_path_factory, data)
    joined = maillage(
        "user", "add", EMAIL, "--name", "A. B.", "--role", "steward", "--password-stdin",
        data=data, stdin=PASSWORD,
    )  # fmt: skip
    assert joined.returncode == 0, joined.stderr
    with served(data) as server:
        yield server.url


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{address}/-/connexion")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{address}/**")
    yield page
    context.close()
    assert complaints == []


def test_three_letters_of_a_town_fill_the_rest(page: Page, address: str) -> None:
    page.goto(f"{address}/lieux/le-moulin/edit")
    town = page.get_by_role("combobox", name="Commune")
    town.focus()
    page.keyboard.type("lautr")
    expect(page.get_by_role("option", name="Lautrec")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(town).to_have_value("Lautrec")
    expect(page.locator("[name='territory.department']")).to_have_value("81")
    expect(page.locator("[name='territory.region']")).to_have_value("occitanie")
    expect(page.locator("[name='coordinates']")).to_have_value("43,7062 2,1383")
    expect(page.locator("[data-said]")).to_contain_text("Lautrec, Tarn (81)")


def test_coordinates_written_by_hand_stay(page: Page, address: str) -> None:
    page.goto(f"{address}/lieux/le-moulin/edit")
    page.locator("details.more-fields", has=page.locator("[name=coordinates]")).evaluate(
        "box => { box.open = true; }"
    )
    page.locator("[name=coordinates]").focus()
    page.keyboard.type("43,1 2,1")
    page.get_by_role("combobox", name="Commune").focus()
    page.keyboard.type("81440")
    expect(page.get_by_role("option", name="Lautrec")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name='territory.insee']")).to_have_value("81139")
    expect(page.locator("[name=coordinates]")).to_have_value("43,1 2,1")


def test_a_step_is_added_and_moved_and_focus_is_kept(page: Page, address: str) -> None:
    page.goto(f"{address}/methodes/faire-la-soupe/edit")
    steps = page.locator("[data-repeat=steps] > [data-row]")
    steps.first.get_by_label("Son titre").focus()
    page.keyboard.type("Cuire")
    page.get_by_role("button", name="Ajouter une étape").focus()
    page.keyboard.press("Enter")
    expect(steps).to_have_count(2)
    expect(steps.nth(1).get_by_label("Son titre")).to_be_focused()
    page.keyboard.type("Laver")
    steps.nth(1).get_by_role("button", name="Monter").focus()
    page.keyboard.press("Enter")
    expect(steps.first.get_by_label("Son titre")).to_have_value("Laver")
    expect(steps.first).to_contain_text("Étape 1")
    expect(steps.first.get_by_role("button", name="Descendre")).to_be_focused()
    expect(page.locator("[data-said]")).to_have_text("Étape 2 est maintenant en place 1 sur 2.")
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/methodes/faire-la-soupe")
    text = page.locator("main").inner_text()
    assert text.index("Laver") < text.index("Cuire")


def test_a_page_is_chosen_by_its_title_and_taken_out(page: Page, address: str) -> None:
    page.goto(f"{address}/lieux/cafe-plum/edit")
    field = page.locator(".field", has=page.locator("textarea[name=methods]"))
    page.locator("details.more-fields", has=field).evaluate("box => { box.open = true; }")
    before = field.locator(".chosen li").count()
    field.get_by_role("combobox").focus()
    page.keyboard.type("Méthode des sc")
    expect(field.get_by_role("option", name="Méthode des scénarios")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field.locator(".chosen li")).to_have_count(before + 1)
    expect(field.locator(".chosen li").last).to_contain_text("Méthode des scénarios")
    expect(page.locator("textarea[name=methods]")).to_have_value(
        "\n".join(
            field.locator(".chosen li").evaluate_all("all => all.map(l => l.firstChild.data)")
        )
    )
    field.get_by_role("button", name="Retirer Méthode des scénarios").focus()
    page.keyboard.press("Enter")
    expect(field.locator(".chosen li")).to_have_count(before)
    expect(field.get_by_role("combobox")).to_be_focused()


def test_hours_of_a_day_are_taken_over(page: Page, address: str) -> None:
    page.goto(f"{address}/lieux/cafe-plum/edit")
    week = page.locator("[data-week]")
    page.locator("details.more-fields", has=week).evaluate("box => { box.open = true; }")
    page.locator("[name='opening_hours.Mo.0']").fill("9 h")
    page.locator("[name='opening_hours.Mo.1']").fill("17h30")
    page.get_by_role("button", name="Comme la veille (Mardi)").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name='opening_hours.Tu.1']")).to_have_value("17h30")
