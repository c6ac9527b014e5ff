"""A folder names a first text by its address; the wiki keeps its id."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.import_pages import Imported, import_pages
from app.actions.rights import wiki_signature
from app.domain.exchange import Draft
from app.domain.page_path import PagePath
from app.domain.site import Site
from app.main import Instance, create_instance, open_instance
from app.settings import Settings


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Instance]:
    data = tmp_path / "data"
    create_instance(data, Site("Alpha", "", "http://alpha.example"))
    one = open_instance(Settings(data=data))
    yield one
    one.close()


def draft(slug: str, lang: str, more: str = "") -> Draft:
    front = f"kind: page\ntitle: {slug}\nlang: {lang}\nlicence: CC-BY-SA-4.0\n{more}"
    return Draft(PagePath("page", slug), f"---\n{front}---\n\nBonjour.\n")


FIRST = draft("bienvenue", "fr")
SECOND = draft("a-welcome", "en", "translation_of: page/bienvenue\n")


def bring(opened: Instance, *drafts: Draft, dry_run: bool = False) -> Imported:
    by = wiki_signature(opened.wiki)
    return import_pages(opened.wiki, drafts, author=by, note="Importer", dry_run=dry_run)


def page(opened: Instance, slug: str):
    return opened.wiki.index.page(PagePath("page", slug))


def test_a_translation_that_comes_before_its_first_text_is_tied_to_it(opened):
    done = bring(opened, SECOND, FIRST)
    assert done.created == ["page/bienvenue", "page/a-welcome"]
    assert done.refused == []
    first, second = page(opened, "bienvenue"), page(opened, "a-welcome")
    assert second.front["translation_of"] == {"id": first.id}


def test_a_translation_of_a_page_of_the_wiki_is_tied_and_a_second_import_changes_nothing(opened):
    bring(opened, FIRST)
    assert bring(opened, SECOND).created == ["page/a-welcome"]
    assert page(opened, "a-welcome").front["translation_of"] == {"id": page(opened, "bienvenue").id}
    assert bring(opened, SECOND, FIRST).unchanged == ["page/bienvenue", "page/a-welcome"]


def test_a_dry_run_tells_the_same_and_writes_nothing(opened):
    done = bring(opened, SECOND, FIRST, dry_run=True)
    assert done.created == ["page/bienvenue", "page/a-welcome"]
    assert page(opened, "bienvenue") is None


def test_a_translation_of_nothing_is_refused_with_its_address_and_the_rest_is_taken(opened):
    lost = draft("a-lost-text", "en", "translation_of: page/perdue\n")
    odd = draft("an-odd-text", "en", "translation_of: ../secret\n")
    done = bring(opened, lost, FIRST, odd)
    assert done.created == ["page/bienvenue"]
    assert [name for name, _ in done.refused] == ["page/a-lost-text", "page/an-odd-text"]
    assert "« page/perdue »" in str(done.refused[0][1])
