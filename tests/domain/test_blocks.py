"""Cutting Markdown into blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.blocks import directive_ends, split_blocks

PIECES = {
    "paragraph": "Un lieu\nqui tient.",
    "heading": "## Le lieu",
    "underlined": "Le lieu\n=======",
    "bullets": "- un\n- deux\n\n  suite de deux\n\n- trois\n  - dedans",
    "numbers": "1. un\n2. deux\n\n   ```\n   code\n\n   code\n   ```\n",
    "tasks": "- [x] oui\n  > bravo\n- [ ] non\n  > reprenez",
    "quote": "> dit\nsuite du dire\n> - liste\n>\n> fin",
    "fence": "```sh\n# pas un titre\n\n- pas une liste\n:::\n```",
    "code": "    un\n\n    deux",
    "rule": "***",
    "table": "| a | b |\n|---|---|\n| [[lieu|L]] | d |",
    "directive": (
        ":::note attention\nUn\n\n- deux\n\n```\n:::\n```\n\n:::quiz\n- [x] a\n:::\n\nfin\n:::"
    ),
    "longer": "::::steps\n:::note\n\nx\n::::",
    "footnote": "[^1]: note\n\n    suite\nparesseuse",
}
MARKS = st.sampled_from(
    ["- ", "1. ", "> ", "# ", "```", "~~~", ":::", ":::note", "::::", "|", "|-|-|", "---", "===",
     "[^1]: ", "    ", "  ", "\t", "\n", "\n\n", "mot", "[x] ", "\r", "\u2028", "*", ""]
)  # fmt: skip


@given(st.lists(MARKS, max_size=40).map("".join) | st.text(max_size=200))
def test_the_blocks_joined_give_the_body_back(body: str) -> None:
    assert "".join(split_blocks(body)) == body


@pytest.mark.parametrize("body", ["*\r", "-\r\nsuite", "1)\r\n", "+\t\r\r\nfin"])
def test_an_empty_item_before_a_carriage_return_ends(body: str) -> None:
    assert "".join(split_blocks(body)) == body


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_is_one_block(name: str) -> None:
    assert split_blocks(PIECES[name] + "\n") == [PIECES[name] + "\n"]


@given(st.lists(st.sampled_from(sorted(PIECES)), min_size=1, max_size=8))
def test_pieces_between_paragraphs_stay_apart(names: list[str]) -> None:
    pieces = [text for name in names for text in (PIECES[name] + "\n\n", "Entre deux.\n\n")]
    assert [block.rstrip() for block in split_blocks("".join(pieces))] == [
        p.rstrip() for p in pieces
    ]


@given(
    st.lists(st.sampled_from(sorted(PIECES)), max_size=5),
    st.lists(st.sampled_from(sorted(PIECES)), max_size=5),
)
def test_editing_a_paragraph_changes_no_other_block(before: list[str], after: list[str]) -> None:
    above = "".join(PIECES[name] + "\n\n" for name in before)
    below = "".join("\n" + PIECES[name] + "\n" for name in after)
    one = split_blocks(above + "Phrase de départ.\n" + below)
    other = split_blocks(above + "Phrase **changée**,\navec une ligne de plus.\n" + below)
    assert [b for b in one if "Phrase" not in b] == [b for b in other if "Phrase" not in b]


def test_each_block_keeps_the_blank_lines_after_it() -> None:
    assert split_blocks("a\n\n\nb\n \n# c\n") == ["a\n\n\n", "b\n \n", "# c\n"]


def test_blank_lines_before_all_stand_alone() -> None:
    assert split_blocks("\n\na\n") == ["\n\n", "a\n"]


def test_nothing_has_no_blocks() -> None:
    assert split_blocks("") == []


def test_blocks_that_need_no_blank_line_are_apart() -> None:
    body = "texte\n# Titre\ntexte\n> dit\n- a\n* b\n***\n```\nx\n```\n"
    body += ":::note\ny\n:::\ntexte\n|a|\n|-|\n"
    assert [block.split("\n")[0] for block in split_blocks(body)] == [
        "texte", "# Titre", "texte", "> dit", "- a", "* b", "***", "```", ":::note", "texte", "|a|",
    ]  # fmt: skip


def test_an_unclosed_directive_runs_to_the_end() -> None:
    assert split_blocks("a\n\n:::note\nb\n\nc\n") == ["a\n\n", ":::note\nb\n\nc\n"]


def test_only_the_line_feed_ends_a_line() -> None:
    assert split_blocks("a\u2028# b\x0c# c\n") == ["a\u2028# b\x0c# c\n"]


def ends(text: str) -> dict[int, tuple[int, bool]]:
    return directive_ends([(0, line) for line in text.split("\n")], 0)


def test_a_fence_closes_the_innermost_directive_of_its_length() -> None:
    assert ends(":::a\n:::b\n:::\n:::\nx") == {1: (2, True), 0: (3, True)}


def test_a_longer_fence_closes_what_it_opened_and_all_inside() -> None:
    assert ends("::::a\n:::b\nx\n::::\ny") == {1: (3, False), 0: (3, True)}


def test_a_shorter_fence_closes_nothing_longer() -> None:
    assert ends("::::a\n:::\n::::\n") == {0: (2, True)}


def test_colons_in_a_code_fence_close_nothing() -> None:
    assert ends(":::a\n- ```\n:::\n  ```\n:::") == {0: (4, True)}
