"""Keys that are damaged, or made to harm: a sentence, and nothing here has changed."""

import fcntl
import json
import os

import pytest

from app.domain.errors import InvalidInstance, Refused
from app.domain.network import PullOutcome
from app.domain.page_path import RevisionId
from app.domain.proposal import Outcome, ProposalState
from federation import kit_files
from federation.documents import (
    HEAD,
    OUTCOME,
    PROPOSAL,
    Head,
    head_payload,
    outcome_payload,
)
from federation.envelope import seal
from federation.staging import STAGING, clean
from tests.federation.keys_at_hand import (
    change,
    key,
    mirrored,
    nothing_left,
    offered,
    standing,
    world,
)

__all__ = ["key", "world"]
SECRET = "ce que personne ne doit lire"


@pytest.fixture
def carried(key):
    """Beta holds alpha's page; the key carries a newer one, that beta has not read."""
    key.carry(key.alpha, key.beta)
    change(key.alpha, "Ranger.", "Ranger ensemble.")
    key.write(key.alpha)
    return key


def refused_for_pages(key, *, said="", alarm=False):
    """Reading it changes no page, and says why."""
    before = mirrored(key.beta, key.alpha)
    (report,) = key.read(key.beta).reports
    assert (report.outcome, report.alarm) == (PullOutcome.refused, alarm)
    assert said in report.reason
    assert report.reason
    assert mirrored(key.beta, key.alpha) == before
    assert nothing_left(key.beta)
    return report


def then_whole_again(key):
    key.write(key.alpha)
    assert key.read(key.beta).reports[0].outcome is PullOutcome.updated
    assert "Ranger ensemble." in mirrored(key.beta, key.alpha)


def test_a_bundle_cut_short_is_refused_and_a_whole_one_taken_after(carried):
    bundle = carried.of(carried.alpha) / "open.bundle"
    data = bundle.read_bytes()
    for kept in (0, 10, 60, len(data) // 2, len(data) - 1):
        bundle.write_bytes(data[:kept])
        refused_for_pages(carried)
    then_whole_again(carried)


def test_a_bundle_with_a_flipped_bit_is_refused_and_a_whole_one_taken_after(carried):
    bundle = carried.of(carried.alpha) / "open.bundle"
    whole = bundle.read_bytes()
    for at in (0.02, 0.3, 0.6, 0.9, 0.999):
        data = bytearray(whole)
        data[int(len(data) * at)] ^= 4
        bundle.write_bytes(data)
        refused_for_pages(carried)
    then_whole_again(carried)


def test_what_leads_git_elsewhere_is_no_bundle(carried):
    """Git follows a file that names a repository; ours would be read through it."""
    bundle = carried.of(carried.alpha) / "open.bundle"
    bundle.write_text(f"gitdir: {carried.alpha.data / 'open.git'}\n")
    refused_for_pages(carried, said="abîmé")


def test_the_bundle_of_another_friend_is_not_what_the_head_promises(carried):
    carried.write(carried.beta)
    data = (carried.of(carried.beta) / "open.bundle").read_bytes()
    (carried.of(carried.alpha) / "open.bundle").write_bytes(data)
    refused_for_pages(carried, said="signature promet")


def test_a_missing_file_is_named_or_asked_for(carried):
    (carried.of(carried.alpha) / "open.bundle").unlink()
    refused_for_pages(carried, said="clé complète")
    (carried.of(carried.alpha) / "head.json").unlink()
    refused_for_pages(carried, said="« head.json » manque")


def test_a_head_that_somebody_changed_is_not_believed(carried):
    file = carried.of(carried.alpha) / "head.json"
    said = json.loads(file.read_bytes())
    said["payload"] = said["payload"][:-8] + "AAAAAAA="
    file.write_text(json.dumps(said))
    refused_for_pages(carried)


def test_two_heads_of_one_number_are_an_alarm(carried):
    carried.read(carried.beta)
    state = carried.alpha.service._open.state()
    now = carried.alpha.wiki.clock.now()
    other = Head(carried.alpha.id, state.epoch, state.seq, RevisionId("1" * 40), now, (), None)
    sealed = seal(HEAD, head_payload(other), carried.alpha.service._ring)
    (carried.of(carried.alpha) / "head.json").write_bytes(sealed)
    refused_for_pages(carried, said="deux versions", alarm=True)


HOSTILE = {
    "nothing": b"",
    "not JSON": b"\xff\xfe{",
    "a list": b"[1]",
    "deep": b"[" * 100_000,
    "no payload": b'{"payloadType": "x", "signatures": []}',
    "NaN": b'{"payloadType": NaN}',
    "a huge integer": b'{"payloadType": ' + b"9" * 5000 + b"}",
}


def test_hostile_json_in_any_place_stops_nothing_else(carried):
    place, stranger = carried.of(carried.alpha), carried.folder / "wikifed" / "aaa"
    for folder in (place / "proposals", place / "outcomes", stranger):
        folder.mkdir()
    whole = (place / "instance.json").read_bytes()
    for name, data in HOSTILE.items():
        (place / "instance.json").write_bytes(whole)
        for file in ("proposals/a.json", "outcomes/a.json", "seen.json"):
            (place / file).write_bytes(data)
        (stranger / "instance.json").write_bytes(data)
        done = carried.read(carried.beta)
        assert done.reports[0].outcome in (PullOutcome.updated, PullOutcome.unchanged), name
        assert (done.proposals, done.outcomes, len(done.notes)) == (0, 0, 3), name
        (place / "instance.json").write_bytes(data)
        before = standing(carried.beta)
        assert len(carried.read(carried.beta).notes) == 2, name
        assert standing(carried.beta) == before, name
    assert "Ranger ensemble." in mirrored(carried.beta, carried.alpha)


def test_links_are_left_on_the_key(carried, tmp_path):
    """A link would have us read our own files, or write where the key says."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    place = carried.of(carried.alpha)
    (place / "open.bundle").unlink()
    (place / "open.bundle").symlink_to(carried.alpha.data / "open.git")
    (place / "proposals").symlink_to(tmp_path)
    (place / "outcomes").mkdir()
    (place / "outcomes" / "a.json").symlink_to(secret)
    os.mkfifo(place / "outcomes" / "b.json")
    (carried.folder / "wikifed" / "zzz").symlink_to(carried.alpha.data)
    before = mirrored(carried.beta, carried.alpha)
    done = carried.read(carried.beta)
    assert done.reports[0].outcome is PullOutcome.refused
    assert done.notes == ()
    assert mirrored(carried.beta, carried.alpha) == before


def test_a_key_whose_wikifed_is_a_link_is_neither_read_nor_written(carried, tmp_path):
    home = carried.folder / "wikifed"
    home.rename(tmp_path / "elsewhere")
    home.symlink_to(tmp_path / "elsewhere")
    for use in (carried.read, carried.write):
        with pytest.raises(Refused, match="wikifed"):
            use(carried.beta)


def test_a_link_in_the_place_of_an_instance_s_document_links_nobody(carried, tmp_path):
    file = carried.of(carried.alpha) / "instance.json"
    file.rename(tmp_path / "instance.json")
    file.symlink_to(tmp_path / "instance.json")
    with pytest.raises(InvalidInstance):
        carried.beta.service.preview("", kit=str(carried.of(carried.alpha)))
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(InvalidInstance):
        carried.beta.service.preview("", kit=str(carried.of(carried.alpha)))


def test_a_file_that_is_too_large_is_named_and_the_other_kits_are_read(carried):
    for number, name in enumerate(("instance.json", "seen.json", "proposals/a.json")):
        other = carried.folder / "wikifed" / f"aaa{number}"
        (other / "proposals").mkdir(parents=True)
        with (other / name).open("wb") as file:
            file.truncate(kit_files.ENVELOPE_BYTES + 1)
    done = carried.read(carried.beta)
    assert done.reports[0].outcome is PullOutcome.updated
    for number, note in enumerate(done.notes):
        assert f"aaa{number}" in note
        assert "trop grand" in note
    assert len(done.notes) == 3
    assert nothing_left(carried.beta)


def test_a_bundle_beyond_the_quota_or_the_room_left_is_not_copied(carried):
    reader = carried.beta.service._kits._reader
    with (carried.of(carried.alpha) / "open.bundle").open("r+b") as file:
        file.truncate(1 << 40)  # as a file with holes, which takes no room on the key
    reader._quota = 1 << 20
    before = standing(carried.beta)
    assert "trop grand" in carried.read(carried.beta).notes[0]
    reader._quota, reader._reserve = 1 << 41, 1 << 60
    assert "plus assez de place" in carried.read(carried.beta).notes[0]
    assert standing(carried.beta) == before
    assert nothing_left(carried.beta)


def test_a_proposal_signed_by_nobody_we_know_is_left_and_told_of(carried, world):
    (gamma,) = world.add("gamma")
    one = offered(carried.beta, carried.alpha)
    carried.write(carried.beta)
    file = carried.of(carried.beta) / "proposals" / f"{one.id}.json"
    said = json.loads(file.read_bytes())
    said["signatures"] = json.loads(seal(PROPOSAL, {}, gamma.service._ring))["signatures"]
    file.write_text(json.dumps(said))
    done = carried.read(carried.alpha)
    assert done.proposals == 0
    assert "n’est pas connue" in done.notes[0]
    assert carried.alpha.wiki.proposals.all() == []


def test_an_outcome_of_a_proposal_between_others_is_not_taken(carried, world):
    """Gamma is a friend, but it is not gamma that beta's proposal was sent to."""
    (gamma,) = world.add("gamma")
    carried.write(gamma)
    carried.enrol(carried.beta, gamma)
    one = offered(carried.beta, carried.alpha)
    told = Outcome(one.id, ProposalState.accepted, "", None, carried.beta.wiki.clock.now())
    said = outcome_payload(told, sender=gamma.id, to=carried.beta.id)
    folder = carried.of(gamma) / "outcomes"
    folder.mkdir()
    (folder / "a.json").write_bytes(seal(OUTCOME, said, gamma.service._ring))
    done = carried.read(carried.beta)
    assert (done.outcomes, done.notes) == (0, ())
    assert carried.beta.wiki.proposals.get(one.id).state is ProposalState.queued


@pytest.mark.parametrize("point", ["rename", "drop"])
def test_a_key_pulled_out_during_the_swap_holds_a_whole_kit(carried, monkeypatch, point):
    class Pulled(BaseException):
        pass

    place, real = carried.of(carried.alpha), kit_files.drop

    def renamed(draft, target):
        if target == place:
            raise Pulled
        return os.rename(draft, target)

    def dropped(folder):
        if folder.name.endswith(".old"):
            raise Pulled
        real(folder)

    if point == "rename":
        monkeypatch.setattr(kit_files.Path, "rename", renamed)
    else:
        monkeypatch.setattr(kit_files, "drop", dropped)
    monkeypatch.setattr(kit_files.shutil, "rmtree", lambda *_, **__: None)
    with pytest.raises(Pulled):
        carried.write(carried.alpha)
    monkeypatch.undo()
    done = carried.read(carried.beta)
    assert [r.outcome for r in done.reports] == [PullOutcome.updated]
    carried.write(carried.alpha)
    left = sorted(each.name for each in (carried.folder / "wikifed").iterdir())
    assert left == ["alpha.example", "beta.example"]


def test_what_a_killed_reader_copied_is_removed_at_the_next_start(carried):
    peers = carried.beta.data / "peers"
    left, going_on = (peers / STAGING / name for name in ("kit-left", "kit-going-on"))
    for home in (left, going_on):
        (home / "copy").mkdir(parents=True)
    with (going_on / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        clean(peers)
        assert [each.name for each in (peers / STAGING).iterdir()] == ["kit-going-on"]
