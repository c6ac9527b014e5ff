"""A book of a selection, opened as a reader of books does."""

import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from app.domain.errors import Refused
from app.domain.kit import Pictures
from app.main import Instance
from tests.actions.kits import new_wiki
from tests.plugins.books import LONG, fill, written

NAMES = {
    "x": "http://www.w3.org/1999/xhtml",
    "epub": "http://www.idpf.org/2007/ops",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
}


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    opened = new_wiki(tmp_path_factory.mktemp("epub") / "data")
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def book(one: Instance, tmp_path_factory) -> zipfile.ZipFile:
    return zipfile.ZipFile(written(one, "epub", tmp_path_factory.mktemp("out") / "a.epub"))


def tree(book: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(book.read(f"EPUB/{name}"))


def words(book: zipfile.ZipFile, name: str) -> str:
    return " ".join("".join(tree(book, name).find("x:body", NAMES).itertext()).split())


def links(book: zipfile.ZipFile, name: str) -> dict[str, str]:
    found = tree(book, name).iterfind(".//x:a", NAMES)
    return {"".join(one.itertext()).strip(): one.get("href") for one in found}


def test_its_first_file_says_what_it_is_unpacked(book):
    first = book.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert book.read("mimetype") == b"application/epub+zip"


def test_every_text_of_it_is_well_formed(book):
    names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".ncx", ".svg"))]
    assert len(names) > 12
    for name in names:
        etree.fromstring(book.read(name))


def test_pages_stand_by_kind_and_lead_to_one_another(book):
    order = [one.get("idref") for one in tree(book, "livre.opf").iterfind(".//opf:itemref", NAMES)]
    first = ["t-couverture", "t-titre", "t-sommaire", "t-partie-method", "t-method-compost"]
    assert order[:5] == first
    assert order.index("t-partie-method") < order.index("t-partie-place")
    leads = links(book, "method-repas.xhtml")
    assert leads["Compost"] == "method-compost.xhtml"
    assert leads["Fermée"] == "http://alpha.example/methodes/ferme"
    assert "Rien encore" not in leads


def test_what_stays_is_named_and_its_text_is_not_there(book):
    assert "Fermée" in words(book, "restees.xhtml")
    assert "EPUB/method-ferme.xhtml" not in book.namelist()


def test_a_question_has_its_answers_at_the_end(book):
    page, answers = words(book, "method-repas.xhtml"), words(book, "reponses.xhtml")
    assert "Question 1. Que fait-on d’abord ?" in page.replace("\u00a0", " ")
    assert "une semaine avant" not in page
    assert "A. Juste. Oui, une semaine avant." in answers
    assert links(book, "method-repas.xhtml")["Réponse"] == "reponses.xhtml#reponse-method-repas-1"
    assert links(book, "reponses.xhtml")["Compost"] == "method-compost.xhtml"


def test_a_note_is_a_note(book):
    page = tree(book, "method-repas.xhtml")
    (call,) = page.iterfind(".//x:a[@epub:type='noteref']", NAMES)
    (note,) = page.iterfind(".//x:aside[@epub:type='footnote']", NAMES)
    assert call.get("href") == f"#{note.get('id')}"
    assert "Une note à l’écart." in "".join(note.itertext())


def test_a_picture_is_there_with_its_words_or_its_words_are(book, one, tmp_path):
    (image,) = tree(book, "method-repas.xhtml").iterfind(".//x:img", NAMES)
    assert image.get("alt") == "Une table mise"
    assert book.read(f"EPUB/{image.get('src')}").startswith(b"RIFF")
    assert "Image : Une cour" in words(book, "method-longue.xhtml").replace("\u00a0", " ")
    none = zipfile.ZipFile(written(one, "epub", tmp_path / "b.epub", pictures=Pictures.none))
    assert not [name for name in none.namelist() if "images/" in name]
    assert "Une table mise" in words(none, "method-repas.xhtml")
    full = zipfile.ZipFile(written(one, "epub", tmp_path / "c.epub", pictures=Pictures.full))
    assert [name for name in full.namelist() if name.endswith(".png")]


def test_each_page_says_its_language_and_how_it_is_written(book):
    arabic = tree(book, "page-maqha.xhtml")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert tree(book, "method-repas.xhtml").get("dir") == "ltr"


def test_each_page_says_its_authors_licence_version_and_address(book):
    said = words(book, "method-repas.xhtml")
    assert "CC BY-SA 4.0" in said
    assert "alpha.example/methodes/repas" in said
    assert re.search(r"Version du \d+ \w+ \d{4}\.", said)
    assert "Repas partagé" in words(book, "auteurs.xhtml")
    assert "Occitanie" in words(book, "index.xhtml")


def test_the_title_is_what_was_chosen_and_a_long_one_is_whole(one, book, tmp_path):
    methods = zipfile.ZipFile(written(one, "epub", tmp_path / "a.epub", "kind=method"))
    assert tree(methods, "livre.opf").findtext(".//dc:title", namespaces=NAMES) == "Méthodes"
    assert LONG.strip() in words(book, "sommaire.xhtml")


def test_hostile_words_are_words(book):
    said = words(book, "method-longue.xhtml")
    assert "]]>" in said
    assert "<b>gras</b>" in said
    assert not list(tree(book, "method-longue.xhtml").iter("{*}b", "{*}script"))


def test_an_empty_choice_is_told_and_leaves_nothing(one, tmp_path):
    with pytest.raises(Refused, match="aucune page ouverte"):
        written(one, "epub", tmp_path / "a.epub", "kind=portal")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_form_is_told_with_those_there_are(one, tmp_path):
    with pytest.raises(Refused, match=r"« rouleau » n’est pas une forme de ce format \(book\)"):
        written(one, "epub", tmp_path / "a.epub", form="rouleau")


def test_the_same_choice_gives_the_same_bytes(one: Instance, book, tmp_path: Path):
    again = written(one, "epub", tmp_path / "a.epub").read_bytes()
    assert again == Path(book.filename).read_bytes()
