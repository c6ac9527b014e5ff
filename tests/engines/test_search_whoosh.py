"""What is Whoosh's own: commits that fail, its files one by one, segments and their merges."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.search import SearchQuery
from app.engines.search_whoosh.merging import FAN, choose
from tests.engines.search_corpus import Corpus, Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, harm_file, whoosh

LOYER = page_text("Le loyer", "Un loyer se discute.")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Engine]:
    engine = whoosh(tmp_path / "search", PlainRenderer())
    yield engine
    engine.close()


def found(search: Engine, text: str = "") -> list[str]:
    return [str(hit.path) for hit in search.find(SearchQuery(text)).hits]


def test_a_commit_that_fails_leaves_the_index_as_it_was(
    search: Engine, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    before = search.bookmark()
    entries = log.save({"page/bail": page_text("Le bail")})
    with monkeypatch.context() as patch:
        patch.setattr("whoosh.index.TOC.write", _fail)
        with pytest.raises(OSError, match="disk full"):
            search.apply(entries, log)
    assert search.bookmark() == before
    assert found(search) == ["page/loyer"]
    search.apply(entries, log)
    assert sorted(found(search)) == ["page/bail", "page/loyer"]


def _fail(*_args: object) -> None:
    raise OSError("disk full")


@pytest.mark.parametrize("ending", [".toc", ".seg", ".json"])
@pytest.mark.parametrize("harm", ["emptied", "cut", "removed"])
def test_one_damaged_file_has_all_built_anew(
    tmp_path: Path, search: Engine, log: Log, ending: str, harm: str
) -> None:
    search.apply(log.save({"page/loyer": LOYER, "page/bail": page_text("Le bail")}), log)
    search.close()
    for file in (tmp_path / "search").glob(f"*{ending}"):
        harm_file(file, harm)
    again = whoosh(tmp_path / "search", PlainRenderer())
    assert again.bookmark() is None
    assert found(again) == []
    again.apply(log.entries, log)
    assert found(again, "loyer") == ["page/loyer"]
    assert again.check(log) == []
    again.close()


def test_many_saves_leave_few_segments_and_lose_nothing(tmp_path: Path, log: Log) -> None:
    search, corpus = whoosh(tmp_path / "s", PlainRenderer()), Corpus(words=500)
    for number in range(3 * FAN):
        path, text = corpus.page(number % 20)
        path = f"page/page-{number % 20}"
        search.apply(log.save({path: text.replace("\n---\n", f"\n---\nmot{number} ")}), log)
        assert found(search, f"mot{number}") == [path]
    assert len(list((tmp_path / "s").glob("*.seg"))) <= FAN + 3
    assert search.check(log) == []
    assert search.tidy() <= FAN
    assert search.check(log) == []
    search.close()


def test_merges_are_of_full_tiers_within_the_bound() -> None:
    assert choose([1000] + [1] * (FAN - 1), largest=64) == []
    assert choose([1000] + [1] * FAN, largest=64) == list(range(1, FAN + 1))
    assert choose([20] * FAN, largest=100) == []
    assert choose([20] * FAN, largest=1000) == list(range(FAN))
