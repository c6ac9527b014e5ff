"""The English catalogue follows the templates."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.theme.theme import DEFAULT_FOLDER

ROOT = DEFAULT_FOLDER.parents[1]
OPTIONS = {"**/templates/**.html": {"newstyle_gettext": "true", "trimmed": "true"}}


def asked() -> set[str]:
    """Every sentence of the templates."""
    found = extract_from_dir(
        str(DEFAULT_FOLDER),
        [
            ("templates/**.html", "jinja2.ext:babel_extract"),
            ("offline/templates/**.html", "jinja2.ext:babel_extract"),
        ],
        options_map=OPTIONS,
    )
    return {m if isinstance(m, str) else m[0] for _, _, m, _, _ in found}


def catalogue() -> Catalog:
    with (DEFAULT_FOLDER / "locale/en/messages.po").open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_of_the_templates_is_said_in_english() -> None:
    said = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue() if m.id and m.string}
    assert sorted(asked() - said) == []


@pytest.mark.parametrize("message", [m for m in catalogue() if m.id], ids=lambda m: str(m.id)[:40])
def test_a_translation_keeps_the_parameters(message: Message) -> None:
    source = " ".join(message.id) if isinstance(message.id, tuple) else message.id
    said = " ".join(message.string) if isinstance(message.string, tuple) else message.string
    pattern = r"%\((\w+)\)s|\{(\w*)\}"
    assert set(re.findall(pattern, said)) <= set(re.findall(pattern, source))
    assert set(re.findall(pattern, source)) - set(re.findall(pattern, said)) <= {("num", "")}
