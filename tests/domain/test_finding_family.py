"""Families: a page and what was adapted from it."""

from app.domain.finding.family import parent_of, root_of
from app.domain.page import Page, parse_page
from app.domain.page_path import PagePath

ID, BLOB = "01J00000000000000000000000", "a" * 40


def adapted(instance: str) -> Page:
    said = f"derived_from: {{instance: {instance}, id: {ID}, revision: {BLOB}}}"
    return parse_page(PagePath("method", "repas"), f"---\ntitle: Repas\n{said}\n---\n")


def test_a_page_names_what_it_was_adapted_from() -> None:
    assert parent_of(adapted("beta.example"), "alpha.example") == f"beta.example/{ID}"
    assert parent_of(adapted("alpha.example"), "alpha.example") == f"/{ID}"


def test_a_line_is_followed_to_its_first_page() -> None:
    parents = {"c/3": "b/2", "b/2": "a/1"}
    assert {root_of(key, parents) for key in ("a/1", "b/2", "c/3")} == {"a/1"}


def test_a_line_that_bites_its_tail_has_one_root_all_the_same() -> None:
    parents = {"a/1": "b/2", "b/2": "a/1", "c/3": "b/2"}
    assert {root_of(key, parents) for key in ("a/1", "b/2", "c/3")} == {"a/1"}
