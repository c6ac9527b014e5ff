"""Where the address of a peer may lead, and where it never may."""

from ipaddress import ip_address, ip_network

import pytest

from app.domain.errors import PeerRefused, PeerUnreachable
from federation.http.addresses import is_public, networks, target_of

PUBLIC = "93.184.215.14"
PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


def resolving(*addresses):
    return lambda _host, _port: list(addresses)


def never(host, port):
    raise AssertionError(f"{host} was looked up")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "alpha.example",
        "ftp://alpha.example",
        "file:///etc/passwd",
        "https:alpha.example",
        "https:///alpha.example",
        "https://",
        "https://alpha.example/page",
        "https://alpha.example?x=1",
        "https://alpha.example#x",
        "https://alpha.example\\@127.0.0.1",
        "https://user@alpha.example",
        "https://user:secret@alpha.example",
        "https://alpha.example@127.0.0.1",
        "https://alpha.example:443:22",
        "https://alpha.example:0",
        "https://alpha.example:70000",
        "https://alpha.example:",
        "https://alpha example",
        "https://alpha.example\r\nHost: localhost",
        "https://alpha.example\x00.beta.example",
        "https://alpha%2eexample",
        "https://alpha..example",
        "https://.alpha.example",
        "https://alpha.example.",
        "https://-alpha.example",
        "https://alpha_.example",
        "https://réseau.example",
        "https://alpha。example",
        "https://１２７.0.0.1",
        "https://ⓛocalhost",
        "https://2130706433",
        "https://0x7f000001",
        "https://0x7f.0.0.1",
        "https://0177.0.0.1",
        "https://127.1",
        "https://127.0.1",
        "https://1.2.3.4.5",
        "https://alpha.example.1",
        "https://[::1%25eth0]",
        "https://[fe80::1%eth0]",
        "https://[::1",
        "https://::1",
        "https://" + "a" * 64 + ".example",
    ],
)
def test_what_is_no_address_of_an_instance_is_refused_before_it_is_looked_up(url):
    with pytest.raises(PeerRefused):
        target_of(url, allow=(), resolve=never)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1",
        "https://10.0.0.1",
        "https://169.254.169.254",
        "https://0.0.0.0",
        "https://[::1]",
        "https://[::]",
        "https://[::ffff:127.0.0.1]",
        f"https://{PUBLIC}",
        f"https://[{PUBLIC_V6}]",
    ],
)
def test_an_address_in_figures_is_refused_even_a_public_one(url):
    with pytest.raises(PeerRefused):
        target_of(url, allow=(), resolve=never)


PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1",
    "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1",
    "::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:10::1", "2001:db8::1", "2002:7f00:1::1",
    "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused(address):
    assert not is_public(ip_address(address))
    with pytest.raises(PeerRefused):
        target_of("https://alpha.example", allow=(), resolve=resolving(address))


@pytest.mark.parametrize("address", PRIVATE)
def test_one_private_address_among_public_ones_is_enough_to_refuse(address):
    mixed = resolving(PUBLIC, address, PUBLIC_V6)
    with pytest.raises(PeerRefused):
        target_of("https://alpha.example", allow=(), resolve=mixed)


@pytest.mark.parametrize("answer", ["fe80::1%eth0", f"{PUBLIC_V6}%eth0", "127.1", "localhost", ""])
def test_what_a_resolver_says_that_is_no_plain_address_is_refused(answer):
    with pytest.raises(PeerRefused):
        target_of("https://alpha.example", allow=(), resolve=resolving(answer))


@pytest.mark.parametrize("url", ["https://localhost", "https://intranet"])
def test_a_name_without_a_dot_is_refused_wherever_it_leads(url):
    with pytest.raises(PeerRefused):
        target_of(url, allow=(), resolve=resolving(PUBLIC))


def test_only_https_at_its_own_port_is_reached():
    for url in ("http://alpha.example", "http://alpha.example:443", "https://alpha.example:8443"):
        with pytest.raises(PeerRefused):
            target_of(url, allow=(), resolve=resolving(PUBLIC))


def test_a_public_name_is_reached_at_exactly_what_it_leads_to():
    found = target_of(
        "HTTPS://Alpha.Example/", allow=(), resolve=resolving(PUBLIC, PUBLIC_V6, PUBLIC)
    )
    assert found.url == "https://alpha.example"
    assert [str(one) for one in found.addresses] == [PUBLIC, PUBLIC_V6]
    assert found.curl_resolve == f"alpha.example:443:{PUBLIC},[{PUBLIC_V6}]"


@pytest.mark.parametrize("name", ["xn--rseau-bsa.example", "a-b.alpha.example", "4chan.example"])
def test_a_name_of_ascii_letters_is_taken(name):
    assert target_of(f"https://{name}", allow=(), resolve=resolving(PUBLIC)).host == name


def test_an_address_behind_a_translator_of_the_network_is_judged_by_what_it_stands_for():
    assert is_public(ip_address("64:ff9b::5db8:d70e"))
    assert is_public(ip_address(f"::ffff:{PUBLIC}"))


def test_a_name_that_leads_nowhere_may_lead_somewhere_tomorrow():
    def failing(host, port):
        raise OSError

    for resolve in (failing, resolving()):
        with pytest.raises(PeerUnreachable):
            target_of("https://alpha.example", allow=(), resolve=resolve)


ALLOWED = (ip_network("127.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("url", "reached"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("https://[fd00::7]:8443", "https://[fd00::7]:8443"),
    ],
)
def test_an_allowed_block_lifts_the_rules_on_scheme_port_and_figures(url, reached):
    assert target_of(url, allow=ALLOWED, resolve=never).url == reached


def test_an_allowed_block_lifts_them_for_a_name_that_leads_there_alone():
    url = "http://salle.lan:8000"
    assert target_of(url, allow=ALLOWED, resolve=resolving("127.0.0.1")).port == 8000
    for mixed in ((PUBLIC, "127.0.0.1"), ("10.0.0.1",), ("127.0.0.1", "10.0.0.1")):
        with pytest.raises(PeerRefused):
            target_of(url, allow=ALLOWED, resolve=resolving(*mixed))


def test_an_allowed_block_never_lets_a_number_be_an_address():
    for url in ("http://2130706433", "http://127.1:8000", "http://0x7f.1"):
        with pytest.raises(PeerRefused):
            target_of(url, allow=ALLOWED, resolve=never)


def test_the_setting_names_blocks_parted_by_commas():
    assert networks("127.0.0.0/8, fd00::/8,") == ALLOWED
    assert networks("") == ()
    with pytest.raises(ValueError, match="host bits"):
        networks("127.0.0.1/8")


def test_a_password_in_an_address_is_not_repeated_in_the_error():
    with pytest.raises(PeerRefused) as refused:
        target_of("https://user:secret@alpha.example", allow=(), resolve=never)
    assert "secret" not in str(refused.value)
