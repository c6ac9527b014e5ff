"""Friends' logs are read on where ours is: whole, once, and in nobody's way."""

import threading
from dataclasses import replace

import pytest

from app import failpoint
from app.actions.catch_up import behind, catch_up, rebuild
from app.actions.check import check
from app.actions.export_pages import export_pages
from app.actions.find_pages import list_pages, search_pages
from app.actions.history import mirrored_history
from app.actions.read_page import html_of, read_mirrored
from app.actions.rights import wiki_signature
from app.domain.errors import InvalidQuery, Moved, PageNotFound, PeerNotFound
from app.domain.exchange import Exporter
from app.domain.network import Slice
from app.domain.page_path import PagePath
from app.domain.people import Reader
from app.domain.revision import Change
from app.domain.search import SearchQuery
from app.domain.selection import Selection
from app.domain.site import Site
from app.engines.git_store import GitStore
from app.main import create_instance, instance
from app.settings import Settings
from tests.engines.friends import publish
from tests.engines.mirrored import BETA, GAMMA, Friend
from tests.engines.sql_log import page_id, page_text

READER = Reader(None)
CAFE, OLD = PagePath("place", "cafe"), PagePath("place", "old")
ALL = Selection()
EVERY = Selection({"origin": ("*",)})
THEIRS = Selection({"origin": (BETA,)})


class HeldMirrors:
    """What federation keeps, by hand."""

    def __init__(self, *friends):
        self.friends = {friend.origin: friend for friend in friends}
        self.stores = {}
        self.asked = 0

    def all(self):
        return [friend.mirror for friend in self.friends.values()]

    def store(self, origin):
        self.asked += 1
        if origin not in self.friends:
            raise PeerNotFound(instance=origin)
        return self.stores.get(origin, self.friends[origin].store)


def beta(origin=BETA):
    friend = Friend(origin)
    friend.commit(
        {
            "place/cafe": page_text("Café Plum", body="Une **buvette**.\n"),
            "place/old": page_text("Ancien", id=page_id(5)),
            "method/pain": page_text("Pain", id=page_id(3), kind="method"),
        }
    )
    friend.move("place/old", "place/new")
    return friend


@pytest.fixture
def wiki(tmp_path):
    create_instance(tmp_path / "data", Site("Alpha", "", "http://alpha.test"))
    with instance(Settings(data=tmp_path / "data")) as one:
        wiki = replace(
            one.wiki,
            mirrors=HeldMirrors(beta()),
            projections=(one.wiki.index, one.wiki.search),
            mirror_projections=(one.wiki.index, one.wiki.search),
        )
        save(wiki, {"place/cafe": page_text("Café Plum", body="Notre buvette.\n")})
        yield wiki


def save(wiki, files):
    data = {PagePath.parse(name).file: text and text.encode() for name, text in files.items()}
    author, now = wiki_signature(wiki), wiki.clock.now()
    wiki.store.commit(Change(data, {}, author, now, "Écrire"))


def shown(wiki, selection=EVERY):
    return [f"{row.origin}/{row.path.slug}" for row in list_pages(wiki, selection)[0]]


def found(wiki, text, selection=ALL):
    hits = search_pages(wiki, SearchQuery(text, selection))[0].hits
    return [f"{hit.origin}/{hit.path.slug}" for hit in hits]


def friend_of(wiki, origin=BETA):
    return wiki.mirrors.friends[origin]


def test_catching_up_reads_our_log_and_friends(wiki):
    assert behind(wiki) == {"sql": 1, "search": 1, f"sql {BETA}": 2, f"search {BETA}": 2}
    assert catch_up(wiki)

    assert shown(wiki) == [f"{BETA}/new", "/cafe", f"{BETA}/cafe", f"{BETA}/pain"]
    assert found(wiki, "buvette") == ["/cafe", f"{BETA}/cafe"]
    assert behind(wiki) == {"sql": 0, "search": 0}
    assert check(wiki) == []


def test_nothing_is_asked_of_a_friends_repository_where_nothing_changed(wiki):
    catch_up(wiki)
    wiki.mirrors.asked = 0
    save(wiki, {"place/four": page_text("Four", id=page_id(9))})
    catch_up(wiki)

    assert wiki.mirrors.asked == 0


def test_what_a_friend_added_is_read_on_from_the_mark(wiki, monkeypatch):
    catch_up(wiki)
    taken = []
    apply = type(wiki.index).apply_mirror
    monkeypatch.setattr(
        type(wiki.index),
        "apply_mirror",
        lambda self, mirror, entries, store: (
            taken.extend(entries),
            apply(self, mirror, entries, store),
        ),
    )
    friend_of(wiki).commit({"place/four": page_text("Four", id=page_id(9))})
    assert catch_up(wiki)

    assert len(taken) == 1
    assert f"{BETA}/four" in shown(wiki)


def test_a_history_that_was_replaced_is_read_from_its_start(wiki):
    catch_up(wiki)
    other = Friend(BETA)
    other.commit({"place/four": page_text("Four", id=page_id(9))})
    wiki.mirrors.friends[BETA] = other
    assert catch_up(wiki)

    assert shown(wiki, THEIRS) == [f"{BETA}/four"]
    assert found(wiki, "", THEIRS) == [f"{BETA}/four"]


def test_another_slice_is_read_from_the_start(wiki):
    catch_up(wiki)
    friend_of(wiki).slice = Slice.parse("kind=method")
    assert catch_up(wiki)
    assert shown(wiki, THEIRS) == found(wiki, "", THEIRS) == [f"{BETA}/pain"]
    friend_of(wiki).slice = Slice()
    assert catch_up(wiki)

    assert len(shown(wiki, THEIRS)) == len(found(wiki, "", THEIRS)) == 3


def test_a_friend_who_left_is_forgotten(wiki):
    catch_up(wiki)
    del wiki.mirrors.friends[BETA]
    assert catch_up(wiki)

    assert shown(wiki) == found(wiki, "buvette") == ["/cafe"]


def test_what_lies_beyond_the_signed_tip_is_not_read(wiki):
    friend = friend_of(wiki)
    promised = friend.mirror
    friend.commit({"place/later": page_text("Tard", id=page_id(9))})
    wiki.mirrors.all = lambda: [promised]
    assert catch_up(wiki)

    assert f"{BETA}/later" not in shown(wiki)
    assert wiki.index.mirror_marks()[BETA] == (promised.form, promised.tip)


def test_one_friend_who_cannot_be_read_stops_no_other(wiki, caplog):
    class Broken:
        def __getattr__(self, name):
            raise RuntimeError("disk full")

    wiki.mirrors.friends[GAMMA] = beta(GAMMA)
    wiki.mirrors.stores[BETA] = Broken()
    assert not catch_up(wiki)

    assert shown(wiki, THEIRS) == []
    assert len(shown(wiki, Selection({"origin": (GAMMA,)}))) == 3
    assert BETA in caplog.text
    del wiki.mirrors.stores[BETA]
    assert catch_up(wiki)
    assert len(shown(wiki, THEIRS)) == 3


def test_mirrors_that_cannot_be_told_leave_our_own_log_read(wiki, caplog):
    def broken():
        raise RuntimeError("no such table")

    wiki.mirrors.all = broken
    assert not catch_up(wiki)

    assert shown(wiki, Selection()) == ["/cafe"]
    assert "friends' logs" in caplog.text


def test_a_rebuild_reads_friends_again(wiki):
    catch_up(wiki)
    before = shown(wiki), found(wiki, "buvette")
    said = []
    assert rebuild(wiki, progress=lambda *told: said.append(told))

    assert (shown(wiki), found(wiki, "buvette")) == before
    assert said[-1] == (f"search {BETA}", 2, 2)


def test_a_crash_before_a_friend_is_indexed_is_healed_by_the_next_round(wiki, monkeypatch):
    class Killed(BaseException):
        pass

    def kill():
        raise Killed

    monkeypatch.setitem(failpoint.armed, "pull.before-index", kill)
    with pytest.raises(Killed):
        catch_up(wiki)
    assert shown(wiki) == ["/cafe"]
    monkeypatch.undo()
    assert catch_up(wiki)

    assert len(shown(wiki, THEIRS)) == 3


def test_a_save_does_not_wait_until_a_friend_is_read(wiki, monkeypatch):
    reading, saved = threading.Event(), threading.Event()

    def pause():
        reading.set()
        assert saved.wait(30)

    monkeypatch.setitem(failpoint.armed, "pull.before-index", pause)
    done = []
    reader = threading.Thread(target=lambda: done.append(catch_up(wiki)))
    reader.start()
    assert reading.wait(30)
    save(wiki, {"place/four": page_text("Four", id=page_id(9))})
    assert catch_up(wiki)
    assert "/four" in shown(wiki)
    saved.set()
    reader.join(30)

    assert done == [True]
    assert len(shown(wiki, THEIRS)) == 3


def test_a_rebuild_midway_is_not_read_on_from_the_middle(wiki, monkeypatch):
    monkeypatch.setattr("app.actions.catch_up.BATCH", 1)
    once = []

    def reset_once(name, done, _total):
        if name == f"sql {BETA}" and done == 1 and not once:
            once.append(name)
            wiki.index.reset()

    catch_up(wiki, progress=reset_once)
    assert once
    catch_up(wiki)

    assert len(shown(wiki, THEIRS)) == 3


def test_a_friends_page_is_read_with_its_history(wiki):
    catch_up(wiki)
    row = read_mirrored(wiki, BETA, CAFE, reader=READER)
    told, rows, cursor = mirrored_history(wiki, BETA, CAFE, reader=READER)

    assert row.origin == BETA
    assert "<strong>buvette</strong>" in html_of(wiki, row).html
    assert told == row
    assert [revision.event for revision in rows] == ["created"]
    assert cursor is None


def test_a_friends_old_address_tells_the_new_one(wiki):
    catch_up(wiki)
    with pytest.raises(Moved) as told:
        read_mirrored(wiki, BETA, OLD, reader=READER)

    assert told.value.params["target"] == PagePath("place", "new")


@pytest.mark.parametrize("origin", [BETA, GAMMA, "", "../etc", "self", "*"])
def test_a_page_that_a_friend_does_not_show_is_not_found(wiki, origin):
    catch_up(wiki)
    friend_of(wiki).commit({"place/cafe": None})
    catch_up(wiki)

    with pytest.raises(PageNotFound):
        read_mirrored(wiki, origin, CAFE, reader=READER)


def test_an_export_takes_friends_pages_where_their_origin_is_named(wiki, tmp_path):
    catch_up(wiki)

    rows = []
    exporter = Exporter("rows", lambda pages, *_: rows.extend(pages))
    assert export_pages(wiki, exporter, THEIRS, tmp_path) == 3
    assert {row.origin for row in rows} == {BETA}
    assert export_pages(wiki, exporter, Selection(), tmp_path) == 1
    with pytest.raises(InvalidQuery):
        export_pages(wiki, exporter, EVERY, tmp_path)


def test_a_real_mirror_is_followed_as_it_is_fetched_into(wiki, tmp_path):
    theirs = GitStore.create(tmp_path / "theirs.git")
    friend = friend_of(wiki)
    friend.store = theirs
    friend.commit({"place/cafe": page_text("Café", body="Un zinc.\n")})
    folder = publish(tmp_path / "theirs.git", tmp_path / "mirror.git")
    wiki.mirrors.stores[BETA] = GitStore.mirror(folder)
    assert catch_up(wiki)
    assert found(wiki, "zinc") == [f"{BETA}/cafe"]
    friend.commit({"place/bar": page_text("Bar", id=page_id(7), body="Un zinc.\n")})
    publish(tmp_path / "theirs.git", folder)
    assert catch_up(wiki)

    assert found(wiki, "zinc") == [f"{BETA}/bar", f"{BETA}/cafe"]
    wiki.mirrors.stores[BETA].close()
    theirs.close()
