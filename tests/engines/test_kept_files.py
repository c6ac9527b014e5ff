"""Large files that are made once and handed out until something else would be in them."""

import os
import threading
from pathlib import Path

import pytest

from app.domain.errors import Busy, EngineFailed
from app.engines.kept_files import KeptFiles
from app.engines.locks import FileLocks

NAME = "pages.gz"


@pytest.fixture
def files(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "cache", FileLocks(tmp_path / "locks"))


def test_a_file_is_written_once_for_each_mark(files: KeptFiles) -> None:
    written = []

    def write(out):
        written.append(1)
        out.write(b"un")

    first = files.kept(NAME, "a", write)
    assert files.kept(NAME, "a", write) == first
    assert (first.path.read_bytes(), first.mark, len(written)) == (b"un", "a", 1)


def test_only_the_newest_and_the_one_before_stay(files: KeptFiles) -> None:
    for at, mark in enumerate("abc"):
        path = files.kept(NAME, mark, lambda out: out.write(b"x")).path
        os.utime(path, (at, at))
    assert sorted(file.name for file in path.parent.iterdir()) == ["b", "c"]


def test_while_one_writes_others_get_what_was_there_or_come_back(files: KeptFiles) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slowly(out):
        begun.set()
        assert go_on.wait(20)
        out.write(b"deux")

    def begin(mark: str) -> threading.Thread:
        begun.clear()
        go_on.clear()
        thread = threading.Thread(target=files.kept, args=(NAME, mark, slowly))
        thread.start()
        assert begun.wait(20)
        return thread

    thread = begin("a")
    with pytest.raises(Busy):
        files.kept(NAME, "a", slowly)
    go_on.set()
    thread.join(20)
    thread = begin("b")
    assert files.kept(NAME, "b", slowly).mark == "a"
    go_on.set()
    thread.join(20)
    assert files.kept(NAME, "b", slowly).mark == "b"


def test_what_fails_half_way_leaves_nothing(files: KeptFiles, tmp_path: Path) -> None:
    def broken(out):
        out.write(b"moiti")
        raise OSError

    with pytest.raises(EngineFailed):
        files.kept(NAME, "a", broken)
    assert not list((tmp_path / "cache" / NAME).iterdir())
