"""A text made to hurt costs no more than a bound, and is still shown."""

import logging

import pytest

from app.domain.blocks import split_blocks
from app.engines.markdown import MarkdownRenderer
from app.engines.markdown.bounds import hopeless_brackets

SIZE = 256 * 1024
renderer = MarkdownRenderer()
HOSTILE = {
    "links": "[a](https://e.example/x) " * 10_000,
    "quotes": ">" * 1_000 + " x",
    "quotes on many lines": (">" * 1_000 + " x\n") * 250,
    "items": "- " * 1_000 + "x",
    "indented items": "".join("  " * n + "- a\n" for n in range(500)),
    "brackets": "[" * 100_000,
    "brackets with a word": "[a" * 130_000,
    "brackets both ways": "[" * 60_000 + "]" * 60_000,
    "wiki brackets": "[[a" * 80_000,
    "few brackets before a long text": "::<a>(![" * 30 + "-" * 60_000,
    "pictures without end": "![a](" * 50_000,
    "pictures": "![" * 40_000 + "](x)" * 40_000,
    "notes": "[^a]: x\n\n" + "[^" * 120_000,
    "stars": "*" * 50_000,
    "open stars": "*a **b " * 37_000,
    "nested stars": "*a " * 40_000 + "a* " * 40_000,
    "columns": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n" + "|b\n" * 200,
    "cells": "|" + "a|" * 250 + "\n|" + "-|" * 250 + "\n" + "|b\n" * 19_000,
    "a long label": "|" + "a" * 100_000 + "|\n|-|\n" + "|b|\n" * 15_000,
    "an open fence": "```\n" + "x\n" * 15_000,
    "open directives": ":::note\n" * 19_000,
    "directives with open fences": ":::a\n\n```\n" * 6_000,
    "directives ever shorter": "".join(":" * (700 - n) + "note\n" for n in range(600)),
    "quizzes": ":::quiz id=a\nq\n\n- [x] a\n:::\n\n" * 3_000,
    "glued addresses": "https://" * 32_000,
    "a reference used often": "[a]: http://e.example/" + "x" * 1_900 + "\n\n" + "[a] " * 50_000,
    "lines": "a\n" * 130_000,
    "nothing": "\n" * SIZE,
    "an ordinary word": "a" * SIZE,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_shown_and_bounded(name: str, caplog: pytest.LogCaptureFixture) -> None:
    body = HOSTILE[name][:SIZE]
    with caplog.at_level(logging.WARNING):
        page = renderer.render(body, kind="page", lang="fr")
    assert not caplog.records
    assert len(page.html) < 12 * 1024 * 1024
    assert "".join(split_blocks(body)) == body


def test_a_text_past_a_bound_is_shown_as_written() -> None:
    body = "> " * 100 + "le *mot* <b>\n\nla suite"
    page = renderer.render(body, kind="page", lang="fr")
    assert "Le voici tel qu’il a été écrit." in page.html
    assert "le *mot* &lt;b&gt;\n\nla suite</pre>" in page.html
    assert page.outline.text == body
    assert renderer.outline(body) == page.outline
    assert '<pre class="plain"' in renderer.render_field(body)


def test_a_failure_of_the_parser_is_logged_and_the_text_shown(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = MarkdownRenderer()

    def fail(*_args: object) -> None:
        raise RecursionError

    monkeypatch.setattr(broken._parser, "parse", fail)
    assert "un mot</pre>" in broken.render("un mot", kind="page", lang="fr").html
    assert "RecursionError" in caplog.text


def test_brackets_a_person_writes_are_never_hopeless() -> None:
    assert not hopeless_brackets("[a](b) [[c]] [^1] - [ ] [d][e] " * 2_000)
    assert not hopeless_brackets("[un oubli " * 30 + "[a](b) " * 500)
    assert hopeless_brackets("[" * 1_000)
    assert hopeless_brackets("![a](" * 2_000)
    assert hopeless_brackets("[a" * 30 + "-" * 60_000)
