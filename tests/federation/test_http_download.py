"""Files of other instances, over connections that break."""

import pytest

from app.domain.errors import PeerRefused, PeerUnreachable
from federation.git import init
from federation.http import HttpWire
from federation.http.http_wire import Room
from tests.federation.http_serving import LOOPBACK, answering, peer, serving
from tests.federation.http_stub import Stub, app_of

BUNDLE = "/federation/v1/bundles/1-7.bundle"
SIZE_BYTES = 200_000
CONTENT = bytes(range(250)) * (SIZE_BYTES // 250)
WIRE = HttpWire(allow=LOOPBACK)


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpha")
    (folder / "1-7.bundle").write_bytes(CONTENT)
    with serving(app_of(Stub(folder / "open.git"))) as url:
        yield url


def cutting(after, *, ignores_range=False):
    """A peer that gives `CONTENT` and hangs up after some bytes, each time."""

    def behave(connection, request):
        start = 0
        for line in request.decode().split("\r\n"):
            if line.lower().startswith("range: bytes=") and not ignores_range:
                start = int(line.partition("=")[2].rstrip("-"))
        rest = CONTENT[start:]
        head = ["HTTP/1.1 200 OK"]
        if start:
            head = ["HTTP/1.1 206 Partial Content"]
            head.append(f"Content-Range: bytes {start}-{SIZE_BYTES - 1}/{SIZE_BYTES}")
        head += [f"Content-Length: {len(rest)}", "", ""]
        connection.sendall("\r\n".join(head).encode() + rest[:after])

    return behave


def test_a_file_is_received_whole(url, tmp_path):
    to = tmp_path / "1-7.bundle"
    WIRE.download(url, BUNDLE, to, size_bytes=SIZE_BYTES)
    assert to.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [to]


def test_a_file_that_is_cut_goes_on_where_it_was(tmp_path):
    to = tmp_path / "1-7.bundle"
    with peer(cutting(60_000)) as (url, seen):
        WIRE.download(url, BUNDLE, to, size_bytes=SIZE_BYTES)
    assert to.read_bytes() == CONTENT
    assert len(seen) == 4
    assert b"bytes=" not in seen[0]


def test_a_later_visit_goes_on_where_an_earlier_one_was_cut(url, tmp_path):
    to = tmp_path / "1-7.bundle"
    with peer(cutting(10_000)) as (cut, _), pytest.raises(PeerUnreachable):
        WIRE.download(cut, BUNDLE, to, size_bytes=SIZE_BYTES)
    assert not to.exists()
    had = (tmp_path / "1-7.bundle.part").stat().st_size
    WIRE.download(url, BUNDLE, to, size_bytes=SIZE_BYTES)
    assert 10_000 <= had < SIZE_BYTES
    assert to.read_bytes() == CONTENT


def test_a_peer_that_brings_nothing_is_not_asked_again_and_again(tmp_path):
    with peer(lambda *_: None) as (url, seen), pytest.raises(PeerUnreachable):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=SIZE_BYTES)
    assert len(seen) == 1


def test_a_peer_without_ranges_gives_the_file_from_its_start(tmp_path):
    (tmp_path / "b.part").write_bytes(b"x" * 500)
    with peer(cutting(SIZE_BYTES, ignores_range=True)) as (url, _):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=SIZE_BYTES)
    assert (tmp_path / "b").read_bytes() == CONTENT


@pytest.mark.parametrize("size_bytes", [SIZE_BYTES - 1, SIZE_BYTES + 1])
def test_a_file_of_another_size_than_was_promised_is_refused(url, tmp_path, size_bytes):
    with pytest.raises(PeerRefused, match="taille"):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=size_bytes)
    (tmp_path / "b.part").write_bytes(CONTENT[:1000])
    with pytest.raises(PeerRefused, match="taille"):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=size_bytes)
    assert not (tmp_path / "b").exists()


def test_more_than_was_promised_is_never_written(tmp_path):
    def endless(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")

    with peer(endless) as (url, _), pytest.raises(PeerRefused, match="taille"):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=SIZE_BYTES)
    assert (tmp_path / "b.part").stat().st_size <= SIZE_BYTES


@pytest.mark.parametrize(
    "answer",
    [
        answering("206 Partial Content", "Content-Range: bytes 0-199999/200000", body=b"x"),
        answering("206 Partial Content", "Content-Range: bytes 500-200000/200001", body=b"x"),
        answering("206 Partial Content", body=b"x"),
        answering("416 Range Not Satisfiable"),
    ],
)
def test_a_range_that_was_not_asked_is_refused_and_the_next_try_starts_anew(tmp_path, answer):
    (tmp_path / "b.part").write_bytes(CONTENT[:500])
    with peer(answer) as (url, _), pytest.raises(PeerRefused, match="taille"):
        WIRE.download(url, BUNDLE, tmp_path / "b", size_bytes=SIZE_BYTES)
    assert not (tmp_path / "b.part").exists()


def test_a_file_that_is_gone_is_told_with_its_status(url, tmp_path):
    with pytest.raises(PeerUnreachable, match="404"):
        WIRE.download(
            url, "/federation/v1/bundles/1-9.bundle", tmp_path / "b", size_bytes=SIZE_BYTES
        )


def test_a_disk_that_would_be_full_receives_nothing(tmp_path):
    wire = HttpWire(allow=LOOPBACK, room=Room(reserve_bytes=1 << 60))
    with peer(answering("200 OK")) as (url, seen):
        with pytest.raises(PeerRefused, match="place"):
            wire.download(url, BUNDLE, tmp_path / "b", size_bytes=SIZE_BYTES)
        with pytest.raises(PeerRefused, match="place"):
            wire.fetch(url, init(tmp_path / "into.git").folder, quota_bytes=10**7)
    assert seen == []
