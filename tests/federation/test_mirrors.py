"""What is held of friends is told cheaply, the same to every process, whatever happens."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.errors import EngineFailed, PeerNotFound
from app.domain.network import InstanceId, Mirror, Slice
from app.domain.page_path import RevisionId
from app.engines.git_store import GitStore
from federation.git import init
from federation.mirrors import STATE_FILE, Kept, PeerMirrors, Seen
from tests.federation.hostile import ORIGIN, Owner, page, page_file

GAMMA = InstanceId("gamma.example:8443")


def mirror(origin: InstanceId = ORIGIN, **how: object) -> Mirror:
    said = {
        "origin": origin, "name": "Bêta", "region": "Occitanie", "base_url": f"https://{origin}",
        "epoch": 2, "seq": 3, "tip": RevisionId("1" * 40),
        "slice": Slice({"kind": ("place",), "region": ("bretagne",)}, 1000),
        "received_at": datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        "quarantined": frozenset(["pages/place/mo/moulin.md"]), "judged": "abc",
    }  # fmt: skip
    return Mirror(**(said | how))


@pytest.fixture
def mirrors(tmp_path):
    made = PeerMirrors(tmp_path / "peers", GitStore.mirror)
    yield made
    made.close()


def other(mirrors: PeerMirrors) -> PeerMirrors:
    """The same, as another process sees them."""
    return PeerMirrors(mirrors.folder, GitStore.mirror)


def test_there_are_none_to_begin_with(mirrors):
    assert mirrors.all() == ()
    assert mirrors.kept(ORIGIN) is None
    assert mirrors.seen(ORIGIN) is None
    with pytest.raises(PeerNotFound):
        mirrors.store(str(ORIGIN))


def test_what_was_put_is_told_whole_to_every_process(mirrors):
    kept = Kept(mirror(), "etag", "rules", ("01ARZ3NDEKTSV4RRFFQ6000001",))
    seen_by = other(mirrors)
    assert seen_by.all() == ()
    mirrors.put(kept)
    mirrors.put(Kept(mirror(GAMMA, slice=Slice())))
    assert seen_by.kept(ORIGIN) == kept
    assert seen_by.all() == (kept.mirror, mirror(GAMMA, slice=Slice()))
    assert seen_by.seen(ORIGIN) == Seen(2, 3, "1" * 40)


def test_asking_again_reads_nothing(mirrors, monkeypatch):
    mirrors.put(Kept(mirror()))
    first = mirrors.all()

    def unread(*_args):
        raise AssertionError("read again")

    monkeypatch.setattr(PeerMirrors, "_load", unread)
    assert mirrors.all() is first


def test_a_change_of_the_same_length_in_the_same_moment_is_seen(mirrors):
    seen_by = other(mirrors)
    mirrors.put(Kept(mirror(seq=3)))
    found = os.stat(mirrors.folder / STATE_FILE)
    assert seen_by.all()[0].seq == 3
    mirrors.put(Kept(mirror(seq=4)))
    os.utime(mirrors.folder / STATE_FILE, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert seen_by.all()[0].seq == 4


def test_two_writers_lose_nothing_of_each_other(mirrors):
    second = other(mirrors)
    assert (mirrors.all(), second.all()) == ((), ())
    mirrors.put(Kept(mirror()))
    second.put(Kept(mirror(GAMMA)))
    assert len(mirrors.all()) == 2


def test_a_newer_head_that_was_seen_outlives_the_mirror(mirrors):
    mirrors.put(Kept(mirror()))
    mirrors.mark_seen(ORIGIN, Seen(3, 1, "2" * 40))
    mirrors.drop(ORIGIN, remember=True)
    assert mirrors.seen(ORIGIN) == Seen(3, 1, "2" * 40)
    mirrors.drop(ORIGIN)
    assert mirrors.seen(ORIGIN) is None


def test_a_slice_changes_alone(mirrors):
    mirrors.put(Kept(mirror(), "etag"))
    mirrors.reslice(ORIGIN, Slice())
    assert mirrors.kept(ORIGIN) == Kept(mirror(slice=Slice()), "etag")
    mirrors.reslice(GAMMA, Slice())
    assert mirrors.kept(GAMMA) is None


def test_a_state_that_cannot_be_read_is_no_empty_state(mirrors):
    mirrors.put(Kept(mirror()))
    (mirrors.folder / STATE_FILE).write_text('{"mirrors": {')
    with pytest.raises(EngineFailed):
        mirrors.all()


def test_a_draft_that_was_cut_off_changes_nothing(mirrors):
    mirrors.put(Kept(mirror()))
    (mirrors.folder / f"{STATE_FILE}.new").write_text("{")
    assert other(mirrors).all() == (mirror(),)


def test_the_store_of_a_friend_reads_and_never_writes(mirrors, tmp_path):
    owner = Owner(tmp_path / "owner.git")
    file = page_file("moulin")
    tip = RevisionId(owner.save({file: page(1)}))
    owner.folder.rename(make_room(mirrors))
    mirrors.put(Kept(mirror(tip=tip)))
    store = mirrors.store(str(ORIGIN))
    assert store.head() == tip
    assert store.read(file) == page(1)
    with pytest.raises(EngineFailed):
        store.commit_all([])


def make_room(mirrors: PeerMirrors):
    mirrors.folder.mkdir(parents=True, exist_ok=True)
    return mirrors.repository(ORIGIN)


def test_a_store_is_kept_open_until_the_mirror_is_made_anew(mirrors):
    init(make_room(mirrors))
    mirrors.put(Kept(mirror(epoch=1)))
    store = mirrors.store(str(ORIGIN))
    mirrors.put(Kept(mirror(epoch=1, seq=9)))
    assert mirrors.store(str(ORIGIN)) is store
    mirrors.put(Kept(replace(mirror(), epoch=2)))
    assert mirrors.store(str(ORIGIN)) is not store


def test_each_friend_has_a_folder_that_any_file_system_takes(mirrors):
    assert mirrors.repository(GAMMA).name == "gamma.example_8443.git"
