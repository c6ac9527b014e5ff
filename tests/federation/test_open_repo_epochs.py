"""When the published history goes on, when a new one begins, and what a crash leaves."""

import shutil
from datetime import timedelta

import pytest

from app import failpoint
from app.domain.errors import EngineFailed
from app.engines.git_store import GitStore
from federation.open_repo import repository, upkeep
from federation.open_repo.folders import beside
from federation.open_repo.ledger import FILE
from tests.federation.open_wiki import (
    ADA,
    BOB,
    EVE,
    Wiki,
    derive,
    everything,
    git,
    log,
    names,
    page,
    page_id,
    path,
    stock_git,
)


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.close()


def test_the_first_epoch_is_the_second_it_began(wiki):
    wiki.save(1)
    wiki.derive()
    assert wiki.open.state().epoch == int(wiki.clock.at.timestamp())


def test_a_retracted_page_is_nowhere_in_the_store_and_a_new_epoch_begins(wiki):
    wiki.save(1, "faute")
    wiki.save(2)
    wiki.derive()
    before, generation = wiki.open.state(), wiki.open.generation
    wiki.withdraw(retracted=[1])
    wiki.save(1, "faute encore")
    wiki.derive()
    after = wiki.open.state()
    assert after.epoch == before.epoch + 1
    assert wiki.open.generation != generation
    assert wiki.open.retracted() == [page_id(1)]
    assert names(wiki.open) == [path(2).file]
    assert b"faute" not in everything(wiki.open)
    assert wiki.open.check(wiki.store) == []
    assert wiki.open.verify_from_scratch(wiki.store) == after.tip


def test_taking_back_what_was_never_open_goes_on_in_the_same_epoch(wiki):
    wiki.save(1)
    wiki.save(2, status="draft")
    tip = wiki.derive()
    before = wiki.open.state()
    wiki.withdraw(retracted=[2])
    assert wiki.derive() == tip
    assert wiki.open.state().epoch == before.epoch
    assert wiki.open.retracted() == [page_id(2)]


def test_a_list_of_retractions_that_cannot_be_read_brings_nothing_back(wiki):
    wiki.save(1, "faute")
    wiki.save(2, "gardé")
    wiki.withdraw(retracted=[1])
    wiki.derive()
    epoch = wiki.open.state().epoch
    wiki.commit({"network/retractions.yaml": b"retracted: [\n"})
    wiki.derive()
    assert names(wiki.open) == []
    assert b"faute" not in everything(wiki.open)
    assert wiki.open.state().epoch == epoch
    assert wiki.open.verify_from_scratch(wiki.store) == wiki.open.state().tip


def test_an_erased_name_is_nowhere_in_the_store_and_a_new_epoch_begins(wiki):
    wiki.save(1, "a", EVE, status="draft")
    wiki.save(1, "b", BOB)
    wiki.save(2, "c", EVE)
    trailers = [("Author", f"{EVE.name} <{EVE.address}>"), ("Source", EVE.address)]
    wiki.commit({path(2).file: page(2, "d")}, trailers=trailers)
    wiki.derive()
    before = wiki.open.state()
    assert EVE.address.encode() in everything(wiki.open)
    wiki.erase(EVE)
    wiki.derive()
    store = everything(wiki.open)
    assert wiki.open.state().epoch > before.epoch
    assert EVE.name.encode() not in store
    assert EVE.address.encode() not in store
    assert "Author: Personne retirée <erased@invalid>" in git(wiki.open, "log", "--format=%B")
    assert log(wiki.open, "%an") == [BOB.name, "Personne retirée", ADA.name]
    assert wiki.open.verify_from_scratch(wiki.store) == wiki.open.state().tip


def test_a_restore_begins_a_new_epoch_even_where_it_is_only_older(wiki, tmp_path):
    wiki.save(1)
    wiki.store.bundle(str(tmp_path / "backup"))
    wiki.save(1, "plus tard")
    wiki.derive()
    before = wiki.open.state()
    wiki.store.close()
    shutil.rmtree(tmp_path / "pages.git")
    wiki.store = GitStore.from_bundle(tmp_path / "pages.git", tmp_path / "backup")
    wiki.derive()
    after = wiki.open.state()
    assert (after.epoch, after.seq) == (before.epoch + 1, 1)
    assert b"plus tard" not in everything(wiki.open)


def test_a_new_epoch_is_the_time_where_the_clock_went_on(wiki):
    wiki.save(1)
    wiki.derive()
    wiki.clock.at += timedelta(days=1)
    wiki.withdraw(retracted=[1])
    wiki.derive()
    assert wiki.open.state() is None
    wiki.save(2)
    wiki.derive()
    assert wiki.open.state().epoch == int(wiki.clock.at.timestamp())


def test_a_rebuild_gives_the_same_ids_and_keeps_the_epoch(wiki):
    for number in range(3):
        wiki.save(number)
    tip = wiki.derive()
    before, generation = wiki.open.state(), wiki.open.generation
    wiki.clock.at += timedelta(days=1)
    wiki.open.reset()
    assert wiki.open.bookmark() is None
    assert wiki.open.state() == before
    assert wiki.derive() == tip
    assert wiki.open.state() == before
    assert wiki.open.generation != generation


def test_other_rules_make_it_anew(wiki, monkeypatch):
    wiki.save(1)
    tip = wiki.derive()
    epoch = wiki.open.state().epoch
    monkeypatch.setattr(repository, "RULES", "next")
    assert wiki.open.bookmark() is None
    assert wiki.derive() == tip
    assert wiki.open.state().epoch == epoch


def test_a_tip_that_is_missing_is_made_again_in_the_same_epoch(wiki):
    wiki.save(1)
    tip = wiki.derive()
    epoch = wiki.open.state().epoch
    shutil.rmtree(wiki.open.folder / "objects")
    (wiki.open.folder / "objects").mkdir()
    assert wiki.again().bookmark() is None
    assert wiki.derive() == tip
    assert wiki.open.state().epoch == epoch


def test_after_the_machine_went_down_what_is_damaged_is_made_again(wiki, monkeypatch):
    wiki.save(1)
    wiki.derive()
    wiki.save(2, "abc")
    tip = wiki.derive()
    blob = git(wiki.open, "rev-parse", f"{tip}:{path(2).file}").strip()
    (wiki.open.folder / "objects" / blob[:2] / blob[2:]).unlink()
    assert wiki.again().bookmark() is not None
    monkeypatch.setattr(upkeep, "boot", lambda: "another")
    assert wiki.again().bookmark() is None
    assert wiki.derive() == tip
    assert git(wiki.open, "cat-file", "-t", blob) == "blob\n"


@pytest.mark.parametrize("harm", [b"", b"no database"])
def test_a_damaged_ledger_is_made_again(wiki, harm):
    wiki.save(1)
    tip = wiki.derive()
    wiki.open.close()
    for file in wiki.open.folder.glob(f"{FILE}*"):
        file.unlink()
    (wiki.open.folder / FILE).write_bytes(harm)
    assert wiki.again().state() is None
    assert wiki.derive() == tip


class PowerCut(BaseException):
    pass


def cut():
    raise PowerCut


@pytest.fixture
def fail_at(monkeypatch):
    def arm(name):
        monkeypatch.setitem(failpoint.armed, name, cut)

    yield arm
    failpoint.armed.clear()


@pytest.mark.parametrize("point", ["derive.before-objects", "derive.after-ref"])
def test_a_crash_while_reading_on_changes_nothing_in_the_end(wiki, fail_at, point):
    wiki.save(1)
    wiki.derive()
    before = wiki.open.state()
    wiki.save(1, "deux")
    fail_at(point)
    with pytest.raises(PowerCut):
        wiki.derive()
    failpoint.armed.clear()
    assert wiki.again().state() == before
    wiki.save(2)
    wiki.derive()
    assert wiki.open.state().epoch == before.epoch
    assert wiki.open.state().seq == 3
    assert wiki.open.verify_from_scratch(wiki.store) == wiki.open.state().tip
    assert git(wiki.open, "rev-parse", "open").strip() == str(wiki.open.state().tip)


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("point", [name for name in failpoint.NAMES if name.startswith("derive.")])
def test_a_crash_while_starting_over_loses_neither_the_old_nor_the_new(wiki, fail_at, point, again):
    wiki.save(1, "faute")
    wiki.save(2)
    wiki.derive()
    before = wiki.open.state()
    wiki.withdraw(retracted=[1])
    fail_at(point)
    with pytest.raises(PowerCut):
        wiki.derive()
    failpoint.armed.clear()
    assert wiki.open.state() is not None
    if again:
        wiki.again()
    wiki.derive()
    wiki.open.tidy()
    after = wiki.open.state()
    assert after.epoch == before.epoch + 1
    assert b"faute" not in everything(wiki.open)
    assert wiki.open.verify_from_scratch(wiki.store) == after.tip
    assert not beside(wiki.open.folder, "old").exists()
    assert not beside(wiki.open.folder, "new").exists()


def test_a_swap_cut_between_its_two_renames_is_finished(wiki):
    wiki.save(1)
    tip = wiki.derive()
    new, old = beside(wiki.open.folder, "new"), beside(wiki.open.folder, "old")
    wiki.open.close()
    shutil.copytree(wiki.open.folder, new)
    wiki.open.folder.rename(old)
    assert str(wiki.again().state().tip) == tip
    assert not old.exists()
    assert not new.exists()
    wiki.open.folder.rename(old)
    assert str(wiki.again().state().tip) == tip


def test_a_lock_that_a_dead_git_left_stops_one_try_only(wiki):
    wiki.save(1)
    wiki.derive()
    wiki.save(2)
    (wiki.open.folder / "refs/heads/open.lock").write_bytes(b"")
    with pytest.raises(EngineFailed):
        wiki.derive()
    wiki.derive()
    assert wiki.open.state().seq == 2


def test_another_process_goes_on_where_one_swapped(wiki):
    other = repository.OpenRepository(wiki.open.folder, clock=wiki.clock)
    wiki.save(1)
    wiki.derive()
    wiki.save(2)
    derive(other, wiki.store)
    wiki.open.reset()
    wiki.derive()
    wiki.save(3)
    derive(other, wiki.store)
    assert other.state() == wiki.open.state()
    assert other.state().seq == 3
    assert other.generation == wiki.open.generation
    other.close()


def test_a_bundle_can_be_cloned_with_stock_git(wiki, tmp_path):
    assert wiki.open.make_bundle() is None
    assert not wiki.open.bundle_due()
    wiki.save(1)
    tip = wiki.derive()
    assert wiki.open.bundle_due()
    made = wiki.open.make_bundle()
    state = wiki.open.state()
    assert made == wiki.open.bundle()
    assert not wiki.open.bundle_due()
    assert (made.name, made.epoch, made.seq) == (f"{state.epoch}-1.bundle", state.epoch, 1)
    assert made.size_bytes == made.path.stat().st_size
    stock_git("clone", "-q", "-b", "open", str(made.path), str(tmp_path / "clone"))
    assert stock_git("-C", str(tmp_path / "clone"), "rev-parse", "HEAD").strip() == tip


def test_two_bundles_are_kept_and_none_of_another_epoch(wiki, monkeypatch):
    monkeypatch.setattr(repository, "BUNDLE_EVERY", 2)
    for number in range(3):
        wiki.save(1, str(number))
        wiki.derive()
        wiki.open.make_bundle()
        assert not wiki.open.bundle_due()
    folder = wiki.open.bundle().path.parent
    assert len(list(folder.glob("*.bundle"))) == 2
    wiki.save(1, "3")
    wiki.save(1, "4")
    wiki.derive()
    assert wiki.open.bundle_due()
    wiki.withdraw(retracted=[1])
    wiki.save(2)
    wiki.derive()
    assert wiki.open.bundle() is None
    assert list(folder.glob("*.bundle*")) == []


def test_a_clone_of_the_repository_itself_is_the_open_tree(wiki, tmp_path):
    wiki.save(1)
    wiki.move(1, "moulin")
    wiki.derive()
    stock_git("clone", "-q", str(wiki.open.folder), str(tmp_path / "clone"))
    assert (tmp_path / "clone" / path(1).file).exists()


def test_packing_keeps_every_object_and_reading_goes_on(wiki, monkeypatch):
    monkeypatch.setattr(upkeep, "_LOOSE_LIMIT", 5)
    assert not wiki.open.maintain()
    for number in range(4):
        wiki.save(number)
        wiki.derive()
    assert wiki.open.maintain()
    assert not wiki.open.maintain()
    wiki.save(5)
    wiki.derive()
    assert wiki.open.state().seq == 5
    assert wiki.open.check(wiki.store) == []


def test_a_branch_that_a_crash_left_further_on_comes_back_to_what_is_read(wiki, fail_at):
    wiki.save(1)
    wiki.derive()
    wiki.save(1, "deux")
    wiki.save(1, "trois")
    entries = list(wiki.store.log(wiki.open.bookmark()))
    fail_at("derive.after-ref")
    with pytest.raises(PowerCut):
        wiki.open.apply(entries, wiki.store)
    failpoint.armed.clear()
    wiki.open.apply(entries[:1], wiki.store)
    assert git(wiki.open, "rev-parse", "open").strip() == str(wiki.open.state().tip)
    assert wiki.open.state().seq == 2
