"""The routes that other instances ask, over a real server."""

import pytest

from federation.routes_pace import Pace
from tests import loopback
from tests.federation.http_serving import open_repository, serving
from tests.federation.http_stub import PROPOSAL_ID, Stub, app_of

JSON = {"Content-Type": "application/json"}
BUNDLE = "/federation/v1/bundles/1-7.bundle"


@pytest.fixture(scope="module")
def stub(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alpha")
    open_repository(folder / "open.git")
    (folder / "1-7.bundle").write_bytes(bytes(range(256)) * 1000)
    (folder / "1-7.bundle.part").write_bytes(b"not whole")
    return Stub(folder / "open.git")


@pytest.fixture(scope="module")
def client(stub):
    with (
        serving(app_of(stub, pace=Pace(burst=100_000))) as url,
        loopback.Client(base_url=url, trust_env=False) as client,
    ):
        yield client


def said(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "error", "detail"}
    assert answer.json()["status"] == answer.status_code
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("path", ["/.well-known/wiki-federation", "/federation/v1/head",
                                  f"/federation/v1/proposals/{PROPOSAL_ID}"])  # fmt: skip
def test_a_document_that_has_not_changed_is_not_sent_again(client, path):
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["content-type"] == "application/json"
    again = client.get(path, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_that_changed_has_another_tag(client, stub, monkeypatch):
    before = client.get("/federation/v1/head").headers["etag"]
    monkeypatch.setattr(stub, "sealed_head", b'{"payload": "2"}')
    after = client.get("/federation/v1/head", headers={"If-None-Match": before})
    assert (after.status_code, after.content) == (200, b'{"payload": "2"}')


def test_before_anything_is_open_the_head_says_when_to_come_back(client, stub, monkeypatch):
    monkeypatch.setattr(stub, "sealed_head", None)
    answer = client.get("/federation/v1/head")
    assert said(answer) == (503, "not_ready")
    assert answer.headers["retry-after"] == "30"


def test_node_info_is_found_from_its_well_known_address(client):
    links = client.get("/.well-known/nodeinfo").json()["links"]
    found = client.get(links[0]["href"])
    assert links[0]["rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.1"
    assert found.json()["software"]["name"] == "maillage"
    assert "ns/schema/2.1" in found.headers["content-type"]


def test_a_bundle_is_kept_for_ever_and_given_in_ranges(client):
    whole = client.get(BUNDLE)
    assert len(whole.content) == 256_000
    assert "immutable" in whole.headers["cache-control"]
    assert whole.headers["etag"] == '"1-7"'
    part = client.get(BUNDLE, headers={"Range": "bytes=255990-", "If-Range": '"1-7"'})
    assert (part.status_code, part.content) == (206, bytes(range(246, 256)))
    assert part.headers["content-range"] == "bytes 255990-255999/256000"
    assert client.get(BUNDLE, headers={"If-None-Match": '"1-7"'}).status_code == 304


def test_a_range_of_another_bundle_is_answered_by_the_whole(client):
    answer = client.get(BUNDLE, headers={"Range": "bytes=255990-", "If-Range": '"1-6"'})
    assert (answer.status_code, len(answer.content)) == (200, 256_000)


def test_a_range_past_the_end_is_refused_and_many_at_once_are_one_whole(client):
    assert client.get(BUNDLE, headers={"Range": "bytes=256000-"}).status_code == 416
    many = client.get(BUNDLE, headers={"Range": "bytes=0-1,5-9"})
    assert (many.status_code, len(many.content)) == (200, 256_000)


@pytest.mark.parametrize(
    "name",
    ["1-8.bundle", "1-7.bundle.part", "..%2f1-7.bundle", "open.git", "1-7.bundle%0a", "-.bundle",
     "1-7%2ebundle%00", "9999999999999-1.bundle", "../open.git/HEAD"],
)  # fmt: skip
def test_no_other_file_is_given(client, name):
    assert said(client.get(f"/federation/v1/bundles/{name}")) == (404, "not_found")


def test_a_proposal_is_received_with_the_address_it_came_from(client, stub):
    answer = client.post("/federation/v1/proposals", content=b'{"a": 1}', headers=JSON)
    assert (answer.status_code, answer.json()["id"]) == (202, PROPOSAL_ID)
    assert stub.received[-1] == (b'{"a": 1}', "127.0.0.1")


def test_what_the_instance_refuses_is_told_as_a_problem(client):
    answer = client.post("/federation/v1/proposals", content=b"bad", headers=JSON)
    assert said(answer) == (401, "signature")


def test_an_outcome_is_received(client, stub):
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = client.post("/federation/v1/outcomes", content=b"{}", headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"id": PROPOSAL_ID})
    assert stub.outcomes[-1] == b"{}"
    answer = client.post("/federation/v1/outcomes", content=b"[]", headers=headers)
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("path", ["/federation/v1/proposals", "/federation/v1/outcomes"])
def test_only_json_of_bounded_size_is_read(client, stub, path):
    count = len(stub.received)
    for headers in ({}, {"Content-Type": "text/plain"}, {**JSON, "Content-Encoding": "gzip"}):
        answer = client.post(path, content=b"{}", headers=headers)
        assert said(answer) == (415, "unsupported_type")
    large = b" " * (1024 * 1024 + 1)
    assert said(client.post(path, content=large, headers=JSON)) == (413, "too_large")
    pieces = iter([large[:600_000], large[:600_000]])
    assert said(client.post(path, content=pieces, headers=JSON)) == (413, "too_large")
    assert len(stub.received) == count


@pytest.mark.parametrize(
    "asked", ["x", PROPOSAL_ID.upper(), PROPOSAL_ID[:-1] + "0", "..%2f..%2fhead"]
)
def test_the_state_of_a_proposal_is_told_to_who_knows_its_id(client, asked):
    assert said(client.get(f"/federation/v1/proposals/{asked}")) == (404, "not_found")


def test_a_revocation_is_given_where_there_is_one(client, stub, monkeypatch):
    assert said(client.get("/federation/v1/revocation")) == (404, "not_found")
    monkeypatch.setattr(stub, "revoked", b'{"payload": "gone"}')
    assert client.get("/federation/v1/revocation").content == b'{"payload": "gone"}'


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("POST", "/federation/v1/head", "GET, HEAD"),
        ("GET", "/federation/v1/proposals", "POST"),
        ("DELETE", f"/federation/v1/proposals/{PROPOSAL_ID}", "GET, HEAD"),
        ("PUT", BUNDLE, "GET, HEAD"),
        ("PATCH", "/.well-known/wiki-federation", "GET, HEAD"),
        ("POST", "/nodeinfo/2.1", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_is_told_with_those_that_are(client, method, path, allow):
    answer = client.request(method, path)
    assert said(answer) == (405, "method_not_allowed")
    assert answer.headers["allow"] == allow


@pytest.mark.parametrize("path", ["/federation/", "/federation/v2/head", "/federation/v1/head/x"])
def test_what_is_not_there_is_told_to_programs(client, path):
    assert said(client.get(path)) == (404, "not_found")


def test_an_address_that_sends_too_much_is_told_when_to_come_back(stub):
    clock = [0.0]
    pace = Pace(burst=2, per_s=0.1, now=lambda: clock[0])
    with serving(app_of(stub, pace=pace)) as url, loopback.Client(trust_env=False) as client:
        to = f"{url}/federation/v1/proposals"
        status = [client.post(to, content=b"{}", headers=JSON).status_code for _ in range(3)]
        refused = client.post(to, content=b"{}", headers=JSON)
        clock[0] += int(refused.headers["retry-after"])
        again = client.post(to, content=b"{}", headers=JSON)
    assert status == [202, 202, 429]
    assert said(refused) == (429, "too_many_requests")
    assert again.status_code == 202


def test_one_address_that_sends_too_much_does_not_slow_another_and_few_are_remembered():
    pace = Pace(burst=1, per_s=0.1, kept=2, now=lambda: 0.0)
    assert [pace.wait_s(one) for one in ("a", "a", "b")] == [0, 10, 0]
    assert pace.wait_s("c") == 0
    assert pace.wait_s("b") == 10
    assert pace.wait_s("a") == 0
