"""Links to a page that was renamed are written anew, and no other byte."""

import random
import re

import pytest

from app.domain import front_matter
from app.domain.page_path import PagePath
from app.domain.relink import Renamed, relink

CAFE = Renamed(
    path=PagePath("place", "cafe-neuf"),
    title="Café Neuf",
    old_titles=frozenset(["cafe vieux"]),
    old_paths=frozenset([PagePath("place", "cafe-vieux")]),
    urls={
        "/lieux/cafe-vieux": "/lieux/cafe-neuf",
        "https://a.test/lieux/cafe-vieux": "https://a.test/lieux/cafe-neuf",
    },
)


def page(body, front="title: X\n"):
    return f"---\n{front}---\n{body}"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("[[Café vieux]]", "[[Café Neuf]]"),
        ("[[ cafe  VIEUX |chez eux]]", "[[Café Neuf|chez eux]]"),
        ("[[place/cafe-vieux]]", "[[place/cafe-neuf]]"),
        ("[[place/cafe-vieux|là]]", "[[place/cafe-neuf|là]]"),
        ("[a](/lieux/cafe-vieux)", "[a](/lieux/cafe-neuf)"),
        ("[b](/lieux/cafe-vieux#titre)", "[b](/lieux/cafe-neuf#titre)"),
        ("[a](https://a.test/lieux/cafe-vieux 'x')", "[a](https://a.test/lieux/cafe-neuf 'x')"),
        ("[r]: /lieux/cafe-vieux", "[r]: /lieux/cafe-neuf"),
        ("| a |\n|---|\n| [[Café vieux]] |\n", "| a |\n|---|\n| [[Café Neuf]] |\n"),
        ("- un\n\n  [[Café vieux]]\n", "- un\n\n  [[Café Neuf]]\n"),
    ],
)  # fmt: skip
def test_links_follow(body, found):
    assert relink(page(body), CAFE).text == page(found)


@pytest.mark.parametrize(
    "body",
    [
        "[[Café vieux de Lautrec]] [[beta.example/place/cafe-vieux]] [[method/cafe-vieux]]",
        "[a](/lieux/cafe-vieux-2) [b](/lieux/cafe-vieux/edit) /lieux/cafe-vieux Café vieux",
        "\\[[Café vieux]]",
        "[[Café Neuf]] [[place/cafe-neuf]]",
        "[[Café vieux",
    ],
)
def test_what_is_no_link_to_it_stays(body):
    found = relink(page(body), CAFE)
    assert (found.text, found.changed, found.in_code) == (page(body), 0, 0)


@pytest.mark.parametrize(
    "body",
    [
        "```\n[[Café vieux]]\n```\n",
        "~~~ x\n[[Café vieux]]",
        "    [[Café vieux]]\n",
        "voir `[[Café vieux]]` ici",
        "voir ``a ` [[Café vieux]] `` ici",
        "- un\n  ```\n  [[Café vieux]]\n  ```\n",
        "> ```\n> [[Café vieux]]\n> ```\n",
    ],
)
def test_code_is_left_alone_and_told(body):
    found = relink(page(body), CAFE)
    assert (found.text, found.changed, found.in_code) == (page(body), 0, 1)


def test_a_tick_that_closes_nothing_is_no_code():
    assert relink(page("un ` seul [[Café vieux]]\n\nautre `"), CAFE).changed == 1


def test_a_title_that_a_link_cannot_hold_is_named_by_address():
    odd = Renamed(CAFE.path, "A|B [c]", CAFE.old_titles, frozenset(), {})
    assert "[[place/cafe-neuf|Café Vieux]]" in relink(page("[[Café Vieux]]"), odd).text
    twin = Renamed(CAFE.path, "Bar", CAFE.old_titles, frozenset(), {}, by_title=False)
    assert "[[place/cafe-neuf|Café Vieux]]" in relink(page("[[Café Vieux]]"), twin).text


def test_the_card_keeps_its_lines_and_comments():
    front = (
        "# en tête\ntitle: X # place/cafe-vieux\nmethods:   [ place/cafe-vieux,  method/b ] # un\n"
        "partners:\n  - place/cafe-vieux   # deux\n  - place/cafe-vieux-2\n"
        "summary: place/cafe-vieux\n"
        "trials:\n  - {place: place/cafe-vieux, result: \"voir [[Café vieux]]\"}\n"
    )  # fmt: skip
    found = relink(page("", front), CAFE)

    assert found.changed == 4
    assert found.text == page(
        "",
        "# en tête\ntitle: X # place/cafe-vieux\nmethods:   [ place/cafe-neuf,  method/b ] # un\n"
        "partners:\n  - place/cafe-neuf   # deux\n  - place/cafe-vieux-2\n"
        "summary: place/cafe-vieux\n"
        "trials:\n  - {place: place/cafe-neuf, result: \"voir [[Café Neuf]]\"}\n",
    )  # fmt: skip


def test_a_title_that_yaml_would_misread_is_quoted():
    odd = Renamed(CAFE.path, 'Le "Bar": tout', CAFE.old_titles, frozenset(), {})
    found = relink(page("", 'steps:\n  - {text: "voir [[Café vieux]]"}\n'), odd)

    values = front_matter.parse(front_matter.split(found.text)[0]).values
    assert values["steps"] == [{"text": 'voir [[Le "Bar": tout]]'}]


@pytest.mark.parametrize("seed", range(40))
def test_undoing_the_new_name_gives_every_byte_back(seed):
    draw = random.Random(seed)
    parts = [
        "[[Café vieux]]", "`", "```\n", "\n", "\n\n", " texte ", "[[Autre]]", "- ", "> ", "    ",
        "[x](/lieux/cafe-vieux)", "[[", "]]", "\\",
    ]  # fmt: skip
    body = "".join(draw.choice(parts) for _ in range(60))
    found = relink(page(body), CAFE).text

    back = found.replace("[[Café Neuf]]", "[[Café vieux]]").replace(
        "/lieux/cafe-neuf", "/lieux/cafe-vieux"
    )
    assert back == page(body)
    assert relink(found, CAFE).changed == 0


SLOW = ["`" * 100_000, "` `` " * 40_000, "[[" * 60_000, "[[Café vieux]]" * 15_000, "](" * 90_000]


@pytest.mark.parametrize("text", SLOW, ids=range(len(SLOW)))
def test_texts_made_to_be_slow_are_done_at_once(text):
    assert len(re.findall("vieux", relink(page(text), CAFE).text)) == 0
