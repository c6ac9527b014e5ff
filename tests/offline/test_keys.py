"""A site on the keys that people have: FAT, a full one, one that another process fills."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.actions.lay_over import lay_over
from app.domain.delta import GONE, IDENTITY, LAID
from app.domain.errors import Refused
from app.main import Instance
from app.theme.offline import sharing
from plugins.export_static import drawing
from tests.actions.kits import new_wiki, page, picture, write
from tests.offline.test_delta import changed, revision
from tests.offline.test_static import faults, files_of, written

LONG = "Atelier " + "de réparation de vélos " * 8
ARABIC = "مختبر مفتوح للجميع"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("keys") / "data"


@pytest.fixture(scope="module")
def one(data):
    opened = new_wiki(data)
    shown = picture(opened)
    write(opened, "method/repas", page("Repas", f"![Un four](/media/{shown.name}) [[Repas]]"))
    write(opened, "page/repas", page("REPAS", "Le même titre, ou presque."))
    write(opened, "method/" + "-".join(["velo"] * 23), page(LONG[:200], "[[Repas]]"))
    write(opened, "page/mukhtabar", page(ARABIC, "مرحبا بكم", lang="ar"))
    write(opened, "place/aux-quatre-vents", page("Aux quatre vents", ":::list kind=method\n:::"))
    yield opened
    opened.close()


def test_no_two_names_are_one_for_a_system_blind_to_case(one, tmp_path):
    out = written(one, tmp_path / "site")
    names = [one.relative_to(out).as_posix() for one in out.rglob("*")]
    assert len({name.casefold() for name in names}) == len(names)
    assert max(map(len, names)) < 160
    assert all(part[-1] not in ". " for name in names for part in name.split("/"))


@pytest.mark.needs("mkfs.vfat")
@pytest.mark.needs("mcopy")
def test_a_site_comes_back_from_a_fat_key_as_it_was(one, tmp_path):
    out, image, back = written(one, tmp_path / "site"), tmp_path / "key.img", tmp_path / "back"
    with image.open("wb") as file:
        file.truncate(64 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", str(image)], check=True, capture_output=True)
    quiet = os.environ | {"MTOOLS_SKIP_CHECK": "1", "LC_ALL": "C.UTF-8"}
    put = ["mcopy", "-s", "-Q", "-i", str(image), *map(str, sorted(out.iterdir())), "::/"]
    subprocess.run(put, check=True, capture_output=True, env=quiet)
    back.mkdir()
    get = ["mcopy", "-s", "-n", "-Q", "-i", str(image), "::/*", str(back)]
    subprocess.run(get, check=True, capture_output=True, env=quiet)
    assert files_of(back) == files_of(out)


def test_titles_of_any_length_and_direction_are_read(one, tmp_path):
    out = written(one, tmp_path / "site")
    assert faults(out) == []
    letters = (out / "listes/lettres/index.html").read_text(encoding="utf-8")
    assert f'<b dir="auto" lang="ar">{ARABIC}</b>' in letters
    assert LONG[:200].strip() in letters.replace("\u00a0", " ")
    assert letters.count("REPAS") == 1


def test_other_processes_and_seeds_write_the_same_bytes(one, data, tmp_path, monkeypatch):
    alone = files_of(written(one, tmp_path / "alone"))
    monkeypatch.setattr(drawing, "FEWEST", 1)
    monkeypatch.setattr(drawing.os, "cpu_count", lambda: 2)
    assert files_of(written(one, tmp_path / "two")) == alone
    command = [sys.executable, "-m", "app.cli", "export", "static", str(tmp_path / "other")]
    done = subprocess.run(
        [*command, "--data", str(data)], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONHASHSEED": "4711"}, cwd=Path(drawing.__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert files_of(tmp_path / "other") == alone


def test_an_error_of_another_process_offers_nothing(one, tmp_path, monkeypatch):
    monkeypatch.setattr(drawing, "FEWEST", 1)
    monkeypatch.setattr(drawing.os, "cpu_count", lambda: 2)
    monkeypatch.setattr("plugins.export_static.site.sheet_of", _to_nowhere)
    with pytest.raises(Refused, match="rien n’est écrit"):
        written(one, tmp_path / "keys" / "site")
    assert list((tmp_path / "keys").iterdir()) == []


def _to_nowhere(page, _file):
    """As a name that the system does not take: longer than any does."""
    return sharing.Sheet("x" * 300 + ".html", page.template, page.view, page.url)


def test_a_full_key_is_offered_nothing(one, tmp_path, monkeypatch):
    real, count = Path.write_bytes, [0]

    def fills_up(self: Path, data: bytes) -> int:
        count[0] += 1
        if count[0] > 9:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", fills_up)
    for name in ("site", "site.zip"):
        count[0] = 0
        with pytest.raises(Refused, match="No space left"):
            written(one, tmp_path / "keys" / name)
        assert list((tmp_path / "keys").iterdir()) == []


class TestUpdating:
    """An older copy, and what changed since."""

    @pytest.fixture
    def both(self, one: Instance, tmp_path: Path) -> tuple[Path, Path]:
        copy, base = written(one, tmp_path / "copy"), revision(one)
        write(one, "page/mukhtabar", page(ARABIC, f"Mot {base[:8]}", lang="ar"))
        return copy, changed(one, tmp_path / "delta", base)

    def test_only_what_changed_is_in_it(self, both):
        _, delta = both
        laid = set(files_of(delta / LAID))
        assert "pages/mu/mukhtabar.html" in laid
        assert not {"methodes/re/repas.html", "maillage/look.css"} & laid
        assert not any(name.startswith("media/") for name in laid)
        assert "a-poser" in (delta / "LISEZ-MOI.html").read_text(encoding="utf-8")
        assert IDENTITY in laid
        assert (delta / GONE).is_file()

    def test_a_stop_half_way_is_made_good_by_asking_again(self, one, both, tmp_path, monkeypatch):
        copy, delta = both
        real, count = os.replace, [0]

        def stops(source: object, target: object) -> None:
            count[0] += 1
            if count[0] == 3:
                raise OSError(5, "Input/output error")
            real(source, target)

        monkeypatch.setattr("app.actions.lay_over.os.replace", stops)
        with pytest.raises(Refused, match="Rien n’est perdu"):
            lay_over(copy, delta)
        lay_over(copy, delta)
        assert files_of(copy) == files_of(written(one, tmp_path / "full"))

    def test_it_fits_no_other_copy(self, one, both, tmp_path):
        _, delta = both
        other = written(one, tmp_path / "other", "kind=method")
        before = files_of(other)
        with pytest.raises(Refused, match="autre copie"):
            lay_over(other, delta)
        with pytest.raises(Refused, match="ce n’est pas une copie"):
            lay_over(tmp_path, delta)
        assert files_of(other) == before

    def test_a_name_that_leads_out_of_the_copy_is_refused(self, both, tmp_path):
        copy, delta = both
        (tmp_path / "mine.txt").write_text("à moi")
        (delta / GONE).write_text("../mine.txt\n")
        with pytest.raises(Refused, match="n’est pas un fichier de copie"):
            lay_over(copy, delta)
        assert (tmp_path / "mine.txt").read_text() == "à moi"

    def test_an_archive_of_it_does_as_well(self, one, both, tmp_path):
        copy, delta = both
        packed = tmp_path / "delta.zip"
        with ZipFile(packed, "w") as archive:
            for name, data in files_of(delta).items():
                archive.writestr(name, data)
        lay_over(copy, packed)
        assert files_of(copy) == files_of(written(one, tmp_path / "full"))
