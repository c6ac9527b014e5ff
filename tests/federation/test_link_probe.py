"""Addresses of the web are tried politely, and never one of this network."""

from contextlib import ExitStack

import pytest

from federation.http.addresses import web_target
from federation.http.exchange import Patience
from federation.http.link_probe import HttpLinkProbe
from tests.federation.http_serving import LOOPBACK, answering, peer

SHORT = Patience(connect_s=5, silence_s=5, answer_s=5)


def probe(url, allow=LOOPBACK, resolve=lambda _host, _port: ["127.0.0.1"]):
    found = HttpLinkProbe(user_agent="test", allow=allow, patience=SHORT, resolve=resolve)
    return found.probe(url)


@pytest.mark.parametrize(
    ("status", "ok", "methods"),
    [
        ("200 OK", True, ["HEAD"]), ("404 Gone", False, ["HEAD", "GET"]),
        ("405 No", False, ["HEAD", "GET"]), ("403 No", True, ["HEAD", "GET"]),
        ("500 Oh", False, ["HEAD", "GET"]),
    ],
)  # fmt: skip
def test_a_page_is_there_where_it_answers(status, ok, methods):
    with peer(answering(status)) as (url, seen):
        found = probe(f"{url}/une/page?x=é")
    assert (found.ok, found.status) == (ok, int(status[:3]))
    assert [one.split(b" ")[0].decode() for one in seen] == methods
    assert all(one.split(b" ")[1] == b"/une/page?x=%C3%A9" for one in seen)


def test_redirects_are_followed_to_their_end_and_not_forever():
    with ExitStack() as stack:
        there, _ = stack.enter_context(peer(answering("200 OK")))
        url, _ = stack.enter_context(peer(answering("301 Moved", f"Location: {there}/x")))
        assert probe(url).ok
    with peer(answering("302 Moved", "Location: /encore")) as (url, seen):
        assert not probe(url).ok
    assert len(seen) == 5


def test_no_address_of_this_network_is_reached_not_even_by_a_redirect():
    public = {"public.example": ["127.0.0.1"], "prive.example": ["10.0.0.1"]}
    with peer(answering("200 OK")) as (url, seen):
        assert probe(url, allow=()).reason == "son adresse ne mène pas à l’internet public"
        assert seen == []
    with peer(answering("301 Moved", "Location: http://prive.example/")) as (url, _):
        assert not probe(url, resolve=lambda host, _: public[host]).ok


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://127.1/", "https://a@b.example/", "ftp://a.example/",
        "http://a.example:8080/", "https://a.example:80/", "http://[::1]/", "http://localhost",
        "https://\u2488.example/", "", "https://" + "a" * 300 + ".example/",
    ],
)  # fmt: skip
def test_what_is_no_public_address_is_refused(url):
    found = HttpLinkProbe(user_agent="test", resolve=lambda _h, _p: ["127.0.0.1"]).probe(url)
    assert (found.ok, found.status) == (False, 0)


def test_a_name_with_an_accent_is_asked_for_as_the_network_knows_it():
    asked = []

    def resolve(host, _port):
        asked.append(host)
        return ["192.0.66.1"]

    assert web_target("https://café.example/x", allow=(), resolve=resolve).port == 443
    assert asked == ["xn--caf-dma.example"]
