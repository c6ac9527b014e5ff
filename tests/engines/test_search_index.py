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
from tests.engines.search_corpus import Corpus, Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, Make, damage

LOYER = page_text("Le loyer", "Un loyer se discute.")


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def search(tmp_path: Path, make_engine: Make) -> Iterator[Engine]:
    engine = make_engine(tmp_path / "search", PlainRenderer())
    yield engine
    engine.close()


def found(search: Engine, text: str = "") -> list[str]:
    return [str(hit.path) for hit in search.find(SearchQuery(text)).hits]


def test_an_index_that_is_not_there_has_no_bookmark_and_answers_nothing(
    search: Engine, log: Log
) -> None:
    assert search.bookmark() is None
    assert found(search, "loyer") == []
    assert search.suggest("l", size=5) == []
    assert search.check(log)


def test_a_page_is_found_as_soon_as_it_is_saved(search: Engine, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    assert found(search, "loyer") == ["page/loyer"]
    assert search.bookmark() == log.entries[-1].revision
    assert search.find(SearchQuery("")).revision == str(log.entries[-1].revision)


def test_only_the_last_text_of_a_page_is_found(search: Engine, log: Log) -> None:
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
    search: Engine, log: Log, text: str | bytes | None
) -> None:
    search.apply(log.save({"page/loyer": LOYER, "page/autre": page_text("Autre")}), log)
    search.apply(log.save({"page/loyer": text}), log)
    assert found(search, "loyer") == []
    assert found(search) == ["page/autre"]
    assert search.suggest("loy", size=5) == []
    assert search.check(log) == []


def test_a_draft_never_enters(search: Engine, log: Log) -> None:
    draft = page_text("Secret", "motsecret", status="draft")
    search.apply(log.save({"page/secret": draft}), log)
    page = search.find(SearchQuery("motsecret"))
    assert (page.total, page.near, dict(page.facets)) == (0, (), {})


def test_a_batch_without_pages_moves_the_bookmark(search: Engine, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    search.apply(log.save({LICENCES_FILE: policy_file()}), log)
    assert search.bookmark() == log.entries[-1].revision
    assert found(search, "loyer") == ["page/loyer"]


def test_the_tree_says_which_licences_are_open(search: Engine, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    narrow = policy_file().replace(b"open: true", b"open: false")
    search.apply(log.save({LICENCES_FILE: narrow}), log)
    assert search.find(SearchQuery("", Selection(open_only=True))).total == 0


def test_the_bookmark_outlives_the_process(
    tmp_path: Path, make_engine: Make, search: Engine, log: Log
) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    search.close()
    again = make_engine(tmp_path / "search", PlainRenderer())
    assert again.bookmark() == log.entries[-1].revision
    assert found(again, "loyer") == ["page/loyer"]
    again.close()


def test_another_process_sees_each_commit(
    tmp_path: Path, make_engine: Make, search: Engine, log: Log
) -> None:
    other = make_engine(tmp_path / "search", PlainRenderer())
    assert found(other) == []
    for number in range(1, 4):
        search.apply(log.save({f"page/p-{number}": LOYER}), log)
        assert len(found(other, "loyer")) == number
    search.reset()
    assert found(other) == []
    assert other.bookmark() is None
    other.close()


@pytest.mark.parametrize("harm", ["emptied", "cut", "removed"])
def test_a_damaged_folder_is_built_anew(
    tmp_path: Path, make_engine: Make, search: Engine, log: Log, harm: str
) -> None:
    search.apply(log.save({"page/loyer": LOYER, "page/bail": page_text("Le bail")}), log)
    search.close()
    damage(tmp_path / "search", harm)
    again = make_engine(tmp_path / "search", PlainRenderer())
    assert again.bookmark() is None
    assert found(again) == []
    again.apply(log.entries, log)
    assert found(again, "loyer") == ["page/loyer"]
    assert again.check(log) == []
    again.close()


def test_two_words_in_a_text_outweigh_one_in_a_title(search: Engine, log: Log) -> None:
    others = {f"page/p-{n}": page_text(f"Page {n}", "Une caution.") for n in range(9)}
    both = page_text("Autre", "Un loyer, une caution.")
    search.apply(log.save({**others, "page/loyer": page_text("Loyer"), "page/deux": both}), log)
    assert found(search, "loyer caution")[:2] == ["page/deux", "page/loyer"]


def test_check_names_what_is_missing_and_what_is_too_much(search: Engine, log: Log) -> None:
    search.apply(log.save({"page/loyer": LOYER}), log)
    revision: RevisionId = log.entries[-1].revision
    tree = log.trees[revision]
    tree["pages/page/ba/bail.md"] = tree.pop("pages/page/lo/loyer.md")
    said = search.check(log)
    assert [("page/bail" in one, "page/loyer" in one) for one in said] == [
        (True, False),
        (False, True),
    ]


def test_many_saves_lose_nothing(search: Engine, log: Log) -> None:
    corpus = Corpus(words=500)
    for number in range(30):
        _path, text = corpus.page(number % 20)
        path = f"page/page-{number % 20}"
        search.apply(log.save({path: text.replace("\n---\n", f"\n---\nmot{number} ")}), log)
        assert found(search, f"mot{number}") == [path]
    assert search.check(log) == []
    search.tidy()
    assert search.check(log) == []
    assert len(found(search)) == 20


def test_people_may_search_while_others_save(search: Engine, log: Log) -> None:
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
            for number in range(24):
                search.apply(log.save({f"page/p-{number % 5}": LOYER}), log)
        finally:
            done.set()
        assert all(one.result() for one in asking)


def test_synonyms_are_taken_anew_with_the_next_save(
    tmp_path: Path, make_engine: Make, log: Log
) -> None:
    groups = [(("loyer", "redevance"),)]
    engine = make_engine(tmp_path / "words", PlainRenderer(), synonyms=lambda: groups[-1])
    engine.apply(log.save({"page/loyer": LOYER}), log)
    assert found(engine, "redevance") == ["page/loyer"]
    groups.append((("loyer", "fermage"),))
    engine.apply(log.save({LICENCES_FILE: policy_file()}), log)
    assert (found(engine, "fermage"), found(engine, "redevance")) == (["page/loyer"], [])
    engine.close()
