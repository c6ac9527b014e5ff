"""A visit brings what the friend signed, wholly or not at all, and says what happened."""

import hashlib
import os
import signal
import threading

import pytest

from app import failpoint
from app.domain.network import InstanceId, PeerState, PullOutcome, Slice
from federation.git import Git
from federation.visit import PullSettings
from tests.federation.hostile import ORIGIN, page, page_file, page_id, peer
from tests.federation.visits import Alpha, alpha

MILL, OVEN = page_file("moulin"), page_file("four")


@pytest.fixture
def one(tmp_path):
    made = alpha(tmp_path)
    made.owner.save({MILL: page(1)})
    yield made
    made.mirrors.close()


def updated(one: Alpha, **head: object) -> None:
    report = one.pull(one.source(**head))
    assert report.outcome is PullOutcome.updated, report.reason
    assert one.tip == one.owner.tip


def test_a_first_visit_brings_all_that_is_open(one):
    report = one.pull()

    assert (report.outcome, report.reason) == (PullOutcome.updated, "")
    assert (report.received, report.removed, report.versions) == (1, 0, 1)
    assert report.pages == (("place/moulin", "Page 1"),)
    assert report.size_bytes > 0
    assert one.tip == one.owner.tip
    assert one.mirrors.store(str(ORIGIN)).read(MILL) == page(1)
    assert one.at_rest


def test_a_later_visit_brings_what_is_new(one):
    updated(one)
    one.owner.save({OVEN: page(2)})
    one.owner.save({MILL: page(1, "Du vent.")})
    report = one.pull(one.source(seq=2))

    assert (report.received, report.versions, report.new_epoch) == (2, 2, False)
    assert one.tip == one.owner.tip
    one.owner.save({OVEN: None})
    report = one.pull(one.source(seq=3))
    assert (report.received, report.removed) == (0, 1)


def test_only_a_first_visit_and_a_new_epoch_ask_for_all(one):
    fresh = []
    for epoch, seq in ((1, 1), (1, 2), (2, 1)):
        if epoch == 2:
            one.owner.restart()
        one.owner.save({MILL: page(1, f"{epoch} {seq}")})
        source = one.source(epoch=epoch, seq=seq)
        assert one.pull(source).outcome is PullOutcome.updated
        fresh.append(source.asked[1])
    assert fresh == [True, False, True]


def test_a_page_that_moved_is_not_told_as_removed(one):
    updated(one)
    moved = {page_file("meunerie"): page(1), MILL: f"---\nredirect: {page_id(1)}\n---\n".encode()}
    one.owner.save(moved)
    report = one.pull(one.source(seq=2))
    assert (report.outcome, report.received, report.removed) == (PullOutcome.updated, 1, 0)


def test_nothing_new_is_told_so_and_asks_for_the_head_alone(one):
    updated(one)
    source = one.source()
    assert one.pull(source).outcome is PullOutcome.unchanged
    assert (source.heads, source.fetches) == (1, 0)
    # Another head with the same tip: nothing to fetch either.
    source = one.source(seq=2)
    assert one.pull(source).outcome is PullOutcome.unchanged
    assert source.fetches == 0
    assert one.mirrors.kept(ORIGIN).mirror.seq == 2


def test_a_trial_tells_what_would_change_and_changes_nothing(one):
    report = one.pull(dry_run=True, by="Alma")
    assert (report.outcome, report.received, report.by) == (PullOutcome.planned, 1, "Alma")
    assert one.tip is None
    updated(one)
    tip = one.tip
    one.owner.save({OVEN: page(2)})
    report = one.pull(one.source(seq=2), dry_run=True)
    assert (report.outcome, report.received) == (PullOutcome.planned, 1)
    assert report.pages == (("place/four", "Page 2"),)
    assert one.tip == tip
    assert one.mirrors.seen(ORIGIN).seq == 1
    assert one.at_rest
    updated(one, seq=2)


def test_an_older_head_is_refused_with_an_alarm(one):
    old = one.owner.tip
    updated(one, seq=4)
    one.owner.point(old)
    report = one.pull(one.source(seq=3))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)
    assert "copie plus ancienne" in report.reason


def test_an_older_epoch_is_refused_with_an_alarm_even_where_its_seq_is_higher(one):
    updated(one, epoch=2, seq=1)
    one.owner.save({OVEN: page(2)})
    report = one.pull(one.source(epoch=1, seq=9))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)


def test_two_tips_under_one_seq_are_a_fork(one):
    updated(one)
    tip = one.tip
    one.owner.save({OVEN: page(2)})
    report = one.pull(one.source(seq=1))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)
    assert "deux versions" in report.reason
    assert one.tip == tip


def test_a_fork_is_seen_though_the_first_of_its_heads_could_not_be_fetched(one):
    source = one.source(seq=1)

    def cut():
        raise OSError(5, "cut off")

    source.before_fetch = cut
    assert one.pull(source).outcome is PullOutcome.failed
    one.owner.save({OVEN: page(2)})
    assert one.pull(one.source(seq=1)).alarm


def test_a_history_that_was_rewritten_within_an_epoch_is_refused_with_an_alarm(one):
    updated(one)
    tip = one.tip
    one.owner.restart()
    one.owner.save({OVEN: page(2)})
    report = one.pull(one.source(seq=2))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)
    assert "récrite" in report.reason
    assert one.tip == tip


def test_a_tip_that_goes_back_within_an_epoch_is_refused(one):
    old = one.owner.tip
    one.owner.save({OVEN: page(2)})
    updated(one)
    one.owner.point(old)
    report = one.pull(one.source(seq=2))
    assert (report.outcome, report.alarm) == (PullOutcome.refused, True)


def test_a_new_epoch_makes_the_mirror_anew(one):
    one.owner.save({OVEN: page(2)})
    updated(one)
    old = one.tip
    one.owner.restart()
    one.owner.save({OVEN: None})
    report = one.pull(one.source(epoch=2, seq=1))
    assert (report.outcome, report.new_epoch) == (PullOutcome.updated, True)
    assert report.removed == 1
    assert one.tip == one.owner.tip
    assert not Git(one.mirrors.repository(ORIGIN)).succeeds("cat-file", "-e", old)
    assert one.at_rest
    one.owner.save({MILL: page(1, "Du vent.")})
    updated(one, epoch=2, seq=2)


def test_what_was_taken_back_is_hidden_even_where_the_new_epoch_cannot_be_fetched(one):
    one.owner.save({OVEN: page(2)})
    updated(one)
    form = one.mirrors.kept(ORIGIN).mirror.form
    one.owner.restart()
    one.owner.save({".git/config": b"[core]"})
    report = one.pull(one.source(epoch=2, seq=1, retracted=[page_id(2)]))
    assert report.outcome is PullOutcome.refused
    mirror = one.mirrors.kept(ORIGIN).mirror
    assert mirror.quarantined == {OVEN}
    assert mirror.form != form
    # The same again changes nothing more.
    one.pull(one.source(epoch=2, seq=1, retracted=[page_id(2)]))
    assert one.mirrors.kept(ORIGIN).mirror == mirror


def test_a_friend_with_nothing_open_any_more_has_no_mirror_but_is_remembered(one):
    updated(one)
    report = one.pull(one.source(epoch=2, seq=1, tip=None))
    assert report.outcome is PullOutcome.updated
    assert one.mirrors.all() == ()
    assert not one.mirrors.repository(ORIGIN).exists()
    assert one.pull(one.source()).alarm


def test_an_owner_who_moves_on_during_the_visit_is_asked_again(one):
    source = one.source(seq=1)

    def move_on():
        source.before_fetch = lambda: None
        one.owner.save({OVEN: page(2)})
        source.said["seq"] = 2

    source.before_fetch = move_on
    assert one.pull(source).outcome is PullOutcome.updated
    assert one.tip == one.owner.tip
    assert one.mirrors.kept(ORIGIN).mirror.seq == 2


def test_what_is_never_what_was_signed_is_refused_after_three_tries(one):
    source = one.source(tip="1" * 40)
    report = one.pull(source)
    assert report.outcome is PullOutcome.refused
    assert "signature" in report.reason
    assert source.fetches == 3
    assert one.tip is None


def test_a_head_in_the_name_of_another_is_refused(one):
    report = one.pull(one.source(id="gamma.example"))
    assert report.outcome is PullOutcome.refused
    assert one.tip is None


def test_a_blocked_friend_is_not_visited(one):
    source = one.source()
    report = one.puller.pull(peer(state=PeerState.blocked), source)
    assert (report.outcome, source.heads) == (PullOutcome.refused, 0)


def test_a_visit_waits_for_the_one_that_is_under_way(one):
    reports = []
    visit = threading.Thread(target=lambda: reports.append(one.pull()))
    with one.wiki.lock.hold(f"pull-{ORIGIN.folder}"):
        visit.start()
        assert one.mirrors.kept(ORIGIN) is None
    visit.join(60)
    assert reports[0].outcome is PullOutcome.updated


def test_another_slice_is_another_form_without_another_fetch(one):
    updated(one)
    form = one.mirrors.kept(ORIGIN).mirror.form
    source = one.source()
    one.puller.pull(peer(slice=Slice({"kind": ("method",)})), source)
    assert source.fetches == 0
    assert one.mirrors.kept(ORIGIN).mirror.form != form


def test_a_full_disk_is_told_and_leaves_the_mirror(one):
    updated(one)
    tip = one.tip
    one.owner.save({OVEN: page(2)})
    one.puller._settings = PullSettings(reserve_bytes=2**62)
    report = one.pull(one.source(seq=2))
    assert report.outcome is PullOutcome.failed
    assert "place sur le disque" in report.reason
    assert one.tip == tip


def test_more_than_the_quota_is_refused(one):
    one.puller._settings = PullSettings(quota_bytes=100, reserve_bytes=0)
    report = one.pull()
    assert report.outcome is PullOutcome.refused
    assert "plus que la place" in report.reason
    assert one.tip is None
    assert one.at_rest


POINTS = [name for name in failpoint.NAMES if name.startswith("pull.")]


def killed_at(point: str, act) -> None:
    """Run `act` in a child that is killed when it reaches the point."""
    child = os.fork()
    if child == 0:
        os.environ[failpoint.VARIABLE] = point
        try:
            act()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("heals", [True, False])
@pytest.mark.parametrize("epoch", [1, 2])
@pytest.mark.parametrize("point", POINTS)
def test_a_visit_killed_anywhere_is_made_good_by_the_next(one, point, epoch, heals):
    updated(one)
    old, marked = one.tip, POINTS.index(point) >= POINTS.index("pull.after-mark")
    if epoch == 2:
        one.owner.restart()
    one.owner.save({OVEN: page(2)})
    killed_at(point, lambda: one.pull(one.source(epoch=epoch, seq=2)))

    if heals:
        one.puller.heal()
        assert one.at_rest
        assert one.tip == (one.owner.tip if marked else old)
    updated_or_there = one.pull(one.source(epoch=epoch, seq=2))
    assert updated_or_there.outcome is (PullOutcome.unchanged if marked else PullOutcome.updated)
    assert one.tip == one.owner.tip
    one.owner.save({MILL: page(1, "Du vent.")})
    updated(one, epoch=epoch, seq=3)


@pytest.mark.parametrize("point", POINTS)
def test_a_first_visit_killed_anywhere_is_made_good_by_the_next(one, point):
    killed_at(point, lambda: one.pull())
    one.pull()
    assert one.tip == one.owner.tip


def test_healing_leaves_the_staging_of_a_visit_that_goes_on(one):
    source = one.source()
    source.before_fetch = one.puller.heal
    assert one.pull(source).outcome is PullOutcome.updated


def test_a_mirror_whose_repository_is_gone_is_fetched_anew(one):
    updated(one)
    one.mirrors.repository(ORIGIN).rename(one.folder.parent / "elsewhere")
    updated(one)


def test_a_damaged_list_of_known_files_costs_one_whole_judgement(one):
    updated(one)
    one.mirrors.known_files(ORIGIN).write_bytes(b"no database" * 1000)
    one.owner.save({OVEN: page(2)})
    updated(one, seq=2)


def test_many_visits_do_not_leave_as_many_packs(one, monkeypatch):
    monkeypatch.setattr("federation.promotion._PACKS_LIMIT", 3)
    for number in range(8):
        one.owner.save({MILL: page(1, f"{number}")})
        updated(one, seq=number + 1)
    packs = list(one.mirrors.repository(ORIGIN).glob("objects/pack/*.pack"))
    assert len(packs) <= 4
    digest = hashlib.sha256(one.mirrors.store(str(ORIGIN)).read(MILL)).digest()
    assert digest == hashlib.sha256(page(1, "7")).digest()


def test_a_friend_that_is_dropped_leaves_nothing(one):
    updated(one)
    one.puller.drop(ORIGIN)
    assert one.mirrors.all() == ()
    assert one.mirrors.seen(ORIGIN) is None
    assert not [f for f in one.folder.iterdir() if f.name.startswith(ORIGIN.folder)]
    one.puller.drop(InstanceId("gamma.example"))
