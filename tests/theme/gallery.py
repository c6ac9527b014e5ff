"""Writes every sample screen as static files, to be looked at: `python -m tests.theme.gallery DIR`.

Serve the folder (`python -m http.server -d DIR`): browsers do not load a sprite from `file://`.
"""

import shutil
import sys
from pathlib import Path

from app.theme import Theme
from app.theme.theme import DEFAULT_FOLDER
from tests.theme.samples import SCREENS, shown


def write(out: Path) -> None:
    theme = Theme()
    static = out / "-" / "static"
    static.mkdir(parents=True, exist_ok=True)
    for file in (DEFAULT_FOLDER / "static").iterdir():
        shutil.copy(file, static)
    for name in SCREENS:
        (out / f"{name}.html").write_text(shown(theme, name), encoding="utf-8")
        dark = shown(theme, name).replace("<html ", '<html data-scheme="dark" ', 1)
        (out / f"{name}.dark.html").write_text(dark, encoding="utf-8")
    (out / "home.en.html").write_text(shown(theme, "home", "en"), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
