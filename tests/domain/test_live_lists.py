"""Which lists a text shows, and which pages these may hold."""

import pytest

from app.domain.live_lists import ANY, LiveList, live_lists, may_show
from app.domain.page import parse_page
from app.domain.page_path import PagePath

PLACE = {"kind": ("place",), "region": ("bretagne",), "theme": ("gouvernance",)}
METHOD = {"kind": ("method",), "lang": ("fr",)}


def lists(body: str, front: str = "", kind: str = "page") -> tuple[LiveList, ...]:
    text = f"---\ntitle: Un texte\n{front}---\n{body}\n"
    return live_lists(parse_page(PagePath(kind, "un-texte"), text))


def test_each_list_of_a_text_is_told():
    assert lists("Rien.") == ()
    assert lists(':::list kind=place view=cards title="Les lieux" size=8\n:::') == (
        LiveList("kind=place"),
    )
    assert lists("> ::::List  -lang=en kind=method\n> ::::") == (LiveList("kind=method -lang=en"),)


@pytest.mark.parametrize(
    "said",
    ["q=four", "since=2026-01-01", "kind=place order=recent", "view=table",
     "kind=page view=table"],
)  # fmt: skip
def test_lists_of_what_words_or_days_say_are_told_apart(said):
    assert [one.dated for one in lists(f":::list {said}\n:::")] == [True]
    assert [one.dated for one in lists(":::list kind=place view=cards\n:::")] == [False]


def test_what_is_not_sure_may_hold_anything():
    assert lists(":::list nombre=trois\n:::") == (ANY,)
    assert lists("Rien.", front='steps: ":::list kind=place\\n:::"\n') == (ANY,)
    assert may_show([ANY], [])


def test_lists_of_a_portal_are_its_own_and_those_of_its_text():
    queries = "queries:\n  - select: kind=place\n    view: table\n  - select: 3\n"
    assert lists(":::list kind=method\n:::", queries, "portal") == (
        LiveList("kind=place", dated=True), ANY, LiveList("kind=method"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("select", "place", "method"),
    [("", True, True), ("kind=place", True, False), ("kind=place kind=method", True, True),
     ("kind=place region=occitanie", False, False), ("-kind=place", False, True),
     ("origin=self theme=gouvernance", True, False), ("near=48,-3 within=5", True, True)],
)  # fmt: skip
def test_a_list_may_hold_the_pages_that_have_its_facets(select, place, method):
    one = [LiveList(select)]
    assert may_show(one, [PLACE]) is place
    assert may_show(one, [METHOD]) is method
    assert may_show(one, [METHOD, PLACE]) is (place or method)
    assert not may_show(one, [])
