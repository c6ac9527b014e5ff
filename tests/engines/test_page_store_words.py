"""What any PageStore does with the words it is given: names, notes, dates, paths."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.domain.errors import InvalidPath
from app.domain.revision import Change, Signature
from tests.engines.stores import ADA, MILL, NOON, SORTS, empty_store, save


@pytest.fixture(params=SORTS)
def store(request, tmp_path):
    with empty_store(request.param, tmp_path) as store:
        yield store


def test_a_committer_may_differ_from_the_author(store):
    bot = Signature("Relecture", "01ARZ3NDEKTSV4RRFFQ69G5FAW@alpha.example")
    store.commit(
        Change(files={MILL: b"x"}, expects={}, author=ADA, at=NOON, note="accepté", committer=bot)
    )

    assert next(store.log()).author == ADA


def test_dates_are_told_in_utc_and_in_whole_seconds(store):
    paris = timezone(timedelta(hours=2))
    save(store, MILL, b"x", at=datetime(2026, 7, 1, 0, 30, 5, 999_999, tzinfo=paris))

    at = next(store.log()).at
    assert at == datetime(2026, 6, 30, 22, 30, 5, tzinfo=UTC)
    assert at.tzinfo is UTC


def test_a_date_without_its_zone_is_refused(store):
    with pytest.raises(ValueError, match="zone"):
        save(store, MILL, b"x", at=datetime(2026, 7, 1))

    assert store.head() is None


@pytest.mark.parametrize(
    "name",
    [
        "Bo <bo@example.org>",
        "Bo\nauthor Eve <eve@example> 0 +0000",
        "Bo\r\x00\x1b[31m",
        "\u202egnp.exe",
        "  ",
        "",
        "<>",
        "\ud800",
        "Зоя ✿ 明 👩🏽‍🔧",
        'O\'Neil "q" \\ .',
    ],
)
def test_no_name_breaks_a_commit(store, name):
    save(store, MILL, b"x", author=Signature(name, "a b<>\n@alpha.example"))

    (entry,) = store.log()
    assert not set(entry.author.name) & set("<>\n\r\0\x1b\u202e")
    assert entry.author.name
    assert entry.author.address == "ab@alpha.example"
    assert store.verify() == []


def test_a_name_in_any_script_is_kept(store):
    save(store, MILL, b"x", author=Signature("Зоя ✿ 明 👩🏽‍🔧", ADA.address))

    assert next(store.log()).author.name == "Зоя ✿ 明 👩🏽‍🔧"


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("", ""),
        ("   \n\n ", ""),
        ("Été ✿ 明\n\n- un\n\n\n- deux", "Été ✿ 明\n\n- un\n\n\n- deux"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\0b\x1bc\x7fd", "abcd"),
        ("Minor: yes", "Minor: yes"),
        ("x\n\nWiki: 1\nMinor: yes", "x\n\nWiki: 1\nMinor: yes"),
        ("Wiki: 1\nMinor: yes", "Wiki: 1\nMinor: yes"),
        ("x\n\nWiki: 1\nMinor: yes\n\n\n", "x\n\nWiki: 1\nMinor: yes"),
        ("done\nM 100644 inline evil\ndata 3\nabc", "done\nM 100644 inline evil\ndata 3\nabc"),
        ("# not a comment\n---\n>8", "# not a comment\n---\n>8"),
        ("commit " + "a" * 40, "commit " + "a" * 40),
        (":100644 100644 a b M", ":100644 100644 a b M"),
        ("\ud800x", "x"),
    ],
)
def test_a_note_is_kept_and_never_taken_for_a_trailer(store, note, kept):
    save(store, MILL, b"1", note=note)
    save(store, MILL, b"2", note=note, trailers=(("Origin", "beta.example"),))

    first, second = store.log()
    assert (first.note, first.trailers) == (kept, ())
    assert (second.note, second.trailers) == (kept, (("Origin", "beta.example"),))


def test_a_trailer_stays_on_its_line(store):
    save(store, MILL, b"1", trailers=(("Reason", "a: b\nMinor: yes\n\nWiki: 1"), ("Empty", "")))

    assert next(store.log()).trailers == (("Reason", "a: b Minor: yes Wiki: 1"), ("Empty", ""))


def test_the_key_of_a_trailer_is_a_word(store):
    with pytest.raises(ValueError, match="trailer"):
        save(store, MILL, b"1", trailers=(("Minor: yes\nX", "1"),))

    assert store.head() is None


@pytest.mark.parametrize(
    "file",
    [
        "",
        "/etc/passwd.md",
        "../x.md",
        "pages/../x.md",
        ".git/config.md",
        "pages//x.md",
        "pages/x.md/",
        "pages/x",
        "pages.d/x.md",
        "pages/.x.md",
        "-x.md",
        "a b.md",
        "a\nb.md",
        'a".md',
        "a\\b.md",
        "été.md",
        "a" * 250 + ".md",
    ],
)
def test_a_path_that_could_hurt_is_neither_written_nor_found(store, file):
    save(store, MILL, b"1")

    with pytest.raises(InvalidPath):
        save(store, file, b"x")
    with pytest.raises(InvalidPath):
        save(store, MILL, b"x", expects={file: None})
    assert store.read(file) is None
    assert store.count_after(None) == 1
