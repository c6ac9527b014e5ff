"""The index as a projection: what enters and leaves it, its bookmark, and several processes."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from app.domain.licence import LICENCES_FILE, policy_file
from app.domain.page_path import RevisionId
from app.domain.search import SearchQuery
from app.domain.selection import Selection
from app.engines.search_whoosh import WhooshSearch
from app.engines.search_whoosh.merging import FAN, choose
from tests.engines.search_corpus import Corpus, Log, PlainRenderer, page_text

LOYER = page_text("Le loyer", "Un loyer se discute.")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def search(tmp_path: Path) -> Iterator[WhooshSearch]:
    engine = WhooshSearch(tmp_path / "search", PlainRenderer())
    yield engine
    engine.close()


def found(search: WhooshSearch, text: str = "") -> list[str]:
    return [str(hit.path) for hit in search.find(SearchQuery(text)).hits]


def test_an_index_that_is_not_there_has_no_bookmark_and_answers_nothing(
    search: WhooshSearch, log: Log
) -> None:
    assert search.bookmark() is None
    assert found(search, "loyer") == []
    assert search.suggest("l", size=5) == []
    assert search.check(log)


def test_a_page_is_found_as_soon_as_it_is_saved(search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    assert found(search, "loyer") == ["page/loyer"]
    assert search.bookmark() == log.entries[-1].revision
    assert search.find(SearchQuery("")).revision == str(log.entries[-1].revision)


def test_only_the_last_text_of_a_page_is_found(search: WhooshSearch, log: Log) -> None:
    log.save({"page/loyer": LOYER})
    log.save({"page/loyer": page_text("Le bail", "Un bail se signe.")})
    search.apply(log.entries, log)
    assert found(search, "loyer") == []
    search.apply(log.save({"page/loyer": page_text("La charge", "Une charge se paie.")}), log)
    assert found(search, "bail") == []
    assert found(search) == ["page/loyer"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        page_text("Le loyer", "Un loyer.", status="draft"),
        "---\nredirect: 01J00000000000000000000000\n---\n",
        "---\ntitle: [\n---\nloyer\n",
        b"\xff\xfe loyer",
    ],
    ids=["deleted", "draft", "redirect", "broken", "not text"],
)
def test_a_page_that_may_not_be_shown_leaves_at_once(
    search: WhooshSearch, log: Log, text: str | bytes | None
) -> None:
    search.apply(log.save({"page/loyer": LOYER, "page/autre": page_text("Autre")}), log)
    search.apply(log.save({"page/loyer": text}), log)
    assert found(search, "loyer") == []
    assert found(search) == ["page/autre"]
    assert search.suggest("loy", size=5) == []
    assert search.check(log) == []


def test_a_draft_never_enters(search: WhooshSearch, log: Log) -> None:
    draft = page_text("Secret", "motsecret", status="draft")
    search.apply(log.save({"page/secret": draft}), log)
    page = search.find(SearchQuery("motsecret"))
    assert (page.total, page.near, dict(page.facets)) == (0, (), {})


def test_a_batch_without_pages_moves_the_bookmark(search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    search.apply(log.save({LICENCES_FILE: policy_file()}), log)
    assert search.bookmark() == log.entries[-1].revision
    assert found(search, "loyer") == ["page/loyer"]


def test_the_tree_says_which_licences_are_open(search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    narrow = policy_file().replace(b"open: true", b"open: false")
    search.apply(log.save({LICENCES_FILE: narrow}), log)
    assert search.find(SearchQuery("", Selection(open_only=True))).total == 0


def test_the_bookmark_outlives_the_process(tmp_path: Path, search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    search.close()
    again = WhooshSearch(tmp_path / "search", PlainRenderer())
    assert again.bookmark() == log.entries[-1].revision
    assert found(again, "loyer") == ["page/loyer"]
    again.close()


def test_another_process_sees_each_commit(tmp_path: Path, search: WhooshSearch, log: Log) -> None:
    other = WhooshSearch(tmp_path / "search", PlainRenderer())
    assert found(other) == []
    for number in range(1, 4):
        search.apply(log.save({f"page/p-{number}": LOYER}), log)
        assert len(found(other, "loyer")) == number
    search.reset()
    assert found(other) == []
    assert other.bookmark() is None
    other.close()


def test_a_commit_that_fails_leaves_the_index_as_it_was(
    search: WhooshSearch, log: Log, monkeypatch: pytest.MonkeyPatch
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
def test_a_damaged_folder_is_built_anew(
    tmp_path: Path, search: WhooshSearch, log: Log, ending: str, harm: str
) -> None:
    search.apply(log.save({"page/loyer": LOYER, "page/bail": page_text("Le bail")}), log)
    search.close()
    for file in (tmp_path / "search").glob(f"*{ending}"):
        _damage(file, harm)
    again = WhooshSearch(tmp_path / "search", PlainRenderer())
    assert again.bookmark() is None
    assert found(again) == []
    again.apply(log.entries, log)
    assert found(again, "loyer") == ["page/loyer"]
    assert again.check(log) == []
    again.close()


def _damage(file: Path, harm: str) -> None:
    data = file.read_bytes()
    if harm == "removed":
        file.unlink()
    else:
        file.write_bytes(b"" if harm == "emptied" else data[: len(data) // 2])


def test_two_words_in_a_text_outweigh_one_in_a_title(search: WhooshSearch, log: Log) -> None:
    others = {f"page/p-{n}": page_text(f"Page {n}", "Une caution.") for n in range(9)}
    both = page_text("Autre", "Un loyer, une caution.")
    search.apply(log.save({**others, "page/loyer": page_text("Loyer"), "page/deux": both}), log)
    assert found(search, "loyer caution")[:2] == ["page/deux", "page/loyer"]


def test_check_names_what_is_missing_and_what_is_too_much(search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    revision: RevisionId = log.entries[-1].revision
    tree = log.trees[revision]
    tree["pages/page/ba/bail.md"] = tree.pop("pages/page/lo/loyer.md")
    said = search.check(log)
    assert [("page/bail" in one, "page/loyer" in one) for one in said] == [
        (True, False),
        (False, True),
    ]


def test_many_saves_leave_few_segments_and_lose_nothing(tmp_path: Path, log: Log) -> None:
    search, corpus = WhooshSearch(tmp_path / "s", PlainRenderer()), Corpus(words=500)
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


def test_people_may_search_while_others_save(search: WhooshSearch, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    done = Event()

    def ask() -> int:
        asked = 0
        while not done.is_set() or not asked:
            assert "page/loyer" in found(search, "loyer")
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            for number in range(2 * FAN):
                search.apply(log.save({f"page/p-{number % 5}": LOYER}), log)
        finally:
            done.set()
        assert all(one.result() for one in asking)
