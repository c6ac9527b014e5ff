"""The bench measures something only if its pages are real pages, and the same each time."""

from itertools import islice

import pytest

from app.domain.page import parse_page
from app.domain.page_path import is_page_id
from app.domain.rules import Rules
from app.domain.vocabulary import Vocabulary
from tests.bench.corpus import KINDS, GeneratedPage, page_id, pages
from tests.bench.front_matter import THEMES
from tests.bench.lexicon import words


@pytest.fixture(scope="module")
def hundred() -> list[GeneratedPage]:
    return list(pages(100))


def test_the_corpus_is_the_same_each_time(hundred: list[GeneratedPage]) -> None:
    assert list(islice(pages(100), 5)) == hundred[:5]


def test_every_kind_is_there_and_no_address_twice(hundred: list[GeneratedPage]) -> None:
    assert {page.path.kind for page in hundred} == set(KINDS)
    assert len({page.path for page in hundred}) == 100


def test_every_id_is_a_ulid_of_its_own() -> None:
    ids = {page_id(number) for number in range(10_000)}
    assert len(ids) == 10_000
    assert all(map(is_page_id, ids))


def test_the_vocabulary_is_wide_and_has_accents() -> None:
    assert len(words()) > 10_000
    assert "méthode" in words()


def test_every_page_passes_the_rules_of_its_kind(hundred: list[GeneratedPage]) -> None:
    rules = Rules(themes=Vocabulary("themes", *((slug, slug, slug) for slug in THEMES)))
    parsed = [parse_page(page.path, page.text) for page in hundred]
    assert not [str(problem) for page in parsed for problem in rules.check(page)]
