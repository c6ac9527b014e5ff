"""A folder of pages brings its pictures with it, under the names that its pages give them."""

import pytest

from app.actions.import_pages import import_pages
from app.actions.media import medium_row
from app.actions.rights import wiki_signature
from app.domain.media import MediumName, names_in
from app.domain.page_path import PagePath
from tests.actions.kits import new_wiki
from tests.drawings import GOOD, drawing
from tests.engines.pictures import encoded, halves

PAGE = """---
kind: method
title: La table ronde
lang: fr
licence: CC-BY-SA-4.0
summary: S’asseoir en rond.
steps:
  - {title: Dresser, text: Six chaises., media: media/table.svg}
  - {title: Compter, text: À voix haute., media: media/inconnu.svg}
---

![Une table](media/table.svg "La table")

![Une cour](../../media/cour.png) et https://a.example/media/table.svg
"""
SIDECAR = """title: La table
alt: Six chaises autour d’une table.
licence: CC-BY-SA-4.0
authors: [Ana, Bo]
note: à refaire
"""


@pytest.fixture
def one(tmp_path):
    opened = new_wiki(tmp_path / "alpha")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path):
    for name in ("media", "a-pages/method"):
        (tmp_path / "from" / name).mkdir(parents=True)
    root = tmp_path / "from"
    (root / "a-pages/method/table-ronde.md").write_text(PAGE)
    (root / "media/table.svg").write_bytes(GOOD)
    (root / "media/table.yaml").write_text(SIDECAR)
    (root / "media/cour.png").write_bytes(encoded("png", halves(900, 450)))
    return root


def take(one, folder):
    found = one.importers["markdown"].read(folder)
    return import_pages(one.wiki, found, author=wiki_signature(one.wiki), note="Essai")


def text_of(one):
    row = one.wiki.index.page(PagePath("method", "table-ronde"))
    return row.text


def test_a_page_names_by_its_sum_what_it_named_by_its_file(one, folder):
    done = take(one, folder)
    table, court = (MediumName.parse(name) for name in reversed(done.media))

    assert not done.refused
    assert f'![Une table](/media/{table} "La table")' in text_of(one)
    assert f"![Une cour](/media/{court})" in text_of(one)
    assert f"media: /media/{table}}}" in text_of(one)


def test_what_is_no_file_of_the_folder_stays_as_it_is_written(one, folder):
    take(one, folder)

    assert "media: media/inconnu.svg" in text_of(one)
    assert "https://a.example/media/table.svg" in text_of(one)


def test_its_words_come_with_it_and_its_size_is_added(one, folder):
    take(one, folder)
    name = next(name for name in names_in(text_of(one)) if name.endswith("svg"))
    row = medium_row(one.wiki, MediumName.parse(name))
    kept = one.wiki.store.read(MediumName.parse(name).sidecar).decode()

    assert (row.words.title, row.words.alt) == ("La table", "Six chaises autour d’une table.")
    assert (row.words.authors, row.words.licence) == ("Ana, Bo", "CC-BY-SA-4.0")
    assert (row.width, row.height) == (800, 450)
    assert "note: à refaire" in kept


def test_a_second_time_nothing_changes(one, folder):
    take(one, folder)
    before = text_of(one)
    done = take(one, folder)

    assert done.unchanged == ["method/table-ronde"]
    assert text_of(one) == before


@pytest.mark.parametrize(
    ("file", "data", "why"),
    [("table.svg", drawing("<script/>"), "script"), ("table.yaml", b"licence: [", "fiche")],
)
def test_what_cannot_be_taken_is_named_and_the_page_comes_without_it(
    one, folder, file, data, why
):  # fmt: skip
    (folder / "media" / file).write_bytes(data)
    done = take(one, folder)

    assert [(what, why in str(said)) for what, said in done.refused] == [("media/table.svg", True)]
    assert "media: media/table.svg" in text_of(one)
