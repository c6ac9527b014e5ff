"""What only a store on disk can lose: crashes, other processes, damage, leaks."""

import multiprocessing
import os
import random
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import git
import pytest

from app.domain.errors import EngineFailed, RevisionNotFound
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import Change, Signature
from app.engines.git_store import GitStore
from app.engines.git_store.lock import held
from tests.engines.test_page_store import ADA, BREAD, MILL, NOON, change, save

ROOT = Path(__file__).parents[2]


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


@contextmanager
def piped(data):
    read, write = os.pipe()
    os.write(write, data)
    os.close(write)
    with os.fdopen(read, "rb") as stdin:
        yield stdin


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


# It tells each commit on its output once the store has acknowledged it.
WRITER = """
    import sys
    from pathlib import Path
    from app.engines.git_store import GitStore
    from tests.engines.test_page_store import change

    store = GitStore(Path(sys.argv[1]))
    for n in range(int(sys.argv[2]), 1_000_000):
        files = {f"pages/page/pa/page-{n}-{half}.md": b"%d" % n * 50_000 for half in "ab"}
        print(n, store.commit(change(files)), flush=True)
"""


def start_writer(folder, first):
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WRITER), str(folder), str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        process_group=0,
    )


@pytest.mark.usefixtures("store")
def test_after_kill_9_every_acknowledged_save_is_there_and_whole(folder):
    """Killed at any moment, alone or with the git it runs."""
    chance = random.Random(7)
    acknowledged: list[tuple[int, RevisionId]] = []
    for round_ in range(8):
        with start_writer(folder, 1000 * round_) as writer:
            for _ in range(chance.randrange(1, 6)):
                number, revision = writer.stdout.readline().split()
                acknowledged.append((int(number), RevisionId(revision.decode())))
            for _ in range(chance.randrange(300_000)):
                pass  # somewhere within the next save
            kill_all(writer.pid, with_git=bool(round_ % 2))
            for line in writer.stdout.read().splitlines():
                if len(line.split()) == 2:
                    acknowledged.append(
                        (int(line.split()[0]), RevisionId(line.split()[1].decode()))
                    )

    reopened = GitStore(folder)
    save(reopened, MILL, b"after")
    for number, revision in acknowledged:
        assert reopened.read(f"pages/page/pa/page-{number}-a.md", revision) is not None
    assert all(len(entry.changes) in (1, 2) for entry in reopened.log())
    halves = [file for file, _ in reopened.files() if file != MILL]
    assert sum(file.endswith("-a.md") for file in halves) * 2 == len(halves)
    assert reopened.verify() == []
    assert list(folder.glob("**/*.lock")) == []
    assert list(folder.glob("objects/**/tmp_*")) == []
    assert list(folder.glob("fast_import_crash_*")) == []
    reopened.close()


DYING = """
    import os, signal, sys
    from pathlib import Path
    from app.engines.git_store import GitStore
    from tests.engines.test_page_store import change

    class Last(tuple):
        def __iter__(self):
            os.kill(os.getpid(), signal.SIGKILL)

    first = change({f"pages/page/ha/half-{n}.md": b"x" * 200_000 for n in range(3)})
    last = change({"a.md": b"x"}, trailers=Last())
    GitStore(Path(sys.argv[1])).commit_all([first, last])
"""


def test_a_writer_killed_halfway_has_written_nothing(store, folder):
    """What git has read is whole commits, and yet not all that was to be said."""
    before = save(store, MILL, b"1")
    command = [sys.executable, "-c", textwrap.dedent(DYING), str(folder)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL

    after = save(store, MILL, b"2")  # waits for the git that the dead writer had started
    assert [entry.revision for entry in store.log()] == [before, after]
    assert store.verify() == []


def test_an_error_halfway_writes_nothing(store):
    before = save(store, MILL, b"1")
    undated = change({BREAD: b"2"}, at=NOON.replace(tzinfo=None))
    with pytest.raises(ValueError, match="zone"):
        store.commit_all([change({BREAD: b"x" * 300_000}), undated])

    assert store.head() == before
    assert save(store, BREAD, b"3") == store.head()


def kill_all(pid: int, *, with_git: bool) -> None:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if with_git else []
    for each in [pid, *map(int, found)]:
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it ended by itself in between


STALE = (
    "refs/heads/main.lock",
    "HEAD.lock",
    "packed-refs.lock",
    "config.lock",
    "fast_import_crash_123",
    "objects/pack/tmp_pack_abc",
    "objects/ab/tmp_obj_xyz",
    "objects/info/commit-graphs/commit-graph-chain.lock",
)


def plant(folder, names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("left by a git that was killed")


def test_what_a_dead_git_left_is_cleared_at_opening(store, folder):
    save(store, MILL, b"1")
    plant(folder, STALE)

    reopened = GitStore(folder)

    assert [name for name in STALE if (folder / name).exists()] == []
    assert save(reopened, MILL, b"2") == reopened.head()
    reopened.close()


def test_a_lock_left_while_the_store_is_open_does_not_stop_the_next_save(store, folder):
    save(store, MILL, b"1")
    plant(folder, ["refs/heads/main.lock"])

    assert save(store, MILL, b"2") == store.head()
    assert store.verify() == []


@pytest.mark.usefixtures("store")
def test_a_pack_kept_by_an_import_that_died_is_let_go(folder):
    (folder / "objects/pack").mkdir(parents=True, exist_ok=True)
    ours, theirs = folder / "objects/pack/pack-1.keep", folder / "objects/pack/pack-2.keep"
    ours.write_text("fast-import")
    theirs.write_text("kept by a steward")
    GitStore(folder).close()

    assert not ours.exists()
    assert theirs.exists()


@pytest.mark.usefixtures("store")
def test_opening_while_another_writes_waits_for_nobody(folder):
    with held(folder.with_name("pages.git.lock")):
        GitStore(folder).close()


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
    counts = set()
    for n in range(300):
        revision = save(store, MILL, b"%d" % n)
        store.read(MILL, revision)
        if n % 30 == 0:
            next(store.log())
            list(store.files())
        counts.add((len(children()), len(os.listdir("/proc/self/fd"))))

    assert len(counts) == 1


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
    (folder / "config").write_text("[core]\n\tbare = true\n\thooksPath = /tmp/evil\n")
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


def test_a_damaged_branch_is_not_taken_for_an_empty_wiki(store, folder):
    save(store, MILL, b"1")
    (folder / "refs/heads/main").write_text("")

    with pytest.raises(EngineFailed):
        store.head()
    with pytest.raises(EngineFailed):
        save(store, MILL, b"2")
    assert store.verify() != []


def test_a_missing_object_is_told_by_verify(store, folder):
    save(store, MILL, b"1")
    blob = str(store.blob_of(MILL))
    (folder / "objects" / blob[:2] / blob[2:]).unlink()

    assert any(blob in sentence for sentence in store.verify())
    with pytest.raises(EngineFailed):
        store.read(MILL)


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
