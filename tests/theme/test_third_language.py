"""A language that nobody built in: a folder of words is enough, unless its name is a path."""

import subprocess
from pathlib import Path

import pytest
from babel.messages.checkers import checkers
from babel.messages.pofile import read_po

from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER
from app.theme.words import languages, name_in, own_name, read_words
from tests.theme.samples import shown

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
CATALOGUES = sorted(DEFAULT_FOLDER.parent.glob("*/locale/*/messages.po"))


def speaking(folder: Path, code: str = "oc", **words: str) -> Path:
    """A theme folder that has nothing but words."""
    file = folder / "locale" / code / "messages.po"
    file.parent.mkdir(parents=True)
    said = "\n".join(f'msgid "{one}"\nmsgstr "{other}"\n' for one, other in words.items())
    file.write_text(HEAD + said, "utf-8")
    return folder


def test_a_third_language_is_a_folder_alone(tmp_path: Path) -> None:
    theme = Theme([speaking(tmp_path, Lieux="Luòcs", Accueil="Acuèlh")])

    assert theme.languages == ("fr", "en", "oc")
    html = shown(theme, "directory-table", "oc")
    assert '<html lang="oc">' in html
    assert ">Luòcs</a>" in html
    assert ">Acuèlh</a>" in html
    # What it does not say yet is said in French, never by a key.
    assert "Réseaux amis" in html


def test_dates_and_numbers_follow_the_language(tmp_path: Path) -> None:
    theme = Theme([speaking(tmp_path, "de")])
    writing = theme.writing("de")
    assert writing.long_date("2026-11-21") == "21. November 2026"
    assert writing.number(1234567.5) == "1.234.567,5"
    assert writing.money(11.5) == "11,50\u00a0€"
    assert writing.language("fr") == "Französisch"


def test_languages_are_named_in_their_own_words_and_in_the_reader_s() -> None:
    assert [own_name(code) for code in ("fr", "en", "br", "zz")] == [
        "Français", "English", "Brezhoneg", "zz".capitalize(),
    ]  # fmt: skip
    assert name_in("en", "fr") == "Anglais"
    assert name_in("gsw", "fr") == "Alsacien"
    assert name_in("gsw", "en") == "Swiss German"
    assert name_in("pt-BR", "fr") == "Portugais (pt-BR)"
    assert name_in("../x", "fr") == "../x"


@pytest.mark.parametrize("code", ["..", "en_GB", "e", "EN", "en~", "a b", "-", "fr;DROP"])
def test_a_folder_whose_name_is_no_code_is_no_language(tmp_path: Path, code: str) -> None:
    if code != "..":
        speaking(tmp_path, code, Lieux="X")
    (tmp_path / "messages.po").write_text(HEAD, "utf-8")
    assert code not in languages([tmp_path])
    assert Theme([tmp_path]).languages == ("fr", "en")


@pytest.mark.parametrize("code", ["../../../etc", "/etc/passwd", "..", "en/../fr", "", "\x00", "x"])
def test_a_language_that_is_a_path_is_answered_in_french(code: str) -> None:
    theme = Theme()
    assert theme.spoken(code) == "fr"
    assert theme.say("Lieux", lang=code) == "Lieux"
    assert '<html lang="fr">' in shown(theme, "page", code)


def test_words_that_cannot_be_read_cost_no_reader_a_page(tmp_path: Path) -> None:
    file = tmp_path / "locale" / "en" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(HEAD.encode() + b'msgid "Lieux"\nmsgstr "\xff\xfe"\n')
    words = read_words([tmp_path, DEFAULT_FOLDER], "en")
    assert words.gettext("Lieux") == "Places"
    theme = Theme([tmp_path])
    theme.check()
    assert [one.file for one in theme.faults.all()] == ["locale/en/messages.po"]


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: f"{file.parts[-4]}-{file.parts[-2]}")
def test_a_catalogue_is_sound(file: Path) -> None:
    """A header, no word twice, nothing left over, plurals and parameters that agree."""
    text = file.read_text("utf-8")
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.parent.name, abort_invalid=True)
    ids = [
        line for line in text.split("\n") if line.startswith("msgid ") and line != 'msgid ""'
    ]  # fmt: skip

    assert catalogue.charset == "utf-8"
    assert "Language: " + file.parent.name in text
    assert len(ids) == len(set(ids)) == len([m for m in catalogue if m.id])
    assert not catalogue.obsolete
    assert [m.id for m in catalogue if m.fuzzy and m.id] == []
    wrong = []
    for message in (m for m in catalogue if m.id and m.string):
        for check in checkers:
            try:
                check(catalogue, message)
            except Exception as error:
                wrong.append((message.id, str(error)))
    assert wrong == []


@pytest.mark.needs("msgfmt")
@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: f"{file.parts[-4]}-{file.parts[-2]}")
def test_gettext_has_nothing_to_say_about_a_catalogue(file: Path) -> None:
    told = subprocess.run(
        ["msgfmt", "--check", "--output-file", "/dev/null", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
