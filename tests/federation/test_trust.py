"""Two instances, alpha and beta, and how alpha comes to believe beta."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import InvalidInstance, PeerNotFound, PeerRefused, PeerUnreachable
from app.domain.network import InstanceId, PeerState, Slice
from federation.documents import INSTANCE, OUTCOME, PROPOSAL
from federation.envelope import seal
from federation.errors import WireError
from federation.keys import KeyRing
from federation.trust import address_of
from tests.federation.trusting import BETA, DAY, URL, Clock, Network, One


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[One, One]]:
    network, clock = Network(), Clock()
    alpha, beta = (One(name, tmp_path, network, clock) for name in ("alpha", "beta"))
    yield alpha, beta
    alpha.records.close()
    beta.records.close()


def test_a_preview_shows_who_is_there_and_keeps_nothing(both: tuple[One, One]) -> None:
    alpha, beta = both
    seen = alpha.trust.preview("Beta.example/fr/accueil ")
    assert seen.identity == beta.trust.identity()
    assert (seen.licences, seen.software, seen.already) == (("CC0-1.0",), "Maillage 0.1", False)
    assert alpha.records.peers() == []


def test_enrolling_pins_the_key_that_was_compared(both: tuple[One, One]) -> None:
    alpha, beta = both
    read_out = beta.trust.identity().fingerprint.lower().replace(" ", "-")
    peer = alpha.trust.enrol(URL, fingerprint=read_out, slice=Slice(), by="Alice")
    assert alpha.records.peers() == [peer]
    assert (peer.identity, peer.enrolled_by) == (beta.trust.identity(), "Alice")
    assert alpha.trust.keys_of(BETA) == [beta.ring.public]
    assert alpha.trust.preview(URL).already


def test_a_friend_may_be_enrolled_another_way(both: tuple[One, One]) -> None:
    alpha, beta = both
    key = Network({URL: alpha.network.at.pop(URL)})
    with pytest.raises(PeerUnreachable):
        alpha.enrol(beta)
    read_out = beta.trust.identity().fingerprint
    alpha.trust.through(key).enrol(URL, fingerprint=read_out, slice=Slice(), by="Alice")
    assert alpha.trust.keys_of(BETA) == [beta.ring.public]


def test_another_fingerprint_pins_nothing(both: tuple[One, One]) -> None:
    alpha, _ = both
    for read_out in ("", "ABCD " * 8, alpha.trust.identity().fingerprint):
        with pytest.raises(PeerRefused):
            alpha.trust.enrol(URL, fingerprint=read_out, slice=Slice(), by="Alice")
    assert alpha.records.peers() == []


def test_nobody_enrols_themselves(both: tuple[One, One]) -> None:
    alpha, _ = both
    with pytest.raises(PeerRefused, match="votre propre"):
        alpha.enrol(alpha)


def test_our_own_key_at_another_address_is_ours(both: tuple[One, One]) -> None:
    alpha, beta = both
    beta.answers(seal(INSTANCE, alpha.payload(id=BETA.value), alpha.ring))
    with pytest.raises(PeerRefused, match="votre propre"):
        alpha.trust.enrol(
            URL, fingerprint=alpha.trust.identity().fingerprint, slice=Slice(), by="Alice"
        )


def test_enrolling_again_changes_the_slice_alone(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    at = alpha.records.peer(BETA).enrolled_at
    alpha.clock.at += DAY
    said = beta.trust.identity().fingerprint
    chosen = Slice({"lang": ("fr",)})
    peer = alpha.trust.enrol(URL, fingerprint=said, slice=chosen, by="Bob")
    assert (peer.slice, peer.enrolled_at, peer.enrolled_by) == (chosen, at, "Alice")


def test_another_key_never_takes_the_place_of_a_pinned_one(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    before = alpha.trust.keys_of(BETA)
    impostor, _ = KeyRing.create(beta.folder / "impostor")
    beta.ring = impostor
    beta.answers()
    told = alpha.trust.preview(URL).identity.fingerprint
    with pytest.raises(PeerRefused, match="autre clé"):
        alpha.trust.enrol(URL, fingerprint=told, slice=Slice(), by="Alice")
    assert alpha.trust.keys_of(BETA) == before


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"<html>", b"\xff", b"[" * 100_000, b'{"payload":1}', b'{"a":1,"a":1}'],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_document_is_refused(both: tuple[One, One], body: bytes) -> None:
    alpha, beta = both
    beta.answers(body)
    with pytest.raises(PeerRefused):
        alpha.trust.preview(URL)


def test_a_document_must_be_signed_by_the_key_it_shows(both: tuple[One, One]) -> None:
    alpha, beta = both
    beta.answers(seal(INSTANCE, beta.payload(), alpha.ring))
    with pytest.raises(PeerRefused, match="signé"):
        alpha.trust.preview(URL)


def test_a_document_of_another_host_is_refused(both: tuple[One, One]) -> None:
    alpha, beta = both
    beta.answers(id="gamma.example")
    with pytest.raises(PeerRefused, match="autre adresse"):
        alpha.trust.preview(URL)


def test_a_version_we_do_not_speak_is_told(both: tuple[One, One]) -> None:
    alpha, beta = both
    beta.answers(protocol=[2])
    with pytest.raises(PeerRefused, match="version"):
        alpha.trust.preview(URL)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, PeerRefused), (301, PeerRefused), (503, PeerUnreachable), (429, PeerUnreachable)],
)
def test_other_answers_are_told_apart(
    both: tuple[One, One], status: int, error: type[Exception]
) -> None:
    alpha, beta = both
    beta.answers(b"{}", status=status)
    with pytest.raises(error):
        alpha.trust.preview(URL)


@pytest.mark.parametrize(
    ("typed", "base_url", "id"),
    [
        ("beta.example", "https://beta.example", "beta.example"),
        ("https://beta.example:443/x?y#z", "https://beta.example", "beta.example"),
        ("https://beta.example:8443/", "https://beta.example:8443", "beta.example:8443"),
        ("http://127.0.0.1:8001", "http://127.0.0.1:8001", "127.0.0.1:8001"),
        ("http://beta.example", "http://beta.example", "beta.example:80"),
        ("café.example", "https://xn--caf-dma.example", "xn--caf-dma.example"),
    ],
)
def test_an_address_gives_the_id(typed: str, base_url: str, id: str) -> None:
    assert address_of(typed) == (base_url, InstanceId(id))


@pytest.mark.parametrize(
    "typed",
    ["", "ftp://beta.example", "https://", "https://a@beta.example", "https://beta.example:x",
     "https://[::1]/", "--upload-pack=x", "https://beta..example", "https://beta.example:99999"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(InvalidInstance):
        address_of(typed)


def test_an_unknown_keyid_is_never_looked_for(both: tuple[One, One]) -> None:
    alpha, beta = both
    alpha.enrol(beta)
    alpha.network.asked.clear()
    impostor, _ = KeyRing.create(beta.folder / "impostor")
    forged = seal(PROPOSAL, {"from": BETA.value}, impostor)
    with pytest.raises(WireError) as refused:
        alpha.trust.received(forged, payload_type=PROPOSAL)
    assert (refused.value.status, refused.value.name) == (401, "unknown_key")
    assert alpha.network.asked == []


def test_a_stranger_and_a_blocked_friend_are_told_so(both: tuple[One, One]) -> None:
    alpha, beta = both
    sent = seal(PROPOSAL, {"from": BETA.value}, beta.ring)
    with pytest.raises(WireError) as refused:
        alpha.trust.received(sent, payload_type=PROPOSAL)
    assert (refused.value.status, refused.value.name) == (403, "not_enrolled")
    alpha.enrol(beta)
    assert alpha.trust.received(sent, payload_type=PROPOSAL).peer.id == BETA
    alpha.records.set_state(BETA, PeerState.blocked)
    with pytest.raises(WireError) as refused:
        alpha.trust.received(sent, payload_type=PROPOSAL)
    assert (refused.value.status, refused.value.name) == (403, "blocked")


def test_what_names_no_sender_is_malformed(both: tuple[One, One]) -> None:
    alpha, beta = both
    for payload in ({}, {"from": 7}, {"from": "../x"}, {"from": None, "id": BETA.value}):
        with pytest.raises(WireError) as refused:
            alpha.trust.received(seal(OUTCOME, payload, beta.ring), payload_type=OUTCOME)
        assert refused.value.status == 400


def test_keys_of_a_stranger_are_none(both: tuple[One, One]) -> None:
    alpha, _ = both
    for ask in (alpha.trust.keys_of, alpha.trust.refresh):
        with pytest.raises(PeerNotFound):
            ask(BETA)
