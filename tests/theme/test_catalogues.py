"""The English catalogue follows the templates."""

import re

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.theme.theme import DEFAULT_FOLDER

ROOT = DEFAULT_FOLDER.parents[1]
OPTIONS = {"templates/**.*": {"newstyle_gettext": "true", "trimmed": "true"}}


def asked() -> set[str]:
    """Every sentence of the templates: of screens, of kits, of books and prints."""
    folders = (
        DEFAULT_FOLDER, DEFAULT_FOLDER / "offline", ROOT / "app/theme/books",
        *(ROOT / "plugins").glob("export_*"),
    )  # fmt: skip
    return {
        message if isinstance(message, str) else message[0]
        for folder in folders
        for _, _, message, _, _ in extract_from_dir(
            str(folder), [("templates/**.*", "jinja2.ext:babel_extract")], options_map=OPTIONS
        )
    }


def catalogue() -> Catalog:
    with (DEFAULT_FOLDER / "locale/en/messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_of_the_templates_is_said_in_english() -> None:
    said = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue() if m.id and m.string}
    assert sorted(asked() - said) == []


def parameters(said: str | tuple[str, ...]) -> set[tuple[str, str]]:
    return set(
        re.findall(r"%\((\w+)\)s|\{(\w*)\}", " ".join(said) if isinstance(said, tuple) else said)
    )


def test_a_translation_keeps_the_parameters() -> None:
    crossed = [
        (message.id, message.string)
        for message in catalogue()
        if message.id
        and not parameters(message.string)
        <= parameters(message.id)
        <= parameters(message.string) | {("num", "")}
    ]
    assert crossed == []
