"""Lists and Markdown among the files that anybody may ask for."""

import json
import zipfile
from pathlib import Path

import pytest

from app.actions.make_kit import make_kit
from app.actions.pack_kit import write_file
from app.domain.errors import InvalidPath
from app.domain.exchange import Draft
from app.domain.kit import KitChoice, Pictures, about_bytes
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import new_wiki, page, picture, write


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory):
    opened = new_wiki(tmp_path_factory.mktemp("plain") / "data")
    shown = f"![Un four](/media/{picture(opened).name})"
    write(opened, "method/repas", page("Repas", shown))
    write(opened, "page/console", page("Console"))
    write(opened, "page/fermee", page("Fermée", licence="CC-BY-NC-ND-4.0"))
    yield opened
    opened.close()


def written(one: Instance, name: str, out: Path, query: str = "") -> Path:
    kit = make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice())
    write_file(one.making.formats[name], kit, out)
    return out


def test_they_stand_among_the_forms_that_are_offered(one):
    assert {"markdown", "csv", "geojson", "git"} <= set(one.making.formats)
    assert "jsonl" not in one.making.formats
    assert one.exporters["csv"].write_kit is None


def test_what_people_read_is_offered_before_what_programs_do(one):
    names = list(one.making.formats)
    assert names[:3] == ["static", "epub", "pdf"]
    assert names.index("zim") < min(map(names.index, ("markdown", "csv", "geojson", "git")))


def test_each_is_guessed_at_its_own_size(one):
    weight = one.wiki.index.weigh(Selection.parse(""))
    guessed = {n: about_bytes(weight, Pictures.full, e.bulk) for n, e in one.exporters.items()}
    assert guessed["csv"] < guessed["markdown"] < guessed["epub"] < guessed["static"]
    table = one.exporters["csv"].bulk
    assert about_bytes(weight, Pictures.none, table) == guessed["csv"]


def test_markdown_comes_packed_under_names_that_every_system_takes_and_reads_back(one, tmp_path):
    out = written(one, "markdown", tmp_path / "textes.zip")
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "read")
    assert {"pages/page/console.md", "pages/method/repas.md"} <= set(names)
    assert any(name.startswith("media/") for name in names)
    assert not any("fermee" in name for name in names)
    found = one.importers["markdown"].read(tmp_path / "read")
    paths = {draft.path for draft in found if isinstance(draft, Draft)}
    assert paths == {PagePath.parse(p) for p in ("page/console", "method/repas")}
    assert written(one, "markdown", tmp_path / "again.zip").read_bytes() == out.read_bytes()


def test_lists_hold_the_selection_alone(one, tmp_path):
    table = written(one, "csv", tmp_path / "table.csv", "kind=method").read_text(encoding="utf-8")
    assert "Repas" in table
    assert "Console" not in table
    features = json.loads(written(one, "geojson", tmp_path / "map.geojson").read_bytes())
    assert len(features["features"]) == 2


@pytest.mark.parametrize("slug", ["con", "nul", "aux", "com1", "lpt9", "prn", "Repas"])
def test_no_page_bears_a_name_that_windows_or_a_case_blind_disk_takes_for_another(slug):
    with pytest.raises(InvalidPath):
        PagePath("page", slug)
