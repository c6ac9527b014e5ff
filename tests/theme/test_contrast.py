"""The colours of every theme, in both schemes: text can be read, borders can be seen."""

import re
from itertools import product
from pathlib import Path

import pytest

from app.theme.theme import DEFAULT_FOLDER

THEMES = {
    folder.name: folder / "assets/theme.css"
    for folder in sorted(DEFAULT_FOLDER.parent.iterdir())
    if (folder / "assets").is_dir()
}
TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);")
BLOCK = re.compile(r"(:root[^{]*)\{([^}]*)\}")
KINDS = ("place", "method", "minicool", "organisation", "portal")
READ = ("ink", "soft", "accent", "accent-deep", "good", "caution", "bad", *KINDS)
PAPERS = ("paper", "sheet")
# (what is read, on what), besides READ on PAPERS.
PAIRS = [
    ("on-accent", "accent"), ("on-accent", "accent-deep"), ("ink", "shade"), ("soft", "shade"),
    ("ink", "wash"), ("accent-deep", "wash"), ("ink", "added"), ("ink", "removed"),
    ("ink", "marked"), *(("paper", kind) for kind in KINDS), ("paper", "ink"),
]  # fmt: skip


STYLES = DEFAULT_FOLDER / "assets/css"


def tokens(theme: str, scheme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in (STYLES / "tokens.css", STYLES / "print.css", THEMES[theme]):
        text = file.read_text("utf-8") if file.is_file() else ""
        screen, _, paper = text.partition("@media print")
        for selector, block in BLOCK.findall(screen + (paper if scheme == "print" else "")):
            if selector.strip() == ":root" or (scheme == "dark" and '"dark"' in selector):
                found |= dict(TOKEN.findall(block))
    return found


def colour(found: dict[str, str], name: str) -> str:
    value = found[name].strip()
    return colour(found, value[6:-1]) if value.startswith("var(--") else value


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "scheme"), [*product(THEMES, ("light", "dark", "print"))])
def test_text_has_a_contrast_of_four_and_a_half_and_borders_of_three(
    theme: str, scheme: str
) -> None:
    found = tokens(theme, scheme)
    pairs = [*product(READ, PAPERS), *PAIRS]
    if "band" in found:
        pairs.append(("on-band", "band"))
    ratios = {
        (a, b): round(contrast(colour(found, a), colour(found, b)), 2) for a, b in pairs
    }  # fmt: skip
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}
    assert contrast(colour(found, "edge"), colour(found, "paper")) >= 3
    assert contrast(colour(found, "edge"), colour(found, "sheet")) >= 3


COLOURED = [DEFAULT_FOLDER / "assets/css/tokens.css", *(f for f in THEMES.values() if f.is_file())]


@pytest.mark.parametrize("file", COLOURED, ids=lambda file: file.parts[-3])
def test_dark_is_the_same_by_choice_and_by_preference(file: Path) -> None:
    blocks = [
        dict(TOKEN.findall(block))
        for selector, block in BLOCK.findall(file.read_text("utf-8"))
        if "data-scheme" in selector
    ]
    assert len(blocks) == 2
    assert blocks[0] == blocks[1]
