"""No template shows a word of its own: each one goes through the catalogue of a language.

Screens that answer a form are held by this as much as those with an address.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER
from tests.outside import WORD, Outside

ROOT = DEFAULT_FOLDER.parents[1]
TEMPLATES = (
    "themes/*/templates/**/*", "themes/default/offline/templates/**/*",
    "app/theme/books/templates/**/*", "plugins/export_*/templates/**/*",
)  # fmt: skip
GETTEXT = ("_", "gettext", "ngettext")
# The same in every language, or for programs.
SAME = {"Atom", "JSON", "code", "SHA", "sha", "km", "https", "urn", "uuid", "textual", "visual"}
# An address, or of an attribute that an expression stands in the way of.
APART = re.compile(r"/-/\w+|[\w-]+=\"[^\"]*\"|required|autofocus|usuels-")
# A constant that is a sentence, or begins as one: names of blocks and of states are neither.
SENTENCE = re.compile(r"\w \w|[À-ÿ’]|^[A-Z][a-z]")


def bare(html: str) -> set[str]:
    """The words of texts and of spoken attributes."""
    return {word for piece in Outside(html).found for word in WORD.findall(APART.sub("", piece))}


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
    said = {}
    for file in files:
        tree = environment.parse(file.read_text("utf-8"))
        found = (bare("".join(outline(tree))) - SAME) | sentences(tree)
        if found:
            said[file.name] = sorted(found)
    assert said == {}
