"""A wiki that no line reaches takes part all the same, by commands and a USB key."""

import json
from pathlib import Path

import pytest

from tests.e2e.friends import free_port
from tests.e2e.quick import Quick, stopped
from tests.web.pages import text

PAGE = "method/repair-cafe"


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    """Alpha, which is served, and Beta, a machine in a place without network; and a key."""
    folder = tmp_path_factory.mktemp("carried")
    alpha, beta = (Quick(name, folder / name, free_port()) for name in ("Alpha", "Beta"))
    key = folder / "key"
    key.mkdir()
    with stopped(alpha):
        for friend in (alpha, beta):
            friend.make()
        beta.env = {}
        alpha.serve()
        alpha.save(PAGE, text("method", "Repair café", "summary: Réparer.", "Accueillir."))
        yield alpha, beta, str(key)


def test_pages_a_proposal_and_its_answer_travel_on_a_key(two, tmp_path):
    alpha, beta, key = two
    alpha.run("usb", "write", key)
    linked(beta, alpha, key)
    told_then_read(beta, key)
    number = offered(beta, alpha, tmp_path)
    beta.run("usb", "write", key, "--for", alpha.id)
    linked(alpha, beta, key)
    assert read(alpha, key)["proposals"] == 1
    assert read(alpha, key)["proposals"] == 0
    assert alpha.api("POST", f"/proposals/{number}/accept", {}).status_code == 200
    back = json.loads(alpha.run("usb", "write", key, "--for", beta.id, "--json"))
    assert (back["outcomes"], back["notes"]) == (1, ["Nos pages, depuis ce que ce réseau a déjà."])
    damaged_is_refused_then_read(beta, alpha, key)
    assert state(beta, number) == state(alpha, number) == "accepted"
    out = tmp_path / "out"
    beta.run("export", "markdown", str(out), "--origin", alpha.id)
    assert any("Accueillir à la porte." in one.read_text() for one in out.rglob("*.md"))
    for friend in (alpha, beta):
        friend.run("check")


def linked(friend, other, key):
    """Whoever gives no fingerprint is shown the one to compare, and nobody is linked."""
    folder = folder_of(other, key)
    before = friend.command("usb", "read", key)
    assert f"maillage peer add {folder}" in before.out
    asked = friend.command("peer", "add", folder)
    assert asked.status == 1
    fingerprint = json.loads(other.run("peer", "show", "self", "--json"))["fingerprint"]
    assert fingerprint in asked.out
    wrong = friend.command("peer", "add", folder, "--fingerprint", "0000 " * 8)
    assert wrong.status == 1
    friend.run("peer", "add", folder, "--fingerprint", fingerprint)


def told_then_read(friend, key):
    planned = read(friend, key, "--dry-run")
    assert [report["outcome"] for report in planned["reports"]] == ["planned"]
    assert json.loads(friend.run("peer", "list", "--json"))[0]["pages"] == 0
    done = read(friend, key)
    assert done["reports"][0]["pages"] == [{"path": PAGE, "title": "Repair café"}]
    assert json.loads(friend.run("peer", "list", "--json"))[0]["pages"] == 1


def offered(friend, owner, folder):
    file = folder / "offered.md"
    file.write_text(owner.text(PAGE)[0].replace("Accueillir.", "Accueillir à la porte."))
    said = friend.run("propose", PAGE, "--to", owner.id, "--text", str(file), "--json")
    assert json.loads(said)["state"] == "queued"
    return json.loads(said)["id"]


def damaged_is_refused_then_read(friend, owner, key):
    bundle = Path(folder_of(owner, key)) / "open.bundle"
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[:-40])
    done = friend.command("usb", "read", key)
    assert done.status == 1
    assert "refusé" in done.out
    bundle.write_bytes(whole)
    assert read(friend, key)["reports"][0]["outcome"] == "updated"


def folder_of(friend, key):
    return f"{key}/wikifed/{friend.id.replace(':', '_')}"


def read(friend, key, *how):
    return json.loads(friend.run("usb", "read", key, *how, "--json"))


def state(friend, number):
    return json.loads(friend.run("proposals", "show", number, "--json"))["state"]


def test_a_key_that_is_not_there_is_one_sentence(two):
    alpha, _, key = two
    for verb in ("read", "write"):
        done = alpha.command("usb", verb, f"{key}/nowhere")
        assert done.status == 1
        assert done.err.count("\n") == 1
        assert "Traceback" not in done.err
