"""What any PageStore promises. Run against every implementation."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import EngineFailed, RevisionNotFound, Stale
from app.domain.page_path import BlobId, PagePath, RevisionId
from app.domain.revision import FileChange
from tests.engines.stores import ADA, BREAD, MILL, NOON, SORTS, change, empty_store, save

NOWHERE = RevisionId("1" * 40)


@pytest.fixture(params=SORTS)
def store(request, tmp_path):
    with empty_store(request.param, tmp_path) as store:
        yield store


def test_what_was_written_is_read_back_byte_for_byte(store):
    data = "# Moulin\r\n\n\0Été\n\n".encode() + b"\xff\xfe"
    save(store, MILL, data)

    assert store.read(MILL) == data
    assert store.read_blob(store.blob_of(MILL)) == data


def test_an_empty_file_is_a_file(store):
    save(store, MILL, b"")

    assert store.read(MILL) == b""


def test_an_empty_repository_holds_nothing(store):
    assert store.head() is None
    assert store.read(MILL) is None
    assert store.blob_of(MILL) is None
    assert list(store.log()) == []
    assert list(store.files()) == []
    assert store.count_after(None) == 0
    assert store.verify() == []


def test_the_new_head_is_what_commit_gives(store):
    first = save(store, MILL, b"one\n")
    second = save(store, MILL, b"two\n")

    assert first != second
    assert store.head() == second


def test_an_old_revision_still_reads_as_it_was(store):
    first = save(store, MILL, b"one\n")
    save(store, MILL, b"two\n")

    assert store.read(MILL, first) == b"one\n"
    assert store.read(BREAD, first) is None


def test_a_revision_from_nowhere_is_not_found(store):
    save(store, MILL, b"one\n")

    for ask in (store.read, store.blob_of):
        with pytest.raises(RevisionNotFound):
            ask(MILL, NOWHERE)
    for ask in (store.log, store.files, store.count_after):
        with pytest.raises(RevisionNotFound):
            ask(NOWHERE)


def test_no_revision_is_found_in_an_empty_repository(store):
    with pytest.raises(RevisionNotFound):
        store.log(NOWHERE)


def test_the_name_of_a_blob_is_not_a_revision(store):
    save(store, MILL, b"one\n")
    blob = store.blob_of(MILL)

    with pytest.raises(RevisionNotFound):
        store.blob_of(MILL, RevisionId(str(blob)))


def test_a_blob_has_the_name_that_git_gives_it(store):
    save(store, MILL, b"abc")

    assert store.blob_of(MILL) == BlobId("f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f")


def test_a_blob_that_is_not_there_fails(store):
    revision = save(store, MILL, b"one\n")

    for name in ("2" * 40, str(revision)):
        with pytest.raises(EngineFailed):
            store.read_blob(BlobId(name))


def test_two_writers_from_the_same_state_cannot_both_win(store):
    save(store, MILL, b"one\n")
    seen = store.blob_of(MILL)
    winner = save(store, MILL, b"two\n", expects={MILL: seen})

    with pytest.raises(Stale) as lost:
        save(store, MILL, b"three\n", expects={MILL: seen})

    assert lost.value.params == {"path": MILL}
    assert store.head() == winner
    assert store.read(MILL) == b"two\n"


def test_a_file_expected_to_be_new_must_be_new(store):
    save(store, MILL, b"one\n", expects={MILL: None})

    with pytest.raises(Stale):
        save(store, MILL, b"two\n", expects={MILL: None})


def test_a_file_that_is_only_read_may_be_expected_too(store):
    save(store, MILL, b"one\n")
    seen = store.blob_of(MILL)
    save(store, MILL, b"two\n")

    with pytest.raises(Stale):
        save(store, BREAD, b"rise\n", expects={MILL: seen})

    assert store.read(BREAD) is None


def test_writers_of_different_pages_both_win(store):
    save(store, MILL, b"one\n")
    seen = store.blob_of(MILL)
    save(store, BREAD, b"rise\n", expects={BREAD: None})
    save(store, MILL, b"two\n", expects={MILL: seen})

    assert (store.read(MILL), store.read(BREAD)) == (b"two\n", b"rise\n")


def test_a_move_is_one_entry_with_two_files(store):
    there = PagePath("place", "moulin-neuf").file
    save(store, MILL, b"one\n")
    blob = store.blob_of(MILL)
    moved = store.commit(change({MILL: None, there: b"one\n"}, expects={MILL: blob, there: None}))

    entry = list(store.log())[-1]
    assert entry.revision == moved
    assert set(entry.changes) == {FileChange(MILL, blob, None), FileChange(there, None, blob)}
    assert store.read(MILL) is None
    assert dict(store.files()) == {there: blob}


def test_a_deleted_page_is_gone_from_the_head_only(store):
    first = save(store, MILL, b"one\n")
    save(store, MILL, None)

    assert store.read(MILL) is None
    assert store.read(MILL, first) == b"one\n"
    assert list(store.files()) == []
    assert store.verify() == []


def test_a_change_that_changes_nothing_gives_the_head(store):
    first = save(store, MILL, b"one\n")

    assert save(store, MILL, b"one\n") == first
    assert save(store, BREAD, None) == first
    assert store.count_after(None) == 1


def test_a_change_that_changes_nothing_is_still_checked(store):
    save(store, MILL, b"one\n")

    with pytest.raises(Stale):
        save(store, MILL, b"one\n", expects={MILL: None})


def test_the_first_change_of_all_makes_a_head_even_when_it_holds_nothing(store):
    first = store.commit(change({}))

    assert store.head() == first
    assert [entry.changes for entry in store.log()] == [()]


def test_the_log_tells_who_when_why_and_what(store):
    save(store, MILL, b"one\n")
    before = store.blob_of(MILL)
    trailers = (("Minor", "yes"), ("Author", "Bo"), ("Author", "Cléo"))
    save(store, MILL, b"two\n", note="Deux\n\nlignes", trailers=trailers)

    first, second = store.log()
    assert first.changes == (FileChange(MILL, None, before),)
    assert second.changes == (FileChange(MILL, before, store.blob_of(MILL)),)
    assert second.changes[0].page == PagePath("place", "vieux-moulin")
    assert (second.author, second.at, second.note) == (ADA, NOON, "Deux\n\nlignes")
    assert second.trailers == trailers
    assert second.minor
    assert not first.minor


def test_the_log_goes_on_from_a_bookmark(store):
    revisions = [save(store, MILL, b"%d\n" % n) for n in range(12)]

    assert [entry.revision for entry in store.log()] == revisions
    for position, bookmark in enumerate(revisions):
        after = [entry.revision for entry in store.log(bookmark)]
        assert after == revisions[position + 1 :]
        assert store.count_after(bookmark) == len(after)
    assert store.count_after(None) == 12


def test_a_log_that_is_not_read_to_its_end_leaves_the_store_usable(store):
    for n in range(5):
        save(store, MILL, b"%d\n" % n)
    entries = store.log()
    next(entries)
    del entries

    assert store.count_after(None) == 5


def test_files_are_in_order_of_name_at_any_revision(store):
    first = store.commit(change({MILL: b"1", BREAD: b"2", "network/licences.yaml": b"3"}))
    save(store, BREAD, None)

    assert [file for file, _ in store.files(first)] == ["network/licences.yaml", BREAD, MILL]
    assert dict(store.files())[MILL] == store.blob_of(MILL)
    assert len(list(store.files())) == 2


def test_files_of_one_folder_are_listed_alone(store):
    store.commit(
        change({MILL: b"1", "network/licences.yaml": b"3", "network/templates/a.md": b"4"})
    )

    assert [file for file, _ in store.files(under="network/templates/")] == [
        "network/templates/a.md"
    ]
    assert list(store.files(under="media/")) == []


def test_many_commits_at_once_are_one_entry_each(store):
    first = save(store, MILL, b"0\n")
    ids = store.commit_all([change({MILL: b"%d\n" % n}, note=str(n)) for n in range(1, 40)])

    entries = list(store.log(first))
    assert [entry.revision for entry in entries] == ids
    assert [entry.note for entry in entries] == [str(n) for n in range(1, 40)]
    assert store.read(MILL, ids[4]) == b"5\n"
    assert store.head() == ids[-1]


def test_many_commits_at_once_see_each_other(store):
    one = BlobId("f2ba8f84ab5c1bce84a7b441cb1959cfc7093b7f")
    store.commit_all(
        [
            change({MILL: b"abc"}, expects={MILL: None}),
            change({MILL: b"two"}, expects={MILL: one}),
            change({MILL: None, BREAD: b"abc"}, expects={BREAD: None}),
        ]
    )

    assert dict(store.files()) == {BREAD: one}


def test_many_commits_at_once_are_all_written_or_none(store):
    first = save(store, MILL, b"abc")

    with pytest.raises(Stale):
        store.commit_all([change({BREAD: b"1"}), change({MILL: b"2"}, expects={MILL: None})])

    assert store.head() == first
    assert store.read(BREAD) is None


def test_many_commits_at_once_may_change_nothing(store):
    assert store.commit_all([]) == []
    first, second, third = store.commit_all(
        [change({MILL: b"1"}), change({MILL: b"1"}), change({MILL: b"2"})]
    )

    assert first == second != third
    assert store.commit_all([change({MILL: b"2"})] * 2) == [third, third]
    assert store.count_after(None) == 2


def test_threads_that_save_different_pages_lose_nothing(store):
    files = [PagePath("page", f"page-{n}").file for n in range(20)]

    def write(file):
        save(store, file, b"1", expects={file: None})
        save(store, file, b"2", expects={file: store.blob_of(file)})
        return store.read(file)

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(write, files)) == [b"2"] * 20
    assert sorted(file for file, _ in store.files()) == sorted(files)
    assert store.count_after(None) == 40
    assert store.verify() == []


def test_of_threads_that_save_the_same_page_one_wins(store):
    save(store, MILL, b"0")
    seen = store.blob_of(MILL)

    def write(n):
        try:
            return save(store, MILL, b"from %d" % n, expects={MILL: seen})
        except Stale:
            return None

    with ThreadPoolExecutor(10) as pool:
        won = [revision for revision in pool.map(write, range(10)) if revision]
    assert won == [store.head()]


def test_the_whole_repository_goes_into_one_file(store, tmp_path):
    save(store, MILL, b"1")
    store.bundle(str(tmp_path / "wiki.bundle"))

    assert (tmp_path / "wiki.bundle").stat().st_size > 0


def test_nothing_makes_no_bundle(store, tmp_path):
    with pytest.raises(EngineFailed):
        store.bundle(str(tmp_path / "wiki.bundle"))

    assert list(tmp_path.glob("*wiki.bundle*")) == []
