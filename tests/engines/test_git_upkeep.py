"""Packing, checking, and the whole repository as one file."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import git
import pytest

from app.domain.errors import EngineFailed
from app.domain.page_path import BlobId, PagePath
from app.engines.git_store import GitStore
from tests.engines.stores import BREAD, MILL, change, save


@contextmanager
def piped(data):
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    with os.fdopen(read, "rb") as stdin:
        yield stdin


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pages.git"


@pytest.fixture
def store(folder):
    store = GitStore.create(folder)
    yield store
    store.close()


@pytest.fixture
def raw(folder):
    """Git as an operator would run it by hand."""
    return git.Git(str(folder))


def test_verify_tells_what_stands_in_a_wrong_place(store):
    medium = f"media/{'a' * 2}/{'a' * 64}"
    store.commit(
        change(
            {
                MILL: b"1",
                "pages/place/xx/vieux-moulin.md": b"2",
                "network/licences.yaml": b"3",
                f"{medium}.png": b"4",
                f"{medium}.yaml": b"5",
                "media/bb/chat.png": b"6",
                f"media/bb/{'a' * 64}.yaml": b"7",
            }
        )
    )

    sentences = store.verify()
    assert len(sentences) == 3
    for path in ("pages/place/xx/vieux-moulin.md", "media/bb/chat.png", "media/bb/aaaa"):
        assert any(path in sentence for sentence in sentences)


def test_a_link_in_the_tree_is_told_by_verify(store, raw):
    revision = save(store, MILL, b"/etc/passwd")
    stream = (
        b"commit refs/heads/main\ncommitter x <x> 1 +0000\ndata 1\nx\n"
        b"from %s\nM 120000 inline pages/page/ab/ab.md\ndata 11\n/etc/passwd\ndone\n"
        % str(revision).encode()
    )
    with piped(stream) as stdin:
        raw.fast_import("--quiet", "--done", istream=stdin)

    assert any("120000" in sentence for sentence in store.verify())


def test_packing_keeps_everything_and_leaves_nothing_loose(store, folder):
    revisions = [save(store, MILL, b"%d" % n) for n in range(30)]
    save(store, BREAD, b"rise")
    assert store.maintain() is False
    assert store.maintain(force=True) is True

    assert len(list((folder / "objects/pack").glob("*.pack"))) == 1
    assert list(folder.glob("objects/??/*")) == []
    assert list(folder.glob("objects/info/commit-graphs/*.graph")) != []
    assert [store.read(MILL, revision) for revision in revisions] == [b"%d" % n for n in range(30)]
    assert store.count_after(None) == 31
    assert store.verify() == []


def test_packing_keeps_what_no_commit_names(store, raw):
    save(store, MILL, b"1")
    with piped(b"aside") as stdin:
        aside = BlobId(raw.hash_object("-w", "--stdin", istream=stdin))
    store.maintain(force=True)

    assert store.read_blob(aside) == b"aside"


def test_writing_and_reading_go_on_while_another_packs(store, folder):
    other = GitStore(folder)
    stop = []

    def pack():
        while not stop:
            other.maintain(force=True)

    with ThreadPoolExecutor(1) as pool:
        packing = pool.submit(pack)
        try:
            revisions = [save(store, MILL, b"%d" % n) for n in range(60)]
            read = [store.read(MILL, revision) for revision in revisions]
        finally:
            stop.append(True)
        packing.result()
    other.close()

    assert read == [b"%d" % n for n in range(60)]
    assert store.verify() == []


def test_a_bundle_gives_the_store_back_with_all_its_history(store, tmp_path):
    revisions = [save(store, MILL, b"%d" % n) for n in range(3)]
    store.bundle(str(tmp_path / "wiki.bundle"))
    copy = GitStore.from_bundle(tmp_path / "copy" / "pages.git", tmp_path / "wiki.bundle")

    assert [entry.revision for entry in copy.log()] == revisions
    assert save(copy, MILL, b"more") == copy.head()
    assert copy.verify() == []
    copy.close()


def test_stock_git_clones_a_bundle(store, tmp_path):
    revision = save(store, MILL, b"1")
    store.bundle(str(tmp_path / "wiki.bundle"))
    git.Git(str(tmp_path)).clone("--bare", "-q", "-b", "main", "wiki.bundle", "copy.git")
    copy = GitStore(tmp_path / "copy.git")

    assert copy.head() == revision
    assert copy.read(MILL) == b"1"
    copy.close()


def test_a_damaged_bundle_leaves_nothing(store, tmp_path):
    save(store, MILL, b"1" * 5_000)
    out = tmp_path / "wiki.bundle"
    store.bundle(str(out))
    whole = out.read_bytes()
    for damaged in (b"", b"not a bundle", whole[:-30], whole[:-40] + b"x" + whole[-39:]):
        out.write_bytes(damaged)
        with pytest.raises(EngineFailed):
            GitStore.from_bundle(tmp_path / "copy.git", out)
        assert not (tmp_path / "copy.git").exists()


def test_a_bundle_never_replaces_a_store(store, folder, tmp_path):
    save(store, MILL, b"1")
    store.bundle(str(tmp_path / "wiki.bundle"))

    with pytest.raises(EngineFailed):
        GitStore.from_bundle(folder, tmp_path / "wiki.bundle")
    assert store.read(MILL) == b"1"


def test_a_load_of_thousands_is_one_pack(store, folder):
    store.commit_all([change({PagePath("page", f"p-{n}").file: b"%d" % n}) for n in range(1, 1501)])

    assert store.count_after(None) == 1500
    assert len(list((folder / "objects/pack").glob("*.pack"))) == 1
    assert store.read(PagePath("page", "p-1500").file) == b"1500"
    assert store.verify() == []
