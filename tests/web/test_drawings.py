"""Drawings on screens and in what is taken away: seen like any picture, and never run."""

import zipfile

import pytest

from app.actions.make_kit import make_kit, write_kit
from app.actions.media import MediumWords, add_medium
from app.actions.rights import console_reader
from app.domain.kit import KitChoice
from app.domain.people import Role
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import new_wiki, page, write
from tests.drawings import GOOD, HOSTILE

WORDS = {"alt": "Une table", "authors": "Ève", "licence": "CC-BY-SA-4.0"}
JSON = {"Accept": "application/json"}


def send(alpha, data, role=Role.contributor):
    client = alpha.signed_in(role)
    files = {"file": ("table.svg", data, "image/svg+xml")}
    return client.post(
        "/-/media", data={"csrf": alpha.csrf(client)} | WORDS, files=files, headers=JSON
    )


def test_a_drawing_is_served_so_that_nothing_in_it_can_run(alpha):
    said = send(alpha, GOOD).json()
    answer = alpha.client.get(said["url"])

    assert answer.content == GOOD
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_it_has_no_lighter_copy_since_it_is_sharp_at_any_size(alpha):
    url = send(alpha, GOOD).json()["url"]

    assert alpha.client.get(f"{url}/800.webp").status_code == 404


@pytest.mark.parametrize("name", ["script", "handler", "address", "doctype", "no size"])
def test_one_that_is_not_simple_is_refused_with_a_sentence(alpha, name):
    data, word = HOSTILE[name]
    answer = send(alpha, data)

    assert answer.status_code == 422
    assert word in answer.json()["detail"]


def test_a_page_shows_it_as_a_picture_with_its_size(alpha):
    said = send(alpha, GOOD).json()
    text = page("Dessin", said["markdown"]).replace("---\n", "---\nkind: page\n", 1)
    alpha.bring_in({"page/dessin": text})
    html = alpha.client.get("/pages/dessin").text

    assert f'src="{said["url"]}" width="800" height="450"' in html
    assert "<picture" not in html.partition(said["url"])[0][-80:]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """(wiki, name of the drawing) with one page that shows it."""
    one = new_wiki(tmp_path_factory.mktemp("drawn") / "alpha")
    kept = add_medium(one.wiki, GOOD, MediumWords(**WORDS), by=console_reader(one.wiki))
    write(one, "page/dessin", page("Dessin", f"![Une table](/media/{kept.name})"))
    yield one, kept.name
    one.close()


def taken(drawn: tuple[Instance, object], name, out):
    one, _ = drawn
    kit = make_kit(one.wiki, one.draw, Selection.parse(""), KitChoice())
    write_kit(one.exporters[name], kit, out)
    return out


def test_it_is_in_a_book(drawn, tmp_path):
    with zipfile.ZipFile(taken(drawn, "epub", tmp_path / "x.epub")) as book:
        found = [name for name in book.namelist() if book.read(name) == GOOD]
        listed = next(name for name in book.namelist() if name.endswith(".opf"))
        whole = book.read(listed).decode()

    assert found
    assert "image/svg+xml" in whole


def test_it_is_in_a_site_of_files(drawn, tmp_path):
    out = taken(drawn, "static", tmp_path / "site")
    found = [file for file in out.rglob("*.svg") if file.read_bytes() == GOOD]

    assert found
    assert f"{found[0].parent.name}/{found[0].name}" in next(out.rglob("dessin.html")).read_text()


def test_it_is_printed(drawn, tmp_path):
    pytest.importorskip("weasyprint")
    assert taken(drawn, "pdf", tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")
