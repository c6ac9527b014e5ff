"""Templates of kits compiled by one process are taken by the next."""

from pathlib import Path

import pytest
from jinja2 import Environment

from app.domain.kit import Compiled
from app.theme import Theme


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    templates = tmp_path / "theme" / "templates"
    templates.mkdir(parents=True)
    (templates / "essai.html").write_text("{{ _('Lieux') }} {{ view }}")
    return tmp_path


def drawn(folder: Path, stamp: str = "a", lang: str = "fr", *, folds: bool = True) -> str:
    compiled = Compiled(folder / "compiled", stamp)
    theme = Theme([folder / "theme"], folds=folds, compiled=compiled)
    return theme.render("essai.html", "<ici>", lang=lang)


def test_what_was_compiled_is_not_compiled_again(folder, monkeypatch):
    first = [drawn(folder), drawn(folder, lang="en"), drawn(folder, folds=False)]
    assert first == ["Lieux &lt;ici&gt;", "Places &lt;ici&gt;", "Lieux &lt;ici&gt;"]
    monkeypatch.setattr(Environment, "compile", None)
    assert [drawn(folder), drawn(folder, lang="en"), drawn(folder, folds=False)] == first


def test_other_software_compiles_again_in_the_same_place(folder):
    drawn(folder)
    kept = sorted((folder / "compiled").iterdir())
    before = [one.read_bytes() for one in kept]
    drawn(folder, stamp="b")
    assert sorted((folder / "compiled").iterdir()) == kept
    assert [one.read_bytes() for one in kept] != before


def test_a_disk_that_takes_nothing_costs_no_page(folder):
    (folder / "compiled").write_text("no folder")
    assert drawn(folder) == "Lieux &lt;ici&gt;"
