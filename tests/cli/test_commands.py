"""The command line, as a steward types it."""

import io
import json
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli import main
from tests.e2e.servers import maillage as maillage_apart
from tests.e2e.servers import served

PAGE = """---
kind: {kind}
title: {title}
lang: fr
licence: {licence}
---
Du texte.
"""


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


def maillage(*arguments: str, data: Path) -> Done:
    """The command as typed, in this process: what it imports is there already."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["maillage", *arguments, "--data", str(data)])
        patch.setattr(sys, "stdin", io.StringIO())
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Path:
    data = tmp_path_factory.mktemp("cli") / "data"
    done = maillage(
        "init", "--name", "Essai", "--base-url", "http://127.0.0.1:8000", "--empty", data=data
    )
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def data(started, tmp_path) -> Path:
    return Path(shutil.copytree(started, tmp_path / "data"))


@pytest.fixture
def pages(tmp_path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "moulin.md").write_text(PAGE.format(kind="place", title="Moulin", licence="CC0-1.0"))
    (folder / "pain.md").write_text(
        PAGE.format(kind="method", title="Pain", licence="CC-BY-NC-4.0")
    )
    (folder / "faux.md").write_text("rien")
    (folder / "README.md").write_text("À lire d’abord.")
    return folder


def test_init_refuses_a_folder_that_holds_a_wiki(data):
    done = maillage(
        "init", "--name", "Essai", "--base-url", "http://a.example", "--empty", data=data
    )

    assert done.returncode == 1
    assert "déjà" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_without_a_wiki_says_how_to_make_one(tmp_path):
    done = maillage("check", data=tmp_path / "none")

    assert done.returncode == 1
    assert "maillage init" in done.stderr


def test_wrong_usage_exits_with_2(data):
    assert maillage("zut", data=data).returncode == 2
    assert maillage("token", "create", "a@b.example", "--scope", "zut", data=data).returncode == 2


def test_check_and_rebuild_end_well(data):
    assert maillage("check", data=data).returncode == 0
    assert maillage("rebuild", data=data).returncode == 0
    assert maillage("check", data=data).returncode == 0


def test_an_import_takes_what_it_can_and_says_what_it_refuses(data, pages):
    dry = maillage("import", "markdown", str(pages), "--dry-run", "--json", data=data)
    done = maillage("import", "markdown", str(pages), "--json", data=data)
    again = maillage("import", "markdown", str(pages), "--json", data=data)

    assert json.loads(dry.stdout)["created"] == ["place/moulin", "method/pain"]
    assert done.returncode == 1
    assert json.loads(done.stdout)["refused"][0]["what"] == "faux.md"
    assert json.loads(again.stdout)["unchanged"] == ["place/moulin", "method/pain"]
    assert maillage("check", data=data).returncode == 0


def test_an_export_takes_open_pages_only_and_reads_back(data, pages, tmp_path):
    maillage("import", "markdown", str(pages), data=data)
    out = tmp_path / "out"
    done = maillage("export", "markdown", str(out), data=data)
    back = maillage("import", "markdown", str(out), "--json", data=data)

    assert done.returncode == 0
    assert [f.name for f in sorted(out.rglob("pages/*/*.md"))] == ["moulin.md"]
    assert "Moulin" in (out / "ATTRIBUTION.md").read_text()
    assert json.loads(back.stdout)["unchanged"] == ["place/moulin"]


def test_an_export_since_a_day_or_a_version_takes_what_changed(data, pages, tmp_path):
    maillage("import", "markdown", str(pages), data=data)
    ever = maillage("export", "markdown", str(tmp_path / "a"), "--since", "2020-01-01", data=data)
    never = maillage("export", "markdown", str(tmp_path / "b"), "--since", "2199-01-01", data=data)
    wrong = maillage("export", "markdown", str(tmp_path / "c"), "--since", "HEAD", data=data)

    assert ever.stdout.startswith("1 page dans")
    assert never.stdout.startswith("0 page dans")
    assert wrong.returncode == 1


def test_a_backup_brings_everything_back(data, pages, tmp_path):
    maillage("import", "markdown", str(pages), data=data)
    maillage("user", "add", "a@b.example", "--name", "Ada", "--role", "steward", data=data)
    file, other = tmp_path / "copy.tar.gz", tmp_path / "other"
    kept = maillage("backup", str(file), data=data)
    back = maillage("restore", str(file), data=other)

    assert (kept.returncode, back.returncode) == (0, 0), kept.stderr + back.stderr
    assert maillage("check", data=other).returncode == 0
    assert "Ada" in maillage("user", "list", data=other).stdout
    assert maillage("restore", str(file), data=other).returncode == 1


def test_a_file_that_is_no_backup_restores_nothing(tmp_path):
    (tmp_path / "zut.tar.gz").write_bytes(b"zut")
    done = maillage("restore", str(tmp_path / "zut.tar.gz"), data=tmp_path / "other")

    assert done.returncode == 1
    assert not (tmp_path / "other").exists()


def test_a_token_is_printed_alone(data):
    maillage("user", "add", "a@b.example", "--name", "Ada", "--role", "steward", data=data)
    done = maillage("token", "create", "a@b.example", "--scope", "write", data=data)

    assert done.returncode == 0
    assert len(done.stdout.split()) == 1
    assert maillage("token", "create", "zut@b.example", data=data).returncode == 1


def test_a_setting_that_does_not_exist_refuses_to_start(data, monkeypatch):
    monkeypatch.setenv("MAILLAGE_SEACRH", "whoosh")
    done = maillage("settings", data=data)

    assert done.returncode == 1
    assert "MAILLAGE_SEACRH" in done.stderr


def test_a_setting_s_wrong_value_is_one_sentence(data, monkeypatch):
    monkeypatch.setenv("MAILLAGE_CACHE_BYTES", "-3")
    done = maillage("settings", data=data)

    assert done.returncode == 1
    assert "CACHE_BYTES" in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_and_doctor_say_how_things_are(data):
    assert "MAILLAGE_SEARCH=auto" in maillage("settings", data=data).stdout
    assert "à jour" in maillage("doctor", data=data).stdout


def test_commands_work_beside_a_server_and_a_second_server_does_not(data, pages):
    with served(data):
        second = maillage_apart("serve", "--port", "0", data=data)
        beside = maillage_apart("import", "markdown", str(pages), data=data)

        assert second.returncode == 1
        assert "Un autre serveur" in second.stderr
        assert "2 créées" in beside.stdout
        assert maillage("check", data=data).returncode == 0


def test_what_needs_someone_is_told_to_a_script(data, tmp_path):
    folder = tmp_path / "pages" / "place"
    folder.mkdir(parents=True)
    for name, title in (("plum", "Café Plum"), ("le-plum", "Le café plum")):
        page = PAGE.format(kind="place", title=title, licence="CC-BY-SA-4.0")
        (folder / f"{name}.md").write_text(page)
    assert maillage("import", "markdown", str(tmp_path / "pages"), data=data).returncode == 0

    counts = json.loads(maillage("care", "--json", data=data).stdout)
    assert (counts["a-verifier"], counts["resume"], counts["doublons"]) == (2, 2, 1)
    assert "doublons" in maillage("care", data=data).stdout
    [pair] = json.loads(maillage("care", "doublons", "--json", data=data).stdout)
    assert {pair["one"], pair["other"]} == {"place/plum", "place/le-plum"}
    lines = json.loads(maillage("care", "resume", "--json", data=data).stdout)
    assert {line["page"] for line in lines} == {"place/plum", "place/le-plum"}
    assert json.loads(maillage("care", "attendues", "--json", data=data).stdout) == []
    assert json.loads(maillage("care", "recherches", "--json", data=data).stdout) == []
    assert "Café Plum" in maillage("care", "themes", data=data).stdout
    refused = maillage("care", "rien", data=data)
    assert (refused.returncode, "n’est pas une liste" in refused.stderr) == (1, True)
