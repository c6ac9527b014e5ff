"""git as federation runs it: bounded, alone, and gone when it should be."""

import os
import subprocess

import pytest

from federation.git import Git, GitFailed, Limits, drop, init

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


@pytest.fixture
def git(tmp_path):
    return init(tmp_path / "repo.git")


def test_a_new_repository_is_bare_and_its_head_names_the_open_branch(git):
    assert git.run("rev-parse", "--is-bare-repository") == b"true\n"
    assert git.run("symbolic-ref", "HEAD") == b"refs/heads/open\n"
    assert not (git.folder / "hooks").exists()


def test_what_goes_in_is_read_and_what_comes_out_is_given(git):
    name = git.run("hash-object", "-w", "--stdin", stdin=b"du pain").decode().strip()
    assert git.run("cat-file", "blob", name) == b"du pain"


def test_a_command_that_fails_tells_its_status_and_its_words(git):
    with pytest.raises(GitFailed) as failed:
        git.run("cat-file", "blob", "0" * 40)
    assert failed.value.status == 128
    assert "bad" in failed.value.said or "Not a valid" in failed.value.said
    assert not git.succeeds("rev-parse", "--verify", "--quiet", "refs/heads/open")


def test_nothing_of_our_environment_reaches_it(git, monkeypatch):
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", "/nowhere")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Mallory")
    monkeypatch.setenv("https_proxy", "http://proxy.example")
    assert git.run("hash-object", "-w", "--stdin", "-t", "tree").decode().strip() == EMPTY_TREE
    assert "GIT_AUTHOR_NAME" not in git.environment()
    assert "https_proxy" not in git.environment()


def test_settings_of_one_call_are_for_that_call(git):
    assert git.run("config", "core.fsync", settings=["core.fsync=none"]) == b"none\n"
    assert not git.succeeds("config", "core.fsync")


def test_no_protocol_is_allowed_unless_the_call_names_it(git, tmp_path):
    other = init(tmp_path / "other.git")
    tree = other.run("mktree").decode().strip()
    author = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@alpha.example",
              "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@alpha.example"}  # fmt: skip
    commit = other.run("commit-tree", tree, environment=author).decode().strip()
    other.run("update-ref", "refs/heads/open", commit)
    fetch = ("fetch", "--no-tags", str(other.folder), "refs/heads/open:refs/heads/open")
    with pytest.raises(GitFailed):
        git.run(*fetch)
    git.run(*fetch, environment={"GIT_ALLOW_PROTOCOL": "file"})
    assert git.run("rev-parse", "refs/heads/open").decode().strip() == commit


def test_a_command_past_its_time_is_killed_with_all_it_started(git):
    with pytest.raises(GitFailed) as failed:
        git.run("-c", "alias.wait=!sleep 600", "wait", limits=Limits(wall_s=0.2))
    assert failed.value.status == -9


def test_a_file_that_would_be_too_large_is_refused(git):
    with pytest.raises(GitFailed):
        git.run("hash-object", "-w", "--stdin", stdin=os.urandom(200_000),
                limits=Limits(file_size_bytes=4096))  # fmt: skip
    assert git.run("count-objects").startswith(b"0 objects")


def test_too_much_memory_is_refused(git):
    with pytest.raises(GitFailed):
        git.run("hash-object", "-w", "--stdin", stdin=b"\0" * 40_000_000,
                limits=Limits(address_space_bytes=30_000_000, cpu_s=60))  # fmt: skip


def test_no_process_of_a_block_is_left_when_it_is_left(git):
    with git.process("-c", "alias.wait=!sleep 600 & echo $!; sleep 600", "wait") as it:
        child = int(it.stdout.readline())
    assert it.returncode is not None
    state = subprocess.run(["ps", "-o", "stat=", str(child)], capture_output=True, text=True,
                           check=False).stdout.strip()  # fmt: skip
    assert state[:1] in ("", "Z")


def test_pieces_come_one_by_one_and_a_failure_at_the_end_is_told(git):
    blob = git.run("hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    entries = b"".join(b"100644 blob %s\tname-%d\0" % (blob.encode(), n) for n in range(3))
    tree = git.run("mktree", "-z", stdin=entries).decode().strip()
    names = list(git.stream("ls-tree", "-z", "--name-only", tree))
    assert names == [b"name-0", b"name-1", b"name-2"]
    with pytest.raises(GitFailed):
        list(git.stream("ls-tree", "-z", "0" * 40))


def test_a_folder_that_is_not_there_is_a_failure_of_git(tmp_path):
    with pytest.raises(GitFailed):
        Git(tmp_path / "nowhere").run("version")
    drop(tmp_path / "nowhere")
