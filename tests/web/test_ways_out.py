"""What is no longer shared leaves by no way out, and comes back by all of them."""

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.actions.export_pages import export_pages
from app.actions.retract import close_page, reopen_page, retract_page
from app.domain.exchange import Exporter
from app.domain.page_path import PagePath
from app.domain.selection import Selection
from tests.web.conftest import Alpha, serve_alpha
from tests.web.pages import text

Way = Callable[[Alpha], str]


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alpha]:
    """Three pages that are open, two of which are taken back, beside one of a closed licence."""
    for alpha in serve_alpha(tmp_path_factory.mktemp("sharing") / "alpha"):
        for slug in ("ouvert", "clos", "otee"):
            alpha.save(f"place/{slug}", text("place", slug.title()))
        private = text("place", "Prive").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")
        alpha.bring_in({"place/prive": private})
        close_page(alpha.wiki, PagePath("place", "clos"), "à voir", by=alpha.reader())
        retract_page(alpha.wiki, PagePath("place", "otee"), "à leur demande", by=alpha.reader())
        yield alpha


def _got(url: str) -> Way:
    return lambda alpha: alpha.client.get(url).text


def _unpacked(alpha: Alpha, name: str) -> str:
    return gzip.decompress(alpha.client.get(f"/-/donnees/{name}").content).decode()


def _exported(alpha: Alpha) -> str:
    titles: list[str] = []
    exporter = Exporter("titles", lambda rows, _media, _out: titles.extend(r.title for r in rows))
    export_pages(alpha.wiki, exporter, Selection(), Path("unused"))
    return "\n".join(titles)


WAYS: dict[str, Way] = {
    "csv": _got("/lieux.csv"),
    "geojson": _got("/lieux.geojson"),
    "json": _got("/lieux.json"),
    "jsonld": _got("/lieux.jsonld"),
    "atom": _got("/lieux.atom"),
    "export": _exported,
    "oai": _got("/oai?verb=ListRecords&metadataPrefix=oai_dc&set=place"),
    "lines": lambda alpha: _unpacked(alpha, "pages.jsonl.gz"),
    "archive": lambda alpha: _unpacked(alpha, "pages.tar.gz"),
}


@pytest.mark.parametrize("way", WAYS)
def test_only_what_is_shared_leaves(sharing: Alpha, way: str) -> None:
    said = WAYS[way](sharing)
    assert [title for title in ("Ouvert", "Clos", "Otee", "Prive") if title in said] == ["Ouvert"]


def test_the_page_stays_on_the_wiki_and_can_be_shared_again(alpha: Alpha) -> None:
    path = PagePath("place", "les-ateliers")
    close_page(alpha.wiki, path, "à voir", by=alpha.reader())
    assert alpha.client.get("/lieux/les-ateliers").status_code == 200
    reopen_page(alpha.wiki, path, by=alpha.reader())
    assert all("Les Ateliers" in way(alpha) for way in WAYS.values())
