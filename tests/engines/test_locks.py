"""One holder at a time, between threads and between processes."""

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.errors import Busy
from app.engines.locks import FileLocks

ROOT = Path(__file__).parents[2]


@pytest.fixture
def locks(tmp_path):
    return FileLocks(tmp_path / "locks")


def count_up(folder, times):
    """Read, then write: two at once would lose a count."""
    locks, counter = FileLocks(folder), folder / "counter"
    for _ in range(times):
        with locks.hold("counter"):
            counter.write_text(str(int(counter.read_text()) + 1))


def test_threads_take_turns(tmp_path):
    (tmp_path / "counter").write_text("0")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count_up(tmp_path, 50), range(8)))

    assert (tmp_path / "counter").read_text() == "400"


def test_processes_take_turns(tmp_path):
    (tmp_path / "counter").write_text("0")
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=count_up, args=(tmp_path, 100)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [worker.exitcode for worker in workers] == [0] * 3
    assert (tmp_path / "counter").read_text() == "300"


def test_who_does_not_wait_is_told_that_it_is_busy(locks, tmp_path):
    other = FileLocks(tmp_path / "locks")
    with locks.hold("server"), pytest.raises(Busy), other.hold("server", wait=False):
        pass

    with other.hold("server", wait=False):
        assert (tmp_path / "locks/server.lock").exists()


def test_two_names_are_two_locks(locks):
    with locks.hold("one"), locks.hold("two", wait=False):
        pass


def test_a_thread_that_would_wait_for_itself_is_told_so(locks):
    with locks.hold("one"), pytest.raises(RuntimeError, match="already holds"), locks.hold("one"):
        pass


def test_an_error_inside_lets_the_lock_go(locks):
    with pytest.raises(KeyError), locks.hold("one"):
        raise KeyError

    with locks.hold("one", wait=False):
        pass


def test_a_lock_leaves_no_open_file(locks):
    before = os.listdir("/proc/self/fd")
    for _ in range(100):
        with locks.hold("one"):
            pass

    assert len(os.listdir("/proc/self/fd")) == len(before)


def test_a_killed_process_holds_nothing(locks, tmp_path):
    code = (
        "import sys; from pathlib import Path; from app.engines.locks import FileLocks\n"
        "with FileLocks(Path(sys.argv[1])).hold('one'):\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "locks")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Busy), locks.hold("one", wait=False):
            pass
        holder.send_signal(signal.SIGKILL)

    with locks.hold("one", wait=False):
        pass


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a\0"])
def test_a_lock_stays_in_its_folder(locks, name):
    with pytest.raises(ValueError, match="lock"), locks.hold(name):
        pass
