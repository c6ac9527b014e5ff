"""Who saves and who proposes."""

from datetime import UTC, datetime

import pytest

from app.domain.byline import ANONYMOUS, alike, clean_byline, clean_line
from app.domain.errors import InvalidPage, InvalidProposal
from app.domain.page_path import PagePath
from app.domain.people import STRANGER, Person, Reader, Role
from app.domain.proposal import ProposalId
from app.domain.writing import (
    NEWCOMER_LIMIT,
    Policy,
    Protection,
    Right,
    WritingPolicy,
    read_writing,
    right_to_write,
    writing_file,
)

PATH = PagePath("place", "le-lieu")
SECRET = "0f8fad5b-d9cb-469f-a165-70867728950e"


def person(role: Role) -> Reader:
    return Reader(Person("p1", "p@alpha.test", "P", role, datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize(
    ("policy", "stranger", "contributor", "reviewer"),
    [
        (Policy.open, Right.propose, Right.save, Right.save),
        (Policy.proposals, Right.propose, Right.propose, Right.save),
        (Policy.members, Right.nothing, Right.save, Right.save),
    ],
)
def test_each_policy_says_who_saves(
    policy: Policy, stranger: Right, contributor: Right, reviewer: Right
) -> None:
    said = WritingPolicy(policy)
    assert right_to_write(said, STRANGER) is stranger
    assert right_to_write(said, person(Role.contributor)) is contributor
    assert right_to_write(said, person(Role.reviewer)) is reviewer


def test_a_newcomer_proposes_until_enough_versions_are_theirs() -> None:
    said = WritingPolicy(newcomer_versions=3)
    newcomer = person(Role.contributor)
    assert right_to_write(said, newcomer, versions=lambda _bound: 2) is Right.propose
    assert right_to_write(said, newcomer, versions=lambda bound: bound) is Right.save
    assert right_to_write(said, person(Role.reviewer), versions=lambda _bound: 0) is Right.save


def test_a_protected_page_is_saved_by_those_it_names_alone() -> None:
    said, protection = WritingPolicy(), Protection(Role.steward, "en procès")
    for role in (Role.contributor, Role.reviewer):
        assert right_to_write(said, person(role), protection=protection) is Right.propose
    assert right_to_write(said, person(Role.steward), protection=protection) is Right.save


def test_a_writer_always_saves_a_draft_of_theirs() -> None:
    said = WritingPolicy(Policy.proposals, newcomer_versions=5)
    found = right_to_write(said, person(Role.contributor), own_draft=True, versions=lambda _: 0)
    assert found is Right.save


def test_the_file_says_what_was_decided() -> None:
    said = WritingPolicy(
        Policy.proposals, 4,
        {"a": Protection(Role.reviewer), "b": Protection(Role.steward, "une : raison")},
    )  # fmt: skip
    assert read_writing(writing_file(said)) == said


def test_an_instance_that_says_nothing_is_open() -> None:
    assert read_writing(None) == WritingPolicy(Policy.open, 0)


@pytest.mark.parametrize(
    ("text", "policy", "versions"),
    [
        (b"policy: [", Policy.proposals, 0),
        (b"\xff\xfe", Policy.proposals, 0),
        (b"policy: everyone\n", Policy.proposals, 0),
        (b"policy: members\nnewcomer_versions: -1\n", Policy.members, NEWCOMER_LIMIT),
        (b"policy: open\nnewcomer_versions: true\n", Policy.open, NEWCOMER_LIMIT),
        (b"policy: open\nprotected: [a]\n", Policy.open, 0),
        (b"polcy: members\n", Policy.open, 0),
    ],
)
def test_what_cannot_be_read_gives_the_safest_and_is_told(
    text: bytes, policy: Policy, versions: int
) -> None:
    found = read_writing(text)
    assert (found.policy, found.newcomer_versions) == (policy, versions)
    assert found.broken


def test_a_page_protected_for_nobody_known_is_left_to_stewards() -> None:
    found = read_writing(b"protected: {p1: everybody}\n")
    assert found.protection("p1", PATH) == Protection(Role.steward)
    assert found.broken


def test_a_page_without_an_id_is_protected_by_its_address() -> None:
    found = read_writing(b"protected: {place/le-lieu: reviewers}\n")
    assert found.protection("", PATH) == Protection(Role.reviewer)


@pytest.mark.parametrize("text", ["", "  ", "‮​", "…", "<>"])
def test_who_gives_no_name_is_somebody_passing_by(text: str) -> None:
    assert clean_byline(text) == ANONYMOUS


def test_a_byline_keeps_no_sign_that_cannot_be_seen_nor_opens_a_formula() -> None:
    assert clean_byline(" Ana\u202e \r\n  <b> López\x00 ") == "Ana b López"
    assert clean_byline('=HYPERLINK("x")') == 'HYPERLINK("x")'
    assert clean_line("ligne\n\nProposal: autre") == "ligne Proposal: autre"


@pytest.mark.parametrize("text", ["ana@alpha.test", "voir https://spam.test", "x" * 81])
def test_a_byline_is_a_name_and_no_address(text: str) -> None:
    with pytest.raises(InvalidPage) as caught:
        clean_byline(text)
    assert caught.value.problems[0].field == "byline"


def test_two_writings_of_one_name_are_alike() -> None:
    assert alike("Éloïse  Dûpont") == alike("eloise dupont")


def test_the_number_of_a_proposal_does_not_tell_its_secret() -> None:
    made = ProposalId.of_secret(SECRET)
    assert made == ProposalId.of_secret(SECRET)
    assert made != ProposalId(SECRET)
    assert made != ProposalId.of_secret(str(made))
    with pytest.raises(InvalidProposal):
        ProposalId.of_secret("../../x")
