"""What the open repository holds, and what never enters it."""

import pytest

from app.domain.page_path import PagePath
from federation.open_repo.ledger import Ledger
from tests.federation.open_wiki import (
    ADA,
    BOB,
    EVE,
    NC,
    Wiki,
    everything,
    git,
    log,
    medium,
    names,
    narrowed,
    page,
    page_id,
    path,
)


@pytest.fixture
def wiki(tmp_path):
    wiki = Wiki(tmp_path)
    yield wiki
    wiki.close()


def sound(wiki):
    assert wiki.open.check(wiki.store) == []
    tip = wiki.open.state().tip if wiki.open.state() else None
    assert wiki.open.verify_from_scratch(wiki.store) == tip
    return True


def test_an_open_page_is_there_with_its_author_date_and_note(wiki):
    main = wiki.commit({path(1).file: page(1, "Le vent.")}, note="Écrire")
    tip = wiki.derive()
    assert names(wiki.open) == [path(1).file]
    assert log(wiki.open, "%an <%ae> %at %cn <%ce> %ct %s") == [
        f"{ADA.name} <{ADA.address}> 1772366460 {ADA.name} <{ADA.address}> 1772366460 Écrire"
    ]
    assert git(wiki.open, "log", "-1", "--format=%B").rstrip() == "Écrire\n\nWiki: 1"
    state = wiki.open.state()
    assert (str(state.main), str(state.tip), state.seq) == (str(main), tip, 1)
    assert wiki.open.bookmark() == main
    assert sound(wiki)


def test_head_names_the_open_branch_and_the_store_leans_on_no_other(wiki):
    wiki.save(1)
    wiki.derive()
    assert git(wiki.open, "symbolic-ref", "HEAD") == "refs/heads/open\n"
    assert not (wiki.open.folder / "objects/info/alternates").exists()


def test_drafts_closed_licences_and_their_past_are_nowhere_in_the_store(wiki):
    wiki.save(1, "secret-un", status="draft")
    wiki.save(2, "secret-deux", licence=NC)
    wiki.save(3, "secret-trois", status="draft")
    wiki.save(3, "ouvert")
    wiki.save(4, "secret-quatre", licence="no-such-licence")
    wiki.commit({path(5).file: b"---\nlicence: [CC0-1.0\n---\nsecret-cinq\n"})
    wiki.commit({path(6).file: page(6, "secret-six").replace(page_id(6).encode(), b"sans")})
    wiki.commit({"people/roles.yaml": b"secret: sept\n", "network/keys.yaml": b"secret: huit\n"})
    wiki.derive()
    assert names(wiki.open) == [path(3).file]
    assert b"secret" not in everything(wiki.open)
    assert sound(wiki)


def test_an_archived_page_is_as_open_as_a_published_one(wiki):
    wiki.save(1, status="archived")
    wiki.derive()
    assert names(wiki.open) == [path(1).file]


def test_a_page_that_becomes_a_draft_leaves_and_a_deleted_one_too(wiki):
    wiki.save(1)
    wiki.save(2)
    wiki.derive()
    wiki.save(1, "secret", status="draft")
    wiki.commit({path(2).file: None})
    wiki.derive()
    assert names(wiki.open) == []
    assert wiki.open.state().seq == 4
    assert sound(wiki)


def test_a_page_opened_late_enters_alone_and_names_who_wrote_it_before(wiki):
    wiki.save(1, "secret-a", BOB, status="draft")
    wiki.save(1, "secret-b", ADA, status="draft")
    wiki.save(1, "secret-c", EVE, status="draft")
    wiki.derive()
    assert wiki.open.state() is None
    wiki.save(1, "ouvert", EVE)
    wiki.save(1, "encore", BOB)
    wiki.derive()
    assert b"secret" not in everything(wiki.open)
    bodies = git(wiki.open, "log", "--reverse", "--format=%an|%B%x00").split("\0")
    assert bodies[0] == (
        f"{EVE.name}|Retoucher\n\nWiki: 1\nAuthor: {BOB.name} <{BOB.address}>\n"
        f"Author: {ADA.name} <{ADA.address}>\n"
    )
    assert bodies[1].strip() == f"{BOB.name}|Retoucher\n\nWiki: 1"
    assert sound(wiki)


def test_a_page_opened_again_names_those_of_the_time_between_only(wiki):
    wiki.save(1, "un", ADA)
    wiki.save(1, "secret", BOB, status="draft")
    wiki.save(1, "trois", EVE)
    wiki.derive()
    last = git(wiki.open, "log", "-1", "--format=%B")
    assert f"Author: {BOB.name}" in last
    assert ADA.name not in last
    assert b"secret" not in everything(wiki.open)


def test_a_wider_policy_opens_pages_and_names_all_their_authors(wiki):
    wiki.policy(narrowed("CC0-1.0"))
    wiki.save(1, "un", BOB)
    wiki.save(1, "deux", EVE)
    wiki.derive()
    assert names(wiki.open) == ["network/licences.yaml"]
    wiki.policy(None)
    wiki.derive()
    assert names(wiki.open) == [path(1).file]
    last = git(wiki.open, "log", "-1", "--format=%an %B")
    assert last.startswith(ADA.name)
    assert f"Author: {BOB.name} <{BOB.address}>\nAuthor: {EVE.name}" in last
    assert page(1, "un") not in everything(wiki.open)
    assert sound(wiki)


def test_a_narrower_policy_closes_pages_from_then_on(wiki):
    wiki.save(1)
    wiki.save(2, licence="CC0-1.0")
    wiki.derive()
    epoch = wiki.open.state().epoch
    wiki.policy(narrowed("CC0-1.0"))
    wiki.derive()
    assert names(wiki.open) == ["network/licences.yaml", path(2).file]
    assert wiki.open.state().epoch == epoch
    assert sound(wiki)


@pytest.mark.parametrize("file", ["network/licences.yaml", "network/retractions.yaml"])
def test_where_a_list_cannot_be_read_nothing_is_open(wiki, file):
    wiki.save(1)
    wiki.commit({"network/vocabularies/themes.yaml": b"themes: []\n"})
    wiki.commit({file: b"closed: {\n"})
    wiki.derive()
    assert names(wiki.open) == []
    assert sound(wiki)
    wiki.commit({file: None})
    wiki.derive()
    assert names(wiki.open) == ["network/vocabularies/themes.yaml", path(1).file]
    assert sound(wiki)


def test_only_public_trailers_go_out(wiki):
    trailers = [
        ("Minor", "yes"), ("Secret", "x"), ("Proposal", "7"), ("Source", "beta.example"),
        ("Licence", "CC0-1.0"), ("Reviewer", "y"), ("Author", f"{EVE.name} <{EVE.address}>"),
        ("Author", f"{ADA.name} <{ADA.address}>"),
    ]  # fmt: skip
    wiki.commit({path(1).file: page(1)}, trailers=trailers)
    wiki.derive()
    assert git(wiki.open, "log", "-1", "--format=%B").strip().split("\n")[2:] == [
        "Wiki: 1", "Minor: yes", "Proposal: 7", "Source: beta.example", "Licence: CC0-1.0",
        f"Author: {EVE.name} <{EVE.address}>",
    ]  # fmt: skip


def test_media_of_open_pages_travel_and_others_stay(wiki):
    used, closed, unused = b"used", b"closed", b"unused"
    wiki.add_medium(used)
    wiki.add_medium(closed, NC)
    wiki.add_medium(unused)
    wiki.save(1, f"![]({medium(used)}) ![]({medium(closed)})")
    wiki.save(2, f"![]({medium(unused)})", status="draft")
    wiki.derive()
    assert names(wiki.open) == sorted(
        [medium(used).file, medium(used).sidecar, medium(closed).sidecar, path(1).file]
    )
    store = everything(wiki.open)
    assert b"\nclosed\n" not in store
    assert b"\nunused\n" not in store
    assert sound(wiki)


def test_a_medium_comes_late_changes_its_licence_and_goes_with_its_last_page(wiki):
    name = medium(b"image")
    wiki.save(1, f"![]({name})")
    wiki.save(2, f"![]({name})")
    wiki.add_medium(b"image", NC)
    wiki.derive()
    both = [path(1).file, path(2).file]
    assert names(wiki.open) == sorted([name.sidecar, *both])
    wiki.add_medium(b"image")
    wiki.derive()
    assert names(wiki.open) == sorted([name.file, name.sidecar, *both])
    wiki.save(1)
    wiki.derive()
    assert name.file in names(wiki.open)
    wiki.commit({path(2).file: None})
    wiki.derive()
    assert names(wiki.open) == [path(1).file]
    assert sound(wiki)


def test_a_medium_whose_sidecar_is_missing_or_broken_stays(wiki):
    name, other = medium(b"image"), medium(b"other")
    wiki.commit({name.file: b"image", other.file: b"other", other.sidecar: b"licence: [\n"})
    wiki.save(1, f"![]({name}) ![]({other})")
    wiki.derive()
    assert names(wiki.open) == [path(1).file]
    assert sound(wiki)


def test_a_redirect_is_there_as_long_as_its_page_is_open(wiki):
    wiki.save(1)
    wiki.move(1, "moulin")
    wiki.save(2, status="draft")
    wiki.move(2, "cachette")
    wiki.derive()
    mill = PagePath("place", "moulin").file
    assert names(wiki.open) == sorted([path(1).file, mill])
    wiki.commit({mill: page(1, status="draft")})
    wiki.derive()
    assert names(wiki.open) == []
    wiki.commit({mill: page(1)})
    wiki.derive()
    assert names(wiki.open) == sorted([path(1).file, mill])
    assert sound(wiki)


def test_an_author_is_followed_through_a_move_and_a_broken_file(wiki):
    wiki.save(1, "a", BOB, status="draft")
    wiki.commit({path(1).file: b"---\n- broken\n---\n"}, EVE)
    wiki.save(1, "b", ADA, status="draft")
    wiki.move(1, "moulin")
    wiki.commit({PagePath("place", "moulin").file: page(1, "c")}, ADA)
    wiki.derive()
    last = git(wiki.open, "log", "-1", "--format=%B")
    assert f"Author: {BOB.name} <{BOB.address}>\nAuthor: {EVE.name} <{EVE.address}>\n" in last
    assert sound(wiki)


def test_a_closed_page_leaves_the_tip_and_its_open_past_stays(wiki):
    wiki.save(1, "partage")
    wiki.derive()
    before = wiki.open.state()
    wiki.withdraw(closed=[1])
    wiki.save(1, "secret")
    wiki.derive()
    after = wiki.open.state()
    assert names(wiki.open) == []
    assert (after.epoch, after.seq) == (before.epoch, before.seq + 1)
    store = everything(wiki.open)
    assert b"partage" in store
    assert b"secret" not in store
    assert sound(wiki)


def test_what_changes_nothing_open_makes_no_commit(wiki):
    wiki.save(1)
    tip = wiki.derive()
    main = wiki.save(2, status="draft")
    assert wiki.derive() == tip
    assert wiki.open.state().main == main
    assert wiki.open.state().seq == 1


def test_an_entry_read_twice_counts_once(wiki):
    wiki.save(1)
    wiki.save(2)
    tip = wiki.derive()
    wiki.open.apply(list(wiki.store.log()), wiki.store)
    assert str(wiki.open.state().tip) == tip
    assert wiki.open.state().seq == 2


def test_a_difference_is_told(wiki):
    wiki.save(1)
    wiki.save(2)
    wiki.derive()
    ledger = Ledger(wiki.open.folder)
    ledger.note(tip=log(wiki.open, "%H")[0])
    assert wiki.open.check(wiki.store) == [
        f"« {path(2).file} » n’est pas dans le dépôt ouvert comme il devrait."
    ]
    ledger.note(tip="0" * 40)
    ledger.close()
    (said,) = wiki.open.check(wiki.store)
    assert "manque" in said
