"""Pages drawn for one kit serve the next, and nothing of it is ever needed."""

from contextlib import closing
from pathlib import Path
from sqlite3 import connect

import pytest

from app.actions.delete_page import delete_page
from app.actions.keep_drawn import KeptDrawing
from app.actions.rights import console_reader
from app.domain.kit import KitPage
from app.domain.page_path import PagePath
from app.domain.rows import PageRow
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import new_wiki, page, write


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    write(opened, "method/repas", page("Repas", "Voir [[Compost]]."))
    write(opened, "method/compost", page("Compost"))
    write(opened, "method/veille", page("Veille"))
    yield opened
    opened.close()


def rows(one: Instance) -> list[PageRow]:
    found, _ = one.wiki.index.select(Selection(), after=None, size=50)
    return sorted(found, key=lambda row: row.reference)


def drawn(one: Instance, *, all_pages: bool = True, lang: str = "fr") -> list[str]:
    """Which pages a kit draws, those that it has kept left out."""
    asked: list[str] = []

    def draw(row: PageRow) -> KitPage:
        asked.append(row.path.slug)
        url = f"/{row.path.slug}"
        return KitPage(row, url, "page.html", {"text": row.text}, row.text, ("Un titre",))

    kept = KeptDrawing(one.wiki, draw, lang, all_pages=all_pages)
    for row in rows(one):
        shown = kept.shown(row)
        assert (shown.row, shown.view, shown.text) == (row, {"text": row.text}, row.text)
    kept.end()
    return asked


def ledger(tmp_path: Path) -> Path:
    return tmp_path / "data" / "cache" / "drawn" / "fr.sqlite"


def test_pages_are_drawn_again_where_they_or_what_they_show_changed(one):
    assert drawn(one) == ["compost", "repas", "veille"]
    assert drawn(one) == []
    write(one, "method/veille", page("Veille", "Autre chose."))
    assert drawn(one) == ["veille"]
    write(one, "method/compost", page("Compost", "Autre chose.", summary="Autrement dit"))
    assert drawn(one) == ["compost", "repas"]
    assert drawn(one, lang="en") == ["compost", "repas", "veille"]


def test_only_what_differs_is_written(one, tmp_path):
    drawn(one)
    file, before = ledger(tmp_path), ledger(tmp_path).stat()
    assert drawn(one) == []
    assert file.stat() == before
    write(one, "method/veille", page("Veille", "Autre chose."))
    kept = held(file)
    assert drawn(one) == ["veille"]
    differ = {name for name, data in held(file).items() if kept[name] != data}
    assert differ == {"method/veille"}
    gone = PagePath("method", "repas")
    delete_page(
        one.wiki, gone, base=one.wiki.index.page(gone).revision, by=console_reader(one.wiki)
    )
    drawn(one)
    assert held(file).keys() == {"method/compost", "method/veille"}


def held(file: Path) -> dict[str, bytes]:
    with closing(connect(file)) as opened:
        return dict(opened.execute("SELECT reference, data FROM drawn"))


def test_nothing_is_left_of_it_where_it_is_cleared(one, tmp_path):
    drawn(one)
    one.wiki.drawn.clear()
    assert not ledger(tmp_path).exists()
    assert drawn(one) == ["compost", "repas", "veille"]


def test_a_kit_of_a_part_takes_what_is_kept_and_leaves_it(one, tmp_path):
    drawn(one)
    before = ledger(tmp_path).read_bytes()
    write(one, "method/veille", page("Veille", "Autre chose."))
    assert drawn(one, all_pages=False) == ["veille"]
    assert ledger(tmp_path).read_bytes() == before


@pytest.mark.parametrize("harm", ["cut", "halved", "bent", "nonsense", "gone", "file", "other"])
def test_what_cannot_be_read_is_drawn(one, tmp_path, harm):
    drawn(one)
    file = ledger(tmp_path)
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:1000])
    elif harm == "halved":
        file.write_bytes(file.read_bytes()[: -file.stat().st_size // 2])
    elif harm == "bent":
        with closing(connect(file)) as held, held:
            held.execute("UPDATE drawn SET data = CAST(data || 'plus' AS BLOB)")
    elif harm == "nonsense":
        file.write_bytes(b"rien" * 500)
    elif harm == "other":
        file.with_name("en.sqlite").write_bytes(file.read_bytes())
        assert drawn(one, lang="en") == ["compost", "repas", "veille"]
        return
    else:
        file.unlink()
        if harm == "file":
            file.parent.rmdir()
            file.parent.write_text("là où un dossier serait")
    assert drawn(one) == ["compost", "repas", "veille"]
    assert drawn(one) == (["compost", "repas", "veille"] if harm == "file" else [])
    assert not [one for one in file.parent.glob(".*") if file.parent.is_dir()]
