"""Three networks on loopback, from their first greeting to the same text everywhere."""

import json
import subprocess

import pytest

from tests import loopback
from tests.e2e.forms import fields_of
from tests.e2e.friends import csrf_of, friends, until
from tests.web.pages import text

PAGE = "method/repair-cafe"
BODY = "Accueillir.\n\nDémonter ensemble.\n\nRaconter la panne."


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    """Alpha owns a method that beta and gamma hold a copy of."""
    with friends(tmp_path_factory.mktemp("three"), "Alpha", "Beta", "Gamma") as found:
        found[0].save(PAGE, text("method", "Repair café", "summary: Réparer.", BODY))
        yield found


def test_from_the_first_visit_to_the_same_text_everywhere(three):
    alpha, beta, gamma = three
    for friend in (beta, gamma):
        received(friend, alpha)
    found_with_its_origin(beta, alpha)
    adopted(beta, alpha)
    both_sides_edit_and_fields_merge(beta, alpha)
    conflict_is_settled_on_its_screen(beta, alpha)
    declined = proposed(gamma, alpha, "Raconter la panne.", "Raconter la panne et le bruit.")
    declined_with_its_reason(gamma, alpha, declined)
    accepted(gamma, alpha)
    for friend in (beta, gamma):
        received(friend, alpha)
    for friend in three:
        friend.run("check")


def received(friend, owner):
    """All that the owner has is here; the server's own first visit may have brought it already."""
    assert friend.pull(owner)["outcome"] in ("updated", "unchanged")
    assert friend.mirrored(owner, PAGE)["text"] == owner.text(PAGE)[0]


def found_with_its_origin(friend, owner):
    hits = friend.get("/search?q=repair")["hits"]
    assert [(hit["slug"], hit["origin"]) for hit in hits] == [("repair-cafe", owner.id)]
    page = loopback.get(f"{friend.url}/reseau/{owner.id}/methodes/repair-cafe")
    assert page.status_code == 200
    assert owner.name in page.text
    assert "CC BY-SA 4.0" in page.text
    assert "Steward Alpha" in page.text


def adopted(friend, owner):
    with friend.browser("contributor") as client:
        shown = client.get(f"/-/reprendre?de={owner.id}&page={PAGE}")
        client.post(
            "/-/reprendre",
            data={"csrf": csrf_of(shown.text), "de": owner.id, "page": PAGE, "slug": "repair-cafe"},
        )
    ours = friend.get(f"/pages/{PAGE}")
    assert ours["front_matter"]["derived_from"]["instance"] == owner.id
    assert ours["id"] != owner.get(f"/pages/{PAGE}")["id"]


def both_sides_edit_and_fields_merge(friend, owner):
    owner.change(PAGE, "Accueillir.", "Accueillir à la porte.")
    friend.change(PAGE, "summary: Réparer.", "summary: Réparer ensemble.")
    received(friend, owner)
    assert "1 version plus récente" in loopback.get(f"{friend.url}/methodes/repair-cafe").text
    answer = take(friend)
    assert answer.status_code == 200, answer.text
    merged = friend.text(PAGE)[0]
    assert "Accueillir à la porte." in merged
    assert "summary: Réparer ensemble." in merged


def conflict_is_settled_on_its_screen(friend, owner):
    owner.change(PAGE, "Démonter ensemble.", "Démonter à deux.")
    friend.change(PAGE, "Démonter ensemble.", "Démonter à trois.")
    friend.pull(owner)
    answer = take(friend)
    assert answer.status_code == 409
    assert "Démonter à deux." in answer.text
    assert "Démonter à trois." in answer.text
    settled = take(friend, settle="both")
    assert settled.status_code == 200, settled.text
    merged = friend.text(PAGE)[0]
    assert "Démonter à deux." in merged
    assert "Démonter à trois." in merged


def take(friend, *, settle=""):
    """Their newer versions taken in, through the form of the drift's screen; where the two cross,
    every choice is `settle`."""
    with friend.browser() as client:
        shown = client.get(f"/-/derive?page={PAGE}")
        answer = client.post("/-/derive", data=fields_of(shown.text, "/-/derive"))
        if settle and answer.status_code == 409:
            data = fields_of(answer.text, "/-/derive", choose=settle)
            answer = client.post("/-/derive", data=data)
        return answer


def proposed(friend, owner, old, new):
    """A contributor's proposal, delivered; its number."""
    theirs = friend.mirrored(owner, PAGE)["text"]
    kind, slug = PAGE.split("/")
    said = {"kind": kind, "slug": slug, "to": owner.id, "note": "Préciser",
            "text": theirs.replace(old, new)}  # fmt: skip
    answer = friend.api("POST", "/proposals", said, who="contributor")
    assert answer.status_code in (201, 202), answer.text
    number = answer.json()["id"]
    until(lambda: friend.state_of(number) == "delivered", "the proposal is not delivered")
    waiting = json.loads(owner.run("proposals", "list", "--state", "delivered", "--json"))
    assert number in [each["id"] for each in waiting]
    return number


def declined_with_its_reason(friend, owner, number):
    owner.api("POST", f"/proposals/{number}/decline", {"reason": "Le bruit, c’est ailleurs."})
    until(lambda: friend.state_of(number) == "declined", "the answer does not come back")
    assert friend.get(f"/proposals/{number}")["reason"] == "Le bruit, c’est ailleurs."


def accepted(friend, owner):
    friend.pull(owner)
    number = proposed(friend, owner, "Raconter la panne.", "Raconter la panne en images.")
    answer = owner.api("POST", f"/proposals/{number}/accept", {})
    assert answer.status_code == 200, answer.text
    again = owner.api("POST", f"/proposals/{number}/accept", {})
    assert again.status_code == 409
    until(lambda: friend.state_of(number) == "accepted", "the answer does not come back")
    assert "Raconter la panne en images." in owner.text(PAGE)[0]
    newest = owner.get(f"/pages/{PAGE}/history")["items"][0]
    assert newest["author"] == f"Contributor {friend.name}"


def test_a_stock_clone_holds_what_is_open_and_nothing_else(three, tmp_path):
    alpha = three[0]
    secret = alpha.save("method/secret", text("method", "Secret", "status: draft", "Un brouillon."))
    closed = text("method", "Fermée", "", "Pas libre.").replace("CC-BY-SA-4.0", "CC-BY-NC-4.0")
    alpha.save("method/fermee", closed)
    alpha.change("method/secret", "Un brouillon.", "Relu.")
    alpha.change("method/secret", "status: draft", "status: published")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", f"{alpha.url}/git/open.git", str(clone)], check=True, timeout=60
    )
    everything = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch"], cwd=clone, check=True,
        capture_output=True,
    ).stdout.decode(errors="replace")  # fmt: skip
    assert "Relu." in everything
    assert "Un brouillon." not in everything
    assert "Pas libre." not in everything
    store = subprocess.run(
        ["git", "-C", str(alpha.data / "open.git"), "cat-file", "--batch-all-objects", "--batch"],
        check=True, capture_output=True,
    ).stdout.decode(errors="replace")  # fmt: skip
    assert "Un brouillon." not in store
    assert "Pas libre." not in store
    asked = subprocess.run(
        ["git", "-C", str(clone), "fetch", "-q", "origin", secret["revision"]],
        capture_output=True, text=True,
    )  # fmt: skip
    assert asked.returncode != 0
