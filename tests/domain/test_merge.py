"""Three texts into one: fields by key, the body by block."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.diff import hunks, spans, words
from app.domain.merge import merge_bodies, merge_pages

HEAD = """---
kind: place
title: Café
tags: [a, b]
territory: {city: Lautrec}
coordinates: [43.7, 2.1]
steps:
- title: one
- title: two
- title: three
---
"""
BODY = "# Title\n\nFirst.\n\nSecond.\n\n- item\n\nLast.\n"
BASE = HEAD + BODY


def merged(mine, theirs, base=BASE, **choices):
    return merge_pages(base, mine, theirs, settle=choices.get)


def test_each_side_s_field_is_kept():
    result = merged(BASE.replace("Café", "Café PLUM"), BASE.replace("[a, b]", "[a, b, c]"))

    assert result.disputes == ()
    assert result.text == BASE.replace("Café", "Café PLUM").replace("[a, b]", "[a, b, c]")


def test_what_nobody_touched_keeps_its_bytes():
    odd = BASE.replace("title: Café", "title:   'Café' # painted so")
    result = merged(odd.replace("[a, b]", "[a]"), odd.replace("First.", "Premier."), base=odd)

    assert "title:   'Café' # painted so\n" in result.text


def test_neighbouring_paragraphs_do_not_clash():
    result = merged(BASE.replace("First.", "Premier."), BASE.replace("Second.", "Deuxième."))

    assert result.disputes == ()
    assert "Premier.\n\nDeuxième.\n\n- item" in result.text


def test_the_same_paragraph_changed_twice_is_a_dispute_with_three_texts():
    result = merged(BASE.replace("First.", "Mine."), BASE.replace("First.", "Theirs."))

    assert [(d.field, d.base, d.mine, d.theirs) for d in result.disputes] == [
        ("body.1", "First.", "Mine.", "Theirs.")
    ]


@pytest.mark.parametrize(
    ("choice", "kept"),
    [("mine", ["Mine."]), ("theirs", ["Theirs."]), ("both", ["Theirs.", "Mine."])],
)
def test_a_person_settles_a_dispute(choice, kept):
    result = merge_pages(
        BASE, BASE.replace("First.", "Mine."), BASE.replace("First.", "Theirs."),
        settle={"body.1": choice}.get,
    )  # fmt: skip

    assert result.disputes == ()
    assert "\n\n".join(["# Title", *kept, "Second."]) in result.text


def test_the_same_change_on_both_sides_is_made_once():
    both = BASE.replace("First.", "Premier.")

    assert merged(both, both).text == both


def test_tags_merge_as_a_set():
    result = merged(BASE.replace("[a, b]", "[a, c]"), BASE.replace("[a, b]", "[d, a, b]"))

    assert result.disputes == ()
    assert "tags: [d, a, c]" in result.text


def test_a_town_and_its_coordinates_are_one_thing():
    mine = BASE.replace("Lautrec", "Castres")
    theirs = BASE.replace("43.7", "44.0")

    assert [d.field for d in merged(mine, theirs).disputes] == ["territory"]
    assert "Castres" in merged(mine, BASE).text


def test_two_edits_of_one_step_are_a_dispute_and_of_two_steps_are_not():
    mine = BASE.replace("title: one", "title: 1")
    other = BASE.replace("title: three", "title: 3")

    assert [d.field.split(".")[0] for d in merged(mine, BASE.replace("one", "un")).disputes] == [
        "steps"
    ]
    assert merged(mine, other).disputes == ()


def test_steps_keep_their_order_when_one_is_added_and_one_changed():
    mine = BASE.replace("- title: two", "- title: between\n- title: two")
    result = merged(mine, BASE.replace("three", "trois"))

    order = [line for line in result.text.splitlines() if line.startswith("- title")]
    assert order == ["- title: one", "- title: between", "- title: two", "- title: trois"]


def test_a_field_removed_here_and_changed_there_is_a_dispute():
    mine = BASE.replace("title: Café\n", "")

    assert [(d.field, d.mine) for d in merged(mine, BASE.replace("Café", "Bar")).disputes] == [
        ("title", None)
    ]


def test_a_paragraph_deleted_here_and_kept_there_goes_away():
    result = merged(BASE.replace("Second.\n\n", ""), BASE.replace("Last.", "Fin."))

    assert "Second" not in result.text
    assert "Fin." in result.text


def test_a_last_paragraph_without_its_line_end_is_not_glued_to_the_next():
    base = HEAD + "One"
    result = merge_pages(base, HEAD + "One\n\nTwo", HEAD.replace("Café", "Bar") + "One")

    assert result.text.endswith("One\n\nTwo\n") or result.text.endswith("One\n\nTwo")


def test_twenty_people_editing_twenty_paragraphs_all_find_their_words():
    base = HEAD + "\n\n".join(f"Paragraph {n}." for n in range(20)) + "\n"
    now = base
    for n in range(20):
        result = merge_pages(base, base.replace(f"Paragraph {n}.", f"Written by {n}."), now)
        assert result.disputes == ()
        now = result.text

    assert now == HEAD + "\n\n".join(f"Written by {n}." for n in range(20)) + "\n"


_blocks = st.lists(st.sampled_from(["A.", "B.", "C.", "- x\n- y", "# H"]), max_size=8).map(
    lambda blocks: "\n\n".join(blocks) + "\n" if blocks else ""
)


@given(_blocks, _blocks)
@settings(max_examples=300, deadline=None)
def test_a_side_that_changed_nothing_gives_the_other(base, theirs):
    assert merge_bodies(base, base, theirs)[0].strip() == theirs.strip()
    assert merge_bodies(base, theirs, base)[0].strip() == theirs.strip()


@given(_blocks, _blocks, _blocks)
@settings(max_examples=500, deadline=None)
def test_no_block_that_a_side_added_is_lost_unsaid(base, mine, theirs):
    text, disputes = merge_bodies(base, mine, theirs)
    said = text + "".join(f"{d.mine}{d.theirs}" for d in disputes)

    for side in (mine, theirs):
        for block in side.split("\n\n"):
            if block.strip() not in base:
                assert block.strip() in said


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_hunks_applied_to_the_first_give_the_second(before, after):
    result, at = [], 0
    for hunk in hunks(before, after):
        result += [*before[at : hunk.start], *hunk.after]
        at = hunk.end

    assert result + before[at:] == after


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_of_a_comparison_give_both_texts_back(before, after):
    said = spans(before, after)

    assert "".join(text for op, text in said if op != "added") == before
    assert "".join(text for op, text in said if op != "removed") == after
    assert "".join(words(before)) == before


def test_texts_made_to_be_slow_to_compare_are_compared_at_once():
    before = ["x"] * 40_000
    assert hunks(before, ["y", *before[:20_000], "y"])
