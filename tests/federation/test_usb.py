"""What a USB key carries between two instances that no line joins."""

import json

import pytest

from app.actions.propose import withdraw
from app.actions.retract import close_page, reopen_page
from app.actions.review import accept, decline
from app.domain.errors import EngineFailed, PeerNotFound, Refused
from app.domain.network import InstanceId, PullOutcome
from app.domain.proposal import ProposalState
from tests.federation import invariants
from tests.federation.keys_at_hand import (
    PAGE,
    change,
    joined,
    key,
    mirrored,
    nothing_left,
    offered,
    save,
    shift,
    standing,
    with_words,
    world,
)
from tests.federation.world import World

__all__ = ["key", "world"]


def test_friends_are_linked_by_a_key_and_then_their_pages_come(world, tmp_path):
    key = joined(world, tmp_path / "key", linked=False)
    key.write(key.alpha)
    assert "alpha.example" in key.read(key.beta).notes[0]
    assert mirrored(key.beta, key.alpha) is None
    key.enrol(key.beta, key.alpha)
    done = key.read(key.beta)
    assert done.instances == (key.alpha.id,)
    assert done.reports[0].outcome is PullOutcome.updated
    assert [title for _, title in done.reports[0].pages] == ["Atelier"]
    assert mirrored(key.beta, key.alpha) == key.alpha.text("method/atelier")
    assert nothing_left(key.beta)


def test_a_stranger_s_kit_is_told_of_and_not_read(world, tmp_path):
    key = joined(world, tmp_path / "key", linked=False)
    key.write(key.alpha)
    before = standing(key.beta)
    done = key.read(key.beta)
    assert (done.instances, done.reports, done.size_bytes) == ((), (), 0)
    assert str(key.of(key.alpha)) in done.notes[0]
    assert standing(key.beta) == before


def test_a_proposal_goes_to_its_owner_and_its_end_comes_back(key):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    one = offered(beta, alpha)
    assert key.carry(beta, alpha).proposals == 1
    accept(alpha.wiki, one.id, text=None, settle={}, note="", by=alpha.reader())
    done = key.carry(alpha, beta)
    assert (done.outcomes, done.notes) == (1, ())
    assert beta.wiki.proposals.get(one.id).state is ProposalState.accepted
    assert "Ouvrir tôt." in mirrored(beta, alpha)
    for node in (alpha, beta):
        invariants.hold_at_rest(node)
    invariants.i6_both_sides_see_the_same_end(alpha.world)
    assert beta.wiki.mirrors.all()[0].tip == alpha.service._open.state().tip


def test_a_declined_proposal_brings_its_reason_back(key):
    key.carry(key.alpha, key.beta)
    one = offered(key.beta, key.alpha)
    key.carry(key.beta, key.alpha)
    decline(key.alpha.wiki, one.id, "Pas ici.", by=key.alpha.reader())
    key.carry(key.alpha, key.beta)
    told = key.beta.wiki.proposals.get(one.id)
    assert (told.state, told.reason) == (ProposalState.declined, "Pas ici.")


def test_a_proposal_taken_back_is_taken_back_at_its_owner_s_too(key):
    key.carry(key.alpha, key.beta)
    one = offered(key.beta, key.alpha)
    key.carry(key.beta, key.alpha)
    withdraw(key.beta.wiki, one.id, by=key.beta.reader())
    assert key.carry(key.beta, key.alpha).outcomes == 1
    assert key.alpha.wiki.proposals.get(one.id).state is ProposalState.withdrawn


def test_a_proposal_that_its_owner_cannot_take_ends_the_same_on_both_sides(key):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    one = offered(beta, alpha)
    key.write(beta)
    close_page(alpha.wiki, PAGE, "Par erreur.", by=alpha.reader())
    assert "n’est pas prise" in key.read(alpha, dry_run=True).notes[0]
    assert key.write(alpha).outcomes == 0
    assert len(key.read(alpha).notes) == 1
    reopen_page(alpha.wiki, PAGE, by=alpha.reader())
    assert (key.read(alpha).proposals, key.read(alpha).notes) == (0, ())
    assert key.carry(alpha, beta).outcomes == 1
    told = beta.wiki.proposals.get(one.id)
    assert told.state is ProposalState.stale
    assert told.reason
    key.carry(beta, alpha)
    invariants.i6_both_sides_see_the_same_end(alpha.world)


def test_one_that_may_be_taken_another_day_has_no_end_yet(key, monkeypatch):
    key.carry(key.alpha, key.beta)
    offered(key.beta, key.alpha)
    monkeypatch.setattr("federation.receive.OPEN_LIMIT", 0)
    assert key.carry(key.beta, key.alpha).proposals == 0
    assert key.write(key.alpha).outcomes == 0
    monkeypatch.undo()
    assert key.read(key.alpha).proposals == 1


def test_one_taken_back_before_it_was_read_waits_for_nobody(key, tmp_path):
    key.carry(key.alpha, key.beta)
    one = offered(key.beta, key.alpha)
    key.write(key.beta)
    slow = (key.of(key.beta) / "proposals" / f"{one.id}.json").read_bytes()
    withdraw(key.beta.wiki, one.id, by=key.beta.reader())
    assert key.carry(key.beta, key.alpha).outcomes == 0
    assert key.alpha.wiki.proposals.all() == []
    key.alpha.service.receive_proposal(slow, "")
    assert key.read(key.alpha).outcomes == 1
    assert key.alpha.wiki.proposals.get(one.id).state is ProposalState.withdrawn


def test_reading_a_key_twice_is_as_once(key):
    key.carry(key.alpha, key.beta)
    one = offered(key.beta, key.alpha)
    key.carry(key.beta, key.alpha)
    again = key.read(key.alpha)
    assert (again.proposals, again.outcomes, again.notes) == (0, 0, ())
    assert [r.outcome for r in again.reports] == [PullOutcome.unchanged]
    accept(key.alpha.wiki, one.id, text=None, settle={}, note="", by=key.alpha.reader())
    assert key.read(key.alpha).proposals == 0
    key.carry(key.alpha, key.beta)
    before = standing(key.beta)[:2]
    again = key.read(key.beta)
    assert (again.outcomes, again.reports[0].outcome) == (0, PullOutcome.unchanged)
    assert standing(key.beta)[:2] == before
    invariants.hold_at_rest(key.alpha)


def test_a_dry_run_tells_what_would_change_and_changes_nothing(key):
    alpha, beta = key.alpha, key.beta
    key.write(alpha)
    before = standing(beta)
    planned = key.read(beta, dry_run=True)
    assert planned.reports[0].outcome is PullOutcome.planned
    assert planned.reports[0].pages == (("method/atelier", "Atelier"),)
    assert standing(beta) == before
    key.read(beta)
    one = offered(beta, alpha)
    key.write(beta)
    before = standing(alpha)
    planned = key.read(alpha, dry_run=True)
    assert (planned.proposals, planned.dry_run) == (1, True)
    assert standing(alpha) == before
    assert key.read(alpha).proposals == 1
    decline(alpha.wiki, one.id, "Non.", by=alpha.reader())
    key.write(alpha)
    before = standing(beta)
    assert key.read(beta, dry_run=True).outcomes == 1
    assert standing(beta) == before
    assert key.read(beta).outcomes == 1
    assert key.read(beta, dry_run=True).outcomes == 0


def test_a_dry_run_tells_of_a_proposal_that_would_be_refused(key):
    key.carry(key.alpha, key.beta)
    offered(key.beta, key.alpha)
    address = key.beta.wiki.proposals.all()[0].author.address
    key.write(key.beta)
    key.alpha.service.block(key.beta.id, person=address, by=key.alpha.reader())
    for dry_run in (True, False):
        done = key.read(key.alpha, dry_run=dry_run)
        assert done.proposals == 0
        assert "cette personne" in done.notes[0]


def test_the_next_key_for_a_friend_carries_what_is_new_alone(key):
    alpha, beta = key.alpha, key.beta
    for number in range(8):
        save(alpha, f"{alpha.text('method/atelier')}\nLigne {number}.\n")
    whole = key.write(alpha, to=beta)
    key.read(beta)
    key.carry(beta, alpha)  # and so alpha hears what beta holds
    assert key.write(alpha, to=beta).notes[0].startswith("Ce réseau a déjà")
    assert not (key.of(alpha) / "open.bundle").exists()
    assert key.read(beta).reports[0].outcome is PullOutcome.unchanged
    change(alpha, "Ranger.", "Ranger ensemble.")
    part = key.write(alpha, to=beta)
    assert "depuis" in part.notes[0]
    assert 0 < part.size_bytes < whole.size_bytes
    assert key.read(beta).reports[0].versions == 1
    assert "Ranger ensemble." in mirrored(beta, alpha)


def test_a_part_that_goes_on_from_what_is_not_there_asks_for_a_whole_key(key):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    key.carry(beta, alpha)
    beta.service.remove(alpha.id, by=beta.reader())
    key.enrol(beta, alpha)
    change(alpha, "Ranger.", "Ranger ensemble.")
    for _ in range(2):
        key.write(alpha, to=beta)
        report = key.read(beta).reports[0]
        assert report.outcome is PullOutcome.refused
        assert "clé complète" in report.reason
    assert mirrored(beta, alpha) is None
    key.carry(alpha, beta)
    assert mirrored(beta, alpha) == alpha.text("method/atelier")


def test_an_older_kit_after_a_newer_one_is_told_of_and_changes_no_page(key, tmp_path):
    alpha, beta = key.alpha, key.beta
    key.write(alpha)
    key.of(alpha).rename(tmp_path / "slow")
    change(alpha, "Ranger.", "Ranger ensemble.")
    key.carry(alpha, beta)
    before = standing(beta)
    (key.folder / "wikifed" / "alpha.example").rename(tmp_path / "fast")
    (tmp_path / "slow").rename(key.of(alpha))
    done = key.read(beta)
    assert "plus ancienne" in done.reports[0].reason
    assert done.reports[0].outcome is PullOutcome.unchanged
    assert not done.reports[0].alarm
    assert standing(beta) == before


def test_a_proposal_for_somebody_else_is_left_on_the_key(world, tmp_path):
    key = joined(world, tmp_path / "key")
    (gamma,) = world.add("gamma")
    key.write(gamma)
    key.enrol(key.alpha, gamma)
    key.write(key.alpha)
    key.enrol(gamma, key.alpha)
    key.write(key.beta)
    key.enrol(gamma, key.beta)
    key.carry(key.alpha, key.beta)
    offered(key.beta, key.alpha)
    assert key.write(key.beta).proposals == 1
    done = key.read(gamma)
    assert (done.proposals, done.notes) == (0, ())
    assert gamma.wiki.proposals.all() == []
    assert key.read(key.alpha).proposals == 1


def test_nothing_is_read_from_a_blocked_friend_nor_written_for_it(key):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    key.carry(beta, alpha)
    offered(beta, alpha)
    key.write(beta)
    key.write(alpha)
    assert list(json.loads((key.of(alpha) / "seen.json").read_bytes())) == ["beta.example"]
    alpha.service.block(beta.id, by=alpha.reader())
    before = standing(alpha)
    done = key.read(alpha)
    assert (done.proposals, done.notes) == (0, ("« beta.example » est bloqué.",))
    assert standing(alpha) == before
    with pytest.raises(Refused, match="bloqué"):
        key.write(alpha, to=beta)
    key.write(alpha)
    assert json.loads((key.of(alpha) / "seen.json").read_bytes()) == {}


def test_a_key_that_changed_between_two_visits_is_taken_before_all_else(key):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    offered(beta, alpha)
    beta.service.rotate_key()
    save(beta, alpha.text("method/atelier").replace("Atelier", "Forge"))
    assert key.carry(beta, alpha).reports[0].outcome is PullOutcome.updated
    assert alpha.wiki.proposals.all()
    held = alpha.service.peer(beta.id).peer.identity.keyid
    assert held == beta.service.identity().keyid


def test_after_a_revocation_the_new_key_is_taken_and_a_dry_run_says_what_it_cannot(world, tmp_path):
    key = joined(world, tmp_path / "key", linked=False)
    alpha, beta = key.alpha, key.beta
    words = with_words(beta)
    key.write(beta)
    key.enrol(alpha, beta)
    beta.service.revoke_keys(words)
    key.write(beta)
    assert "a changé de clé" in key.read(alpha, dry_run=True).notes[0]
    assert key.read(alpha).reports[0].outcome is PullOutcome.updated
    assert alpha.service.peer(beta.id).peer.identity.keyid == beta.service.identity().keyid


def test_a_kit_of_a_friend_s_name_with_other_keys_alarms_and_is_not_read(key, tmp_path):
    alpha, beta = key.alpha, key.beta
    key.carry(alpha, beta)
    before = mirrored(beta, alpha)
    others = World(tmp_path / "others")
    (other,) = others.add("alpha")
    with_words(other)  # keys of its own
    key.write(other)
    others.close()
    report = key.read(beta).reports[0]
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)
    assert mirrored(beta, alpha) == before


def test_two_hours_off_a_key_does_not_care(key):
    alpha, beta = key.alpha, key.beta
    shift(beta, hours=2)
    key.carry(alpha, beta)
    one = offered(beta, alpha)
    key.carry(beta, alpha)
    shift(beta, hours=-4)
    accept(alpha.wiki, one.id, text=None, settle={}, note="", by=alpha.reader())
    key.carry(alpha, beta)
    assert beta.wiki.proposals.get(one.id).state is ProposalState.accepted
    assert alpha.wiki.proposals.get(one.id).changed_at <= alpha.wiki.clock.now()


def test_the_kit_holds_what_was_saved_even_while_saves_go_on(key, monkeypatch):
    alpha, beta = key.alpha, key.beta
    told = alpha.service._said.head

    def head_then_save():
        head = told()
        change(alpha, "Ranger.", "Ranger ensemble.")
        return head

    monkeypatch.setattr(alpha.service._said, "head", head_then_save)
    key.write(alpha)
    assert key.read(beta).reports[0].outcome is PullOutcome.updated
    assert "Ranger." in mirrored(beta, alpha)


def test_a_key_that_is_not_plugged_in_is_not_made_up(key, tmp_path):
    with pytest.raises(Refused, match="branchée"):
        key.alpha.service.usb_write(str(tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()
    with pytest.raises(Refused, match="wikifed"):
        key.alpha.service.usb_read(str(tmp_path / "nowhere"))
    with pytest.raises(PeerNotFound):
        key.alpha.service.usb_write(str(key.folder), peer=InstanceId("gamma.example"))


def test_a_relative_folder_is_a_key_too(key, monkeypatch):
    monkeypatch.chdir(key.folder.parent)
    key.alpha.service.usb_write(key.folder.name)
    assert key.beta.service.usb_read(key.folder.name).reports[0].outcome is PullOutcome.updated


def test_a_key_that_is_full_leaves_the_older_kit_whole(key, monkeypatch):
    key.write(key.alpha)
    change(key.alpha, "Ranger.", "Ranger ensemble.")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("federation.kit_files.os.fsync", full)
    with pytest.raises(EngineFailed, match="place"):
        key.write(key.alpha)
    monkeypatch.undo()
    assert [each.name for each in (key.folder / "wikifed").iterdir()].count("alpha.example") == 1
    assert key.read(key.beta).reports[0].outcome is PullOutcome.updated
    assert "Ranger." in mirrored(key.beta, key.alpha)
