"""`maillage export` of pages as they are read: what it writes, says, and refuses."""

import hashlib
import json
import zipfile

import pytest

from tests.actions.kits import new_wiki, page, write
from tests.cli.test_commands import maillage

CLOSED = "CC-BY-NC-ND-4.0"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kits") / "data"
    one = new_wiki(folder)
    write(one, "method/repas", page("Repas partagé"))
    write(one, "method/ferme", page("Fermée", licence=CLOSED))
    for projection in one.wiki.projections:
        projection.reset()  # Behind the log, as after a restore.
    one.close()
    return folder


def test_a_program_reads_what_was_written(data, tmp_path):
    out = tmp_path / "clef.zip"
    done = maillage("export", "static", str(out), "--kind", "method", "--json", data=data)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["format"], said["out"], said["pages"]) == ("static", str(out), 1)
    assert said["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert said["bytes"] == out.stat().st_size
    [left] = said["left_out"]
    assert (left["title"], left["licence"]) == ("Fermée", CLOSED)
    assert zipfile.is_zipfile(out)
    assert "pages 1/1" in done.stderr
    assert list(tmp_path.iterdir()) == [out]


def test_a_person_is_told_what_stays(data, tmp_path):
    done = maillage("export", "static", str(tmp_path / "clef"), data=data)
    assert done.stdout == f"1 page dans {tmp_path / 'clef'}.\n"
    assert "Reste ici : Fermée" in done.stderr
    listed = maillage("export", "csv", str(tmp_path / "liste.csv"), "--json", data=data)
    assert json.loads(listed.stdout)["sha256"]


def test_an_estimate_writes_nothing(data, tmp_path):
    out = tmp_path / "clef"
    done = maillage("export", "static", str(out), "--estimate", data=data)
    assert done.stdout.startswith("1 page, environ ")
    assert "1 page reste ici." in done.stdout
    said = maillage("export", "static", str(out), "--estimate", "--json", data=data)
    assert json.loads(said.stdout)["about_bytes"] > 0
    assert not out.exists()


@pytest.mark.parametrize(("arguments", "code", "said"), [
    (("rouleau",), 1, "n’est pas connu"), (("static", "--form", "x"), 1, "n’est pas une forme"),
    (("static", "--pictures", "x"), 2, ""), (("static", "--kind", "place"), 1, "aucune page"),
    (("epub", "--kind", "method", "--kind", "methode"), 1, "« methode » (--kind). Il y a : method"),
    (("csv", "--form", "x"), 1, "ni formes"), (("csv", "--estimate"), 1, "ni formes"),
    (("static", "--near", "x"), 2, ""),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(data, tmp_path, arguments, code, said):
    format, *options = arguments
    done = maillage("export", format, str(tmp_path / "out"), *options, data=data)
    assert (done.returncode, said in done.stderr) == (code, True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_written_over(data, tmp_path):
    out = tmp_path / "clef.zip"
    out.write_text("à moi")
    done = maillage("export", "static", str(out), data=data)
    assert (done.returncode, "existe déjà" in done.stderr) == (1, True)
    assert out.read_text() == "à moi"
