"""What people type: beginnings of words, exclusions alone, slips, and what nobody should type."""

from collections.abc import Iterator

import pytest

from app.domain.search import SearchPage, SearchQuery
from tests.engines.search_corpus import Log, PlainRenderer, page_text
from tests.engines.search_engines import Engine, Make

PAGES = {
    "method/gouvernance": page_text("La gouvernance", "Décider ensemble."),
    "method/gouverner": page_text("Gouverner un lieu", "Un conseil de place."),
    "method/compost": page_text("Le compost", "Un tas, des vers."),
    "method/composter": page_text("Le composteur de quartier", "Du compost pour tous."),
    "place/grange": page_text(
        "La Grange", "Un tiers-lieu rural.", territory="{region: occitanie, department: '81'}"
    ),
}


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory, make_engine: Make) -> Iterator[Engine]:
    engine, log = make_engine(tmp_path_factory.mktemp("search"), PlainRenderer()), Log()
    engine.apply(log.save(PAGES), log)
    yield engine
    engine.close()


def ask(search: Engine, text: str, *, typing: bool = False) -> SearchPage:
    return search.find(SearchQuery(text, typing=typing))


def paths(page: SearchPage) -> list[str]:
    return [str(hit.path) for hit in page.hits]


@pytest.mark.parametrize("text", ["gouvernan", "la gouvernan", '"gouvernan'])
def test_a_word_is_found_while_it_is_typed(search: Engine, text: str) -> None:
    assert paths(ask(search, text, typing=True))[0] == "method/gouvernance"


def test_a_joined_word_is_found_while_it_is_typed(search: Engine) -> None:
    assert paths(ask(search, "tiers-l", typing=True)) == ["place/grange"]


def test_the_whole_word_comes_before_those_that_it_begins(search: Engine) -> None:
    found = paths(ask(search, "compost", typing=True))
    assert found[:2] == ["method/compost", "method/composter"]


def test_a_star_asks_for_all_that_begins_so(search: Engine) -> None:
    assert set(paths(ask(search, "compo*"))) == {"method/compost", "method/composter"}
    assert paths(ask(search, "compo*", typing=True)) == paths(ask(search, "compo*"))


def test_only_exclusions_give_all_but_these(search: Engine) -> None:
    assert set(paths(ask(search, '-compost -"conseil de place"'))) == {
        "method/gouvernance", "place/grange",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["tarn", "lieux dans le Tarn", "occitanie 81"])
def test_a_territory_is_found_by_its_name(search: Engine, text: str) -> None:
    assert paths(ask(search, text))[0] == "place/grange"


@pytest.mark.parametrize(
    "text",
    ["*", "a*", "-", "-*", "**", "* *", "-a*", '"*"', "\x00\x1f\x7f", "*" * 500, "é*",
     "x" * 10_000, "x " * 5_000, '"' * 999, "-" * 999, "«", "\u202e*", "🦊", "a-b-" * 400],
)  # fmt: skip
@pytest.mark.parametrize("typing", [True, False])
def test_no_wildcard_or_noise_is_an_error(search: Engine, text: str, typing: bool) -> None:
    page = ask(search, text, typing=typing)
    assert 0 <= page.total <= len(PAGES)
