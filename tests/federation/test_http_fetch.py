"""git fetch from other instances: one branch, within bounds, at the address that was checked."""

import os
import threading

import pytest

from app.domain.errors import PeerRefused, PeerUnreachable
from federation.git import Git, init
from federation.http import HttpWire, Patience
from federation.http.http_wire import Room
from tests.federation.http_serving import (
    LOOPBACK,
    answering,
    commit,
    open_repository,
    peer,
    serving,
)
from tests.federation.http_stub import Stub, app_of

QUOTA_BYTES = 10_000_000
WIRE = HttpWire(allow=LOOPBACK)


@pytest.fixture(scope="module")
def alpha(tmp_path_factory):
    """A repository with more in it than is open, and its address."""
    git = open_repository(tmp_path_factory.mktemp("alpha") / "open.git")
    git.run("tag", "v1", commit(git, {"a.md": b"other"}, ref="other"))
    with serving(app_of(Stub(git.folder))) as url:
        yield git, url


@pytest.fixture
def into(tmp_path):
    return init(tmp_path / "into.git")


def commit_of(git: Git, tree: str) -> None:
    """The open branch of `git` holds that tree, whatever it is."""
    who = "A <a@alpha.example> 1 +0000"
    text = f"tree {tree}\nauthor {who}\ncommitter {who}\n\nx\n"
    made = git.run("hash-object", "-w", "-t", "commit", "--stdin", stdin=text.encode())
    git.run("update-ref", "refs/heads/open", made.decode().strip())


def tip(git: Git) -> bytes:
    return git.run("rev-parse", "refs/heads/open")


def test_the_open_branch_is_fetched_and_nothing_else(alpha, into):
    theirs, url = alpha
    WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
    assert tip(into) == tip(theirs)
    assert into.run("for-each-ref", "--format=%(refname)") == b"refs/heads/open\n"
    assert not (into.folder / "FETCH_HEAD").exists()


def test_a_branch_that_was_rewritten_is_fetched_as_it_is(alpha, into):
    theirs, url = alpha
    commit(into, {"x.md": b"of before"})
    WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
    assert tip(into) == tip(theirs)


def test_the_name_is_not_looked_up_again_by_git(alpha, into):
    """alpha.example leads nowhere: only the address that was checked can have been used."""
    theirs, url = alpha
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    wire = HttpWire(allow=LOOPBACK, resolve=resolve)
    wire.fetch(f"http://alpha.example:{url.rpartition(':')[2]}", into.folder, quota_bytes=10**7)
    assert asked == ["alpha.example"]
    assert tip(into) == tip(theirs)


def test_a_private_address_is_not_fetched_from(alpha, into):
    url = alpha[1]
    port = url.rpartition(":")[2]
    wire = HttpWire(resolve=lambda *_: ["127.0.0.1"])
    for base in (url, "https://alpha.example", f"http://alpha.example:{port}", "file:///etc"):
        with pytest.raises(PeerRefused):
            wire.fetch(base, into.folder, quota_bytes=QUOTA_BYTES)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_by_git(alpha, into, status):
    where = f"{alpha[1]}/git/open.git/info/refs?service=git-upload-pack"
    moved = answering(f"{status} Moved", f"Location: {where}")
    with peer(moved) as (url, _), pytest.raises(PeerRefused, match="renvoie"):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
    assert not into.succeeds("rev-parse", "--verify", "refs/heads/open")


def test_a_proxy_of_the_environment_is_not_used(alpha, into, monkeypatch):
    for name in ("http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    WIRE.fetch(alpha[1], into.folder, quota_bytes=QUOTA_BYTES)
    assert tip(into) == tip(alpha[0])


def test_more_than_the_quota_is_refused(tmp_path, into):
    large = open_repository(tmp_path / "open.git", files=4, size_bytes=500_000)
    with serving(app_of(Stub(large.folder))) as url:
        with pytest.raises(PeerRefused, match="dépasse"):
            WIRE.fetch(url, into.folder, quota_bytes=1_000_000)
        assert not into.succeeds("rev-parse", "--verify", "refs/heads/open")
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
    assert tip(into) == tip(large)


def test_a_small_pack_that_grows_beyond_memory_is_refused(tmp_path, into):
    bomb, size = init(tmp_path / "open.git"), 120_000_000
    blob = bomb.run(
        "hash-object", "-w", "--stdin", stdin=bytes(size), settings=["core.compression=1"]
    ).decode().strip()  # fmt: skip
    tree = bomb.run("mktree", stdin=f"100644 blob {blob}\ta.md\n".encode()).decode().strip()
    commit_of(bomb, tree)
    wire = HttpWire(allow=LOOPBACK, room=Room(git_memory_bytes=size))
    with serving(app_of(Stub(bomb.folder))) as url, pytest.raises(PeerRefused, match="dépasse"):
        wire.fetch(url, into.folder, quota_bytes=2 * size)
    assert not into.succeeds("rev-parse", "--verify", "refs/heads/open")


@pytest.mark.parametrize("name", ["empty.git", "nowhere.git"])
def test_an_instance_that_opens_nothing_yet_may_later(tmp_path, into, name):
    init(tmp_path / "empty.git")
    app = app_of(Stub(tmp_path / name))
    with serving(app) as url, pytest.raises(PeerUnreachable, match="aucune page"):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)


@pytest.mark.parametrize("status", ["500 Error", "503 Busy", "429 Slow down", "502 Bad"])
def test_an_instance_in_trouble_may_be_better_next_time(into, status):
    with peer(answering(status)) as (url, _), pytest.raises(PeerUnreachable, match="coupée"):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)


def test_an_instance_that_is_down_may_come_back(into):
    with peer(answering("200 OK")) as (url, _):
        pass
    with pytest.raises(PeerUnreachable, match="coupée"):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)


def test_an_instance_that_never_ends_is_left(into):
    def silent(_connection, _request):
        released.wait(20)

    released = threading.Event()
    wire = HttpWire(allow=LOOPBACK, patience=Patience(fetch_s=0.5))
    with peer(silent) as (url, _):
        with pytest.raises(PeerUnreachable, match="longtemps"):
            wire.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
        released.set()


@pytest.mark.parametrize(
    "body",
    [b"", b"<html></html>", b"001e# service=git-upload-pack\n0000" + os.urandom(300)],
)
def test_what_is_no_git_is_told_as_disorder(into, body):
    kind = "Content-Type: application/x-git-upload-pack-advertisement"
    odd = answering("200 OK", kind, body=body)
    with peer(odd) as (url, _), pytest.raises((PeerRefused, PeerUnreachable)):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)


def test_objects_that_are_malformed_are_refused(tmp_path, into):
    theirs = init(tmp_path / "open.git")
    blob = theirs.run("hash-object", "-w", "--stdin", stdin=b"x").decode().strip()
    tree = b"100644 .git\0" + bytes.fromhex(blob)
    name = theirs.run(
        "hash-object", "-w", "-t", "tree", "--stdin", "--literally", stdin=tree
    ).decode().strip()  # fmt: skip
    commit_of(theirs, name)
    with serving(app_of(Stub(theirs.folder))) as url, pytest.raises(PeerRefused, match="ordre"):
        WIRE.fetch(url, into.folder, quota_bytes=QUOTA_BYTES)
    assert not into.succeeds("rev-parse", "--verify", "refs/heads/open")
