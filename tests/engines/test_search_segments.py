"""What saves in a row leave of Tantivy's segments."""

from pathlib import Path

import pytest

from app.domain.finding.marks import Mark
from app.domain.search import SearchQuery
from app.domain.selection import Selection
from app.engines.searching.projection import SearchProjection
from plugins.search_tantivy import recent
from plugins.search_tantivy.engine import TantivyIndex
from plugins.search_tantivy.snapshot import small_segments
from tests.engines.search_corpus import Log, PlainRenderer, page_text

SAVES = 3 * recent.LIMIT + 2


def paths(search: SearchProjection, text: str) -> list[str]:
    return [str(hit.path) for hit in search.find(SearchQuery(text, Selection())).hits]


@pytest.fixture
def search(tmp_path: Path) -> SearchProjection:
    return SearchProjection(TantivyIndex(tmp_path), PlainRenderer())


def test_saves_in_a_row_hardly_add_a_segment_and_upkeep_makes_one_of_them(
    tmp_path: Path, search: SearchProjection
) -> None:
    log = Log()
    for number in range(SAVES):
        search.apply(log.save({f"page/p-{number}": page_text(f"Titre mot{number}x")}), log)
        assert paths(search, f"mot{number}x") == [f"page/p-{number}"]
    assert small_segments(tmp_path) == SAVES // recent.LIMIT + 1
    assert search.check(log) == []
    assert search.tidy() == 2
    assert search.check(log) == []
    search.apply(log.save({"page/p-1": None, "page/p-2": page_text("Autre")}), log)
    assert paths(search, "mot1x mot2x") == []
    assert search.check(log) == []
    search.close()


def test_a_page_that_was_just_saved_leaves_with_its_deletion_or_its_friend(tmp_path: Path) -> None:
    index = TantivyIndex(tmp_path)
    search = SearchProjection(index, PlainRenderer())
    log = Log()
    search.apply(log.save({"page/loyer": page_text("Loyer"), "page/bail": page_text("Bail")}), log)
    search.apply(log.save({"page/loyer": None}), log)
    search.apply(log.save({"page/autre": page_text("Autre")}), log)
    assert paths(search, "loyer") == []
    index.take((), Mark("1" * 40), dropping="self")
    index.take((), Mark("2" * 40))
    assert set(index.ours()) == set()
    search.close()


def test_what_another_version_kept_is_left_where_it_stands() -> None:
    for data in (b"", b"[]", b"{", b'{"a":[1]}', b'{"a":[[],[],[],1,""]}'):
        assert recent.read(data) == {}
