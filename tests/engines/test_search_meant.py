"""The whole question as it was meant, where a word of it stands nowhere."""

from collections.abc import Iterator

import pytest

from app.domain.search import SearchQuery
from tests.engines.search_corpus import Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, Make

PAGES = {
    "page/philosophie": page_text("Philosophie du lieu", "Une philosophie, des habitants."),
    "page/communaute": page_text("Communauté", "Une communauté se réunit, un gâteau à la main."),
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, make_engine: Make) -> Iterator[Engine]:
    engine, log = make_engine(tmp_path_factory.mktemp("search"), PlainRenderer()), Log()
    engine.apply(log.save(PAGES), log)
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("filosofie", "philosophie"), ("abitants", "habitants"), ("gato", "gâteau"),
        ("la comunauté", "la communauté"), ("l’abitants -gateau", "l’habitants -gateau"),
        ('"se réunit" comunaute', '"se réunit" communauté'),
    ],
)  # fmt: skip
def test_a_question_is_understood_as_it_sounds(search: Engine, text: str, meant: str) -> None:
    assert search.find(SearchQuery(text)).meant == meant


def test_nothing_is_meant_where_every_word_stands(search: Engine) -> None:
    assert search.find(SearchQuery("communauté")).meant == ""
