"""The search engine changes while people search and save, and nobody meets an empty answer."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.actions.catch_up import behind, catch_up, rebuild
from app.actions.switch_search import RETRY_AFTER, switch_search
from app.domain.errors import Refused
from app.domain.finding.engines import GROWN, SHRUNK, Standing, engine_for
from app.domain.finding.marks import Mark
from app.domain.page_path import PagePath
from app.domain.revision import Change, Signature
from app.domain.search import SearchQuery
from app.domain.site import Site
from app.engines.markdown import MarkdownRenderer
from app.engines.search_whoosh import WhooshIndex
from app.engines.searching import ChosenSearch
from app.main import Instance, create_instance, open_instance
from app.ports import SearchEngine
from app.settings import Settings
from plugins.search_tantivy.document import Prepared
from plugins.search_tantivy.engine import TantivyIndex
from tests.engines.search_corpus import page_text

PAGES = 40
ENGINES = {
    "whoosh": SearchEngine("whoosh", WhooshIndex),
    "tantivy": SearchEngine("tantivy", TantivyIndex),
}


@dataclass
class Wiki:
    """An instance whose engine is Whoosh, opened as often as there are workers."""

    data: Path
    opened: list[Instance]

    def open(self, setting: str) -> Instance:
        self.opened.append(open_instance(Settings(data=self.data, search=setting)))
        return self.opened[-1]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Wiki]:
    folder = tmp_path / "alpha"
    create_instance(folder, Site("Alpha", "occitanie", "http://alpha.test"))
    wiki = Wiki(folder, [])
    one = wiki.open("auto")
    for number in range(PAGES):
        save(one, number)
    assert catch_up(one.wiki)
    yield wiki
    for each in wiki.opened:
        each.close()


def save(one: Instance, number: int) -> None:
    file = PagePath.parse(f"page/p-{number}").file
    text = page_text(f"Loyer {number}", f"Un loyer, mot{number}.")
    who = Signature("Aïcha B.", "01KDVDNCXR0000000000000000@alpha.test")
    one.wiki.store.commit(
        Change({file: text.encode()}, {file: None}, who, one.wiki.clock.now(), "Page")
    )


def delete(one: Instance, number: int) -> None:
    file, store = PagePath.parse(f"page/p-{number}").file, one.wiki.store
    who = Signature("Aïcha B.", "01KDVDNCXR0000000000000000@alpha.test")
    expected = {file: store.blob_of(file)}
    store.commit(Change({file: None}, expected, who, one.wiki.clock.now(), "Page"))


def found(one: Instance, text: str) -> int:
    return one.wiki.search.find(SearchQuery(text)).total


def standing(one: Instance) -> Standing:
    assert one.wiki.engines is not None
    return one.wiki.engines.standing()


def test_a_small_wiki_has_the_embedded_engine(data: Wiki) -> None:
    one = data.opened[0]
    assert switch_search(one.wiki)
    assert standing(one) == Standing("whoosh")
    assert (data.data / "search" / "whoosh").is_dir()


def test_the_size_decides_and_does_not_change_its_mind_with_each_page() -> None:
    assert engine_for("auto", "whoosh", GROWN, ENGINES) == "whoosh"
    assert engine_for("auto", "whoosh", GROWN + 1, ENGINES) == "tantivy"
    assert engine_for("auto", "tantivy", SHRUNK + 1, ENGINES) == "tantivy"
    assert engine_for("auto", "tantivy", SHRUNK, ENGINES) == "whoosh"
    assert engine_for("whoosh", "tantivy", 10**6, ENGINES) == "whoosh"
    assert engine_for("auto", "whoosh", 10**6, ["whoosh"]) == "whoosh"


def test_an_engine_changes_while_people_search_and_save(data: Wiki) -> None:
    """Two workers: one changes the engine, both answer all the while."""
    workers = [data.open("tantivy"), data.open("tantivy")]
    done = Event()

    def search(one: Instance) -> int:
        asked = 0
        while not done.is_set() or asked < 5:
            assert found(one, "loyer") >= PAGES
            assert one.wiki.search.suggest("loy", size=3)
            asked += 1
        return asked

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(search, one) for one in (*workers, *workers)]
        try:
            for number in range(PAGES, PAGES + 4):
                save(workers[1], number)
                assert catch_up(workers[1].wiki)
                assert found(workers[0], f"mot{number}") == 1
            assert switch_search(workers[0].wiki)
            for number in range(PAGES + 4, PAGES + 8):
                save(workers[1], number)
                assert catch_up(workers[1].wiki)
                assert found(workers[0], f"mot{number}") == 1
        finally:
            done.set()
        assert all(one.result() for one in asking)
    for one in workers:
        assert standing(one) == Standing("tantivy")
        assert found(one, "loyer") == PAGES + 8
        assert behind(one.wiki) == {"sql": 0, "search": 0, "open": 0}
    assert not (data.data / "search" / "whoosh").exists()
    assert workers[0].wiki.projections[1].check(workers[0].wiki.store) == []


def test_saves_that_come_while_the_engine_reads_are_read_too(
    data: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = data.open("tantivy")
    saved: list[int] = []
    take = TantivyIndex.take

    def and_save(index: TantivyIndex, pages: Mapping[str, Prepared | None], mark: Mark, *,
                 dropping: str = "") -> None:  # fmt: skip
        take(index, pages, mark, dropping=dropping)
        if not saved:
            saved.append(PAGES)
            save(one, PAGES)

    with monkeypatch.context() as patch:
        patch.setattr(TantivyIndex, "take", and_save)
        assert switch_search(one.wiki)
    assert catch_up(one.wiki)
    assert (standing(one).answering, found(one, f"mot{PAGES}")) == ("tantivy", 1)


def test_an_engine_that_fails_leaves_the_other_in_its_place(
    data: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = data.open("tantivy")
    with monkeypatch.context() as patch:
        patch.setattr(TantivyIndex, "take", _fail)
        assert not switch_search(one.wiki)
    failed = standing(one)
    assert (failed.answering, failed.coming, failed.failed) == ("whoosh", "", "tantivy")
    assert found(one, "loyer") == PAGES
    assert not switch_search(one.wiki), "not tried again at once"
    later = replace(one.wiki, clock=_Later(one.wiki.clock.now() + RETRY_AFTER + timedelta(1)))
    assert switch_search(later)
    assert standing(one) == Standing("tantivy")


def test_what_was_read_before_a_stop_is_not_read_again(
    data: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = data.open("tantivy")
    with monkeypatch.context() as patch:
        patch.setattr("app.actions.switch_search.follow_friends", _stop)
        with pytest.raises(KeyboardInterrupt):
            switch_search(stopped.wiki)
    stopped.close()
    one = data.open("tantivy")
    assert standing(one) == Standing("whoosh", coming="tantivy")
    with monkeypatch.context() as patch:
        patch.setattr(TantivyIndex, "take", _fail)
        assert switch_search(one.wiki)
    assert found(one, "loyer") == PAGES


def test_an_engine_that_is_no_longer_wanted_is_forgotten(data: Wiki) -> None:
    stopped = data.opened[0]
    assert stopped.wiki.engines is not None
    stopped.wiki.engines.prepare("tantivy")
    assert switch_search(stopped.wiki)
    assert standing(stopped) == Standing("whoosh")
    assert not (data.data / "search" / "tantivy").exists()


def test_a_rebuild_begins_with_the_engine_that_is_wanted(data: Wiki) -> None:
    one = data.open("tantivy")
    assert rebuild(one.wiki)
    assert standing(one) == Standing("tantivy")
    assert found(one, "loyer") == PAGES


def test_an_index_from_nothing_takes_pages_as_they_stand_and_reads_no_text_again(
    data: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = data.open("tantivy")
    delete(one, 3)
    assert switch_search(one.wiki)
    assert catch_up(one.wiki)
    by_log = one.wiki.search.find(SearchQuery("loyer"))
    with monkeypatch.context() as patch:
        patch.setattr("app.engines.searching.reading.parse_file", _fail)
        one.wiki.projections[1].reset()
        assert catch_up(one.wiki)
    again = one.wiki.search.find(SearchQuery("loyer"))
    assert (again.total, again.facets) == (PAGES - 1, by_log.facets)
    assert {hit.path: hit.snippet for hit in again.hits} == {
        hit.path: hit.snippet for hit in by_log.hits
    }
    assert behind(one.wiki)["search"] == 0
    assert one.wiki.projections[1].check(one.wiki.store) == []


def test_an_index_that_was_broken_off_before_all_was_there_is_begun_anew(
    data: Wiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = data.open("tantivy")
    assert switch_search(one.wiki)
    one.wiki.projections[1].reset()
    take = TantivyIndex.take

    def stopped(index: TantivyIndex, pages: Mapping[str, Prepared | None], mark: Mark) -> None:
        if mark.revision:
            raise KeyboardInterrupt
        take(index, pages, mark)

    with monkeypatch.context() as patch:
        patch.setattr(TantivyIndex, "take", stopped)
        with pytest.raises(KeyboardInterrupt):
            catch_up(one.wiki)
    assert found(one, "loyer") == PAGES, "what is there is found already"
    delete(one, 5)
    assert catch_up(one.wiki)
    assert found(one, "loyer") == PAGES - 1
    assert one.wiki.projections[1].check(one.wiki.store) == []


def test_an_index_of_the_older_layout_is_built_anew(data: Wiki) -> None:
    folder = data.data / "search"
    data.opened[0].close()
    for file in (folder / "whoosh").iterdir():
        file.rename(folder / file.name)
    (folder / "engine.json").unlink()
    one = data.open("auto")
    assert catch_up(one.wiki)
    assert found(one, "loyer") == PAGES
    assert sorted(each.name for each in folder.iterdir()) == ["engine.json", "whoosh"]


def test_an_engine_that_is_not_installed_is_refused_and_auto_does_without(tmp_path: Path) -> None:
    only = {"whoosh": ENGINES["whoosh"]}
    with pytest.raises(Refused, match="tantivy"):
        ChosenSearch(tmp_path, only, MarkdownRenderer(), setting="tantivy")
    chosen = ChosenSearch(tmp_path, only, MarkdownRenderer())
    assert chosen.wanted(10**6) == "whoosh"


@dataclass
class _Later:
    at: object

    def now(self) -> object:
        return self.at


def _fail(*_args: object, **_more: object) -> None:
    raise OSError("disk full")


def _stop(*_args: object, **_more: object) -> None:
    raise KeyboardInterrupt
