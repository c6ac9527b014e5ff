"""A week of opening hours, and what files say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.forms.hours import DAYS, Day, read_hours, text_of, typed_hours, week_of

NAME = "opening_hours"


def written(value):
    """What a value becomes that is shown in the form and sent back."""
    return read_hours(typed_hours(value, NAME), NAME)


def typed(**texts):
    return {f"{NAME}.{name.replace('_', '.')}": (text,) for name, text in texts.items()}


TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
SPANS = st.lists(st.tuples(TIMES, TIMES), min_size=1, max_size=2).map(tuple)
WEEKS = st.dictionaries(
    st.sampled_from(DAYS), st.one_of(SPANS.map(Day), st.just(Day(off=True))), min_size=1
)


@given(WEEKS, st.sampled_from(["", "PH off", "Mo 18:00+", "PH off; Dec 25 off"]))
def test_a_week_reads_back_to_the_same_week(week, rest):
    assert week_of(text_of(week, rest)) == (week, rest)


@given(st.text(max_size=80))
def test_any_text_is_kept_whole_or_in_its_meaning(text):
    week, rest = week_of(text)
    shown = typed_hours(text, NAME)

    # What is shown twice is the same: a value that is not touched is never written anew.
    assert typed_hours(text_of(week, rest), NAME) == shown


@pytest.mark.parametrize(
    "value",
    [
        "Mo-Fr 09:00-18:00", "Mo-Fr 09:00-12:00,14:00-18:30; Sa 10:00-12:00", "Su off",
        "Mo-We,Fr 10:00-18:00; Th off; PH off", "24/7", "Tu-Su 10:00-02:00; SH off",
        "Mo 18:00+", "Jun-Sep: Mo-Su 09:00-20:00", "by appointment",
    ],
)  # fmt: skip
def test_what_the_form_shows_comes_back_as_it_was(value):
    assert written(value) == (value, [])


def test_what_the_week_cannot_say_stands_beside_it():
    shown = typed_hours("Mo-Fr 09:00-18:00; PH off; easter off", NAME)

    assert shown[f"{NAME}.other"] == ("PH off; easter off",)
    assert shown[f"{NAME}.Fr.1"] == ("18:00",)


@pytest.mark.parametrize(
    "value", ["PH off; Mo-Fr 09:00-18:00", "Mo-Fr 09:00-18:00; We 10:00-12:00"]
)
def test_where_order_matters_the_whole_stays_as_it_is_written(value):
    assert typed_hours(value, NAME) == {f"{NAME}.other": (value,)}


@pytest.mark.parametrize("time", ["9", "9h", "9 h", "9 h 00", "9:00", "09.00", "9\u00a0h\u00a000"])
def test_times_are_read_as_people_write_them(time):
    assert read_hours(typed(Mo_0=time, Mo_1="12h30"), NAME) == ("Mo 09:00-12:30", [])


@pytest.mark.parametrize(
    ("texts", "place"),
    [
        ({"Mo_0": "midi", "Mo_1": "18h"}, "Mo.0"), ({"Mo_0": "9h"}, "Mo.1"),
        ({"Tu_2": "25h", "Tu_3": "26h"}, "Tu.2"), ({"Su_off": "yes", "Su_0": "9", "Su_1": "10"},
        "Su.off"),
    ],
)  # fmt: skip
def test_what_is_no_span_is_told_beside_it(texts, place):
    _, problems = read_hours(typed(**texts), NAME)

    assert problems[0].field == f"{NAME}.{place}"


def test_days_of_the_same_hours_stand_together():
    texts = {f"{day}_{n}": time for day in ("Mo", "Tu", "Th") for n, time in ((0, "9"), (1, "17"))}

    assert read_hours(typed(**texts), NAME)[0] == "Mo-Tu,Th 09:00-17:00"


def test_one_text_for_the_whole_is_taken_too():
    assert read_hours({NAME: ("Mo-Fr 09:00-18:00",)}, NAME) == ("Mo-Fr 09:00-18:00", [])
