"""Whole pages kept for visitors: the same bytes, and never a stale one."""

import gzip

from app.actions.save_page import SavePage, save_page
from app.domain.page_path import PagePath
from app.domain.people import Role
from app.main import instance
from app.settings import Settings
from tests.web.conftest import TestClient
from tests.web.pages import text

URL = "/lieux/cafe-plum"


def test_a_page_seen_again_has_the_same_bytes_and_tag(shared_alpha):
    first, second = shared_alpha.client.get(URL), shared_alpha.client.get(URL)

    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_a_reader_who_has_the_page_is_sent_nothing(shared_alpha):
    tag = shared_alpha.client.get(URL).headers["etag"]
    answer = shared_alpha.client.get(URL, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")


def test_it_is_sent_compressed_to_those_who_can_and_plain_to_others(shared_alpha):
    plain = shared_alpha.client.get(URL, headers={"Accept-Encoding": "identity"})
    with shared_alpha.client.stream("GET", URL, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert int(packed.headers["content-length"]) == len(raw)


def test_head_has_the_headers_of_get_and_no_body(shared_alpha):
    answer = shared_alpha.client.head(URL)

    assert answer.status_code == 200
    assert answer.content == b""
    assert answer.headers["etag"]


def test_a_save_is_seen_at_once_also_on_pages_that_link_to_it(alpha):
    before = alpha.client.get(URL).text
    alpha.save("method/une-page-attendue", text("method", "Une page attendue"))
    after = alpha.client.get(URL).text

    assert 'class="wanted"' in before
    assert "/methodes/une-page-attendue" in after


def test_a_save_through_another_connection_is_seen_too(alpha, tmp_path):
    alpha.client.get(URL)
    with instance(Settings(data=tmp_path / "alpha")) as other:
        path = PagePath("place", "cafe-plum")
        row = other.wiki.index.page(path)
        changed = row.text.replace("On y déjeune", "On y dîne")
        command = SavePage(path, changed, row.revision)
        save_page(other.wiki, command, by=alpha.reader(Role.steward))

    assert "On y dîne" in alpha.client.get(URL).text


def test_a_signed_in_reader_s_page_is_never_kept(alpha):
    mine = alpha.signed_in(Role.steward).get(URL)
    theirs = alpha.client.get(URL)

    assert mine.headers["cache-control"] == "no-store"
    assert "Personne steward" not in theirs.text


def test_every_answer_carries_the_policy(alpha):
    for url in (URL, "/", "/rien", "/api/v1/pages", "/healthz"):
        headers = alpha.client.get(url).headers
        assert "unsafe-inline" not in headers["content-security-policy"], url
        assert headers["x-content-type-options"] == "nosniff"


def test_an_error_shows_no_traceback(alpha, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(type(alpha.wiki.index), "select", broken)
    client = TestClient(alpha.app, raise_server_exceptions=False)
    for url in ("/lieux", "/api/v1/pages"):
        answer = client.get(url)
        assert answer.status_code == 500
        assert "secret of the house" not in answer.text


def test_head_answers_wherever_get_does(shared_alpha):
    for url in ("/-/chiffres", "/recherche?q=cafe", "/api/v1/pages", "/lieux.csv"):
        answer = shared_alpha.client.head(url)
        assert (answer.status_code, answer.content) == (200, b""), url
