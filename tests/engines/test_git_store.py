"""What only a store on disk can meet: other processes, forks, leaks, git run by hand."""

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import git
import pytest

from app.domain.errors import EngineFailed, RevisionNotFound
from app.domain.page_path import PagePath, RevisionId
from app.domain.revision import Change, Signature
from app.engines.git_store import GitStore
from tests.engines.stores import ADA, BREAD, MILL, NOON, change, save


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


def children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


def write_pages(folder, writer, count):
    store = GitStore(folder)
    for n in range(count):
        save(store, PagePath("page", f"from-{writer}-{n}").file, b"%d" % n)
    store.close()


def test_processes_that_write_at_once_lose_nothing(store, folder):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_pages, args=(folder, n, 25)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    assert store.count_after(None) == 100
    assert len(list(store.files())) == 100
    assert store.verify() == []


def test_a_reader_sees_what_another_store_wrote(store, folder):
    other = GitStore(folder)
    assert other.head() is None
    revision = save(store, MILL, b"1")

    assert other.head() == revision
    assert other.read(MILL) == b"1"
    other.close()


def test_a_reading_child_that_died_is_replaced(store):
    before = children()
    save(store, MILL, b"1")
    for child in children() - before:
        try:
            os.kill(int(child), signal.SIGKILL)
        except ProcessLookupError:
            continue

    assert store.read(MILL) == b"1"
    assert store.head() is not None


def test_reading_in_a_fork_does_not_mix_answers(store):
    save(store, MILL, b"1" * 1000)
    save(store, BREAD, b"2" * 1000)
    assert store.read(MILL) == b"1" * 1000
    pid = os.fork()
    if pid == 0:
        ok = all(store.read(BREAD) == b"2" * 1000 for _ in range(50))
        os._exit(0 if ok else 1)
    seen = [store.read(MILL) for _ in range(50)]

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert seen == [b"1" * 1000] * 50


def test_closing_leaves_no_child_and_no_open_file(folder):
    before, files = children(), os.listdir("/proc/self/fd")
    store = GitStore.create(folder)
    for n in range(10):
        save(store, MILL, b"%d" % n)
        next(store.log())
    store.close()

    assert children() <= before
    assert len(os.listdir("/proc/self/fd")) == len(files)


def test_hundreds_of_commits_and_reads_leak_nothing(store):
    save(store, MILL, b"start")
    store.read(MILL)
    processes, files = [], []
    for n in range(300):
        revision = save(store, MILL, b"%d" % n)
        store.read(MILL, revision)
        if n % 30 == 0:
            next(store.log())
            list(store.files())
        processes.append(len(children()))
        files.append(len(os.listdir("/proc/self/fd")))

    # What leaks stays. What is open for a moment, of this test or of one before, does not.
    assert min(processes[-30:]) <= processes[0]
    assert min(files[-30:]) <= files[0]


def test_a_closed_store_opens_again_by_itself(store):
    save(store, MILL, b"1")
    store.close()
    store.close()

    assert store.read(MILL) == b"1"


def test_readers_share_one_child_between_threads(store):
    files = [PagePath("page", f"p-{n}").file for n in range(10)]
    store.commit(change({file: file.encode() * 5_000 for file in files}))

    with ThreadPoolExecutor(10) as pool:
        read = list(pool.map(store.read, files * 20))
    assert read == [file.encode() * 5_000 for file in files * 20]


def test_an_old_revision_is_known_wherever_it_lies(store):
    revisions = [save(store, MILL, b"%d" % n) for n in range(30)]

    assert [store.read(MILL, revision) for revision in revisions] == [b"%d" % n for n in range(30)]


def test_a_commit_beside_main_is_not_found(store, raw):
    save(store, MILL, b"1")
    tree = raw.rev_parse("main^{tree}")
    env = {
        f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    aside = RevisionId(raw.commit_tree(tree, "-m", "aside", env=env))

    with pytest.raises(RevisionNotFound):
        store.read(MILL, aside)
    with pytest.raises(RevisionNotFound):
        store.log(aside)


def test_when_history_is_replaced_old_bookmarks_are_not_found(store, raw):
    first = save(store, MILL, b"1")
    second = save(store, MILL, b"2")
    assert store.read(MILL, second) == b"2"
    raw.update_ref("refs/heads/main", str(first))

    with pytest.raises(RevisionNotFound):
        store.log(second)
    assert store.head() == first


def test_a_commit_made_by_hand_is_read_without_trailers(store, raw):
    save(store, MILL, b"1")
    env = {
        f"GIT_{who}_{what}": "Zoé" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    by_hand = raw.commit_tree(
        raw.rev_parse("main^{tree}"), "-p", "main", "-m", "Fix\n\nMinor: yes", env=env
    )
    raw.update_ref("refs/heads/main", by_hand)

    entry = list(store.log())[-1]
    assert (entry.note, entry.trailers, entry.changes) == ("Fix\n\nMinor: yes", (), ())
    assert entry.author.name == "Zoé"


def test_the_committer_is_written_down(store, raw):
    bot = Signature("Relecture", "r@alpha.example")
    store.commit(
        Change(files={MILL: b"x"}, expects={}, author=ADA, at=NOON, note="n", committer=bot)
    )

    shown = raw.log("-1", "--format=%an|%cn|%ce|%aI|%cI", "main")
    assert shown == (
        "Ada Lovelace|Relecture|r@alpha.example|2026-03-01T12:00:00+00:00|2026-03-01T12:00:00+00:00"
    )


def test_git_itself_reads_our_trailers(store, raw):
    save(store, MILL, b"1", note="x\n\nEvil: yes", trailers=(("Minor", "yes"),))

    assert raw.log("-1", "--format=%(trailers:only)", "main").strip() == "Wiki: 1\nMinor: yes"


def test_variables_meant_for_another_git_change_nothing(folder, monkeypatch, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, str(elsewhere))
    monkeypatch.setenv("GIT_NAMESPACE", "evil")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "log.showSignature")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text("[log]\n\tshowRoot = false\n[broken")
    store = GitStore.create(folder)
    save(store, MILL, b"1")

    assert store.read(MILL) == b"1"
    assert len(next(store.log()).changes) == 1
    assert (folder / "refs/heads/main").exists()
    assert not elsewhere.exists()
    store.close()


@pytest.mark.usefixtures("store")
def test_settings_that_came_with_a_copy_are_replaced(folder):
    ours = (folder / "config").read_text()
    (folder / "config").write_text("[core]\n\tbare = true\n\thooksPath = evil\n")
    GitStore(folder).close()

    assert (folder / "config").read_text() == ours


@pytest.mark.usefixtures("store")
def test_saves_are_durable_by_configuration(raw):
    assert raw.config("core.fsync") == "committed,reference"
    assert raw.config("gc.auto") == "0"


def test_a_folder_without_repository_is_no_store(tmp_path):
    with pytest.raises(EngineFailed):
        GitStore(tmp_path)


def test_creating_twice_keeps_what_is_there(store, folder):
    save(store, MILL, b"1")
    again = GitStore.create(folder)

    assert again.read(MILL) == b"1"
    again.close()
