"""The open history as one file that stock git clones."""

import subprocess
from pathlib import Path

import pytest

from app.actions.make_kit import make_kit, write_kit
from app.domain.errors import Refused
from app.domain.kit import KitChoice
from app.domain.selection import Selection
from app.main import Instance
from tests.actions.kits import new_wiki, page, picture, write

CLOSED = "CC-BY-NC-ND-4.0"


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    yield opened
    opened.close()


def written(one: Instance, out: Path, query: str = "") -> Path:
    kit = make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice())
    write_kit(one.exporters["git"], kit, out)
    return out


def git(*arguments: str, cwd: Path) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, check=True, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(cwd), "GIT_CONFIG_NOSYSTEM": "1"},
    )  # fmt: skip
    return done.stdout


def test_stock_git_clones_the_open_pages_with_their_versions(one, tmp_path):
    shown = picture(one).name
    write(one, "method/repas", page("Repas", "Un."))
    write(one, "method/repas", page("Repas", f"Deux. ![Un four](/media/{shown})"))
    write(one, "method/ferme", page("Fermée", licence=CLOSED))
    write(one, "method/brouillon", page("Brouillon", status="draft"))
    out = written(one, tmp_path / "alpha.bundle")
    git("bundle", "verify", "--quiet", str(out), cwd=one_folder(tmp_path))
    git("clone", "--quiet", str(out), "clone", cwd=tmp_path)
    clone = tmp_path / "clone"
    assert "Deux." in (clone / "pages/method/re/repas.md").read_text(encoding="utf-8")
    assert (clone / shown.file).is_file()
    assert len(git("log", "--format=%h", "--", "pages/method", cwd=clone).split()) == 2
    assert not list(clone.rglob("ferme.md")) + list(clone.rglob("brouillon.md"))
    assert git("branch", "--show-current", cwd=clone).strip() == "open"
    assert git("fsck", "--full", "--strict", cwd=clone) == ""


def one_folder(tmp_path: Path) -> Path:
    """Some repository: git verifies a bundle only within one."""
    folder = tmp_path / "empty"
    folder.mkdir()
    git("init", "--quiet", cwd=folder)
    return folder


def test_the_same_history_gives_the_same_bytes_however_it_is_packed(one, tmp_path):
    for text in ("Un.", "Deux.", "Trois."):
        write(one, "method/repas", page("Repas", text * 50))
    first = written(one, tmp_path / "a.bundle").read_bytes()
    git("--git-dir", str(tmp_path / "data/open.git"), "repack", "-a", "-d", "-q", cwd=tmp_path)
    assert written(one, tmp_path / "b.bundle").read_bytes() == first


def test_a_choice_of_pages_is_refused_and_leaves_nothing(one, tmp_path):
    write(one, "method/repas", page("Repas"))
    with pytest.raises(Refused, match="prend toutes les pages"):
        written(one, tmp_path / "out" / "part.bundle", "kind=method")
    assert not (tmp_path / "out").exists()


def test_a_wiki_without_an_open_page_has_no_history_to_take(one, tmp_path):
    with pytest.raises(Refused, match="aucune page"):
        written(one, tmp_path / "out" / "none.bundle")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_repository_that_lost_its_objects_is_derived_again_first(one, tmp_path):
    write(one, "method/repas", page("Repas"))
    for file in (tmp_path / "data/open.git/objects").rglob("*"):
        if file.is_file() and file.parent.name != "info":
            file.unlink()
    git("clone", "--quiet", str(written(one, tmp_path / "a.bundle")), "clone", cwd=tmp_path)
    assert (tmp_path / "clone/pages/method/re/repas.md").is_file()
