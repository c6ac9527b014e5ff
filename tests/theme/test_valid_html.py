"""Every screen is valid HTML, in both languages."""

from pathlib import Path

import pytest

from tests.compiled import quick_theme
from tests.html import invalid
from tests.theme.samples import SCREENS, shown


@pytest.mark.needs("java")
def test_every_screen_is_valid_html(tmp_path: Path) -> None:
    theme = quick_theme()
    for lang in ("fr", "en"):
        for name in SCREENS:
            (tmp_path / f"{name}.{lang}.html").write_text(shown(theme, name, lang), "utf-8")
    assert invalid(tmp_path) == []
