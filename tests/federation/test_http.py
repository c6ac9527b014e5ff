"""What is asked of other instances, against real servers, kind and hostile."""

import gzip
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.errors import PeerRefused, PeerUnreachable
from federation.git import init
from federation.http import HttpWire, Patience
from federation.wire import ANSWER_LIMIT_BYTES, Answer
from tests.federation.http_serving import (
    LOOPBACK,
    answering,
    open_repository,
    peer,
    serving,
)
from tests.federation.http_stub import Stub, app_of

HEAD = "/federation/v1/head"
SHORT = Patience(connect_s=5, silence_s=0.3, answer_s=0.6)
WIRE = HttpWire(allow=LOOPBACK, user_agent="maillage-test")


@pytest.fixture(scope="module")
def stub(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpha")
    open_repository(folder / "open.git")
    return Stub(folder / "open.git")


@pytest.fixture(scope="module")
def url(stub):
    with serving(app_of(stub)) as url:
        yield url


def test_a_document_is_read_and_its_tag_spares_the_next_reading(url):
    first = WIRE.get(url, HEAD)
    assert (first.status, first.body) == (200, b'{"payload": "1"}')
    again = WIRE.get(url, HEAD, etag=first.etag)
    assert again == Answer(304, b"", first.etag)


def test_a_message_is_posted_as_json(url, stub):
    answer = WIRE.post(url, "/federation/v1/proposals", b'{"x": 1}')
    assert answer.status == 202
    assert stub.received[-1][0] == b'{"x": 1}'


def test_an_error_is_an_answer_with_the_time_to_come_back(url, stub, monkeypatch):
    monkeypatch.setattr(stub, "sealed_head", None)
    answer = WIRE.get(url, HEAD)
    assert (answer.status, answer.retry_after_s) == (503, 30)


@pytest.mark.parametrize("said", ["Wed, 21 Oct 2026 07:28:00 GMT", "-1", "1e9", "²", ""])
def test_a_time_to_come_back_that_is_no_number_is_not_used(said):
    behave = answering("503 Busy", f"Retry-After: {said}".encode().decode("latin-1"))
    with peer(behave) as (url, _):
        assert WIRE.get(url, HEAD).retry_after_s is None


def test_only_what_is_needed_is_said_of_us(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with peer(answering("200 OK", "Set-Cookie: a=b")) as (url, seen):
        WIRE.get(url, HEAD)
        WIRE.get(url, HEAD)
    lines = seen[1].decode().split("\r\n")
    assert lines[0] == f"GET {HEAD} HTTP/1.1"
    assert {line.partition(":")[0].lower() for line in lines[1:] if line} == {
        "host", "accept", "accept-encoding", "connection", "user-agent",
    }  # fmt: skip
    assert "accept-encoding: identity" in seen[1].decode().lower()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 300, 399])
def test_a_redirect_is_refused_wherever_it_leads(status):
    with peer(answering("200 OK")) as (elsewhere, asked):
        for where in ([f"Location: {elsewhere}/"], []):
            with peer(answering(f"{status} Moved", *where)) as (url, _):
                with pytest.raises(PeerRefused, match="renvoie"):
                    WIRE.get(url, HEAD)
                with pytest.raises(PeerRefused, match="renvoie"):
                    WIRE.post(url, HEAD, b"{}")
    assert asked == []


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity, gzip"])
def test_an_answer_that_is_compressed_is_refused_unread(encoding):
    bomb = gzip.compress(bytes(10_000_000))
    behave = answering("200 OK", f"Content-Encoding: {encoding}", body=bomb)
    with peer(behave) as (url, _), pytest.raises(PeerRefused, match="comprimée"):
        WIRE.get(url, HEAD)


def test_an_answer_that_is_too_large_is_refused_announced_or_not():
    with peer(answering("200 OK", body=bytes(ANSWER_LIMIT_BYTES))) as (url, _):
        assert len(WIRE.get(url, HEAD).body) == ANSWER_LIMIT_BYTES
    larger = answering("200 OK", body=bytes(ANSWER_LIMIT_BYTES + 1))
    with peer(larger) as (url, _), pytest.raises(PeerRefused, match="dépasse"):
        WIRE.get(url, HEAD)

    def endless(connection, _):
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall(b"10000\r\n" + bytes(0x10000) + b"\r\n")

    with peer(endless) as (url, _), pytest.raises(PeerRefused, match="dépasse"):
        WIRE.get(url, HEAD)


def dripping(before):
    """A peer that never falls silent, for longer than anybody should wait."""

    def behave(connection, _):
        connection.sendall(before)
        pause = threading.Event()
        for _ in range(400):
            connection.sendall(b"a")
            pause.wait(0.02)

    return behave


@pytest.mark.parametrize(
    "before",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n",
    ],
)
def test_a_peer_that_answers_drop_by_drop_is_cut(before):
    with peer(dripping(before)) as (url, _), pytest.raises(PeerUnreachable, match="longtemps"):
        HttpWire(allow=LOOPBACK, patience=SHORT).get(url, HEAD)


def test_a_peer_that_says_nothing_is_left():
    released = threading.Event()
    with peer(lambda *_: released.wait(20)) as (url, _):
        with pytest.raises(PeerUnreachable, match="longtemps"):
            HttpWire(allow=LOOPBACK, patience=SHORT).get(url, HEAD)
        released.set()


@pytest.mark.parametrize(
    "answer",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
     b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"a" * 200_000 + b"\r\n\r\n"],
)  # fmt: skip
def test_an_answer_that_is_none_may_be_better_next_time(answer):
    def behave(connection, _):
        connection.sendall(answer)

    with peer(behave) as (url, _), pytest.raises(PeerUnreachable, match="coupée"):
        WIRE.get(url, HEAD)


def test_an_instance_that_is_down_may_come_back():
    with peer(answering("200 OK")) as (url, _):
        pass
    with pytest.raises(PeerUnreachable, match="coupée"):
        WIRE.get(url, HEAD)


@pytest.mark.parametrize("path", ["", "head", "//beta.example/x", "/a/../b", "/a?b", "/a#b", "/é",
                                  "/a b", "/a\r\nX: y", "/%2e%2e/x", "/.git/config"])  # fmt: skip
def test_a_path_that_is_none_of_the_protocol_is_not_asked(path):
    with peer(answering("200 OK")) as (url, seen), pytest.raises(PeerRefused):
        WIRE.get(url, path)
    assert seen == []


def test_the_address_that_was_checked_is_the_one_that_is_reached():
    """A name whose second answer differs from its first (DNS rebinding) gains nothing."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with peer(answering("200 OK", body=b"ok")) as (url, seen):
        port = url.rpartition(":")[2]
        wire = HttpWire(allow=LOOPBACK, resolve=resolve)
        assert wire.get(f"http://alpha.example:{port}", HEAD).body == b"ok"
    assert asked == ["alpha.example"]
    assert f"Host: alpha.example:{port}".encode() in seen[0]


def test_an_address_that_does_not_answer_leaves_room_for_the_next(url):
    port = url.rpartition(":")[2]
    wire = HttpWire(allow=LOOPBACK, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"])
    assert wire.get(f"http://alpha.example:{port}", HEAD).status == 200


def test_nothing_private_is_asked_where_nothing_is_allowed(url):
    for wire in (HttpWire(), HttpWire(resolve=lambda *_: ["127.0.0.1"])):
        for base in (url, "https://alpha.example", "https://localhost"):
            with pytest.raises((PeerRefused, PeerUnreachable)):
                wire.get(base, HEAD)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of alpha.example, its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "alpha.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("alpha.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


def test_the_certificate_must_be_that_of_the_name(stub, certificate, tmp_path):
    files = {"ssl_certfile": certificate / "cert.pem", "ssl_keyfile": certificate / "key.pem"}
    with serving(app_of(stub), **files) as url:
        port = url.rpartition(":")[2]

        def wire(authorities):
            return HttpWire(
                allow=LOOPBACK, authorities=authorities, resolve=lambda *_: ["127.0.0.1"]
            )

        known = wire(certificate / "cert.pem")
        assert known.get(f"https://alpha.example:{port}", HEAD).status == 200
        known.fetch(f"https://alpha.example:{port}", empty(tmp_path), quota_bytes=10**7)
        for base in (f"https://beta.example:{port}", f"https://127.0.0.1:{port}"):
            with pytest.raises(PeerUnreachable):
                known.get(base, HEAD)
            with pytest.raises(PeerUnreachable):
                known.fetch(base, empty(tmp_path), quota_bytes=10**7)
        with pytest.raises(PeerUnreachable):
            wire(None).get(f"https://alpha.example:{port}", HEAD)


def empty(folder):
    return init(folder / "into.git").folder


def test_a_usual_context_believes_the_usual_authorities():
    assert WIRE._tls.verify_mode == ssl.CERT_REQUIRED
    assert WIRE._tls.check_hostname
