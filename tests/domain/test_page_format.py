"""The page file, rule by rule, as docs/page-format.md states them."""

import pytest

from app.domain.errors import InvalidPage, InvalidPath, InvalidRevision, TooLarge
from app.domain.front_matter import REMOVED, compose, parse, splice, split
from app.domain.page import Redirect, parse_file, parse_page
from app.domain.page_path import BlobId, PagePath, RevisionId, is_page_id
from app.domain.yaml_text import dump_entry, load_mapping

PLUM = PagePath("place", "cafe-plum")
ID = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


def front(text):
    return parse(text).values


@pytest.mark.parametrize(
    ("slug", "file"),
    [
        ("cafe-plum", "pages/place/ca/cafe-plum.md"),
        ("a", "pages/place/aa/a.md"),
        ("8-fablab-drome", "pages/place/8-/8-fablab-drome.md"),
    ],
)
def test_a_page_stands_in_a_folder_of_two_letters(slug, file):
    path = PagePath("place", slug)

    assert path.file == file
    assert PagePath.from_file(file) == path


@pytest.mark.parametrize(
    "slug",
    ["", "..", "../etc", "-x", "x-", "a--b", ".git", "Café", "ca fé", "a/b", "a\0b", "a\n",
     "cаfe", "ﬁn", "x" * 121, "con", "aux", "com1", "nul"],
)  # fmt: skip
def test_slugs_that_play_tricks_are_no_addresses(slug):
    with pytest.raises(InvalidPath):
        PagePath("place", slug)


@pytest.mark.parametrize("kind", ["", "..", "Place", "-p", "p/q", "x" * 41, "mini-cool"])
def test_kinds_that_play_tricks_are_no_addresses(kind):
    with pytest.raises(InvalidPath):
        PagePath(kind, "a")


@pytest.mark.parametrize(
    "file",
    ["pages/place/xx/cafe-plum.md", "pages/place/cafe-plum.md", "pages/place/ca/cafe-plum.txt",
     "pages/place/ca/Cafe.md", "media/ca/cafe.md"],
)  # fmt: skip
def test_a_file_out_of_its_place_is_not_a_page(file):
    assert PagePath.from_file(file) is None


@pytest.mark.parametrize(
    "name", ["HEAD", "--upload-pack", "main", "a" * 39, "g" * 40, "", "A" * 40]
)
def test_only_a_full_object_name_is_a_revision(name):
    with pytest.raises(InvalidRevision):
        RevisionId(name)
    with pytest.raises(InvalidRevision):
        BlobId(name)


def test_a_page_id_is_a_ulid():
    assert is_page_id(ID)
    assert not is_page_id(ID.lower())
    assert not is_page_id("8" + ID[1:])
    assert not is_page_id(ID + "0")
    assert not is_page_id(17)


# YAML 1.2, narrowed


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("true", True), ("~", None), ("", None),
        ("10", 10), ("-3", -3), ("0o17", 15), ("0x1F", 31), ("1.5", 1.5), ("1e3", 1000.0),
        ("2016-05-01", "2016-05-01"), ('"01001"', "01001"), ("'12:30'", "12:30"),
        ("1_000", "1_000"), ("+33", 33), ("Mo-Fr 09:00-18:00", "Mo-Fr 09:00-18:00"),
    ],
)  # fmt: skip
def test_scalars_are_read_by_the_core_schema(text, value):
    found = front(f"key: {text}\n")["key"]

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("zip: 01001", "guillemets"),
        ("hour: 12:30", "guillemets"),
        ("a: &x 1", "ancres"),
        ("a: *x", "ancres"),
        ("a: !!str 1", "types"),
        ("a: !python/object:os.system x", "types"),
        ("a: 1\na: 2", "deux fois"),
        ("b: {a: 1, a: 2}", "deux fois"),
        ("<<: {a: 1}", "fusion"),
        ("- a", "clé: valeur"),
        ("a: [", "lisible"),
        ("a: .nan", "nombre"),
        ("a: " + "9" * 5000, "nombre"),
        ("a: " + "[" * 300, "imbriqué"),
        ("a: 1\n--- \nb: 2", "bloc"),
        ("? [a]\n: 1", "mot"),
        ("\t: a", "lisible"),
    ],
)
def test_what_yaml_1_2_narrowed_does_not_have_is_refused_with_a_sentence(text, words):
    with pytest.raises(InvalidPage) as refused:
        front(text)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    "value",
    ["a", "01001", "12:30", "no", "true", "~", "", " x", "a: b", "# x", "0o17", ".inf", "é\nb\n",
     "trailing \n", "\x85", "\u2028", "1e3", "2016-01-01", [], ["a", {"b": [1]}], {"x": None}, 1.5],
)  # fmt: skip
def test_what_a_form_writes_is_read_back_the_same(value):
    assert load_mapping(dump_entry("key", value)).values == {"key": value}


# the file


def test_a_file_without_front_matter_is_refused():
    with pytest.raises(InvalidPage):
        parse_page(PLUM, "# Café\n")


def test_an_unclosed_front_matter_is_refused():
    with pytest.raises(InvalidPage):
        parse_page(PLUM, "---\ntitle: a\n")


def test_line_ends_become_lf_and_nothing_else_changes():
    page = parse_page(PLUM, b"---\r\ntitle: \xc3\xa9  # x\r\n---\r\nA  \r\n\r\nB")

    assert page.text == "---\ntitle: é  # x\n---\nA  \n\nB"


@pytest.mark.parametrize(
    "data", [b"---\na: \xff\n---\n", "---\na: 1\n---\n\0", "---\na: 1\n---\n\x1b", "\ud800"]
)
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(InvalidPage):
        parse_page(PLUM, data)


def test_a_text_over_256_kib_is_too_large():
    with pytest.raises(TooLarge):
        parse_page(PLUM, "---\na: 1\n---\n" + "é" * (128 * 1024))


def test_unknown_keys_are_kept():
    assert parse_page(PLUM, "---\nzut: [1]\n---\n").front == {"zut": [1]}


def test_a_redirect_names_the_page_that_moved():
    redirect = Redirect(PLUM, ID)

    assert parse_file(PLUM, redirect.file_bytes()) == redirect


def test_a_redirect_to_nothing_that_is_an_id_is_refused():
    with pytest.raises(InvalidPage):
        parse_file(PLUM, b"---\nredirect: ../etc\n---\n")


# splicing

TEXT = """---
# about this page
title: "Café PLUM"  # as painted on the door
tags: [a, b]

# how it goes
steps:
  - title: one
    text: |
      first

      second
opened: 2010
---
Body
"""


def test_a_form_save_touches_only_the_lines_that_changed():
    changed = splice(TEXT, {"tags": ["a", "c"]})

    assert changed == TEXT.replace("tags: [a, b]", "tags: [a, c]")


def test_a_value_that_stays_keeps_its_bytes():
    assert splice(TEXT, {"title": "Café PLUM", "opened": 2010}) == TEXT


def test_a_new_key_goes_to_the_end_and_a_removed_one_takes_its_lines():
    changed = splice(TEXT, {"steps": REMOVED, "opened": REMOVED, "new": "12:30"})

    assert split(changed)[0].endswith('# how it goes\nnew: "12:30"\n')
    assert parse(split(changed)[0]).values == {
        "title": "Café PLUM", "tags": ["a", "b"], "new": "12:30",
    }  # fmt: skip


def test_one_and_true_are_two_values():
    assert "a: true" in splice("---\na: 1\n---\n", {"a": True})


def test_a_page_made_from_nothing_reads_back():
    page = parse_page(PLUM, compose({"title": "É", "n": 1}, "Body\n"))

    assert (page.front, page.body) == ({"title": "É", "n": 1}, "Body\n")
