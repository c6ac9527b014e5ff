"""What books say is said in English too."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.theme.theme import DEFAULT_FOLDER

ROOT = DEFAULT_FOLDER.parents[1]
ROOMS = (ROOT / "app/theme/books", ROOT / "plugins/export_epub", ROOT / "plugins/export_pdf")
OPTIONS = {"**": {"newstyle_gettext": "true", "trimmed": "true"}}
TEMPLATES = [(f"**.{ending}", "jinja2.ext:babel_extract") for ending in ("html", "xml", "svg")]


def asked_by_templates(room: Path) -> Iterator[str]:
    folder = room / "templates"
    for _, _, words, _, _ in extract_from_dir(str(folder), TEMPLATES, options_map=OPTIONS):
        yield words if isinstance(words, str) else words[0]


def asked_by_code(room: Path) -> Iterator[str]:
    """The words of `say("…")`, of sentences for errors, and of what the exporter is called."""
    for file in room.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
                given = node.args[:1] if name in ("say", "Phrase") else []
                given += [k.value for k in node.keywords if k.arg in ("label", "use")]
                yield from (one.value for one in given if isinstance(one, ast.Constant))
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "FORMS":
                yield from (label for _, label in ast.literal_eval(node.value))


def test_every_word_of_a_book_is_said_in_english() -> None:
    with (DEFAULT_FOLDER / "locale/en/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="en")
    said = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.string}
    asked = {
        text for room in ROOMS if room.is_dir()
        for text in (*asked_by_templates(room), *asked_by_code(room))
    }  # fmt: skip
    missing = sorted(text for text in asked - said if re.search(r"[^\W\d_]", text))
    assert not missing, "\n".join(missing)
