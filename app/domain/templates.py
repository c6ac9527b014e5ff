"""Templates of pages: what a page may begin from, chosen when it is born.

A template is a file of the network (`network/templates/<name>.md`), not a page: its front matter
has one key `template` that says what it is for, and beside it the keys that it fills. What guides
the writer stands in the body, in lines that begin with « À remplacer » (see `left_in`). It must not
know where templates are kept.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain import front_matter
from app.domain.blocks import DIRECTIVE, split_blocks
from app.domain.errors import InvalidPage, Problem, TooLarge, WikiError
from app.domain.page import Page, clean_text
from app.domain.page_path import PagePath, is_slug
from app.domain.rules import Rules

TEMPLATES_FOLDER = "network/templates/"
SIZE_LIMIT_BYTES = 64 * 1024
NAME_LIMIT = 60
TITLE_LIMIT, HELP_LIMIT = 80, 280
ORDER_LIMIT = 9999
_KEYS = ("title", "help", "kind", "order", "lang")
# What belongs to one page, or is asked of its writer and of nobody else.
_NOT_FILLED = (
    "kind", "id", "title", "lang", "status", "derived_from", "translation_of", "redirects_from",
    "verified_on", "verified_by",
)  # fmt: skip
_LANG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Signs that turn or hide what stands beside them on a screen.
_TURNING = re.compile("[\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_FILE = re.compile(re.escape(TEMPLATES_FOLDER) + r"([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_GUIDING = re.compile(
    r"[\W\d_]*(?:\[[ xX]\])?[\W_]*(?:à remplacer|to replace)[\W_]*[:.]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Template:
    """`front` are the keys that it fills, valid for the kind; `order` sorts, smallest first."""

    name: str
    title: str
    help: str
    kind: str
    order: int
    lang: str
    front: Mapping[str, Any]
    body: str

    @property
    def guides(self) -> frozenset[str]:
        """The blocks that only guide: nothing is lost where they are taken out."""
        return frozenset(b.strip() for b in split_blocks(self.body) if _is_guide(b))


@dataclass(frozen=True, slots=True)
class Unusable:
    """A template that is left out of the choice, and the first thing that is wrong with it."""

    name: str
    problems: tuple[Problem, ...]


def file_of(name: str) -> str:
    """The file that keeps a template. Raises InvalidPage where the name can be none's."""
    if not is_slug(name) or len(name) > NAME_LIMIT:
        raise InvalidPage(
            [Problem("name", "« {value} » ne peut pas être un nom : des minuscules sans accent, "
                     "des chiffres et des tirets simples, {limit} signes au plus.",
                     {"value": name[:NAME_LIMIT], "limit": NAME_LIMIT})]
        )  # fmt: skip
    return f"{TEMPLATES_FOLDER}{name}.md"


def name_in(file: str) -> str:
    """The template that a file keeps; `` where it keeps none."""
    found = _FILE.fullmatch(file)
    return found[1] if found and is_slug(found[1]) and len(found[1]) <= NAME_LIMIT else ""


def read_template(name: str, data: bytes | str, rules: Rules) -> Template | Unusable:
    """The template that the file says, judged by the instance's lists; never raises."""
    try:
        return _read(name, data, rules)
    except InvalidPage as error:
        return Unusable(name, tuple(error.problems))
    except WikiError as error:
        return Unusable(name, (Problem("", error.sentence, error.params),))


def _read(name: str, data: bytes | str, rules: Rules) -> Template:
    if len(data if isinstance(data, bytes) else data.encode(errors="replace")) > SIZE_LIMIT_BYTES:
        raise TooLarge(what="Le modèle", limit="64 Kio")
    text = clean_text(data)
    front, body = front_matter.split(text)
    values = dict(front_matter.parse(front).values)
    said = values.pop("template", None)
    if not isinstance(said, dict):
        raise InvalidPage([Problem("template", "à remplir.")])
    template = Template(
        name=name, title=_line(said, "title", TITLE_LIMIT), help=_line(said, "help", HELP_LIMIT),
        kind=str(said.get("kind", "")), order=_order(said), lang=str(said.get("lang", "fr")),
        front=values, body=body.strip("\n"),
    )  # fmt: skip
    if problems := [*_of_itself(said, template, rules), *_of_keys(text, template, rules)]:
        raise InvalidPage(problems)
    return template


def _line(said: Mapping[str, Any], key: str, limit: int) -> str:
    value = said.get(key)
    value = "" if value is None else value
    if not isinstance(value, str) or "\n" in value:
        raise InvalidPage(
            [Problem(f"template.{key}", "ce doit être une ligne de texte, pas vide.")]
        )
    if len(value) > limit:
        raise InvalidPage(
            [Problem(f"template.{key}", "{max_length} signes au plus.", {"max_length": limit})]
        )
    if _TURNING.search(value):
        raise InvalidPage(
            [Problem(f"template.{key}", "il contient un signe invisible : retirez-le.")]
        )
    return value.strip()


def _order(said: Mapping[str, Any]) -> int:
    order = said.get("order", ORDER_LIMIT)
    if not isinstance(order, int) or isinstance(order, bool) or not 0 <= order <= ORDER_LIMIT:
        raise InvalidPage(
            [Problem("template.order", "ce doit être un nombre entier, de 0 à {most}.",
                     {"most": ORDER_LIMIT})]
        )  # fmt: skip
    return order


def _of_itself(said: Mapping[str, Any], one: Template, rules: Rules) -> Iterable[Problem]:
    if not one.title:
        yield Problem("template.title", "à remplir.")
    if one.kind not in rules.kinds:
        yield Problem("template.kind", "« {kind} » n’est pas un genre de page d’ici.",
                      {"kind": one.kind[:40]})  # fmt: skip
    if not _LANG.fullmatch(one.lang):
        yield Problem("template.lang", "« {value} » n’est pas un code de langue (fr, en, oc…).",
                      {"value": one.lang[:60]})  # fmt: skip
    for key in said:
        if key not in _KEYS:
            yield Problem("template", "« {key} » n’en est pas une clé : il y a {keys}.",
                          {"key": key[:40], "keys": ", ".join(_KEYS)})  # fmt: skip


def _of_keys(text: str, one: Template, rules: Rules) -> Iterable[Problem]:
    """What the keys that it fills would be refused for in a page. What a page must say and the
    template does not is its writer's."""
    kind = rules.kinds.get(one.kind)
    if kind is None:
        return
    for key in one.front:
        if key in _NOT_FILLED:
            yield Problem(key, "un modèle ne remplit pas cette clé : elle est à chaque page.")
        elif key not in _keys_of(kind.schema.model_fields):
            yield Problem(key, "une page de ce genre n’a pas cette clé.")
    needed = {"kind": one.kind, "title": one.title or "x", "lang": "fr",
              "licence": next(iter(rules.licences.licences))}  # fmt: skip
    front = needed | {k: v for k, v in one.front.items() if k not in _NOT_FILLED}
    page = Page(PagePath(one.kind, "modele"), text, front, one.body)
    for problem in rules.check(page):
        if problem.field.split(".")[0] in front:
            yield problem


def _keys_of(fields: Mapping[str, Any]) -> set[str]:
    return {field.alias or name for name, field in fields.items()}


def _is_guide(block: str) -> bool:
    """True for a note that says from its first line on what is to be written in its place."""
    lines = [line for line in block.splitlines() if line.strip()]
    opened = DIRECTIVE.match(lines[0]) if lines else None
    if opened is None:
        return bool(lines) and all(_GUIDING.match(line) for line in lines)
    return opened[2] == "note" and len(lines) > 1 and bool(_GUIDING.match(lines[1]))


def without_guides(body: str, guides: Iterable[str]) -> str:
    """The text without the blocks of a template that nobody touched; the rest to the letter.

    A heading under which only such a block stood goes with it: nothing was written there.
    """
    known, blocks = set(guides), split_blocks(body)
    kept: list[str] = []
    for at, block in enumerate(blocks):
        if block.strip() not in known:
            kept.append(block)
        elif kept and _is_heading(kept[-1]) and all(map(_is_heading, blocks[at + 1 : at + 2])):
            kept.pop()
    return "".join(kept)


def _is_heading(block: str) -> bool:
    return block.startswith("#")


def left_in(text: str) -> list[str]:
    """The lines that still say « À remplacer » (or “To replace”), as they stand."""
    return [line.strip() for line in text.splitlines() if _GUIDING.match(line)]
