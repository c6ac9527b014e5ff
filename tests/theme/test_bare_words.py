"""No template shows a word of its own: each one goes through the catalogue of a language.

Screens that answer a form are held by this as much as those with an address.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import nodes

from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER

ROOT = DEFAULT_FOLDER.parents[1]
TEMPLATES = (
    "themes/*/templates/**/*", "themes/default/offline/templates/**/*",
    "app/theme/books/templates/**/*", "plugins/export_*/templates/**/*",
)  # fmt: skip
SPOKEN = ("alt", "title", "placeholder", "aria-label", "label")
HIDDEN = ("script", "style", "code")
GETTEXT = ("_", "gettext", "ngettext")
# The same in every language, or for programs.
SAME = {"Atom", "JSON", "code", "SHA", "sha", "km", "https", "urn", "uuid", "textual", "visual"}
WORD = re.compile(r"[^\W\d_]{2,}")
# An address, or of an attribute that an expression stands in the way of.
APART = re.compile(r"/-/\w+|[\w-]+=\"[^\"]*\"|required|autofocus|usuels-")
# A constant that is a sentence, or begins as one: names of blocks and of states are neither.
SENTENCE = re.compile(r"\w \w|[À-ÿ’]|^[A-Z][a-z]")


class Bare(HTMLParser):
    """The words of texts and of spoken attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in HIDDEN
        for name, value in attrs:
            if name in SPOKEN:
                self.found.update(WORD.findall(value or ""))

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.update(WORD.findall(APART.sub("", data)))


def outline(node: nodes.Node) -> Iterator[str]:
    """What a template says by itself, in its order; « 7 » for each value it is given."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.TemplateData):
            yield child.data
        elif isinstance(child, nodes.Expr):
            yield "7"
        else:
            yield from outline(child)


def sentences(tree: nodes.Template) -> set[str]:
    """Constants that read as words for people and are given to no catalogue."""
    calls = (c for c in tree.find_all(nodes.Call) if getattr(c.node, "name", "") in GETTEXT)
    said = {id(constant) for call in calls for constant in call.find_all(nodes.Const)}
    return {
        constant.value
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str)
        and id(constant) not in said
        and WORD.search(constant.value)
        and SENTENCE.search(constant.value)
    }


def test_no_template_shows_a_word_that_no_catalogue_has() -> None:
    environment = Theme().environment("fr")
    files = [f for pattern in TEMPLATES for f in Path(ROOT).glob(pattern) if f.is_file()]
    assert len(files) > 100
    bare = {}
    for file in files:
        tree = environment.parse(file.read_text("utf-8"))
        found = (Bare("".join(outline(tree))).found - SAME) | sentences(tree)
        if found:
            bare[file.name] = sorted(found)
    assert bare == {}
