"""The site on a key in real Chromium, opened from files with the network cut."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.actions.make_kit import make_kit
from app.domain.contribution_file import read_contribution
from app.domain.kit import KitChoice
from app.domain.selection import Selection
from plugins.export_static.plugin import register_exporters
from tests.actions.kits import new_wiki, page, write
from tests.axe import COLOURS, violations
from tests.html import invalid

pytestmark = pytest.mark.browser
HOSTILE = "</script><img src=x onerror=pwned()><!-- \u2028 '"
QUIZ = (
    ":::quiz id=tri\nQue met-on ?\n\n- [x] Des épluchures\n  > Oui.\n- [ ] Du verre\n  > Non.\n:::"
)


@pytest.fixture(scope="module")
def kit(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("kit")
    one = new_wiki(folder / "data")
    write(one, "method/compost", page(
        "Compost partagé", "Un bac au fond du jardin. Les épluchures y finissent. Et puis ?",
        themes="[communaute]",
    ))  # fmt: skip
    write(one, "place/plum", page(
        "Café Plum", "Un tiers-lieu où l’on composte.", coordinates="[43.7056, 2.1389]",
        territory="{region: occitanie, city: Lautrec}",
    ))  # fmt: skip
    write(one, "place/lille", page(
        "La Halle", "Un atelier.", coordinates="[50.63, 3.06]",
        territory="{region: hauts-de-france, city: Lille}",
    ))  # fmt: skip
    for number in range(22):
        leaf = page(f"Feuille {number:02}", "Une feuille de platane.")
        write(one, f"page/feuille-{number}", leaf)
    for lang in ("en", "fr"):
        write(one, f"page/accueil-{lang}", page(
            "Accueil" if lang == "fr" else "Accueil, accueil", "Accueil.", lang=lang,
        ))  # fmt: skip
    write(one, "mini_cool/trier", page(
        "Apprendre à trier", QUIZ, objective="Trier", evaluation="[{type: self, text: Seul}]",
        sequence="[{title: Lire, medium: text, text: Lire.}]",
    ))  # fmt: skip
    write(one, "page/hostile", page("'</script><img src=x onerror=pwned()>'", f"Pire {HOSTILE}"))
    (exporter,) = register_exporters()
    assert exporter.write_kit is not None
    exporter.write_kit(make_kit(one.wiki, one.draw, Selection(), KitChoice()), folder / "clef")
    one.close()
    return folder / "clef"


@pytest.fixture
def away(browser: Browser) -> Iterator[BrowserContext]:
    """Nothing but files, and nothing that runs of what people wrote."""
    context = browser.new_context(offline=True, accept_downloads=True)
    ran: list[str] = []
    context.expose_binding("__pwned", lambda _, said: ran.append(said))
    context.add_init_script("window.pwned = () => window.__pwned('ran')")
    context.on("weberror", lambda error: ran.append(str(error.error)))
    yield context
    context.close()
    assert ran == []


def opened(away: BrowserContext, kit: Path, file: str) -> Page:
    page = away.new_page()
    page.goto(f"{kit.as_uri()}/{file}")
    return page


def search(away: BrowserContext, kit: Path, ask: str = "") -> Page:
    page = opened(away, kit, f"recherche/index.html{ask}")
    page.wait_for_selector("[data-offline-search][data-ready]")
    return page


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("compost", "Compost partagé"), ("epluchure", "Compost partagé"),
        ("ÉPLUCHURES", "Compost partagé"), ("tiers lieux", "Café Plum"),
        ("lautr", "Café Plum"), ("compsot", "Compost partagé"),
    ],
)  # fmt: skip
def test_words_are_found_while_one_types(away, kit, typed, first):
    page = search(away, kit)
    page.locator("#q").press_sequentially(typed)
    expect(page.locator(".results h3").first).to_have_text(first)


def test_snippets_are_marked_and_facets_count_and_cross(away, kit):
    page = search(away, kit, "#q=epluchures")
    expect(page.locator(".results mark").first).to_have_text("épluchures")
    page.fill("#q", "")
    kinds = page.get_by_role("group", name="Genre")
    place = kinds.get_by_label("Lieu")
    expect(place.locator("..").locator(".count")).to_have_text("2")
    place.check()
    expect(page.locator("[data-place=title]")).to_have_text("2 pages")
    page.get_by_label("Occitanie").check()
    expect(page.locator("[data-place=title]")).to_have_text("1 page")
    expect(kinds.get_by_label("Lieu").locator("..").locator(".count")).to_have_text("1")
    page.go_back()
    expect(page.locator("[data-place=title]")).to_have_text("2 pages")
    assert unquote(page.url).endswith("#q=&kind=place")


def test_all_follows_what_is_drawn_at_once_while_somebody_types(away, kit):
    page = search(away, kit)
    page.locator("#q").press_sequentially("feuille")
    results = page.locator(".results > li")
    expect(results).to_have_count(20)
    expect(page.locator(".results mark")).to_have_count(20)
    expect(page.get_by_role("group", name="Langue")).to_have_count(0)
    expect(page).to_have_url(re.compile("#q=feuille$"))
    page.get_by_role("button", name="Montrer la suite").click()
    expect(results).to_have_count(22)
    expect(results.nth(20).get_by_role("link")).to_be_focused()
    results.nth(21).get_by_role("link").click()
    page.go_back()
    expect(results).to_have_count(20)


def test_pages_in_another_language_come_after_unless_it_is_chosen(away, kit):
    page = search(away, kit, "#q=accueil")
    titles = page.locator(".results h3")
    expect(titles).to_have_text(["Accueil", "Accueil, accueil"])
    page.get_by_role("group", name="Langue").get_by_label("Français").check()
    page.get_by_role("group", name="Langue").get_by_label("Anglais").check()
    expect(titles).to_have_text(["Accueil, accueil", "Accueil"])


@pytest.mark.needs("java")
def test_every_file_is_valid_html(kit):
    assert invalid(kit) == []


def test_axe_finds_nothing_in_any_kind_of_file(away, kit):
    """One of each folder: pages of each kind, lists, map, forms, what the kit says of itself."""
    page = away.new_page()
    found = {}
    for folder in sorted({file.parent for file in kit.rglob("*.html")}):
        file = min(folder.glob("*.html"))
        page.emulate_media(color_scheme="light")
        page.goto(file.as_uri())
        wrong = violations(page)
        page.emulate_media(color_scheme="dark")
        found[file.relative_to(kit).as_posix()] = wrong + violations(page, COLOURS)
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


def test_nothing_found_says_what_to_do_and_axe_agrees(away, kit):
    page = search(away, kit, "?q=zzzzz")
    expect(page.locator("[data-place=empty]")).to_be_visible()
    assert violations(page) == []
    page.fill("#q", "pire")
    expect(page.locator(".results h3")).to_have_text(["</script><img src=x onerror=pwned()>"])
    expect(page.locator(".results")).to_contain_text("onerror")
    assert page.locator(".results img").count() == 0
    assert violations(page) == []


def test_the_map_is_walked_by_keyboard(away, kit):
    page = opened(away, kit, "carte/index.html")
    page.wait_for_selector("[data-offline-map][data-shown] .mark")
    page.locator(".mark[tabindex='0']").focus()
    page.keyboard.press("Enter")
    page.locator(".map-popup a").press("Enter")
    page.wait_for_url("**/lieux/**")
    assert page.url.startswith("file:")


def test_a_quiz_is_kept_and_its_result_is_shown_by_choice(away, kit):
    file = next(kit.glob("minicools/*/trier.html"))
    page = opened(away, kit, str(file.relative_to(kit)))
    page.get_by_label("Des épluchures").check()
    page.reload()
    expect(page.get_by_label("Des épluchures")).to_be_checked()
    page.get_by_role("link", name="Mon résultat").click()
    expect(page.locator("[data-result]")).to_contain_text("1 question")
    page.get_by_label("Je veux montrer").check()
    said = saved(page)
    (entry,) = said.entries
    assert said.faults == ()
    assert (entry.page.title, entry.said.right, entry.said.of) == ("Apprendre à trier", 1, 1)
    assert entry.said.answers[0].chosen == ("Des épluchures",)


def test_a_correction_is_drafted_kept_and_saved_as_a_file_that_a_wiki_reads(away, kit):
    file = next(kit.glob("methodes/*/compost.html"))
    page = opened(away, kit, str(file.relative_to(kit)))
    page.get_by_role("link", name="Corriger").click()
    text = page.get_by_label("Le texte de la page")
    expect(text).to_have_value(re.compile("Un bac au fond"))
    text.fill(text.input_value().replace("fond du jardin", "fond de la cour"))
    page.get_by_role("button", name="Garder et revenir").click()
    page.reload()
    expect(page.locator(".drafts li")).to_have_count(1)
    assert violations(page) == []
    said = saved(page)
    (entry,) = said.entries
    assert said.faults == ()
    assert str(entry.page.path) == "method/compost"
    assert "au fond de la cour" in entry.said.text
    assert said.name == "Camille"


def saved(page: Page):
    page.get_by_label("Votre nom").fill("Camille")
    page.get_by_label("J’ai écrit ces mots").check()
    with page.expect_download() as held:
        page.get_by_role("button", name="Enregistrer le fichier").click()
    expect(page.get_by_text("dans vos téléchargements")).to_be_visible()
    return read_contribution(Path(held.value.path()).read_bytes())


@pytest.mark.parametrize("screen", ["recherche", "contribuer", "carte"])
def test_without_javascript_the_screens_say_so_and_lead_on(browser, kit, screen):
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((kit / screen / "index.html").as_uri())
    told = "figure.map svg" if screen == "carte" else "noscript .notice"
    expect(page.locator(told)).to_be_visible()
    context.close()
