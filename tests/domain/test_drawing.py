"""SVG comes in only where it can do nothing but be seen."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drawing import ATTRIBUTES, Drawing, looks_like_drawing
from app.domain.errors import InvalidMedium
from tests.drawings import GOOD, HOSTILE, OPEN, drawing


def test_a_simple_drawing_is_kept_as_it_is_with_the_size_of_its_box():
    kept = Drawing.parse(GOOD)

    assert (kept.data, kept.width, kept.height) == (GOOD, 800, 450)


@pytest.mark.parametrize("box", ["0 0 800 450", "0,0,800,450", " -5 -5  799.6 450.2 "])
def test_a_box_is_read_however_its_numbers_are_parted(box):
    kept = Drawing.parse(drawing(start=OPEN.replace("0 0 800 450", box)))

    assert (kept.width, kept.height) == (800, 450)


@pytest.mark.parametrize("name", HOSTILE)
def test_what_may_do_more_than_be_seen_is_refused_and_named(name):
    data, word = HOSTILE[name]

    with pytest.raises(InvalidMedium) as caught:
        Drawing.parse(data)

    assert word in str(caught.value)


def test_the_line_of_what_is_in_the_way_is_told():
    with pytest.raises(InvalidMedium, match=r"« script » \(ligne 3\)"):
        Drawing.parse(drawing("\n<rect/>\n<script/>"))


@given(st.sampled_from(sorted(ATTRIBUTES)), st.text(max_size=40))
def test_no_value_that_is_kept_can_hold_an_address(name, value):
    quoted = value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    try:
        Drawing.parse(drawing(f'<g {name}="{quoted}"/>'))
    except (InvalidMedium, UnicodeEncodeError):
        return
    assert not set(value) & set(":/\\'\"<>&;@")


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(data):
    with suppress(InvalidMedium):
        Drawing.parse(OPEN.encode() + data)


@pytest.mark.parametrize(
    ("data", "drawn"),
    [(GOOD, True), (b"\xef\xbb\xbf<svg/>", True), (b" \n<svg/>", True), (b"<gpx>", False),
     (b"%PDF-1.7 <svg", False)],
)  # fmt: skip
def test_what_says_that_it_is_svg_is_known(data, drawn):
    assert looks_like_drawing(data) is drawn
