"""The door of a contribution file: any bytes give values, or one sentence."""

import hashlib
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.contribution import (
    ENTRIES_LIMIT,
    FILE_LIMIT_BYTES,
    Correction,
    QuizAnswer,
    QuizResult,
    RemarkWords,
    TrialWords,
    with_trial,
)
from app.domain.contribution_file import read_contribution, sum_of
from app.domain.errors import InvalidContribution, TooLarge, WikiError
from app.domain.page import parse_page
from app.domain.page_path import PagePath
from tests.written_offline import entry, file_of, key, page, sealed, whole

UNIT = page("mini_cool/trier")
ANSWER = {"question": "Où ?", "chosen": ["Là"], "right": True}


def said(sort: str, **words: Any) -> Any:
    """What the only entry says."""
    read = read_contribution(file_of(entry(sort, **words)))
    assert not read.faults
    return read.entries[0].said


def fault(sort: str = "remark", **words: Any) -> str:
    read = read_contribution(file_of(entry(sort, **words)))
    assert not read.entries
    return str(read.faults[0].why)


def refusal(data: bytes) -> str:
    with pytest.raises(InvalidContribution) as caught:
        read_contribution(data)
    assert "Rien n’est perdu" in str(caught.value)
    return str(caught.value)


def test_a_file_says_its_kit_who_signs_and_its_entries() -> None:
    read = read_contribution(
        file_of(entry("remark", 1, text="Merci"), entry("trial", 2, result="Bien."))
    )
    assert (read.name, read.place, read.kit.host) == ("Camille", "Café Plum", "alpha.example")
    assert [(one.number, one.key) for one in read.entries] == [(1, key(1)), (2, key(2))]
    assert read.entries[0].page.path == PagePath("method", "compost")
    assert str(read.made_at) == "2026-11-30 03:17:05+00:00"


def test_each_sort_is_read() -> None:
    assert said("correction", text="---\n---\n") == Correction("---\n---\n", whole=True)
    assert said("correction", body="Autrement.\r\n") == Correction("Autrement.\n")
    part = {"anchor": "bac", "text": "## Bac\n"}
    assert said("correction", section=part) == Correction("## Bac\n", anchor="bac")
    assert said("remark", text="Et l’hiver ?", question=True, about="Étapes") == RemarkWords(
        "Et l’hiver ?", True, "Étapes"
    )
    assert said("trial", place_name="Chez nous", result="Bien.", date="2026") == TrialWords(
        "Bien.", place_name="Chez nous", date="2026"
    )
    assert said("quiz", on=UNIT, shown=True, right=1, answers=[ANSWER], **{"of": 2}) == QuizResult(
        1, 2, (QuizAnswer("Où ?", ("Là",), True),)
    )


def test_a_byte_order_mark_and_other_line_ends_are_tolerated() -> None:
    data = file_of(entry("remark", text="Merci"))
    assert read_contribution(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")).entries


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b" \n", "vide"),
        (b"PK\x03\x04rest", "archive"),
        (file_of(entry("remark", text="été")).decode().encode("utf-16"), "UTF-8"),
        (file_of(entry("remark", text="été")).decode().encode("latin-1"), "UTF-8"),
        (file_of(entry("remark", text="Merci"))[:-200], "coupé"),
        (b"[" * 200_000, "aucun de nos kits"),
        (b'{"a":' * 200_000, "aucun de nos kits"),
        (b"[]", "hors ligne avec un kit"),
        (b"{}", "hors ligne avec un kit"),
        (b'{"format":"maillage-contribution","version":2}', "plus récente"),
        (b'{"format":"maillage-contribution","version":true}', "hors ligne avec un kit"),
        (b'{"format":"maillage-contribution","format":"x"}', "aucun de nos kits"),
        (b'{"n":1.5}', "aucun de nos kits"),
        (b'{"n":NaN}', "aucun de nos kits"),
        (b'{"n":' + b"9" * 5000 + b"}", "coupé"),
        (b'{"format":"maillage-contribution","version":1,"x":"\\ud800"}', "aucun de nos kits"),
    ],
)  # fmt: skip
def test_what_is_no_whole_file_is_told_in_a_sentence(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_a_file_over_the_limit_is_told_so() -> None:
    with pytest.raises(TooLarge):
        read_contribution(b" " * (FILE_LIMIT_BYTES + 1))


def test_a_letter_changed_by_hand_is_told_from_a_good_file() -> None:
    data = file_of(entry("remark", text="Trois seaux"))
    assert "modifié à la main" in refusal(data.replace(b"Trois", b"Treize"))


def test_a_file_without_a_sum_is_not_taken_for_a_good_one() -> None:
    assert "modifié" in refusal(json.dumps(whole(entry("remark", text="Merci"))).encode())


def test_the_sum_is_that_of_the_canonical_form() -> None:
    """The same bytes that RFC 8785 gives: sorted keys, no spaces, letters as they are."""
    text = '{"a":[true,{"é":"\\u001f\\n/\\u007f"}],"b":1}'.replace("\\u007f", "\x7f")
    value = {"b": 1, "a": [True, {"é": "\x1f\n/\x7f"}], "sum": "whatever"}
    assert sum_of(value) == "sha256:" + hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"agreed": False}, "accepté de partager"),
        ({"agreed": "yes"}, "agreed"),
        ({"entries": []}, "ne contient rien"),
        ({"entries": {}}, "entries"),
        ({"entries": None}, "entries"),
        ({"by": {"name": "ana@example.org"}}, "un nom seulement"),
        ({"by": {"name": "Ana", "contact": "06"}}, "« contact » n’y est pas prévu"),
        ({"email": "a@b.example"}, "« email » n’y est pas prévu"),
        ({"made_at": "hier"}, "made_at"),
        ({"made_at": "2026-02-31T00:00:00Z"}, "made_at"),
        ({"kit": {"host": "../etc", "home": "https://a.example", "revision": "3c" * 20}}, "host"),
        ({"kit": []}, "kit"),
    ],
)  # fmt: skip
def test_a_file_that_no_kit_writes_is_refused_whole(changes: dict[str, Any], words: str) -> None:
    assert words in refusal(file_of(entry("remark", text="Merci"), **changes))


def test_ten_thousand_entries_are_refused_before_they_are_read() -> None:
    assert "10000" in refusal(sealed(whole(*(["x"] * 10_000))))
    assert ENTRIES_LIMIT == 200


@pytest.mark.parametrize(
    ("sort", "words", "told"),
    [
        ("remark", {}, "« text » y manque"),
        ("remark", {"text": " \u200b\n"}, "vide"),
        ("remark", {"text": "x" * 4001}, "4000 signes"),
        ("remark", {"text": 3}, "« text »"),
        ("remark", {"text": "x", "mail": "y"}, "« mail » n’y est pas prévu"),
        ("poem", {"text": "x"}, "« poem »"),
        ("correction", {}, "un seul"),
        ("correction", {"text": "a", "body": "b"}, "un seul"),
        ("correction", {"body": "a\x00b"}, "U+0000"),
        ("correction", {"body": "é" * 140_000}, "256 Kio"),
        ("correction", {"section": "x"}, "section"),
        ("trial", {"result": "Bien", "on": UNIT}, "mini_cool/trier"),
        ("trial", {"result": "Bien", "place": "chez nous"}, "place"),
        ("trial", {"result": "Bien", "date": "2026-13"}, "date"),
        ("trial", {"result": "Bien", "date": "0000"}, "date"),
        ("quiz", {"on": UNIT, "right": 1, "of": 1, "answers": []}, "reste chez elle"),
        ("quiz", {"on": UNIT, "shown": True, "right": 2, "of": 1, "answers": []}, "2 sur 1"),
        ("quiz", {"on": UNIT, "shown": True, "right": True, "of": 1, "answers": []}, "right"),
        ("remark", {"text": "x", "on": page("../../etc/passwd")}, "path"),
        ("remark", {"text": "x", "on": page(base="main")}, "base"),
        ("remark", {"text": "x", "on": page(id="12")}, "id"),
        ("remark", {"text": "x", "on": page(origin="a b")}, "origin"),
        ("remark", {"text": "x", "key": "../x"}, "key"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_says_why(sort: str, words: dict[str, Any], told: str) -> None:
    assert told in fault(sort, **words)


def test_a_broken_entry_lets_the_others_be_read() -> None:
    read = read_contribution(
        file_of("?", entry("remark", 2, text="Merci"), entry("remark", 2, text="Encore"))
    )
    assert [one.number for one in read.entries] == [2]
    assert [one.number for one in read.faults] == [1, 3]
    assert read.faults[1].title == "Compost"


def test_texts_keep_their_lines_and_lose_what_cannot_be_seen() -> None:
    assert said("remark", text="  Un\u202e\n\n deux\t\u0007 ").text == "Un\n\n deux"


def test_a_trial_is_one_more_line_of_the_page_and_only_once() -> None:
    text = "---\nkind: method\ntitle: Compost\n# mot\ntrials:\n  - result: Avant.\n---\nCorps.\n"
    method = parse_page(PagePath("method", "compost"), text)
    trial = TrialWords("Bien.", place="place/cafe-plum", date="2026", adapted="Un bac")
    after = parse_page(method.path, with_trial(method, trial))
    assert after.front["trials"] == [
        {"result": "Avant."},
        {"place": "place/cafe-plum", "date": 2026, "result": "Bien.", "adapted": "Un bac"},
    ]
    assert after.body == method.body
    assert "# mot" in after.text
    assert with_trial(after, trial) == after.text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["key", "sort", "page", "text", "path", "x"]), inner),
    max_leaves=12,
)  # fmt: skip


@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
)
def test_any_bytes_give_a_sentence(data: bytes) -> None:
    with pytest.raises(WikiError):
        read_contribution(data)


@given(st.lists(JSON, min_size=1, max_size=4))
def test_any_entries_under_a_good_sum_are_faults_with_sentences(entries: list[Any]) -> None:
    try:
        read = read_contribution(file_of(*entries))
    except InvalidContribution:
        return
    assert len(read.faults) == len(entries)
    assert all(str(one.why) for one in read.faults)


@given(st.data())
def test_any_value_in_any_place_is_read_or_told(data: st.DataObject) -> None:
    """One value of a good file at a time becomes something else."""
    good = whole(
        entry("remark", 1, text="Merci"), entry("trial", 2, result="Bien.", date="2026"),
        entry("correction", 3, section={"anchor": "a", "text": "b"}),
    )  # fmt: skip
    places = [(spot, at) for spot in _objects(good) for at in spot]
    spot, at = data.draw(st.sampled_from(range(len(places))).map(places.__getitem__))
    spot[at] = data.draw(JSON)
    with suppress(WikiError):
        assert read_contribution(sealed(good))


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [found for one in value for found in _objects(one)]
    if isinstance(value, dict):
        return [value, *(found for one in value.values() for found in _objects(one))]
    return []


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=255))
def test_a_changed_byte_is_never_read_as_other_words(at: int, byte: int) -> None:
    words = "Trois seaux par semaine, et un bac fermé."
    data = bytearray(file_of(entry("remark", text=words)))
    data[at % len(data)] = byte
    try:
        read = read_contribution(bytes(data))
    except InvalidContribution:
        return
    assert read.entries[0].said == RemarkWords(words)
