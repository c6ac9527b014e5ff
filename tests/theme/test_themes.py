"""Themes that override by file name alone, and those that are wrong."""

import logging
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.domain.site import Site
from app.main import create_app, create_instance, theme_folders
from app.settings import SettingRefused, Settings
from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER
from tests.compiled import quick_theme
from tests.theme.samples import SCREENS, shown

RIVAGE = DEFAULT_FOLDER.parent / "rivage"
BROKEN = {
    "syntax": ("{% if %}", "TemplateSyntaxError"),
    "undefined": ("\n{{ view.nothing }}", "UndefinedError"),
    "missing": ('{% include "not_there.html" %}', "TemplateNotFound"),
    "number": ("{{ 1 / 0 }}", "ZeroDivisionError"),
    "itself": ('{% include "NAME" %}', "RecursionError"),
}


def theme_of(folder: Path, **files: str) -> Path:
    """A theme folder with these templates, by name without ending."""
    (folder / "templates").mkdir(parents=True)
    for name, text in files.items():
        (folder / "templates" / f"{name}.html").write_text(text, "utf-8")
    return folder


def test_every_screen_is_drawn_in_the_other_theme_without_a_fault() -> None:
    theme = quick_theme(RIVAGE)
    drawn = {name: shown(theme, name) for name in SCREENS}

    assert theme.faults.all() == []
    ours = [name for name, html in drawn.items() if 'class="masthead"' in html]
    plain = [name for name, html in drawn.items() if "/-/static/theme." not in html]
    # One's own data stands in a file, without any style.
    assert (ours, plain) == ([], ["own-data"])


def test_the_other_theme_has_its_own_beginning_its_own_words_and_our_other_files() -> None:
    theme = quick_theme(RIVAGE)
    home = shown(theme, "home")

    assert "shore-cover" in home
    assert "shore-cover" not in shown(quick_theme(), "home")
    assert home.index("shore-cover") < home.index('class="way place"') < home.index("shore-map")
    assert "Small lessons" in shown(theme, "home", "en")
    ours = {file.name for file in (DEFAULT_FOLDER / "templates").iterdir()}
    assert {file.name for file in (RIVAGE / "templates").iterdir()} <= ours


def test_a_file_of_a_theme_that_is_not_built_has_the_address_of_its_content(tmp_path: Path) -> None:
    style = tmp_path / "assets" / "theme.css"
    style.parent.mkdir()
    style.write_text("a{}", "utf-8")
    (tmp_path / "assets" / "icons.svg").write_text("<svg/>", "utf-8")
    files = Theme([tmp_path]).files
    name = files.asset("theme.css").rsplit("/", 1)[1]

    assert files.path(name) == style
    assert files.path(files.asset("icons.svg").rsplit("/", 1)[1]) == tmp_path / "assets/icons.svg"
    style.write_text("a{color:red}", "utf-8")
    assert Theme([tmp_path]).files.asset("theme.css") != files.asset("theme.css")


@pytest.mark.parametrize("fault", BROKEN)
@pytest.mark.parametrize("name", ["_masthead", "home", "layout"])
def test_where_a_template_is_wrong_the_default_one_shows_and_the_fault_is_told(
    tmp_path: Path, name: str, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    text, reason = BROKEN[fault]
    theme = Theme([theme_of(tmp_path, **{name: text.replace("NAME", f"{name}.html")})])
    with caplog.at_level(logging.ERROR):
        html = shown(theme, "home")

    assert html == shown(quick_theme(), "home")
    [told] = theme.faults.all()
    assert told.reason.startswith(reason)
    assert told.file.startswith("templates/")
    assert "The default one is shown in its place." in caplog.text
    shown(theme, "home")
    assert len(theme.faults.all()) == 1


def test_a_fault_is_told_with_its_line(tmp_path: Path) -> None:
    theme = Theme([theme_of(tmp_path, _colophon=BROKEN["undefined"][0])])
    shown(theme, "page")
    [told] = theme.faults.all()
    assert (told.file, told.line) == ("templates/_colophon.html", 2)


def test_templates_that_cannot_be_read_are_known_before_anyone_reads(tmp_path: Path) -> None:
    folder = theme_of(tmp_path / "theme", place=BROKEN["syntax"][0])
    (folder / "templates" / "method.html").write_bytes(b"\xff\xfe\xff")
    theme = Theme([folder], cache_folder=tmp_path)
    theme.check()
    other = theme.faults.all()

    assert {one.file for one in other} == {"templates/method.html", "templates/place.html"}
    # Another process of the same server knows too.
    assert Theme([folder]).faults.all() == []
    assert (tmp_path / "theme-faults.json").is_file()


def test_what_is_wrong_in_ours_is_no_fault_of_the_theme(tmp_path: Path) -> None:
    theme = Theme([theme_of(tmp_path, _colophon="<footer></footer>")])
    with pytest.raises(Exception, match="has no attribute"):
        theme.render("home.html", object(), lang="fr", frame=object(), nothing=1)
    assert theme.faults.all() == []


def test_an_instance_lays_its_own_theme_over_the_one_it_chose(tmp_path: Path) -> None:
    data = tmp_path / "data"
    create_instance(data, Site("Réseau Rivage", "bretagne", "http://rivage.test"))
    settings = Settings(data=data, theme="rivage")
    assert theme_folders(settings) == [RIVAGE]
    theme_of(data / "theme", _colophon="<footer>À nous</footer>")
    assert theme_folders(settings) == [data / "theme", RIVAGE]

    app = create_app(settings)
    assert "<footer>À nous</footer>" in shown(app.state.theme, "page")


@pytest.mark.parametrize("name", ["nulle-part", "-", "e"])
def test_a_theme_that_is_not_there_is_refused_with_the_names_of_those_that_are(name: str) -> None:
    with pytest.raises(SettingRefused, match="default, rivage"):
        theme_folders(Settings(theme=name))


@pytest.mark.parametrize("name", ["../etc", "/etc", "a/b", "..", ""])
def test_a_theme_is_a_name_and_no_path(name: str) -> None:
    with pytest.raises(ValidationError):
        Settings(theme=name)
