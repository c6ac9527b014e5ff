"""No acknowledged save is lost: killed writers, leftovers, damage."""

import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from app.domain.errors import EngineFailed
from app.domain.page_path import RevisionId
from app.engines.git_store import GitStore
from app.engines.git_store.lock import held
from tests.engines.stores import BREAD, MILL, NOON, change, save

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pages.git"


@pytest.fixture
def store(folder):
    store = GitStore.create(folder)
    yield store
    store.close()


# It tells each commit on its output once the store has acknowledged it.
WRITER = """
    import sys
    from pathlib import Path
    from app.engines.git_store import GitStore
    from tests.engines.stores import change

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
    from tests.engines.stores import change

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
