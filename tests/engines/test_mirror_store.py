"""A friend's repository, opened to be read."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from app.domain.errors import EngineFailed
from app.domain.page_path import RevisionId
from app.domain.revision import Signature
from app.engines.git_store import GitStore
from tests.engines.friends import publish
from tests.engines.stores import BREAD, MILL, NOON, change, save


def seen(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def theirs(tmp_path):
    """What a friend saved, and the folder that we hold of it."""
    store = GitStore.create(tmp_path / "theirs.git")
    save(store, MILL, b"one\n")
    save(store, MILL, b"two\n")
    yield store, publish(tmp_path / "theirs.git", tmp_path / "mirror.git")
    store.close()


def test_a_mirror_reads_what_the_friend_opened(theirs):
    store, folder = theirs
    mirror = GitStore.mirror(folder)

    assert mirror.head() == store.head()
    assert mirror.read(MILL) == b"two\n"
    assert list(mirror.files()) == list(store.files())
    assert list(mirror.log()) == list(store.log())
    first = next(iter(store.log())).revision
    assert mirror.read(MILL, first) == b"one\n"
    assert mirror.count_after(first) == 1
    assert mirror.verify() == []
    mirror.close()


def test_a_mirror_writes_nothing_where_it_reads(theirs):
    _, folder = theirs
    (folder / "config").write_text("[core]\n\tbare = true\n\trepositoryformatversion = 0\n")
    (folder / "stale.lock").write_text("left by whoever fetches")
    before = seen(folder.parent)
    mirror = GitStore.mirror(folder)
    mirror.read(MILL)

    for write in (
        lambda: mirror.commit(change({MILL: b"x"})),
        lambda: mirror.commit_all([change({MILL: b"x"})]),
        lambda: mirror.bundle(str(folder.parent / "out.bundle")),
    ):
        with pytest.raises(EngineFailed):
            write()
    assert not mirror.maintain()
    mirror.close()
    assert seen(folder.parent) == before


def test_a_mirror_sees_what_another_process_fetched(theirs):
    store, folder = theirs
    mirror = GitStore.mirror(folder)
    first = mirror.head()
    save(store, BREAD, b"bread\n")
    publish(folder.with_name("theirs.git"), folder)

    assert mirror.read(BREAD) == b"bread\n"
    assert [entry.revision for entry in mirror.log(first)] == [store.head()]
    mirror.close()


def test_a_mirror_that_was_swapped_is_read_anew(theirs, tmp_path):
    _, folder = theirs
    mirror = GitStore.mirror(folder)
    assert mirror.read(MILL) == b"two\n"
    other = GitStore.create(tmp_path / "other.git")
    save(other, BREAD, b"other\n")
    publish(tmp_path / "other.git", tmp_path / "next.git")
    mirror.close()
    os.rename(folder, tmp_path / "old.git")
    os.rename(tmp_path / "next.git", folder)
    shutil.rmtree(tmp_path / "old.git")

    assert mirror.head() == other.head()
    assert mirror.read(BREAD) == b"other\n"
    assert mirror.read(MILL) is None
    mirror.close()
    other.close()


def test_a_mirror_that_was_swapped_unseen_is_read_anew_too(theirs, tmp_path):
    _, folder = theirs
    mirror = GitStore.mirror(folder)
    mirror.read(MILL)
    other = GitStore.create(tmp_path / "other.git")
    save(other, BREAD, b"other\n")
    publish(tmp_path / "other.git", tmp_path / "next.git")
    os.rename(folder, tmp_path / "old.git")
    os.rename(tmp_path / "next.git", folder)
    shutil.rmtree(tmp_path / "old.git")

    assert mirror.read(BREAD) == b"other\n"
    assert mirror.count_after(None) == 1
    mirror.close()
    other.close()


def test_a_folder_without_repository_is_no_mirror(tmp_path):
    with pytest.raises(EngineFailed):
        GitStore.mirror(tmp_path)


def test_an_empty_mirror_has_no_head(tmp_path):
    subprocess.run(["git", "init", "--bare", "-q", str(tmp_path / "m.git")], check=True)
    mirror = GitStore.mirror(tmp_path / "m.git")

    assert mirror.head() is None
    assert list(mirror.log()) == []
    mirror.close()


def hostile_commit(folder: Path, raw: bytes) -> RevisionId:
    done = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        input=raw, cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    made = done.stdout.decode().strip()
    subprocess.run(["git", "update-ref", "refs/heads/open", made], cwd=folder, check=True)
    return RevisionId(made)


@pytest.mark.parametrize(
    ("author", "message"),
    [
        (b"<script> <a@b> 99999999999999999 +0000", b":100644 100644 x y M\n"),
        (b"-x <a@b> 0 +0000", b"%x00%H\n\nWiki: 1\nMinor: yes\n"),
        (b"\xff\xfe <a@b> 1 -9999", b"\x1b[31m\xff\n"),
        (b"A <a@b> 253402300800 +0000", b"a\0b"),
    ],
)
def test_names_and_notes_of_a_stranger_are_text(theirs, author, message):
    store, folder = theirs
    tree = subprocess.run(
        ["git", "rev-parse", f"{store.head()}^{{tree}}"],
        cwd=folder, check=True, capture_output=True,
    ).stdout.strip()  # fmt: skip
    raw = b"tree %s\nparent %s\nauthor %s\ncommitter A <a@b> 1 +0000\n\n%s" % (
        tree, str(store.head()).encode(), author, message,
    )  # fmt: skip
    tip = hostile_commit(folder, raw)
    mirror = GitStore.mirror(folder)

    entries = list(mirror.log())

    assert [entry.revision for entry in entries][-1] == tip
    assert len(entries) == 3
    assert entries[-1].changes == ()
    assert isinstance(entries[-1].author, Signature)
    assert entries[-1].at.year <= 9999
    assert entries[-1].at >= NOON.replace(year=1970, month=1, day=1, hour=0)
    mirror.close()
