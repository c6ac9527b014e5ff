"""A site that opens from a folder: its links lead to files that are there, and nothing else."""

import re
from html import unescape
from pathlib import Path

import pytest

from app.actions.make_kit import make_kit, write_kit
from app.actions.pack_kit import write_file
from app.domain.kit import KitChoice, Pictures
from app.domain.selection import Selection
from app.main import Instance, open_instance
from app.settings import Settings
from tests.actions.kits import new_wiki, page, picture, write

CLOSED = "CC-BY-NC-ND-4.0"
_NAMED = re.compile(r'<([a-z]+)\b[^>]*?\b(?:href|src|action)="([^"]*)"')


@pytest.fixture
def one(tmp_path: Path):
    opened = new_wiki(tmp_path / "data")
    yield opened
    opened.close()


def written(one: Instance, out: Path, query: str = "", **choice) -> Path:
    kit = make_kit(one.wiki, one.draw, Selection.parse(query), KitChoice(**choice))
    (write_file if out.suffix == ".zip" else write_kit)(one.exporters["static"], kit, out)
    return out


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*") if file.is_file()
    }  # fmt: skip


def faults(folder: Path) -> list[str]:
    """What a page of the site loads from outside, or leads to and is not there."""
    found = []
    for file in sorted(folder.rglob("*.html")):
        for tag, said in _NAMED.findall(file.read_text(encoding="utf-8")):
            url = unescape(said)
            if url.startswith(("https://", "http://")):
                wrong = tag not in ("a", "link")
            else:
                path = re.split(r"[?#]", url)[0]
                wrong = bool(path) and not (file.parent / path).is_file()
            if wrong:
                found.append(f"{file.relative_to(folder)}: {tag} {url}")
    return found


def test_every_link_leads_to_a_file_or_to_the_web(one, tmp_path):
    shown = f"![Un four](/media/{picture(one).name})"
    write(one, "method/repas", page("Repas partagé", f"Voir [[Compost]].\n\n{shown}"))
    write(one, "method/compost", page("Compost", "Voir [[Absente]].", themes="[numerique]"))
    live = ":::list kind=method\n:::"
    write(one, "place/plum", page("Plum", live, territory="{region: occitanie}"))
    write(one, "method/ferme", page("Fermée", licence=CLOSED))
    out = written(one, tmp_path / "site")
    assert faults(out) == []
    files = files_of(out)
    assert "listes/themes/numerique/index.html" in files
    assert "listes/regions/occitanie/index.html" in files
    assert b'href="../../methodes/re/repas.html"' in files["lieux/pl/plum.html"]
    meal = files["methodes/re/repas.html"].decode()
    assert re.search(r'<img src="../../media/[^"]+.webp" [^>]*alt="Un four"', meal)
    assert 'href="../../methodes/co/compost.html"' in meal
    assert "Fermée" in files["a-propos/index.html"].decode()
    assert "methodes/fe/ferme.html" not in files


def test_pictures_may_stay(one, tmp_path):
    shown = picture(one)
    write(one, "method/repas", page("Repas", f"![Un four](/media/{shown.name})"))
    out = written(one, tmp_path / "site", pictures=Pictures.none)
    assert "Image non emportée" in (out / "methodes/re/repas.html").read_text(encoding="utf-8")
    assert not (out / "media").exists()


def test_a_kit_wears_the_theme_of_its_instance_behind_its_own_masthead(tmp_path):
    new_wiki(tmp_path / "data").close()
    theme = tmp_path / "data" / "theme"
    for name, text in (("assets/theme.css", ":root { --ink: #123456; }"),
                       ("templates/_masthead.html", "<p>{{ frame.csrf }} Servi</p>"),
                       ("templates/_colophon.html", "{{ view.nothing }}")):  # fmt: skip
        (theme / name).parent.mkdir(parents=True, exist_ok=True)
        (theme / name).write_text(text, "utf-8")
    one = open_instance(Settings(data=tmp_path / "data"))
    write(one, "method/repas", page("Repas partagé", "On mange."))
    files = files_of(written(one, tmp_path / "site"))
    one.close()

    [style] = [data for name, data in files.items() if name.endswith("/look.css")]
    assert style.endswith(b":root { --ink: #123456; }")
    shown = files["methodes/re/repas.html"].decode()
    assert 'class="masthead' in shown
    assert "Servi" not in shown


def test_two_exports_are_the_same_bytes_and_so_are_two_archives(one, tmp_path):
    write(one, "method/repas", page("Repas partagé", "Voir [[Compost]]."))
    write(one, "method/compost", page("Compost"))
    assert files_of(written(one, tmp_path / "a")) == files_of(written(one, tmp_path / "b"))
    first, second = written(one, tmp_path / "a.zip"), written(one, tmp_path / "b.zip")
    assert first.read_bytes() == second.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "a.zip", "b", "b.zip", "data"]
