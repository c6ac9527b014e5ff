"""FEDERATION.md says what the program does: its examples are read, its vector is checked.

The fence of each example names what it is an example of.
"""

import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha1, sha256
from pathlib import Path
from typing import Any

import pytest

from app.domain.network import InstanceId
from app.domain.proposal import REASON_LIMIT, STEPS_LIMIT, ProposalId, ProposalState
from federation import documents, receive, routes
from federation.documents import (
    HEAD,
    INSTANCE,
    OUTCOME,
    PROPOSAL,
    REVOCATION,
    STATUS,
    read_head,
    read_instance,
    read_outcome,
    read_proposal,
    read_revocation,
    read_status,
)
from federation.envelope import LIMIT_BYTES, canonical, open_envelope
from federation.errors import WireError
from federation.keys import (
    OVERLAP,
    ROTATION_TYPE,
    KeyRing,
    PublicKey,
    RecoveryKey,
    fingerprint,
    statement,
    verify,
)

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "FEDERATION.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(json[^\n]*)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def example(name: str) -> dict[str, Any]:
    (found,) = [text for info, text in EXAMPLES if info == f"json {name}"]
    return json.loads(found)


def key() -> PublicKey:
    return PublicKey.of(bytes.fromhex(example("Vector")["public"]))


def envelope(said: dict[str, Any]) -> Any:
    opened = open_envelope(json.dumps(said).encode(), payload_type=HEAD, keys=[key()])
    assert opened.payload == example("HeadDocument")
    return opened


def problem(said: dict[str, Any]) -> None:
    error = WireError(said["status"], said["error"], said["detail"])
    assert json.loads(bytes(routes.problem(error).body)) == said


def accepted(said: dict[str, Any]) -> None:
    assert ProposalId(said["id"]).value == example("ProposalDocument")["id"]
    assert ProposalState(said["state"]) is ProposalState.delivered


READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "Envelope": envelope,
    "InstanceDocument": lambda said: read_instance(said, base_url="https://alpha.example"),
    "HeadDocument": read_head,
    "ProposalDocument": lambda said: read_proposal(said, now=NOW),
    "Accepted": accepted,
    "StatusDocument": read_status,
    "OutcomeDocument": read_outcome,
    "RevocationDocument": read_revocation,
    "Problem": problem,
    "Vector": lambda said: bytes.fromhex(said["seed"]),
}


def test_every_example_is_of_something_and_everything_has_one() -> None:
    assert sorted(info for info, _ in EXAMPLES) == sorted(f"json {name}" for name in READERS)
    assert TEXT.count("```") == 2 * len(EXAMPLES)


@pytest.mark.parametrize("name", READERS)
def test_an_example_is_read(name: str) -> None:
    READERS[name](example(name))


@pytest.mark.parametrize("name", [name for name in READERS if name.endswith("Document")])
def test_each_key_of_an_example_is_one_that_is_read(name: str) -> None:
    """A key that is misspelt here would be left aside without a word."""
    model = getattr(documents, name)
    known = {field.alias or key for key, field in model.model_fields.items()}
    assert set(example(name)) <= known
    assert known - set(example(name)) <= {"media"}


def test_the_rotation_of_the_example_holds() -> None:
    said = read_instance(example("InstanceDocument"), base_url="")
    (rotation,) = said.rotations
    assert rotation.new == said.keys[0] == key()
    assert rotation.signed_by(said.keys[1])
    told = canonical({"new": rotation.new.keyid, "old": rotation.old})
    assert verify(said.keys[1], statement(ROTATION_TYPE, told), rotation.signature)


def test_the_vector_is_what_the_program_makes() -> None:
    said = example("Vector")
    assert sha256(key().raw).hexdigest() == said["keyid"] == key().keyid
    assert fingerprint(key()) == said["fingerprint"]
    payload = said["payload"].encode()
    assert canonical(json.loads(payload)) == payload
    signed = statement(said["payload_type"], payload)
    assert signed.hex() == said["statement"]
    assert verify(key(), signed, bytes.fromhex(said["signature"]))


def test_the_seed_of_the_vector_gives_its_key_and_signature(tmp_path: Path) -> None:
    """Through a ring whose file holds that seed: the ring signs as the page says."""
    said = example("Vector")
    ring, _ = KeyRing.create(tmp_path)
    held = json.loads((tmp_path / "ring.json").read_bytes())
    held["current"] = base64.b64encode(bytes.fromhex(said["seed"])).decode()
    (tmp_path / "ring.json").write_text(json.dumps(held))
    assert ring.public == key()
    assert ring.sign(bytes.fromhex(said["statement"])).hex() == said["signature"]


def test_the_recovery_words_of_the_vector_are_its_key() -> None:
    said, instance = example("Vector"), read_instance(example("InstanceDocument"), base_url="")
    assert RecoveryKey(said["recovery_words"]).public == instance.recovery


def test_the_outcome_names_the_page_that_was_proposed() -> None:
    text = example("ProposalDocument")["steps"][-1]["text"].encode()
    named = sha1(b"blob %d\0%b" % (len(text), text)).hexdigest()
    assert example("OutcomeDocument")["blob"] == named


class Nowhere:
    """An instance that is never asked."""

    def open_folder(self) -> Path:
        raise FileNotFoundError


def test_every_route_is_told() -> None:
    router = routes.make_router(Nowhere())  # type: ignore[arg-type]
    there = {
        (method, re.sub(r"\{\w+\}", "*", route.path))
        for route in router.routes
        for method in (route.methods or set()) - {"HEAD"}
    }
    told = {
        (method, re.sub(r"/<.*", "/*", path.partition("?")[0]))
        for method, path in re.findall(r"`(GET|POST) (/[^`]+)`", TEXT)
    }
    assert told == there


def test_every_error_of_the_wire_is_told() -> None:
    sources = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "federation").rglob("*.py")
    )
    raised = set(re.findall(r"WireError\(\s*([0-9]{3}),\s*\"(\w+)\"", sources))
    raised -= {("400", "wrong_proposal")}  # said by us of an answer, never on the wire
    rows = re.findall(r"^\| ([0-9, ]+) \| (.*?) \|", TEXT, re.MULTILINE)
    told = {
        (status.strip(), name)
        for statuses, names in rows
        for status in statuses.split(",")
        for name in re.findall(r"`(\w+)`", names)
    }
    assert raised <= told
    assert {name for _, name in told} == {name for _, name in raised}


def test_states_types_and_limits_are_those_of_the_program() -> None:
    assert {f"| `{state}` |" for state in ProposalState} <= set(
        re.findall(r"^\| `\w+` \|", TEXT, re.MULTILINE)
    )
    for kind in (INSTANCE, HEAD, PROPOSAL, STATUS, OUTCOME, REVOCATION):
        assert f"`{kind.removeprefix('application/vnd.wikifed.')}`" in TEXT
    for number in (LIMIT_BYTES, REASON_LIMIT):
        assert f"{number:,}" in TEXT
    assert f"| {STEPS_LIMIT} |" in TEXT
    assert f"| {receive.OPEN_LIMIT} |" in TEXT
    assert f"{receive.DAY_LIMIT}, and {receive.DAY_BYTES // 1024**2} MiB" in TEXT
    assert f"{OVERLAP.days} days" in TEXT
    assert read_head(example("HeadDocument")).id == InstanceId("alpha.example")
