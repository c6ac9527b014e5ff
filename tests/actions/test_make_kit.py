"""What a kit is given: open pages as strangers see them, open media, and word of what stays."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions.make_kit import make_kit, mark_of_kit, write_kit
from app.domain.errors import Refused
from app.domain.exchange import Exporter
from app.domain.kit import Kit, KitChoice, KitPage
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import new_wiki, page, picture, write

CLOSED = "CC-BY-NC-ND-4.0"


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    yield opened
    opened.close()


def taken(one: Instance, selection: str = "", **how) -> Kit:
    return make_kit(one.wiki, one.draw, Selection.parse(selection), KitChoice(), **how)


def test_open_pages_are_drawn_and_closed_ones_are_told(one):
    write(one, "method/repas", page("Repas partagé", "Voir [[Compost]]."))
    write(one, "method/compost", page("Compost"))
    write(one, "method/ferme", page("Fermée", licence=CLOSED))
    write(one, "method/brouillon", page("Brouillon", status="draft"))
    told: list[tuple[int, int]] = []
    kit = taken(one, "kind=method", progress=lambda done, of: told.append((done, of)))
    pages = list(kit.pages())
    assert [one.row.title for one in pages] == ["Compost", "Repas partagé"]
    assert "/methodes/compost" in pages[1].view.head.body
    assert pages[1].text == "Voir Compost."
    assert (kit.count, told[-1], kit.words) == (2, (2, 2), "Méthode")
    (left,) = kit.left_out
    assert (left.title, left.licence) == ("Fermée", CLOSED)
    assert left.url == "http://alpha.example/methodes/ferme"


def seen(one: Instance) -> list[KitPage]:
    """Pages with what they show, whether it was kept packed or not."""
    return [replace(page, drawn=page.view) for page in taken(one).pages()]


def test_the_same_revision_is_drawn_the_same_and_marked_the_same(one):
    write(one, "method/repas", page("Repas partagé"))
    ask = (Selection(), KitChoice(), "1")
    first, mark = seen(one), mark_of_kit(one.wiki, "epub", *ask)
    assert seen(one) == first
    assert mark_of_kit(one.wiki, "epub", *ask) == mark
    assert mark_of_kit(one.wiki, "zim", *ask) != mark
    write(one, "method/compost", page("Compost"))
    assert mark_of_kit(one.wiki, "epub", *ask) != mark


def test_media_travel_where_their_own_licence_is_open(one):
    open_one, closed = picture(one), picture(one, licence=CLOSED, side=900)
    kit = taken(one)
    medium = kit.medium(f"/media/{open_one.name}")
    assert medium is not None
    assert (medium.width, medium.words.alt) == (1000, "Un carré de couleur")
    assert medium.read().startswith(b"\x89PNG")
    assert medium.light().startswith(b"RIFF")
    assert kit.medium(f"/media/{closed.name}") is None
    assert kit.medium("/media/../maillage.toml") is None
    assert kit.medium(f"/reseau/nobody.example/media/{open_one.name}") is None


def test_a_kit_is_there_whole_or_not_at_all(one, tmp_path):
    write(one, "method/repas", page("Repas partagé"))
    out = tmp_path / "kits" / "clef"

    def fails(_kit: Kit, draft: Path) -> None:
        draft.mkdir()
        (draft / "index.html").write_text("à moitié")
        raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="No space left"):
        write_kit(Exporter("static", write_kit=fails), taken(one), out)
    assert list(out.parent.iterdir()) == []
    write_kit(Exporter("book", write_kit=lambda _, to: to.write_text("x")), taken(one), out)
    assert out.read_text() == "x"
    with pytest.raises(Refused, match="existe déjà"):
        write_kit(Exporter("book", write_kit=lambda _, to: to.write_text("y")), taken(one), out)
