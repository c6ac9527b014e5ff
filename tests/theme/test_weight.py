"""A text page stays light on a slow line."""

import gzip

import pytest

from app.theme import Theme
from tests.theme.samples import shown

THEME = Theme()


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


@pytest.mark.parametrize("name", ["page", "place", "method", "minicool", "edit"])
def test_page_style_and_icons_weigh_less_than_20_kb(name: str) -> None:
    assert THEME.files.built, "the front end is not built: make assets"
    parts = [shown(THEME, name).encode()]
    for file in ("look.css", "icons.svg"):
        path = THEME.files.path(THEME.files.manifest[file])
        assert path is not None
        parts.append(path.read_bytes())
    assert sum(compressed(part) for part in parts) < 20_000


def test_a_first_visit_weighs_less_than_60_kb_with_font_and_scripts() -> None:
    assert THEME.files.built, "the front end is not built: make assets"
    total = compressed(shown(THEME, "page").encode())
    for file in ("look.css", "icons.svg", "site.js", "favicon.svg"):
        path = THEME.files.path(THEME.files.manifest[file])
        assert path is not None
        total += compressed(path.read_bytes())
    font = THEME.files.path(THEME.files.manifest["text.woff2"])
    assert font is not None
    assert total + font.stat().st_size < 60_000
