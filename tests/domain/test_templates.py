"""Templates of pages: what one may say, what is refused, what guides and goes away."""

from pathlib import Path

import pytest

from app.domain import front_matter
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from app.domain.rules import Rules
from app.domain.templates import (
    Template,
    Unusable,
    left_in,
    name_in,
    read_template,
    without_guides,
)
from app.domain.vocabulary import read_themes

CONTENT = Path(__file__).parents[2] / "content"
SEEDS = sorted((CONTENT / "network/templates").glob("*.md"))
RULES = Rules(themes=read_themes((CONTENT / "vocabularies/themes.yaml").read_bytes()))
# What a person writes of what each kind asks.
WRITTEN = {"mini_cool": {"objective": "À la fin, je sais le faire."}}


def file(front="  title: Essai\n  kind: method\n", keys="", body="Du texte.\n"):
    return f"---\ntemplate:\n{front}{keys}---\n{body}"


def read(text, name="essai"):
    return read_template(name, text, RULES)


def seed(path):
    found = read_template(path.stem, path.read_bytes(), RULES)
    assert isinstance(found, Template), found
    return found


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_a_template_of_the_starter_content_makes_a_page_that_can_be_saved(path):
    one = seed(path)
    values = {"kind": one.kind, "title": "Le nôtre", "lang": one.lang, "licence": "CC-BY-SA-4.0"}
    values |= {**one.front, **WRITTEN.get(one.kind, {})}
    text = front_matter.compose(values, f"\n{one.body}\n")

    assert RULES.check(parse_page(PagePath(one.kind, "le-notre"), text)) == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_once_written_a_page_of_the_starter_content_guides_no_more(path):
    one = seed(path)
    written = without_guides(one.body, one.guides)
    quiz = "\n".join(line for line in written.splitlines() if line.strip() not in left_in(written))

    assert one.guides
    assert left_in(one.body)
    assert left_in(quiz) == []


def test_every_kind_has_a_template_and_three_are_in_english():
    found = [seed(path) for path in SEEDS]

    assert {one.kind for one in found} == set(RULES.kinds)
    assert sum(one.lang == "en" for one in found) >= 3


@pytest.mark.parametrize(
    ("text", "place"),
    [("rien", ""), ("---\ntemplate: [\n---\n", ""), ("---\ntitle: x\n---\n", "template"),
     (file("  title: [a]\n  kind: method\n"), "template.title"),
     (file("  title: Essai\n  kind: recette\n"), "template.kind"),
     (file("  kind: method\n"), "template.title"),
     (file("  title: Essai\n  kind: method\n  lang: Français\n"), "template.lang"),
     (file("  title: Essai\n  kind: method\n  order: -1\n"), "template.order"),
     (file("  title: Essai\n  kind: method\n  order: true\n"), "template.order"),
     (file("  title: Essai\n  kind: method\n  couleur: bleu\n"), "template"),
     (file(f"  title: {'a' * 81}\n  kind: method\n"), "template.title"),
     (file("  title: \"a\u202ebc\"\n  kind: method\n"), "template.title"),
     (file(keys="form: autre\n"), "form"), (file(keys="id: 01ARZ3NDEKTSV4RRFFQ69G5FAV\n"), "id"),
     (file(keys="status: published\n"), "status"), (file(keys="inventee: 1\n"), "inventee"),
     (file(keys="steps:\n  - {text: sans titre}\n"), "steps.1.title"),
     (file(keys="themes: [absent]\n"), "themes"), (file(body="é" * 40_000), ""),
     (b"\xff\xfe".decode("latin-1") + "\x00", ""), ("---\ntemplate: &a {}\nb: *a\n---\n", "")],
)  # fmt: skip
def test_a_template_that_says_it_wrong_is_told_where(text, place):
    found = read(text)

    assert isinstance(found, Unusable)
    assert place in [problem.field for problem in found.problems]
    assert all(str(problem) for problem in found.problems)


def test_bytes_that_are_no_text_are_told():
    assert isinstance(read_template("x", b"\xff\xfe\x00", RULES), Unusable)


def test_what_only_a_writer_can_say_is_not_missed_in_a_template():
    found = read(file("  title: Unité\n  kind: mini_cool\n", keys="duration_min: 30\n"))

    assert isinstance(found, Template)
    assert found.front == {"duration_min": 30}


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "A", "é", "con", "a" * 61, "x.yaml", "", "-a"]
)  # fmt: skip
def test_a_file_whose_name_is_no_name_is_no_template(name):
    assert name_in(f"network/templates/{name}.md") == ""


def test_what_was_written_in_the_place_of_guidance_stays_to_the_letter():
    guide = ":::note\nÀ remplacer : dites.\n:::"
    mine = "## B\n\nÉcrit.\n\n## C\n\n:::note\nMien.\n:::\n"

    assert without_guides(f"## A\n\n{guide}\n\n{mine}", {guide}) == mine


def test_guidance_with_a_word_added_is_the_writers_own():
    body = ":::note\nÀ remplacer : dites. J’ai dit.\n:::\n"

    assert without_guides(body, {":::note\nÀ remplacer : dites.\n:::"}) == body
    assert left_in(body) == ["À remplacer : dites. J’ai dit."]


@pytest.mark.parametrize(
    "line", ["On a pu à remplacer : ceci.", "Pièce à remplacer", "Guide : Julie", "", "##"]
)
def test_ordinary_words_are_no_guidance(line):
    assert left_in(line) == []
