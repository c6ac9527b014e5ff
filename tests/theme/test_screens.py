"""Every screen, full, long, empty and wrong, is well-formed HTML that anyone can use."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from app.theme import Frame, Theme
from app.theme.theme import DEFAULT_FOLDER
from tests.compiled import quick_theme
from tests.theme.samples import SCREENS, frame, shown

THEME = quick_theme()
VOID = {"base", "meta", "link", "input", "br", "img", "hr", "source"}
TEMPLATES = sorted((DEFAULT_FOLDER / "templates").glob("*.html"))
LOADED = ("stylesheet", "preload")
NOT_TYPED = {"hidden", "submit", "reset", "button"}


class Outline(HTMLParser):
    """What the tests look at: tags with attributes, nesting, ids, labels, headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.nested_inputs: set[int] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("input", "select", "textarea") and "label" in self.open:
            self.nested_inputs.add(len(self.tags))
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def all(self, *names: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture(scope="module")
def screens() -> dict[str, Outline]:
    """Every screen, drawn once: each test below says which ones are wrong."""
    return {name: Outline(shown(THEME, name)) for name in SCREENS}


def wrong(screens: dict[str, Outline], found: Callable[[Outline], object]) -> dict[str, object]:
    """What is found in each screen where something is."""
    told = {name: found(screen) for name, screen in screens.items()}
    return {name: what for name, what in told.items() if what}


def test_every_template_of_a_whole_screen_has_a_sample() -> None:
    whole = {file.name for file in TEMPLATES if not file.name.startswith("_")}
    assert whole - {template for template, _, _ in SCREENS.values()} == {"layout.html"}


def test_tags_close_in_order(screens: dict[str, Outline]) -> None:
    assert wrong(screens, lambda screen: screen.wrong + screen.open) == {}


def test_a_screen_has_one_title_and_no_level_skipped(screens: dict[str, Outline]) -> None:
    def jumps(screen: Outline) -> object:
        levels = [int(tag[1]) for tag, _ in screen.tags if re.fullmatch("h[1-6]", tag)]
        return levels.count(1) != 1 or any(b - a > 1 for a, b in pairwise(levels))

    assert wrong(screens, jumps) == {}


def test_every_control_has_a_label(screens: dict[str, Outline]) -> None:
    def bare(screen: Outline) -> object:
        labelled = {label.get("for") for label in screen.all("label")}
        return [
            attributes
            for at, (tag, attributes) in enumerate(screen.tags)
            if tag in ("input", "select", "textarea")
            and attributes.get("type") not in NOT_TYPED
            and "hidden" not in attributes
            and at not in screen.nested_inputs
            and attributes.get("id") not in labelled
        ]

    assert wrong(screens, bare) == {}


def test_ids_are_unique_and_references_lead_somewhere(screens: dict[str, Outline]) -> None:
    names = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form")

    def lost(screen: Outline) -> object:
        ids = Counter(a["id"] for _, a in screen.tags if "id" in a and "__n__" not in a["id"])
        wanted = {i for _, a in screen.tags for n in names for i in a.get(n, "").split()}
        anchors = {a["href"][1:] for a in screen.all("a") if a.get("href", "").startswith("#")}
        twice = [one for one, count in ids.items() if count > 1]
        return twice + [one for one in wanted | anchors if one not in ids and "__n__" not in one]

    assert wrong(screens, lost) == {}


def test_every_form_that_posts_carries_the_token(screens: dict[str, Outline]) -> None:
    def bare(screen: Outline) -> object:
        posts = [a for a in screen.all("form") if a.get("method") == "post"]
        tokens = [a for a in screen.all("input", "button") if a.get("name") == "csrf"]
        return len(tokens) != len(posts) or any(a["value"] != "jeton" for a in tokens)

    assert wrong(screens, bare) == {}


def test_nothing_breaks_the_content_policy(screens: dict[str, Outline]) -> None:
    def inline(screen: Outline) -> object:
        said = [t for t, a in screen.tags if "style" in a or any(n.startswith("on") for n in a)]
        scripts = [a for a in screen.all("script") if a.get("type") != "application/json"]
        loaded = [a.get("src") or a.get("href", "") for a in [*scripts, *screen.all("img", "use")]]
        loaded += [a["href"] for a in screen.all("link") if a.get("rel") in LOADED]
        far = [address for address in loaded if not address.startswith("/")]
        return said + screen.all("style") + [a for a in scripts if not a.get("src")] + far

    assert wrong(screens, inline) == {}


def test_pictures_say_what_they_show(screens: dict[str, Outline]) -> None:
    def silent(screen: Outline) -> object:
        drawn = [a for a in screen.all("svg") if not {"aria-label", "aria-hidden"} & set(a)]
        return drawn + [a for a in screen.all("img") if "alt" not in a]

    assert wrong(screens, silent) == {}


def test_every_screen_is_made_in_english_too() -> None:
    # One's own data is a document of its own, in the language that its writer asked for.
    own = {"own-data"}
    french = [name for name in SCREENS if '<html lang="en">' not in shown(THEME, name, "en")]
    assert set(french) == own


def test_a_theme_laid_over_the_default_one_replaces_by_file_name(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "_colophon.html").write_text("<footer>À nous</footer>", "utf-8")
    html = shown(Theme([tmp_path]), "page")
    assert "<footer>À nous</footer>" in html
    assert "masthead" in html


def test_a_template_that_asks_for_what_the_view_lacks_fails() -> None:
    with pytest.raises(UndefinedError):
        THEME.render("place.html", SCREENS["message-404"][1], lang="fr", frame=frame("x"))


def test_a_screen_needs_nothing_built(tmp_path: Path) -> None:
    theme = Theme()
    theme.files.folders = (tmp_path,)
    assert theme.asset("look.css") == "/-/static/look.css"
    assert not theme.files.built


def test_a_static_file_outside_of_the_theme_is_never_given() -> None:
    assert THEME.files.path("../templates/layout.html") is None
    assert THEME.files.path(".npmrc") is None


def test_a_file_replaced_by_a_newer_build_still_answers(tmp_path: Path) -> None:
    static = tmp_path / "static"
    static.mkdir()
    (static / "look.0123456789.css").write_text("a{}", "utf-8")
    files = Theme([tmp_path]).files
    assert files.path("look.ffffffffff.css") == static / "look.0123456789.css"
    assert files.path("nothing.ffffffffff.css") is None


def test_what_a_person_typed_is_shown_as_text() -> None:
    html = THEME.render(
        "message.html", SCREENS["message-404"][1], lang="fr", frame=Frame(
            site_name="<script>alert(1)</script>", title="x"))  # fmt: skip
    assert "<script>alert" not in html


def test_text_in_a_field_is_kept_to_the_letter() -> None:
    html = shown(THEME, "conflict")
    assert ">\ntexte\nentier</textarea>" in html


def test_the_title_says_the_screen_then_the_network() -> None:
    assert "<title>Se connecter · Tiers-lieux d’Occitanie</title>" in THEME.render(
        "signin.html", SCREENS["signin"][1], lang="fr", frame=frame("Se connecter")
    )


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda f: f.name)
def test_words_keep_the_no_break_spaces_of_french(file: Path) -> None:
    words = re.findall(r'(?:_|ngettext)\("([^"]*)"(?:, "([^"]*)")?', file.read_text("utf-8"))
    loose = [w for pair in words for w in pair if re.search(r" [:;!?»]|« ", w)]
    assert loose == []
