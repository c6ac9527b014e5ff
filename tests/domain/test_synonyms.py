import pytest

from app.domain.finding.question import ask, synonyms_of
from app.domain.finding.synonyms import Everyday, read_groups


def test_groups_are_read_from_the_file() -> None:
    assert read_groups("groups:\n  - [épn, cybercentre]\n".encode()) == (("épn", "cybercentre"),)


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"\xff",
        b"groups: [",
        b"groups: 3",
        b"other: 1",
        b"groups:\n  - [seul, 3]\n",
        b"everyday: 3",
        b"everyday:\n  - 3\n  - {asked: [sous]}\n  - {asked: 3, also: [b]}\n",
    ],
)
def test_a_file_that_does_not_read_gives_no_groups(data: bytes | None) -> None:
    assert read_groups(data) == ()


def test_everyday_words_are_read_from_the_file() -> None:
    said = "everyday:\n  - asked: [sous, fric]\n    also: [financement]\n"
    assert read_groups(said.encode()) == (Everyday(("sous", "fric"), ("financement",)),)


def test_an_everyday_word_leads_one_way_and_for_less_than_a_synonym() -> None:
    known = synonyms_of((Everyday(("fric",), ("financement",)), ("argent", "monnaie")))
    worth = {
        typed: [way.worth for way in ask(typed, known).wants[0].ways if way.other]
        for typed in ("fric", "financement", "argent")
    }
    assert worth["financement"] == []
    assert 0 < worth["fric"][0] < worth["argent"][0]
