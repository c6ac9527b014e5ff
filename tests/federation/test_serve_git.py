"""Open pages by stock git, and what a client cannot do to the server or to its neighbours."""

import gzip
import os
import socket
import threading
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from federation.git import Git
from federation.serve_git import GitServer, ServeLimits
from tests import loopback
from tests.federation.http_serving import commit, open_repository, serving, stock_git
from tests.federation.http_stub import Stub, app_of

ASKS = {"Content-Type": "application/x-git-upload-pack-request", "Git-Protocol": "version=2"}
PACK = "/git/open.git/git-upload-pack"
REFS = "/git/open.git/info/refs?service=git-upload-pack"
LARGE_BYTES = 7_500_000
QUICK = ServeLimits(stall_s=0.3, wait_s=20)


@pytest.fixture(scope="module")
def stub(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpha") / "open.git"
    open_repository(folder)
    return Stub(folder)


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A repository whose pack is larger than all that buffers between two ends may hold."""
    folder = tmp_path_factory.mktemp("large") / "open.git"
    open_repository(folder, files=3, size_bytes=LARGE_BYTES // 3)
    return Stub(folder)


@pytest.fixture(scope="module")
def url(stub):
    with serving(app_of(stub)) as url:
        yield url


def tip(stub, ref="refs/heads/open"):
    return Git(stub.folder).run("rev-parse", ref).decode().strip()


def packet(line: bytes) -> bytes:
    return b"%04x%s" % (len(line) + 4, line)


def fetching(wanted: str) -> bytes:
    lines = packet(b"want %s\n" % wanted.encode()) + packet(b"done\n")
    return packet(b"command=fetch") + b"0001" + packet(b"no-progress") + lines + b"0000"


def serving_processes(folder: Path) -> list[int]:
    """Every git that has this repository as its own."""
    return [
        int(entry.name)
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and is_alive_in(entry, folder)
    ]


def is_alive_in(process: Path, folder: Path) -> bool:
    try:
        return f"GIT_DIR={folder}".encode() in (process / "environ").read_bytes().split(b"\0")
    except OSError:
        return False


def eventually(holds) -> bool:
    """True as soon as `holds()` is; False where it is not after a long while."""
    deadline = time.monotonic() + 20
    pause = threading.Event()
    while not (held := holds()) and time.monotonic() < deadline:
        pause.wait(0.01)
    return held


@contextmanager
def stalled(url: str, body: bytes):
    """A client that asks for a pack and never reads of it more than its beginning."""
    with asking(url, body) as client:
        client.recv(16)
        yield client


@contextmanager
def asking(url: str, body: bytes):
    """A client that asks for a pack and has not begun to read it."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    with closing(socket.socket()) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((host, port))
        head = [f"POST {PACK} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in ASKS.items()]
        client.sendall("\r\n".join([*head, "", ""]).encode() + body)
        client.settimeout(20)
        yield client


@pytest.mark.parametrize("version", ["0", "1", "2"])
def test_a_stock_clone_is_whole_whatever_the_version_of_the_protocol(url, stub, tmp_path, version):
    done = stock_git(
        "-c", f"protocol.version={version}", "clone", "-q", f"{url}/git/open.git", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert stock_git("rev-parse", "HEAD", cwd=tmp_path / "open").stdout.strip() == tip(stub)
    assert stock_git("branch", "--show-current", cwd=tmp_path / "open").stdout.strip() == "open"
    assert stock_git("fsck", "--strict", cwd=tmp_path / "open").returncode == 0


def test_a_later_fetch_and_a_shallow_clone_work(tmp_path):
    stub = Stub(tmp_path / "open.git")
    git = open_repository(stub.folder)
    with serving(app_of(stub)) as url:
        assert stock_git("clone", "-q", f"{url}/git/open.git", "copy", cwd=tmp_path).returncode == 0
        commit(git, {"pages/place/aa/neuf.md": b"neuf"}, parent=tip(stub))
        assert stock_git("pull", "-q", cwd=tmp_path / "copy").returncode == 0
        assert (tmp_path / "copy/pages/place/aa/neuf.md").read_bytes() == b"neuf"
        done = stock_git("clone", "-q", "--depth=1", f"{url}/git/open.git", "shallow", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    counted = stock_git("rev-list", "--count", "HEAD", cwd=tmp_path / "shallow")
    assert counted.stdout.strip() == "1"


def test_eight_clones_at_once_from_one_address_all_succeed(large, tmp_path):
    with serving(app_of(large)) as url, ThreadPoolExecutor(8) as pool:
        clones = [
            pool.submit(
                stock_git, "clone", "-q", "--bare", f"{url}/git/open.git", str(n), cwd=tmp_path
            )
            for n in range(8)
        ]
        assert [one.result().stderr for one in clones] == [""] * 8
    heads = {stock_git("rev-parse", "HEAD", cwd=tmp_path / str(n)).stdout.strip() for n in range(8)}
    assert heads == {tip(large)}
    assert not serving_processes(large.folder)


def test_a_new_epoch_swapped_in_is_what_the_next_clone_gets(tmp_path):
    stub = Stub(tmp_path / "open.git")
    open_repository(stub.folder)
    old = tip(stub)
    with serving(app_of(stub)) as url:
        assert stock_git("clone", "-q", f"{url}/git/open.git", "one", cwd=tmp_path).returncode == 0
        open_repository(tmp_path / "next.git")
        stub.folder.rename(tmp_path / "old.git")
        assert stock_git("clone", f"{url}/git/open.git", "two", cwd=tmp_path).returncode == 128
        (tmp_path / "next.git").rename(stub.folder)
        assert stock_git("clone", "-q", f"{url}/git/open.git", "six", cwd=tmp_path).returncode == 0
        assert loopback.post(
            f"{url}{PACK}", content=fetching(old), headers=ASKS
        ).content.startswith(b"0049ERR upload-pack: not our ref")
    assert stock_git("rev-parse", "HEAD", cwd=tmp_path / "six").stdout.strip() == tip(stub) != old


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/git/open.git/info/refs?service=git-receive-pack"),
        ("GET", "/git/open.git/info/refs"),
        ("GET", REFS + "&service=git-receive-pack"),
        ("POST", "/git/open.git/git-receive-pack"),
        ("GET", "/git/open.git/git-upload-pack"),
        ("POST", "/git/open.git/info/refs?service=git-upload-pack"),
        ("GET", "/git/open.git/HEAD"),
        ("GET", "/git/open.git/objects/info/packs"),
        ("GET", "/git/open.git/config"),
        ("GET", "/git/pages.git/info/refs?service=git-upload-pack"),
        ("GET", "/git/open.git/../pages.git/info/refs?service=git-upload-pack"),
        ("GET", "/git/"),
        ("PUT", "/git/open.git/config"),
    ],
)
def test_all_but_reading_the_open_pages_is_refused(url, method, path):
    answer = loopback.request(method, f"{url}{path}")
    assert (answer.status_code, answer.json()["error"]) == (403, "read_only")


def test_a_stock_push_is_refused(url, stub, tmp_path):
    before = tip(stub)
    stock_git("clone", "-q", f"{url}/git/open.git", "copy", cwd=tmp_path)
    pushed = stock_git("push", "origin", "open:refs/heads/evil", cwd=tmp_path / "copy")
    assert pushed.returncode != 0
    assert "403" in pushed.stderr
    assert tip(stub) == before


def test_only_the_open_branch_is_shown(tmp_path):
    stub = Stub(tmp_path / "open.git")
    git = open_repository(stub.folder)
    hidden = commit(git, {"pages/place/aa/secret.md": b"secret"}, ref="secret")
    git.run("tag", "v1", hidden)
    with serving(app_of(stub)) as url:
        for version in ("0", "2"):
            listed = stock_git(
                "-c", f"protocol.version={version}", "ls-remote", f"{url}/git/open.git",
                cwd=tmp_path,
            )  # fmt: skip
            assert {line.split("\t")[1] for line in listed.stdout.splitlines()} == {
                "HEAD", "refs/heads/open",
            }  # fmt: skip


@pytest.mark.parametrize("version", ["0", "2"])
@pytest.mark.parametrize("which", ["hidden", "hidden^{tree}", "hidden:a.md", "open^{tree}"])
def test_an_object_that_is_not_shown_cannot_be_asked_for_by_its_id(tmp_path, version, which):
    stub = Stub(tmp_path / "open.git")
    git = open_repository(stub.folder)
    commit(git, {"a.md": b"never open"}, ref="hidden")
    wanted = tip(stub, f"refs/heads/{which}")
    stock_git("init", "-q", "copy", cwd=tmp_path)
    with serving(app_of(stub)) as url:
        done = stock_git(
            "-c", f"protocol.version={version}", "fetch", f"{url}/git/open.git", wanted,
            cwd=tmp_path / "copy",
        )  # fmt: skip
    assert done.returncode != 0
    assert "not our ref" in done.stderr or "unadvertised" in done.stderr
    assert "count: 0\n" in stock_git("count-objects", "-v", cwd=tmp_path / "copy").stdout


def test_a_version_that_was_the_tip_a_moment_ago_is_still_given(url, stub):
    answer = loopback.post(
        f"{url}{PACK}", content=fetching(tip(stub, "refs/heads/open~1")), headers=ASKS
    )
    assert b"PACK" in answer.content


def test_the_size_of_objects_cannot_be_asked_either(url):
    body = packet(b"command=object-info") + b"0001" + packet(b"size") + b"0000"
    assert loopback.post(f"{url}{PACK}", content=body, headers=ASKS).status_code == 403


def test_only_parts_of_objects_cannot_be_asked(url, tmp_path):
    done = stock_git("clone", "--filter=blob:none", f"{url}/git/open.git", cwd=tmp_path)
    assert "filtering not recognized" in done.stderr


def test_an_unknown_protocol_is_read_as_the_oldest(url):
    for said in ("version=3", "version=2:evil=1", "version=2\tx", "evil"):
        body = loopback.get(f"{url}{REFS}", headers={"Git-Protocol": said}).content
        assert body.startswith(b"001e# service=git-upload-pack\n0000")
    assert loopback.get(f"{url}{REFS}", headers=ASKS).content.startswith(b"000eversion 2\n")


@pytest.mark.parametrize(
    "body",
    [b"zzzz", b"0003", b"00", b"ffffwant", b"+0a1", packet(b"want 12"),
     packet(b"want " + b"g" * 40),
     b"".join(packet(b"want %040x" % n) for n in range(17)), packet(b"command=fetch") * 2],
)  # fmt: skip
def test_what_is_no_question_of_git_is_refused_before_git_is_started(url, body):
    answer = loopback.post(f"{url}{PACK}", content=body, headers=ASKS)
    assert (answer.status_code, answer.json()["error"]) == (400, "malformed")


def test_another_type_of_content_is_refused(url):
    answer = loopback.post(f"{url}{PACK}", content=b"0000", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    answer = loopback.post(f"{url}{PACK}", content=b"", headers={**ASKS, "Content-Encoding": "br"})
    assert answer.status_code == 415


def test_a_question_in_gzip_is_understood(url, stub):
    headers = {**ASKS, "Content-Encoding": "gzip"}
    answer = loopback.post(
        f"{url}{PACK}", content=gzip.compress(fetching(tip(stub))), headers=headers
    )
    assert b"PACK" in answer.content


def test_a_gzip_bomb_is_refused_without_being_blown_up(url):
    headers = {**ASKS, "Content-Encoding": "gzip"}
    bomb = gzip.compress(bytes(200_000_000), compresslevel=1)
    tracemalloc.start()
    try:
        assert loopback.post(f"{url}{PACK}", content=bomb, headers=headers).status_code == 413
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    for broken in (gzip.compress(b"0000")[:-9], b"no gzip", gzip.compress(b"0000") + b"more"):
        assert loopback.post(f"{url}{PACK}", content=broken, headers=headers).status_code == 400


def test_a_question_that_is_too_large_is_refused(stub):
    with serving(app_of(stub, limits=ServeLimits(body_bytes=1000))) as url:
        large = packet(b"have " + b"0" * 40) * 30
        assert loopback.post(f"{url}{PACK}", content=large, headers=ASKS).status_code == 413
    with serving(app_of(stub, limits=ServeLimits(bodies_bytes=1000))) as url:
        crowded = loopback.post(f"{url}{PACK}", content=large, headers=ASKS)
        assert (crowded.status_code, crowded.headers["retry-after"]) == (503, "30")


def test_a_question_that_never_ends_is_given_up(stub):
    with serving(app_of(stub, limits=QUICK)) as url:
        host, port = urlsplit(url).hostname, urlsplit(url).port
        with closing(socket.create_connection((host, port), timeout=20)) as client:
            kind = f"Content-Type: {ASKS['Content-Type']}"
            head = [f"POST {PACK} HTTP/1.1", f"Host: {host}", kind, "Content-Length: 500", "", ""]
            client.sendall("\r\n".join(head).encode() + b"00")
            assert b" 408 " in client.recv(100)


def test_nothing_of_git_is_left_when_the_client_has_gone(large):
    with serving(app_of(large)) as url:
        with stalled(url, fetching(tip(large))):
            found = serving_processes(large.folder)
            assert found
            after_us = min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)
            assert {os.getpriority(os.PRIO_PROCESS, one) for one in found} == {after_us}
        assert eventually(lambda: not serving_processes(large.folder))


def test_clients_that_stop_reading_are_cut_and_starve_nobody(large, tmp_path):
    with serving(app_of(large, limits=QUICK)) as url:
        body = fetching(tip(large))
        with (
            stalled(url, body), stalled(url, body), stalled(url, body), stalled(url, body),
        ):  # fmt: skip
            done = stock_git("clone", "-q", "--bare", f"{url}/git/open.git", "c", cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert eventually(lambda: not serving_processes(large.folder))


def test_a_pack_that_was_cut_never_looks_whole(large):
    limits = replace(QUICK, wall_s=0.5, stall_s=20)
    with (
        serving(app_of(large, limits=limits)) as url,
        stalled(url, fetching(tip(large))) as client,
    ):
        assert eventually(lambda: not serving_processes(large.folder))
        received = bytearray()
        while piece := client.recv(1 << 20):
            received += piece
    assert len(received) < LARGE_BYTES
    assert not received.endswith(b"0\r\n\r\n")


def test_who_waits_too_long_is_told_to_come_back(large):
    limits = ServeLimits(heavy=1, wait_s=0.2)
    with serving(app_of(large, limits=limits)) as url, stalled(url, fetching(tip(large))):
        crowded = loopback.post(f"{url}{PACK}", content=fetching(tip(large)), headers=ASKS)
        names = stock_git("ls-remote", f"{url}/git/open.git", cwd=large.folder)
    assert (crowded.status_code, crowded.json()["error"]) == (503, "busy")
    assert crowded.headers["retry-after"] == "30"
    assert names.returncode == 0


def test_who_leaves_while_waiting_gives_up_the_turn(large):
    server = GitServer(lambda: large.folder, limits=ServeLimits(heavy=1))
    asks = fetching(tip(large))
    with serving(server.pack, interface="asgi3") as url, stalled(url, asks):
        with asking(url, asks):
            assert eventually(lambda: server.heavy.waiting == 1)
        assert eventually(lambda: server.heavy.waiting == 0)
        assert serving_processes(large.folder)


def test_before_anything_is_open_there_is_nothing(tmp_path):
    with serving(app_of(Stub(tmp_path / "open.git"))) as url:
        assert loopback.get(f"{url}{REFS}").status_code == 404
        assert loopback.post(f"{url}{PACK}", content=b"0000", headers=ASKS).status_code == 404


def test_git_inherits_nothing_of_the_server(stub, tmp_path, monkeypatch):
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    monkeypatch.setitem(os.environ, "GIT_DIR", "/nowhere")
    with serving(app_of(stub)) as url:
        assert loopback.get(f"{url}{REFS}").status_code == 200
    assert not trace.exists()
