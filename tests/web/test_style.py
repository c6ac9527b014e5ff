"""The style page: every piece of the theme, in either scheme."""

import re

import pytest

from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER
from app.web.screens.style import COLOURS
from tests.web.conftest import Alpha

TOKENS = DEFAULT_FOLDER / "assets/css/tokens.css"


def test_every_colour_of_the_theme_is_shown(shared_alpha: Alpha) -> None:
    html = shared_alpha.client.get("/-/style").text
    declared = set(re.findall(r"--([a-z-]+): (?:#|var)", TOKENS.read_text("utf-8")))
    assert declared - {"on-accent"} <= {token for token, _ in COLOURS}
    assert all(f'data-token="{token}"' in html for token, _ in COLOURS)


def test_every_piece_of_a_page_is_shown(shared_alpha: Alpha) -> None:
    html = shared_alpha.client.get("/-/style").text
    pieces = (
        "chain",
        "four",
        "quiz",
        "dispute",
        "sides three",
        "freshness",
        "facts place",
        "steps",
    )
    assert [name for name in pieces if f'class="{name}' not in html] == []


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", "<html lang=\"fr\">"), ("dark", 'data-scheme="dark"'), ("light", 'data-scheme="light"'),
     ("../x", "<html lang=\"fr\">"), ('"><script>', "<html lang=\"fr\">")],
)  # fmt: skip
def test_a_scheme_is_light_dark_or_the_device_s(
    shared_alpha: Alpha, asked: str, shown: str
) -> None:
    html = shared_alpha.client.get("/-/style", params={"schema": asked}).text
    assert shown in html
    assert "<script>" not in html


def test_the_other_theme_shows_it_too(alpha: Alpha) -> None:
    alpha.app.state.theme = theme = Theme([DEFAULT_FOLDER.parent / "rivage"])
    assert "masthead shore" in alpha.client.get("/-/style").text
    assert theme.faults.all() == []
