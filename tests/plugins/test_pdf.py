"""Printed forms of a selection, opened as a reader of PDF does."""

import io
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.errors import Refused
from app.main import Instance
from plugins.export_pdf import joining, printing, quicker
from plugins.export_pdf.beside import Beside
from plugins.export_pdf.booklet import gatherings, sides
from plugins.export_pdf.cards import cut
from plugins.export_pdf.hand import Hand
from plugins.export_pdf.layout import OnlyOurs
from tests.actions.kits import new_wiki, write
from tests.plugins.books import LONG, fill, written

A3, A4, A4_LYING = (842, 1191), (595, 842), (842, 595)
FORMS = {"page": "", "booklet": "kind=method", "poster": "", "cards": ""}
WRITES = """
import sys
from pathlib import Path
from app.main import open_instance
from app.settings import Settings
from tests.plugins.books import written
from tests.plugins.test_pdf import FORMS

one = open_instance(Settings(data=Path(sys.argv[1])))
for form, query in FORMS.items():
    written(one, "pdf", Path(sys.argv[2]) / form, query, form=form)
written(one, "epub", Path(sys.argv[2]) / "epub")
one.close()
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("pdf") / "data"


@pytest.fixture(scope="module")
def one(data):
    opened = new_wiki(data)
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def made(one: Instance, out: Path) -> Path:
    """Each form once."""
    for form, query in FORMS.items():
        written(one, "pdf", out / form, query, form=form)
    return out


@pytest.fixture(scope="module")
def pages(made: Path) -> PdfReader:
    return read(made / "page")


@pytest.fixture(scope="module")
def told(pages: PdfReader) -> str:
    """All that the pages say: reading them takes longer than a test should."""
    return text(pages)


def read(file: Path) -> PdfReader:
    return PdfReader(io.BytesIO(file.read_bytes()))


def text(found: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in found.pages)


def words(found: PdfReader) -> str:
    return in_one_line(text(found))


def in_one_line(said: str) -> str:
    return " ".join(said.replace("\u00a0", " ").replace("\u202f", " ").split())


def size(found: PdfReader) -> tuple[int, int]:
    box = found.pages[-1].mediabox
    return round(box.width), round(box.height)


def test_pages_are_found_by_their_words_with_accents(pages, told):
    said = in_one_line(told)
    assert size(pages) == A4
    assert "Manger ensemble, chaque jeudi." in said
    assert "Le cœur du repas" in said
    assert "Une note à l’écart." in said
    assert LONG[:60] in said


def test_the_file_says_what_it_is_and_is_tagged(pages):
    assert pages.metadata.title == "Alpha"
    assert pages.metadata.author == "Alpha"
    root = pages.trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root


def test_bookmarks_follow_parts_and_pages(pages):
    top = [one.title for one in pages.outline if not isinstance(one, list)]
    below = [one.title for some in pages.outline if isinstance(some, list) for one in some]
    assert {"Sommaire", "Méthodes", "Lieux", "Index"} <= set(top)
    assert "Repas partagé" in below


def test_links_lead_within_the_file_or_to_the_web(pages):
    found = [
        annotation.get_object() for page in pages.pages for annotation in page.get("/Annots", [])
    ]
    web = {one["/A"]["/URI"] for one in found if "/A" in one}
    assert "http://alpha.example/methodes/ferme" in web
    assert not [address for address in web if not address.startswith(("http://", "https://"))]
    assert any("/Dest" in one for one in found)


def test_a_booklet_has_two_pages_on_each_side(made):
    booklet = read(made / "booklet")
    assert {size(booklet)} == {A4_LYING}
    assert len(booklet.pages) % 2 == 0
    assert "Repas partagé" in words(booklet)
    # A part of a page that bears the name of a part of the book begins no sheet.
    beside = next(side for side in map(in_one_line, (page.extract_text() for page in booklet.pages))
                  if "Difficultés rencontrées" in side)  # fmt: skip
    assert "Personne ne cuisine." in beside


@pytest.mark.parametrize("count", [1, 4, 5, 40, 41, 123])
def test_a_folded_booklet_has_every_page_once_and_in_order(count):
    found = list(gatherings(count))
    drawn = [page for some in found for side in sides(some) for page in side]
    assert sorted(drawn) == list(range(found[-1].stop))
    assert 0 <= found[-1].stop - count < 4
    assert all(len(some) <= 40 for some in found)
    assert max(map(len, found)) - min(map(len, found)) in (0, 4)
    first, second = list(sides(found[0]))[:2]
    assert (first[1], second[0]) == (0, 1)
    assert first[0] - second[1] == 1


def test_a_poster_is_one_sheet_for_each_method_that_is_told(made):
    posters = read(made / "poster")
    assert (len(posters.pages), size(posters)) == (3, A3)
    said = words(posters)
    assert "Écrire à tous." in said
    assert "alpha.example/methodes/repas" in said
    assert "CC BY-SA 4.0" in said


def test_a_method_that_is_too_long_for_a_sheet_is_still_one_sheet(tmp_path):
    with_wiki = new_wiki(tmp_path / "data")
    steps = "".join(
        f"  - {{title: Étape numéro {n}, text: {'Beaucoup de mots. ' * 24}}}\n" for n in range(30)
    )
    front = f"---\ntitle: Longue\nlang: fr\nlicence: CC-BY-SA-4.0\nsteps:\n{steps}---\n"
    write(with_wiki, "method/longue", front)
    poster = read(written(with_wiki, "pdf", tmp_path / "a.pdf", form="poster"))
    with_wiki.close()
    assert len(poster.pages) == 1
    said = words(poster)
    assert "Étape numéro 13" in said
    assert "Et 16 autres étapes, en ligne." in said


def test_cards_are_eight_on_a_sheet(made):
    cards = read(made / "cards")
    assert (len(cards.pages), size(cards)) == (1, A4)
    said = words(cards)
    assert "L’Atelier" in said
    assert "Grande table" not in said


def test_a_word_that_no_column_holds_is_broken(told):
    assert 1 < sum("œufœufœuf" in line for line in told.split("\n")) < 5


def test_a_long_text_is_cut_between_words():
    assert cut("un deux trois", 40) == "un deux trois"
    assert cut("un deux, trois", 10) == "un deux…"


@pytest.mark.parametrize(
    ("query", "form", "why"),
    [
        ("kind=portal", "", "aucune page ouverte"),
        ("kind=place", "poster", "aucune de ce choix"),
        ("kind=page", "cards", "ce choix n’en a aucun"),
        ("", "rouleau", r"\(page, booklet, poster, cards\)"),
    ],
)
def test_what_cannot_be_printed_is_told_and_leaves_nothing(one, tmp_path, query, form, why):
    with pytest.raises(Refused, match=why):
        written(one, "pdf", tmp_path / "a.pdf", query, form=form)
    assert list(tmp_path.iterdir()) == []


def test_without_the_library_a_sentence_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Refused, match="ne sait pas écrire de PDF"):
        printing.engine.__wrapped__()


def test_nothing_is_fetched_but_what_the_book_holds():
    fetcher = OnlyOurs({"a.css": b"x"})
    assert fetcher.fetch("livre:a.css").read() == b"x"
    for url in ("http://127.0.0.1/", "file:///etc/passwd", "livre:../a", "data:text/plain,x"):
        with pytest.raises(ValueError, match="not in the book"):
            fetcher.fetch(url)


def test_pages_of_both_processes_stand_in_one_book(pages):
    """Numbers, links and tags know nothing of who drew which page."""
    numbers = [page.extract_text().rpartition(" / ") for page in pages.pages[1:]]
    assert [(said.split()[-1], total.split()[0]) for said, _, total in numbers] == [
        (str(n), str(len(pages.pages))) for n in range(2, len(pages.pages) + 1)
    ]
    marks = pages.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = marks[::2]
    assert keys == sorted(set(keys))
    tags = dict(zip(keys, marks[1::2], strict=True))
    for page in pages.pages:
        assert all(tag["/Pg"] == page for tag in tags[page["/StructParents"]])
        for link in page.get("/Annots", []):
            assert link["/StructParent"] in tags
            assert link.get("/Dest", "index") in pages.named_destinations


def test_names_of_objects_change_and_words_do_not():
    rename = joining._renamer({12: 40})
    assert rename(rb"<</Pg 12 0 R/Alt (12 0 R \) 12 0 R)>>[12 0 R]") == (
        rb"<</Pg 40 0 R/Alt (12 0 R \) 12 0 R)>>[40 0 R]"
    )


def test_a_process_that_is_gone_or_failed_is_told():
    with closing(Beside("", {})) as other:
        other.ask("unheard")
        with pytest.raises(RuntimeError, match="unheard"):
            other.answer()
        with pytest.raises(Refused, match="manque peut-être de mémoire"):
            other.answer()


def test_another_process_gives_the_same_bytes(one, data, made, tmp_path):
    written(one, "epub", made / "epub")
    done = subprocess.run(
        [sys.executable, "-c", WRITES, str(data), str(tmp_path)],
        env={**os.environ, "PYTHONHASHSEED": "1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in (*FORMS, "epub"):
        assert (tmp_path / name).read_bytes() == (made / name).read_bytes(), name


def test_what_is_worked_out_once_is_what_the_library_works_out(monkeypatch):
    """Percentages, directions, tables and borders included."""
    rules = """@page { size: A6 } p { margin: 2% 10% .5em; width: 60%; padding-inline-start: 3% }
    div { display: inline-block; min-width: 30%; box-sizing: border-box; border: 1pt solid red }
    table { border-collapse: collapse } td { border: 2pt solid; padding: 1% } li { float: left }
    b { position: relative; top: 1em; text-decoration: underline } ul { margin-block: 1em }"""
    told = """<html lang="fr"><body><div>Un</div><div dir="rtl">Deux <b>trois</b></div>
    <p id="a">Quatre <a href="#a">cinq</a></p><ul><li>Six<ul><li>Sept</li></ul></li></ul>
    <table><tr><td>Huit</td><td>Neuf</td></tr></table><q>Dix</q></body></html>"""
    monkeypatch.setenv(printing.EPOCH, "0")

    def drawn():
        hand = Hand(rules)
        hand.lay(told.encode(), {})
        return hand.drawn(1, {"a": 1})

    plain = drawn()
    with quicker.quickly():
        assert drawn() == plain
