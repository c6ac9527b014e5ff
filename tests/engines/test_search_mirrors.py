"""Friends' pages are found beside ours, told apart, and never counted as ours."""

import pytest

from app.domain.licence import LICENCES_FILE, policy_file
from app.domain.network import Slice
from app.domain.page_path import PagePath
from app.domain.search import SearchQuery
from app.domain.selection import Selection
from app.engines.markdown import MarkdownRenderer
from tests.engines.mirrored import BETA, GAMMA, Friend
from tests.engines.search_engines import damage
from tests.engines.sql_log import Log, page_id, page_text
from tests.engines.test_sql_mirrors import NARROW

CLOSED = "CC-BY-NC-4.0"


class Searched(Log):
    def __init__(self, search):
        super().__init__()
        self.search = search

    def save(self, files):
        self.commit(files)
        self.search.apply(list(self.store.log(self.search.bookmark())), self.store)

    def found(self, text="", **where):
        selection = Selection({name: (value,) for name, value in where.items()})
        hits = self.search.find(SearchQuery(text, selection)).hits
        return [f"{hit.origin}/{hit.path.slug}" for hit in hits]

    def facets(self, text="", **where):
        selection = Selection({name: (value,) for name, value in where.items()})
        return self.search.find(SearchQuery(text, selection)).facets


@pytest.fixture
def ours(tmp_path, make_engine):
    searched = Searched(make_engine(tmp_path / "search", MarkdownRenderer()))
    searched.save(
        {
            "place/cafe": page_text("Café Plum", body="Une buvette.\n"),
            "place/moulin": page_text("Moulin", id=page_id(2), body="Un fournil.\n"),
        }
    )
    yield searched
    searched.search.close()


@pytest.fixture
def friend():
    """One of ours under the same address, id and text, and one page more."""
    friend = Friend()
    friend.commit(
        {
            "place/cafe": page_text("Café Plum", body="Une buvette.\n"),
            "method/pain": page_text("Pain", id=page_id(3), kind="method", body="Un fournil.\n"),
        }
    )
    return friend


def test_without_a_filter_ours_and_friends_are_found_ours_first(ours, friend):
    friend.read_into(ours.search)

    assert ours.found("buvette") == ["/cafe", f"{BETA}/cafe"]
    assert ours.found() == [
        "/cafe", f"{BETA}/cafe", "/moulin", f"{BETA}/pain",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("origin", "found"),
    [
        ("self", ["/cafe"]),
        (BETA, [f"{BETA}/cafe"]),
        ("*", ["/cafe", f"{BETA}/cafe"]),
        (GAMMA, []),
    ],
)
def test_a_search_chooses_by_origin(ours, friend, origin, found):
    friend.read_into(ours.search)

    assert ours.found("buvette", origin=origin) == found


def test_origins_are_counted_once_friends_have_pages(ours, friend):
    assert "origin" not in ours.facets()
    friend.read_into(ours.search)

    assert ours.facets()["origin"] == {"self": 2, BETA: 2}
    assert ours.facets("buvette", origin="self")["origin"] == {"self": 1, BETA: 1}
    assert ours.facets(origin=BETA)["kind"] == {"place": 1, "method": 1}


def test_titles_of_ours_are_suggested_before_those_of_friends(ours, friend):
    friend.commit({"place/caf": page_text("Caf", id=page_id(9))})
    friend.read_into(ours.search)
    found = ours.search.suggest("caf", size=5)

    assert [(one.path.slug, one.origin) for one in found] == [
        ("cafe", ""), ("caf", BETA), ("cafe", BETA),
    ]  # fmt: skip


def test_our_saves_leave_a_friends_page_at_the_same_address(ours, friend):
    friend.read_into(ours.search)
    ours.save({"place/cafe": None})
    assert ours.found("buvette") == [f"{BETA}/cafe"]
    assert ours.search.mirror_marks() == {BETA: (friend.mirror.form, friend.store.head())}
    ours.save({"place/cafe": page_text("Café Plum", body="Une buvette.\n")})
    friend.commit({"place/cafe": None})
    friend.read_into(ours.search)

    assert ours.found("buvette") == ["/cafe"]
    assert ours.search.check(ours.store) == []


def test_a_check_of_our_pages_passes_over_friends(ours, friend):
    friend.read_into(ours.search)

    assert ours.search.check(ours.store) == []


@pytest.mark.parametrize(
    "text", ["rien", page_text(licence=CLOSED), page_text(status="draft"), page_text(licence=None)]
)
def test_what_is_no_open_page_is_not_found(ours, text):
    friend = Friend()
    friend.commit({"place/x": text, "place/y": page_text("Oui", id=page_id(9))})
    friend.read_into(ours.search)

    assert ours.found(origin=BETA) == [f"{BETA}/y"]


def test_a_page_that_is_closed_later_is_found_no_more(ours, friend):
    friend.read_into(ours.search)
    friend.commit({"place/cafe": page_text("Café Plum", body="buvette", licence=CLOSED)})
    friend.read_into(ours.search)

    assert ours.found("buvette") == ["/cafe"]


def test_the_slice_and_what_was_set_aside_are_not_found(ours, friend):
    friend.commit({"method/b": page_text("B", id=page_id(7), kind="method")})
    friend.slice = Slice.parse("kind=method")
    friend.quarantined = frozenset({PagePath("method", "b").file})
    friend.read_into(ours.search)

    assert ours.found(origin=BETA) == [f"{BETA}/pain"]


def test_another_form_forgets_what_was_indexed(ours, friend):
    friend.read_into(ours.search)
    friend.slice = Slice.parse("kind=method")
    friend.read_into(ours.search, size=1)

    assert ours.found(origin=BETA) == [f"{BETA}/pain"]


def test_a_friend_that_is_dropped_is_found_no_more(ours, friend):
    other = Friend(GAMMA)
    other.commit({"place/cafe": page_text(body="buvette")})
    friend.read_into(ours.search)
    other.read_into(ours.search)
    ours.search.drop_mirror(BETA)

    assert ours.found("buvette") == ["/cafe", f"{GAMMA}/cafe"]
    assert set(ours.search.mirror_marks()) == {GAMMA}
    ours.search.drop_mirror(GAMMA)
    assert "origin" not in ours.facets()


@pytest.mark.parametrize("size", [1, 2, 500])
def test_in_pieces_a_friends_log_is_found_as_in_one(ours, friend, size):
    friend.commit({"place/cafe": page_text("Café Plum", body="Un comptoir.\n")})
    friend.commit({"method/pain": None, "place/four": page_text("Four", id=page_id(8))})
    friend.read_into(ours.search, size=size)

    assert ours.found(origin=BETA) == [f"{BETA}/cafe", f"{BETA}/four"]
    assert ours.found("comptoir") == [f"{BETA}/cafe"]
    assert ours.found("buvette") == ["/cafe"]


def test_marks_outlast_a_restart_and_merges(ours, friend, tmp_path, make_engine):
    friend.read_into(ours.search, size=1)
    ours.search.tidy()
    ours.search.close()
    again = make_engine(tmp_path / "search", MarkdownRenderer())

    assert again.mirror_marks() == {BETA: (friend.mirror.form, friend.store.head())}
    assert again.bookmark() == ours.store.head()
    assert again.find(SearchQuery("buvette")).total == 2
    again.close()


def test_licences_that_leave_the_open_list_have_friends_read_again(ours, friend):
    friend.commit({"place/zero": page_text("Zéro", id=page_id(9), licence="CC0-1.0")})
    friend.read_into(ours.search)
    assert f"{BETA}/zero" in ours.found(origin=BETA)
    ours.save({LICENCES_FILE: policy_file(NARROW).decode()})
    friend.read_into(ours.search)

    assert ours.found(origin=BETA) == [f"{BETA}/cafe", f"{BETA}/pain"]


def test_a_damaged_index_forgets_friends_too(ours, friend, tmp_path):
    friend.read_into(ours.search)
    damage(tmp_path / "search", "emptied")

    assert ours.search.mirror_marks() == {}
    friend.read_into(ours.search)
    assert ours.found(origin=BETA) == [f"{BETA}/cafe", f"{BETA}/pain"]
