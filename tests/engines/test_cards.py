"""The picture of a page where it is shared: drawn once, readable, whatever its title."""

import io
from pathlib import Path

import pytest
from PIL import Image

from app.domain.card import HEIGHT, WIDTH, Card
from app.engines.images import PillowImages, cards
from app.engines.images.cards import Letters, draw
from app.engines.images.copies import Copies
from app.theme.files import Files
from app.theme.theme import DEFAULT_FOLDER

FILES = Files([DEFAULT_FOLDER])
TITLES = [
    "Été", "Œuvre « à l’école » : où, quand, comment ?", "mot" * 100, "a " * 100, "Привет, мир",
    "\u202e\u200b\x07", "",
]  # fmt: skip


def card(title: str, kind: str = "place") -> Card:
    return Card(title, kind, "Lieu", "Réseau des tiers-lieux", "#a8400c")


@pytest.fixture(params=["built", "bare"])
def letters(request: pytest.FixtureRequest) -> Letters:
    """With the theme's font, and with that of Pillow where no front end is built."""
    file = FILES.path(FILES.manifest["text.woff2"])
    assert file is not None, "the front end is not built: make assets"
    return Letters(file if request.param == "built" else None)


@pytest.mark.parametrize("title", TITLES)
def test_a_card_is_drawn_of_any_title(letters: Letters, title: str) -> None:
    data = draw(card(title), letters)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert len(data) < 60_000


@pytest.mark.parametrize("kind", ["place", "method", "mini_cool", "organisation", "recette"])
def test_each_kind_has_its_drawing(letters: Letters, kind: str) -> None:
    plain = draw(card("Titre", "page"), letters)
    assert (draw(card("Titre", kind), letters) == plain) is (kind == "recette")


def test_no_letter_is_drawn_as_the_box_of_what_is_missing(letters: Letters) -> None:
    font = letters.font(60, 700)
    said = letters.drawable("Œuvre « été » 日本 l’œil", font)
    missing = bytes(font.getmask("\uffff"))
    assert not [
        sign for sign in said if not sign.isspace() and bytes(font.getmask(sign)) == missing
    ]
    if letters.file is not None:
        assert said == "Œuvre « été » l’œil"


def test_a_card_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = PillowImages(copies=Copies(tmp_path, limit_bytes=10_000_000))
    first = images.card(card("Été"))
    monkeypatch.setattr(cards, "draw", lambda *_: pytest.fail("drawn again"))
    assert images.card(card("Été")) == first
